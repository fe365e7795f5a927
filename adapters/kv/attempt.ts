/**
 * What can become of one batch: written, not written, or nobody knows until a new fence is up.
 *
 * @module
 */
import { Effect } from "effect";
import { CommitUnknown, OwnershipLost, StoreUnavailable } from "../../actors/event_store.ts";
import { type Batch, toAtomic, type WriteError } from "./batch.ts";
import { unpack } from "./codec.ts";
import { commitFault, reasonOf } from "./errors.ts";
import { type Fence, raiseFence } from "./fence.ts";
import { logKey, witnessKey } from "./keys.ts";
import type { Kv } from "./kv.ts";
import { pauseLocked, withDeadline } from "./real_time.ts";

/** Known for good. `all`: those who still wait would meet the same. */
export type Outcome =
  | { readonly type: "applied" }
  | { readonly type: "failed"; readonly error: WriteError; readonly all: boolean };

/** `fenced`: the check failed, by an owner who came later or by a newer fence of our own. */
export type Attempted =
  | Outcome
  | { readonly type: "fenced" }
  | { readonly type: "unclear"; readonly reason: string };

/** Bounds of one attempt. */
export interface AttemptOptions {
  /** Of each KV call. */
  readonly deadlineMs: number;
  readonly lockedRetriesMax: number;
}

/** Sends one batch; a locked database wrote nothing and is tried again, a bounded number of times. */
export const attemptBatch = Effect.fnUntraced(
  function* (kv: Kv, batch: Batch, options: AttemptOptions): Effect.fn.Return<Attempted> {
    for (let retry = 0;; retry++) {
      const attempted = yield* attemptOnce(kv, batch, options.deadlineMs);
      if (attempted !== "locked") return attempted;
      if (retry >= options.lockedRetriesMax) return notWritten("The database is locked");
      yield* pauseLocked(retry);
    }
  },
);

function attemptOnce(
  kv: Kv,
  batch: Batch,
  deadlineMs: number,
): Effect.Effect<Attempted | "locked"> {
  const call = () => toAtomic(kv, batch).commit().then(afterAnswer, afterThrow);
  return withDeadline(call, deadlineMs).pipe(
    Effect.catchEager(({ reason }) => Effect.succeed<Attempted>({ type: "unclear", reason })),
  );
}

function afterAnswer({ ok }: { readonly ok: boolean }): Attempted {
  return ok ? { type: "applied" } : { type: "fenced" };
}

function afterThrow(cause: unknown): Attempted | "locked" {
  switch (commitFault(cause)) {
    case "locked":
      return "locked";
    case "full":
      return { ...notWritten("The disk is full"), all: true };
    case "unclear":
      return { type: "unclear", reason: reasonOf(cause) };
  }
}

function notWritten(reason: string) {
  return { type: "failed", error: new StoreUnavailable({ reason }), all: false } as const;
}

/** What a foreign fence means for a batch and for everything after it. */
export function ownershipLost(reason: string): Outcome {
  return { type: "failed", error: new OwnershipLost({ reason }), all: true };
}

/**
 * Decides every batch whose commit did not answer.
 *
 * A new fence goes up first, so that none of them can be written from then on; then its witness
 * tells whether a batch was. Only when that fails too are they `CommitUnknown`.
 */
export const decideUnclear = Effect.fnUntraced(function* (
  kv: Kv,
  batches: ReadonlyArray<Batch>,
  { owner, deadlineMs }: { readonly owner: string; readonly deadlineMs: number },
): Effect.fn.Return<{
  readonly fence: Fence | StoreUnavailable | OwnershipLost;
  readonly outcomes: ReadonlyArray<Outcome>;
}> {
  const fence = yield* raiseFence(kv, { owner, mine: true, deadlineMs }).pipe(
    Effect.catch((error) => Effect.succeed(error)),
  );
  if (fence instanceof StoreUnavailable || fence instanceof OwnershipLost) {
    const error = new CommitUnknown({ reason: fence.reason });
    return { fence, outcomes: batches.map(() => ({ type: "failed", error, all: false })) };
  }
  const outcomes = yield* Effect.forEach(batches, (batch) => wasWritten(kv, batch, deadlineMs));
  return { fence, outcomes };
});

function wasWritten(kv: Kv, batch: Batch, deadlineMs: number): Effect.Effect<Outcome> {
  const witness = batch.logged ? logKey(batch.number) : witnessKey(batch.slot);
  return withDeadline(() => kv.get(witness), deadlineMs).pipe(
    Effect.match({
      onFailure: ({ reason }): Outcome => ({
        type: "failed",
        error: new CommitUnknown({ reason }),
        all: false,
      }),
      onSuccess: ({ value }): Outcome =>
        (batch.logged ? value !== null : unpack(value)?.[0] === batch.number)
          ? { type: "applied" }
          : notWritten("KV did not take the commit"),
    }),
  );
}
