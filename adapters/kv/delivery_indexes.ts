/**
 * Three ways through the deliveries, newest first: a tenant's, an actor's, the unsettled ones.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address } from "../../actors/address.ts";
import type { Delivery } from "../../actors/delivery.ts";
import type { Page, PageRequest, StoreUnavailable } from "../../actors/event_store.ts";
import { type Below, cursorOf, rangeBelow } from "./cursors.ts";
import { commitsKey, LOG, unsettledKey } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import { type Reader, SCAN_PAGE } from "./reader.ts";
import { type DeliveryName, unpackCommit, unpackLog } from "./records.ts";

/** Index entries looked at for one page: a page can be short and still have a next one. */
const ENTRIES_PER_PAGE = 2 * SCAN_PAGE;

/** Entries that each name some deliveries; the key below `prefix` is the place. */
export interface DeliveryIndex {
  readonly prefix: Deno.KvKey;
  /** Newest first. */
  readonly list: (
    below: Below,
    limit: number,
  ) => Effect.Effect<ReadonlyArray<KvEntry>, StoreUnavailable>;
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

function backwards(reader: Reader): DeliveryIndex["list"] {
  return (below, limit) => reader.list(below, { limit, reverse: true });
}

/** All of a tenant, by the batch that created them. */
export function byAge(reader: Reader, tenant: string): DeliveryIndex {
  return {
    prefix: LOG,
    list: backwards(reader),
    names: ({ value }) =>
      unpackLog(value)?.created.filter((name) => name.tenant === tenant) ?? [],
  };
}

/** Those that were created with an append of the actor. */
export function byActor(reader: Reader, address: Address): DeliveryIndex {
  const { tenant } = address;
  return {
    prefix: commitsKey(address),
    list: backwards(reader),
    names: ({ value }) => unpackCommit(value)?.created.map((id) => ({ tenant, id })) ?? [],
  };
}

/** Those of a tenant that are not settled, by the time they were created. */
export function unsettledByAge(reader: Reader, tenant: string): DeliveryIndex {
  return {
    prefix: unsettledKey(tenant),
    list: backwards(reader),
    names: ({ key }) => [{ tenant, id: String(key.at(-1)) }],
  };
}
