/**
 * The fence: one record says who may write. Every batch checks that it has not changed since.
 *
 * @module
 */
import { Effect } from "effect";
import { OwnershipLost, StoreUnavailable } from "../../actors/event_store.ts";
import { pack, unpack } from "./codec.ts";
import { OWNER } from "./keys.ts";
import type { Kv } from "./kv.ts";
import { retryLocked, withDeadline } from "./real_time.ts";

/** Tries to put up a fence before the store is said to be unavailable. */
const ATTEMPTS_MAX = 3;

/** Another handle that is just opening locks the database for some milliseconds. */
const LOCKED_RETRIES_MAX = 6;

/** A fence of ours, as it stands in KV. */
export interface Fence {
  readonly epoch: number;
  /** What every batch checks. */
  readonly versionstamp: string;
}

/**
 * Puts up a new fence: no batch that was sent under an older one can be written any more.
 *
 * That is also how an unanswered commit is decided: after this it is either there or never
 * will be. With `mine`, a fence of anyone else is `OwnershipLost` instead of being replaced.
 */
export const raiseFence = Effect.fnUntraced(function* (
  kv: Kv,
  options: {
    readonly owner: string;
    readonly mine: boolean;
    readonly deadlineMs: number;
  },
) {
  const { owner, mine, deadlineMs } = options;
  let failure = new StoreUnavailable({ reason: "Another owner is taking over" });
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const outcome = yield* raiseOnce(kv, { owner, mine, deadlineMs }).pipe(
      Effect.catchTag("StoreUnavailable", (error) => Effect.succeed(error)),
    );
    if (outcome instanceof StoreUnavailable) failure = outcome;
    else if (outcome !== null) return outcome;
  }
  return yield* failure;
});

const raiseOnce = Effect.fnUntraced(function* (
  kv: Kv,
  { owner, mine, deadlineMs }: {
    readonly owner: string;
    readonly mine: boolean;
    readonly deadlineMs: number;
  },
) {
  const found = yield* withDeadline(() => kv.get(OWNER), deadlineMs);
  const [epochFound, ownerFound] = unpack(found.value) ?? [0, null];
  if (mine && ownerFound !== owner) {
    return yield* new OwnershipLost({ reason: `Epoch ${epochFound} belongs to another process` });
  }
  const epoch = Number(epochFound) + 1;
  const raise = () =>
    kv.atomic().check({ key: OWNER, versionstamp: found.versionstamp })
      .set(OWNER, pack(epoch, owner)).commit();
  const commit = yield* retryLocked(withDeadline(raise, deadlineMs), LOCKED_RETRIES_MAX);
  return commit.ok ? { epoch, versionstamp: commit.versionstamp } satisfies Fence : null;
});
