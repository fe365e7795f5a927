/**
 * The progress bar, for terminals.
 *
 * @module
 */
import { type Mark, refusedOf } from "./mark.ts";

const WIDTH = 30;

/** One line as wide as the last one or wider, since counts only grow. */
export function barOf(mark: Mark, sizeBytes: number): string {
  const share = sizeBytes === 0 ? 1 : mark.offset / sizeBytes;
  const filled = Math.floor(share * WIDTH);
  const bar = "=".repeat(filled).padEnd(WIDTH);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return `[${bar}] ${percent}  ${mark.accepted} accepted, ${refusedOf(mark)} refused`;
}
