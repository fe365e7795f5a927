/**
 * What can be simulated, by name: each plays one seed.
 *
 * @module
 */
import { playBadDay } from "./bad_day.ts";
import { playHotActors } from "./hot_actors.ts";
import { playOutage } from "./outage.ts";
import type { RunOutcome } from "./run.ts";

/** How a seed is played; `keeps` the lines of its trace. */
export type Play = (seed: number, options: { readonly keeps: boolean }) => Promise<RunOutcome>;

/** All of them. */
export const JOBS = {
  /** Everything that can fail fails now and then. */
  weather: playBadDay,
  /** The same, while the clock on the wall jumps back and forth. */
  jumps: (seed, { keeps }) => playBadDay(seed, { keeps, jumps: true }),
  /** An hour without the access control. */
  outage: playOutage,
  /** Many clients, few actors. */
  rush: playHotActors,
} satisfies Record<string, Play>;

/** Name of one. */
export type Job = keyof typeof JOBS;
