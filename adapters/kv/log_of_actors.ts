/**
 * The log of a few actors: their own facts, merged by position, however long the whole log is.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address } from "../../actors/address.ts";
import type { Page, ReadError, Recorded } from "../../actors/event_store.ts";
import { isAhead, type LogPage, matches } from "./log_matching.ts";
import type { Streams } from "./streams.ts";

/** Facts of one actor that are looked at for one page. */
const FACTS_MAX = 2000;

/** Facts read at once. */
const FACTS_PER_READ = 200;

/** Actors read at once; more only queue inside KV. */
const ACTORS_AT_ONCE = 8;

/** What one actor gives to the page; behind `through` there may be more of it. */
interface Share {
  readonly facts: ReadonlyArray<Recorded>;
  /** `null`: it has been looked at to its end. */
  readonly through: number | null;
}

/** One page. Where one of the actors is damaged there is none: only a scan finds the facts beside. */
export const mergeLogs = Effect.fnUntraced(function* (
  streams: Streams,
  page: LogPage,
  addresses: ReadonlyArray<Address>,
): Effect.fn.Return<Page<Recorded>, ReadError> {
  const shares = yield* Effect.forEach(
    addresses,
    (address) => shareOf(streams, page, address),
    { concurrency: ACTORS_AT_ONCE },
  );
  const rank = (position: number) => page.newestFirst ? -position : position;
  const ends = shares.flatMap(({ through }) => through === null ? [] : [rank(through)]);
  const end = Math.min(Infinity, ...ends);
  const all = shares.flatMap(({ facts }) => facts)
    .filter(({ position }) => rank(position) <= end)
    .sort((one, other) => rank(one.position) - rank(other.position));
  const data = all.slice(0, page.limit);
  const last = data.at(-1);
  if (all.length > page.limit && last !== undefined) return { data, next: String(last.position) };
  return { data, next: end === Infinity ? null : String(Math.abs(end)) };
});

const shareOf = Effect.fnUntraced(function* (
  streams: Streams,
  page: LogPage,
  address: Address,
): Effect.fn.Return<Share, ReadError> {
  const version = (yield* streams.head(address))?.version ?? 0;
  let next = yield* startOf(streams, page, { address, version });
  const facts: Array<Recorded> = [];
  for (let looked = 0; looked < FACTS_MAX; looked += FACTS_PER_READ) {
    const some = yield* factsFrom(streams, page, { address, next });
    for (const fact of some) {
      if (isAhead(page, fact.position) && matches(page, fact)) facts.push(fact);
    }
    const last = some.at(-1);
    if (last === undefined) return { facts, through: null };
    next = last.version + (page.newestFirst ? -1 : 1);
    if (next < 1 || next > version) return { facts, through: null };
    if (facts.length > page.limit || looked + FACTS_PER_READ >= FACTS_MAX) {
      return { facts, through: last.position };
    }
  }
  return { facts, through: null };
});

const factsFrom = Effect.fnUntraced(function* (
  streams: Streams,
  { newestFirst }: LogPage,
  { address, next }: { readonly address: Address; readonly next: number },
) {
  if (!newestFirst) {
    return yield* streams.history(address, { fromVersion: next, limit: FACTS_PER_READ });
  }
  if (next < 1) return [];
  const fromVersion = Math.max(1, next - FACTS_PER_READ + 1);
  const limit = next - fromVersion + 1;
  return (yield* streams.history(address, { fromVersion, limit })).toReversed();
});

/** The first version in the page's direction that was not seen yet. */
const startOf = Effect.fnUntraced(function* (
  streams: Streams,
  page: LogPage,
  { address, version }: { readonly address: Address; readonly version: number },
): Effect.fn.Return<number, ReadError> {
  const { seen, newestFirst } = page;
  if (seen === null) return newestFirst ? version : 1;
  let low = 0;
  let high = version;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [fact] = yield* streams.history(address, { fromVersion: middle, limit: 1 });
    const isBelow = fact !== undefined &&
      (newestFirst ? fact.position < seen : fact.position <= seen);
    if (isBelow) low = middle;
    else high = middle - 1;
  }
  return newestFirst ? low : low + 1;
});
