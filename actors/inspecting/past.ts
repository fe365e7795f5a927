/**
 * Actors as they were: which version held at a moment, and the facts that led there.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address } from "../address.ts";
import { EventStore, type ReadError, type Recorded } from "../event_store.ts";

/** What the store gives in one read of a history. */
const HISTORY_PAGE = 500;

/** The version that held at a moment (milliseconds since the epoch); 0 before the first fact. */
export const versionAt = Effect.fnUntraced(function* (
  address: Address,
  at: number,
): Effect.fn.Return<number, ReadError, EventStore> {
  const store = yield* EventStore;
  let low = 0;
  let high = (yield* store.load(address)).version;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [fact] = yield* store.history(address, { fromVersion: middle, limit: 1 });
    if (fact === undefined || fact.at > at) high = middle - 1;
    else low = middle;
  }
  return low;
});

/** Facts from one version to another, both included, oldest first. */
export const factsBetween = Effect.fnUntraced(function* (
  address: Address,
  { from, to }: { readonly from: number; readonly to: number },
): Effect.fn.Return<ReadonlyArray<Recorded>, ReadError, EventStore> {
  const store = yield* EventStore;
  const facts: Array<Recorded> = [];
  let next = Math.max(1, from);
  while (next <= to) {
    const limit = Math.min(HISTORY_PAGE, to - next + 1);
    const page = yield* store.history(address, { fromVersion: next, limit });
    if (page.length === 0) break;
    facts.push(...page);
    next += page.length;
  }
  return facts;
});
