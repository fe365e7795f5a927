/**
 * Deadlines and pauses around KV calls, in real time: KV does not know of a test's clock.
 *
 * @module
 */
import { Effect, Random } from "effect";
import { StoreUnavailable } from "../../actors/event_store.ts";
import { commitFault, reasonOf } from "./errors.ts";

/** First wait before a locked database is tried again; it doubles, with jitter. */
const LOCKED_FIRST_MS = 5;

/** Gives a KV call `deadlineMs`; what it does after that is not looked at. */
export function withDeadline<A>(
  call: () => Promise<A>,
  deadlineMs: number,
): Effect.Effect<A, StoreUnavailable> {
  return Effect.callback<A, StoreUnavailable>((resume) => {
    const end = (exit: Effect.Effect<A, StoreUnavailable>) => {
      clearTimeout(timer);
      resume(exit);
    };
    const fail = (reason: string) => end(Effect.fail(new StoreUnavailable({ reason })));
    const timer = setTimeout(() => fail(`No answer from KV within ${deadlineMs} ms`), deadlineMs);
    try {
      call().then((value) => end(Effect.succeed(value)), (cause) => fail(reasonOf(cause)));
    } catch (cause) {
      fail(reasonOf(cause));
    }
    return Effect.sync(() => clearTimeout(timer));
  });
}

/** Waits before try `retry` (from 0) of a commit that met a locked database. */
export const pauseLocked = Effect.fnUntraced(function* (retry: number) {
  const jitter = yield* Random.nextBetween(0.5, 1.5);
  yield* pause(LOCKED_FIRST_MS * 2 ** retry * jitter);
});

/** Waits. */
export function pause(ms: number): Effect.Effect<void> {
  return Effect.callback<void>((resume) => {
    const timer = setTimeout(() => resume(Effect.void), ms);
    return Effect.sync(() => clearTimeout(timer));
  });
}

/** Repeats a commit that met a locked database, at most `retriesMax` times: it wrote nothing. */
export const retryLocked = Effect.fnUntraced(function* <A>(
  commit: Effect.Effect<A, StoreUnavailable>,
  retriesMax: number,
) {
  for (let retry = 0;; retry++) {
    const outcome = yield* Effect.result(commit);
    if (outcome._tag === "Success") return outcome.success;
    const locked = commitFault(outcome.failure.reason) === "locked";
    if (!locked || retry >= retriesMax) return yield* outcome.failure;
    yield* pauseLocked(retry);
  }
});
