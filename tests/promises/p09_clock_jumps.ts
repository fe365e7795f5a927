/**
 * P9, with a clock that is set by hand: an hour back, a month ahead, in the middle of everything.
 *
 * @module
 */
import { playRound } from "../simulation/fleet.ts";
import type { Trial } from "./trial.ts";

const RUNS_PER_ROUND = 60;

/** No order comes from the clock on the wall, and no pause. */
export const CLOCK_JUMPS: Trial = {
  promise: "P9",
  title: "a clock that jumps back and forth loses nothing, and holds nothing up",
  round: (seed) => playRound("jumps", seed, RUNS_PER_ROUND),
  rounds: 1,
};
