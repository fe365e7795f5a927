/**
 * P1, simulated: the whole service on a seed.
 *
 * @module
 */
import { playRound } from "../simulation/fleet.ts";
import type { Trial } from "./trial.ts";

/**
 * Ten rounds are two thousand seeds, and there is one more, as a round begins no run after its time.
 * What is left out is counted.
 */
const RUNS_PER_ROUND = 200;

/** Tries P2 as well: the access control of a run is watched at every instant. */
export const SIMULATION: Trial = {
  promise: "P1",
  title: "a simulated service keeps every answer, acts once and opens no gate too many",
  round: (seed) => playRound("weather", seed, RUNS_PER_ROUND),
  rounds: 11,
};
