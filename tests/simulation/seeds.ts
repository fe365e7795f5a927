/**
 * Seeds that have found a fault: they are played first, for ever.
 *
 * A change of the mix or the weather makes another run of a seed. So what a seed has found is
 * planted as a bug too (`tests/planted/`): when these seeds find it no more, that tells so.
 *
 * @module
 */
import type { Job } from "./jobs.ts";

/** By job. */
export const FOUND: ReadonlyArray<readonly [job: Job, seeds: ReadonlyArray<number>]> = [
  // An order was told of other outcomes under a command id that was used before.
  ["weather", [241, 258, 303]],
  // An attempt wrote over what an answer had made of its delivery, and hid the next one.
  ["weather", [21251]],
  // Deliveries waited for a clock that had been set back by an hour or a day.
  ["jumps", [1, 30, 39]],
];
