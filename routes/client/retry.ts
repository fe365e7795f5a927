/**
 * When a request is made again, and after how long.
 *
 * @module
 */

/** Bounds of the repetition; each request has its own. */
export interface RetryPolicy {
  /** The first attempt counts. */
  readonly attemptsMax: number;
  /** Before the second attempt at most; doubled for each one after. */
  readonly firstMs: number;
  /** Longest pause. A service that asks for a longer one is not asked again. */
  readonly delayMaxMs: number;
  /** Deadline of one attempt, its answer's body included. */
  readonly attemptTimeoutMs: number;
}

/** About 20 s in all; an attempt outlasts the 10 s that a command can wait for confirmation. */
export const RETRY: RetryPolicy = {
  attemptsMax: 7,
  firstMs: 200,
  delayMaxMs: 10_000,
  attemptTimeoutMs: 30_000,
};

/** Too many requests, and what servers and those in front of them say when they cannot now. */
const TRANSIENT = [429, 502, 503, 504];

/**
 * Whether the same request can have another answer soon. A command keeps its key, so that one
 * whose outcome is unknown (504) is not given twice.
 */
export function isTransient(status: number, code: string | null): boolean {
  return TRANSIENT.includes(status) || status === 409 && code === "in-progress";
}

/**
 * Pause before the next attempt: backoff with full jitter, not less than the service asks for.
 * `null`: do not try again.
 */
export function pauseMs(
  { attemptsMax, firstMs, delayMaxMs }: RetryPolicy,
  { attempt, retryAfter, random }: {
    /** Of the one that failed, from 1. */
    readonly attempt: number;
    /** The header's value. */
    readonly retryAfter: string | null;
    /** From 0 to 1. */
    readonly random: number;
  },
): number | null {
  if (attempt >= attemptsMax) return null;
  const seconds = retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : 0;
  if (seconds * 1000 > delayMaxMs) return null;
  const backoffMs = random * Math.min(delayMaxMs, firstMs * 2 ** (attempt - 1));
  return Math.min(delayMaxMs, seconds * 1000 + backoffMs);
}
