/**
 * P3: an outage of the access control is harmless.
 *
 * @module
 */
import { playRound } from "../simulation/fleet.ts";
import type { Trial } from "./trial.ts";

/** An hour on a clock that turns by itself; the service is killed once in it. */
export const OUTAGE: Trial = {
  promise: "P3",
  title: "ten thousand commands of an hour's outage are delivered in order, once, in five minutes",
  round: (seed) => playRound("outage", seed, 1),
  rounds: 1,
};
