/**
 * P4: each pass and ticket is linearizable.
 *
 * @module
 */
import { playRound } from "../simulation/fleet.ts";
import type { Trial } from "./trial.ts";

/** Ten thousand operations each, in a few seconds. */
const RUNS_PER_ROUND = 5;

/** Both checkers over all that 64 clients hear, with kills and failing disks in between. */
export const HOT_ACTORS: Trial = {
  promise: "P4",
  title: "twenty actors that sixty-four clients talk to at once do one thing after the other",
  round: (seed) => playRound("rush", seed, RUNS_PER_ROUND),
  rounds: 2,
};
