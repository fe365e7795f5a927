/**
 * Seeded chance, so that a run with faults can be played again.
 *
 * @module
 */

/** A stream of numbers that is fixed by its seed. */
export interface Dice {
  /** In [0, 1). */
  readonly roll: () => number;
  /** Whole, in [0, `below`). */
  readonly pick: (below: number) => number;
}

/** The mulberry32 generator: 32 bits of state, enough for faults and test barcodes, no secrets. */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { roll, pick: (below) => Math.floor(roll() * below) };
}
