/**
 * Two ways through all deliveries, newest first: a tenant's by the log, an actor's by its commits.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address } from "../../actors/address.ts";
import type { Delivery } from "../../actors/delivery.ts";
import type { Page, PageRequest, StoreUnavailable } from "../../actors/event_store.ts";
import { commitsKey, LOG } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import { justAfter, type Reader, SCAN_PAGE } from "./reader.ts";
import { type DeliveryName, unpackCommit, unpackLog } from "./records.ts";

/** Index entries looked at for one page: a page can be short and still have a next one. */
const ENTRIES_PER_PAGE = 2 * SCAN_PAGE;

/** Index entries, and deliveries, read at once while a page fills. */
const PER_READ = 100;

/** Entry's number, and how many of its names, newest first, were seen already. */
const CURSOR = /^(\d{1,16})\.(\d{1,6})$/;

/** Numbered entries, growing with time, that each name some deliveries. */
export interface DeliveryIndex {
  readonly list: (
    range: { readonly end?: Deno.KvKey },
  ) => Effect.Effect<ReadonlyArray<KvEntry>, StoreUnavailable>;
  readonly prefix: Deno.KvKey;
  /** Names in one entry, oldest first. */
  readonly names: (entry: KvEntry) => ReadonlyArray<DeliveryName>;
}

/** One page to be read. */
export interface DeliveryPage {
  readonly index: DeliveryIndex;
  readonly read: (
    names: ReadonlyArray<DeliveryName>,
  ) => Effect.Effect<ReadonlyArray<Delivery | null>, StoreUnavailable>;
  readonly keep: (delivery: Delivery) => boolean;
  readonly request: PageRequest;
}

function indexUnder(
  reader: Reader,
  prefix: Deno.KvKey,
  names: DeliveryIndex["names"],
): DeliveryIndex {
  const list: DeliveryIndex["list"] = (range) =>
    reader.list({ prefix, ...range }, { limit: PER_READ, reverse: true });
  return { prefix, list, names };
}

/** All of a tenant, by the batch that created them. */
export function byAge(reader: Reader, tenant: string): DeliveryIndex {
  return indexUnder(
    reader,
    LOG,
    ({ value }) => unpackLog(value)?.created.filter((name) => name.tenant === tenant) ?? [],
  );
}

/** Those that were created with an append of the actor. */
export function byActor(reader: Reader, address: Address): DeliveryIndex {
  const { tenant } = address;
  return indexUnder(
    reader,
    commitsKey(address),
    ({ value }) => unpackCommit(value)?.created.map((id) => ({ tenant, id })) ?? [],
  );
}

/** Where a page ends: an entry, and how much of it was seen. */
interface Place {
  readonly number: number;
  readonly seen: number;
}

/** Deliveries in the index's order, those that `keep` wants. Damaged ones are left out. */
export const readPage = Effect.fnUntraced(function* (
  { index, read, keep, request }: DeliveryPage,
): Effect.fn.Return<Page<Delivery>, StoreUnavailable> {
  const data: Array<Delivery> = [];
  let last = placeOf(request.cursor);
  if (last === null && request.cursor !== null) return { data, next: null };
  for (let looked = 0; looked < ENTRIES_PER_PAGE; looked += PER_READ) {
    const from = last === null ? {} : { end: justAfter([...index.prefix, last.number]) };
    const entries: ReadonlyArray<KvEntry> = yield* index.list(from);
    const places = entries.flatMap((entry) => namesAfter(last, { index, entry }));
    for (let at = 0; at < places.length; at += PER_READ) {
      const some = places.slice(at, at + PER_READ);
      const deliveries = yield* read(some.map((place) => place.name));
      for (const [i, delivery] of deliveries.entries()) {
        const wanted = delivery !== null && keep(delivery);
        if (wanted && data.length === request.limit) return { data, next: cursorOf(last) };
        if (wanted) data.push(delivery);
        last = some[i] ?? last;
      }
    }
    const oldest = entries.at(-1);
    if (oldest === undefined || entries.length < PER_READ) return { data, next: null };
    last = { number: numberOf(oldest), seen: index.names(oldest).length };
  }
  return { data, next: cursorOf(last) };
});

function namesAfter(
  last: Place | null,
  { index, entry }: { readonly index: DeliveryIndex; readonly entry: KvEntry },
) {
  const number = numberOf(entry);
  const names = index.names(entry).toReversed();
  const all = names.map((name, i) => ({ name, number, seen: i + 1 }));
  return last?.number === number ? all.slice(last.seen) : all;
}

function numberOf({ key }: KvEntry): number {
  return Number(key.at(-1));
}

function cursorOf(place: Place | null): string | null {
  return place === null ? null : `${place.number}.${place.seen}`;
}

function placeOf(cursor: string | null): Place | null {
  const [, number, seen] = CURSOR.exec(cursor ?? "") ?? [];
  return number === undefined ? null : { number: Number(number), seen: Number(seen) };
}
