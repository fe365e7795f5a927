/**
 * How far a load has come: the progress bar, for terminals, and what it came to.
 *
 * @module
 */
import type { Loaded } from "./load.ts";
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

/** What became of the file, in a line; a line more for each reason of a refusal. */
export function summaryOf({ mark, failed, stoppedAt }: Loaded): string {
  const reasons = Object.entries(mark.refused).map(([reason, count]) => `  ${count} ${reason}`);
  const stop = stoppedAt === null ? [] : [
    `Stopped: the service did not take line ${stoppedAt.line} (${stoppedAt.code}). Load the file ` +
    "again: it goes on from there.",
  ];
  const lines = `${mark.line} ${mark.line === 1 ? "line" : "lines"}`;
  return [
    `${lines}: ${mark.accepted} accepted, ${refusedOf(mark)} refused, ${failed} failed`,
    ...reasons,
    ...stop,
  ].join("\n");
}
