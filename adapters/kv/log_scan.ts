/**
 * The log read batch by batch, in either direction.
 *
 * @module
 */
import { Effect } from "effect";
import type { Page, Quarantined, Recorded, StoreUnavailable } from "../../actors/event_store.ts";
import { POSITIONS_PER_BATCH } from "./batch.ts";
import { commitKey, logKey } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import { isAhead, isWanted, lastOf, type LogPage, matches, relatedOnly } from "./log_matching.ts";
import { batchAt } from "./log_times.ts";
import type { Quarantine } from "./quarantine.ts";
import { type Reader, SCAN_PAGE } from "./reader.ts";
import { type LogReference, unpackCommit, unpackLog } from "./records.ts";
import { toRecorded } from "./streams.ts";

/** Batches looked at for one page: a page can be short and still have a next one. */
export const BATCHES_PER_PAGE = SCAN_PAGE;

/** Commits looked at for one page: a batch of a busy hour holds hundreds. */
const COMMITS_PER_PAGE = 1_000;

/** Batches read at first, as most pages need no more, and then at once. */
const BATCHES_FIRST = 8;
const BATCHES_PER_READ = 128;

/** Commits read at once while a page fills. */
const COMMITS_PER_READ = 100;

/** Clocks are set back now and then: so much beside the asked time is looked at too. */
const CLOCK_SLACK_MS = 60_000;

interface Sources {
  readonly reader: Reader;
  readonly quarantine: Quarantine;
}

interface Place extends LogReference {
  /** Of its first fact. */
  readonly position: number;
}

interface Range {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

/** Where the page's batches are. */
export function rangeOf({ seen, newestFirst, settled }: LogPage): Range {
  const end = settled + 1;
  if (seen === null) return { from: 0, to: end };
  return newestFirst
    ? { from: 0, to: Math.min(end, Math.ceil(seen / POSITIONS_PER_BATCH)) }
    : { from: Math.floor((seen + 1) / POSITIONS_PER_BATCH), to: end };
}

/** One page, and whose facts are missing in it. */
export interface Scanned extends Page<Recorded> {
  readonly damaged: ReadonlyArray<Quarantined>;
}

/** One page. Facts that do not decode are left out: they quarantine their actor, not the log. */
export const scanLog = Effect.fnUntraced(function* (
  sources: Sources,
  page: LogPage,
): Effect.fn.Return<Scanned, StoreUnavailable> {
  const { newestFirst } = page;
  let { from, to } = yield* withinTimes(sources.reader, page);
  const filling: Filling = { data: [], damaged: [], commits: 0 };
  let size = BATCHES_FIRST;
  for (let looked = 0; from < to; looked += size, size = Math.min(2 * size, BATCHES_PER_READ)) {
    const batches: ReadonlyArray<KvEntry> = yield* sources.reader.list(
      { start: logKey(from), end: logKey(to) },
      { limit: size, reverse: newestFirst },
    );
    const end = yield* fill(sources, page, { filling, batches });
    if (end !== null) return scanned(page, filling, String(end));
    const last = batches.at(-1);
    if (last === undefined || batches.length < size) break;
    if (looked + size >= BATCHES_PER_PAGE) {
      return scanned(page, filling, beyond(last, newestFirst));
    }
    if (newestFirst) to = numberOf(last);
    else from = numberOf(last) + 1;
  }
  return scanned(page, filling, null);
});

interface Filling {
  readonly data: Array<Recorded>;
  readonly damaged: Array<Damage>;
  /** Looked at so far. */
  commits: number;
}

/** A commit that does not decode. */
interface Damage {
  /** Of its last fact in the page's direction. */
  readonly position: number;
  readonly error: Quarantined;
}

/** What was read ahead of the next page is left to that. */
function scanned(page: LogPage, { data, damaged }: Filling, next: string | null): Scanned {
  const following = next === null ? null : { ...page, seen: Number(next) };
  const here = damaged.filter(({ position }) =>
    following === null || !isAhead(following, position)
  );
  return { data, next, damaged: here.map(({ error }) => error) };
}

/** Adds what the batches give; the position where the page ends, or `null` when it can go on. */
const fill = Effect.fnUntraced(function* (
  sources: Sources,
  page: LogPage,
  { filling, batches }: {
    readonly filling: Filling;
    readonly batches: ReadonlyArray<KvEntry>;
  },
) {
  const { data } = filling;
  const all = batches.flatMap((entry) => inOrder(page, placesOf(entry, sources.quarantine)));
  const wanted = all.filter(({ address }) => isWanted(page, address));
  for (let at = 0; at < wanted.length; at += COMMITS_PER_READ) {
    const some = wanted.slice(at, at + COMMITS_PER_READ);
    const { facts, damaged } = yield* factsOf(sources, page, some);
    filling.damaged.push(...damaged);
    for (const fact of facts) {
      const last = data.at(-1);
      if (data.length === page.limit && last !== undefined) return last.position;
      data.push(fact);
    }
    filling.commits += some.length;
    const end = some.at(-1);
    if (filling.commits >= COMMITS_PER_PAGE && end !== undefined) return lastIn(page, end);
  }
  return null;
});

/** Asks for relations last when a type is wanted: few facts are of it, and only those are asked. */
const factsOf = Effect.fnUntraced(function* (
  { reader, quarantine }: Sources,
  page: LogPage,
  places: ReadonlyArray<Place>,
) {
  const isTyped = page.filter.type !== null;
  const some = isTyped ? places : yield* relatedOnly(reader, page, places);
  const { commits, undecoded } = yield* readFacts(reader, some);
  const facts = commits.flatMap((one) => inOrder(page, one))
    .filter((fact) => isAhead(page, fact.position) && matches(page, fact));
  const lost = undecoded.filter((place) => isAhead(page, lastIn(page, place)));
  const damaged = (isTyped ? yield* relatedOnly(reader, page, lost) : lost).map((place) => ({
    position: lastIn(page, place),
    error: quarantine.actor(place.address, `Fact ${place.firstVersion} does not decode`),
  }));
  return { facts: isTyped ? yield* relatedOnly(reader, page, facts) : facts, damaged };
});

function lastIn({ newestFirst }: LogPage, { position, count }: Place): number {
  return newestFirst ? position : position + count - 1;
}

const withinTimes = Effect.fnUntraced(function* (reader: Reader, page: LogPage) {
  const { from, to } = page.filter;
  const range = rangeOf(page);
  const first = from === null
    ? range.from
    : yield* batchAt(reader, { ...range, at: from - CLOCK_SLACK_MS });
  const end = to === null
    ? range.to
    : yield* batchAt(reader, { ...range, at: to + CLOCK_SLACK_MS });
  return { from: Math.max(first, range.from), to: Math.min(range.to, end) };
});

function placesOf(entry: KvEntry, quarantine: Quarantine): ReadonlyArray<Place> {
  const logged = unpackLog(entry.value);
  if (logged === null) {
    quarantine.note(`log/${numberOf(entry)}`);
    return [];
  }
  let position = numberOf(entry) * POSITIONS_PER_BATCH;
  return logged.facts.map((reference) => {
    const place = { ...reference, position };
    position += reference.count;
    return place;
  });
}

const readFacts = Effect.fnUntraced(
  function* (reader: Reader, places: ReadonlyArray<Place>) {
    const keys = places.map((place) => commitKey(place.address, place.firstVersion));
    const records = yield* reader.getMany(keys);
    const commits: Array<ReadonlyArray<Recorded>> = [];
    const undecoded: Array<Place> = [];
    for (const [i, place] of places.entries()) {
      const commit = unpackCommit(records[i]);
      const recorded = commit && toRecorded(place.address, commit, place.firstVersion);
      if (recorded === null) undecoded.push(place);
      else commits.push(recorded);
    }
    return { commits, undecoded };
  },
);

function inOrder<A>({ newestFirst }: LogPage, some: ReadonlyArray<A>): ReadonlyArray<A> {
  return newestFirst ? some.toReversed() : some;
}

/** The position that stands for all of a batch having been seen. */
function beyond(entry: KvEntry, newestFirst: boolean): string {
  const batch = numberOf(entry);
  return String(newestFirst ? batch * POSITIONS_PER_BATCH : lastOf(batch));
}

function numberOf({ key }: KvEntry): number {
  return Number(key.at(-1));
}
