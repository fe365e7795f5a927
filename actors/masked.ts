/**
 * How a barcode or a card's value is written where it may not be seen.
 *
 * @module
 */

/** Below this length, four characters would give too much of it away. */
const TAIL_FROM_LENGTH = 8;

/** So much of a value may be seen. */
export const TAIL_LENGTH = 4;

/** Stands for what is not shown. */
export const MASK = "••••";

/** The last four characters, enough to tell it from others. */
export function masked(value: string): string {
  return value.length < TAIL_FROM_LENGTH ? MASK : `${MASK}${value.slice(-TAIL_LENGTH)}`;
}
