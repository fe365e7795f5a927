/**
 * Deliveries: one record each, found by age, by actor, and as long as they are not settled.
 *
 * @module
 */
import { Effect } from "effect";
import { type Delivery, isSettled } from "../../actors/delivery.ts";
import {
  type DeliveryFilter,
  type Page,
  type PageRequest,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import type { Mutation } from "./batch.ts";
import { BoundedMap } from "./bounded_map.ts";
import { EMPTY } from "./codec.ts";
import {
  deliveriesByActorKey,
  deliveriesByAgeKey,
  deliveryKey,
  UNSETTLED,
  unsettledKey,
} from "./keys.ts";
import { cursorOf, rangeAfter, rangeBelow } from "./cursors.ts";
import type { KvEntry } from "./kv.ts";
import type { Quarantine } from "./quarantine.ts";
import { type Reader, SCAN_PAGE } from "./reader.ts";
import { packDelivery, unpackDelivery } from "./records.ts";

/** Deliveries looked at for one page: a page can be short and still have a next one. */
const LOOKED_AT_MAX = 1_000;

/** Deliveries remembered as indexed already; a forgotten one is only indexed again. */
const INDEXED_MAX = 20_000;

/** Name of a delivery among the things that one write rewrites. */
export function deliveryName({ tenant, id }: Pick<Delivery, "tenant" | "id">): string {
  return `${tenant}/delivery/${id}`;
}

/** Reads of deliveries, and what a write of them consists of. */
export class Deliveries {
  readonly #reader: Reader;
  readonly #quarantine: Quarantine;
  readonly #indexed = new BoundedMap<true>(INDEXED_MAX);

  constructor(reader: Reader, quarantine: Quarantine) {
    this.#reader = reader;
    this.#quarantine = quarantine;
  }

  /** The record; with its first one the indexes, with its last one the end of being unsettled. */
  mutations(delivery: Delivery): ReadonlyArray<Mutation> {
    const { tenant, id, actor, seq, createdAt, status } = delivery;
    const mutations: Array<Mutation> = [[deliveryKey(tenant, id), packDelivery(delivery)]];
    const unsettled = [...unsettledKey(tenant), createdAt, id];
    const indexed = this.#indexed.has(deliveryName(delivery));
    if (!indexed) {
      const address = { tenant, kind: actor.kind, id: actor.id };
      mutations.push([[...deliveriesByAgeKey(tenant), createdAt, id], EMPTY]);
      mutations.push([[...deliveriesByActorKey(address), seq, id], EMPTY]);
    }
    if (isSettled(status)) mutations.push([unsettled, null]);
    else if (!indexed) mutations.push([unsettled, EMPTY]);
    return mutations;
  }

  /** Called when these are on disk. A settled one that opens again is indexed anew. */
  written(deliveries: ReadonlyArray<Delivery>): void {
    for (const delivery of deliveries) {
      const name = deliveryName(delivery);
      if (isSettled(delivery.status)) this.#indexed.delete(name);
      else this.#indexed.set(name, true);
    }
  }

  readonly one = Effect.fnUntraced(
    function* (this: Deliveries, tenant: string, id: string) {
      const record = yield* this.#reader.get(deliveryKey(tenant, id));
      if (record === null) return null;
      const delivery = unpackDelivery(record, { tenant, id });
      if (delivery !== null) return delivery;
      this.#quarantine.note(deliveryName({ tenant, id }));
      return yield* new StoreUnavailable({ reason: `The stored delivery ${id} does not decode` });
    }.bind(this),
  );

  /** Newest first. Bounded work a page; a damaged delivery is left out and counted. */
  readonly page = Effect.fnUntraced(
    function* (this: Deliveries, tenant: string, filter: DeliveryFilter, request: PageRequest) {
      const prefix = indexFor(tenant, filter);
      const data: Array<Delivery> = [];
      let below = rangeBelow(prefix, request.cursor);
      for (let looked = 0; below !== null && looked < LOOKED_AT_MAX;) {
        const limit = Math.min(SCAN_PAGE, request.limit + 1);
        const index: ReadonlyArray<KvEntry> = yield* this.#reader.list(below, {
          limit,
          reverse: true,
        });
        const deliveries = yield* this.#read(index.map((entry) => [tenant, idOf(entry)]));
        for (const [i, delivery] of deliveries.entries()) {
          const before = index[i - 1]?.key ?? below.end;
          if (data.length === request.limit && before !== undefined) {
            return { data, next: cursorOf(before, prefix) };
          }
          if (delivery !== null && matches(delivery, filter)) data.push(delivery);
        }
        looked += index.length;
        below = rangeAfter(prefix, { entries: index, limit });
      }
      const next = below?.end === undefined ? null : cursorOf(below.end, prefix);
      return { data, next } satisfies Page<Delivery>;
    }.bind(this),
  );

  /** Of all tenants, oldest first in each. */
  readonly unsettled = Effect.fnUntraced(
    function* (this: Deliveries) {
      const index = yield* this.#reader.listAll(UNSETTLED);
      const names = index.map((entry) => [String(entry.key[1]), idOf(entry)] as const);
      return (yield* this.#read(names)).filter((delivery) => delivery !== null);
    }.bind(this),
  );

  readonly #read = Effect.fnUntraced(
    function* (this: Deliveries, names: ReadonlyArray<readonly [tenant: string, id: string]>) {
      const records = yield* this.#reader.getMany(
        names.map(([tenant, id]) => deliveryKey(tenant, id)),
      );
      return names.map(([tenant, id], i) => {
        const delivery = unpackDelivery(records[i], { tenant, id });
        if (delivery === null) this.#quarantine.note(deliveryName({ tenant, id }));
        return delivery;
      });
    }.bind(this),
  );
}

/** The narrowest index for a filter: an actor's, the unsettled ones, or all of the tenant. */
function indexFor(tenant: string, { actor, status }: DeliveryFilter): Deno.KvKey {
  if (actor !== null) return deliveriesByActorKey({ tenant, ...actor });
  if (status !== null && !isSettled(status)) return unsettledKey(tenant);
  return deliveriesByAgeKey(tenant);
}

function matches(delivery: Delivery, { status, accessControl, actor }: DeliveryFilter): boolean {
  return (status === null || delivery.status === status) &&
    (accessControl === null || delivery.accessControl === accessControl) &&
    (actor === null || delivery.actor.kind === actor.kind && delivery.actor.id === actor.id);
}

function idOf(entry: KvEntry): string {
  return String(entry.key.at(-1));
}
