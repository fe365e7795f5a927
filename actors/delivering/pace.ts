/**
 * How fast a system is called: its rate, kept by spacing.
 *
 * @module
 */
import type { PacePolicy } from "../access_control.ts";

/** Calls that were not made in this time can be made up for, so that timers need not be exact. */
const MADE_UP_MS = 100;

/** The rate of one system, as time goes by. */
export interface Pace {
  /** Milliseconds until a call may begin; 0: now. */
  readonly waitMs: (now: number) => number;
  /** A call begins. */
  readonly note: (now: number) => void;
}

/** Without a rate there is nothing to wait for. */
export function makePace({ callsPerSecond }: PacePolicy): Pace {
  if (callsPerSecond === null) return { waitMs: () => 0, note: () => {} };
  const spacingMs = 1000 / callsPerSecond;
  let due = 0;
  return {
    waitMs: (now) => Math.max(0, due - now),
    note: (now) => {
      due = Math.max(due, now - MADE_UP_MS) + spacingMs;
    },
  };
}
