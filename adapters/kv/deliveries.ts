/**
 * Deliveries: one record each, and a list of those that are not settled.
 *
 * All others are found through what they were created with: the log for a tenant's, the commits
 * for an actor's. That saves two rows a delivery, a quarter of what an append would write.
 *
 * @module
 */
import { Effect } from "effect";
import { type Delivery, isSettled } from "../../actors/delivery.ts";
import { type DeliveryFilter, StoreUnavailable } from "../../actors/event_store.ts";
import type { Mutation } from "./batch.ts";
import { BoundedMap } from "./bounded_map.ts";
import { EMPTY } from "./codec.ts";
import {
  byActor,
  byAge,
  type DeliveryIndex,
  type DeliveryPage,
  readPage,
  unsettledByAge,
} from "./delivery_indexes.ts";
import { deliveryKey, UNSETTLED, unsettledKey } from "./keys.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Reader } from "./reader.ts";
import { type DeliveryName, packDelivery, unpackDelivery } from "./records.ts";

/** Deliveries remembered as listed already; a forgotten one is only listed again. */
const LISTED_MAX = 20_000;

/** Name of a delivery among the things that one write rewrites. */
export function deliveryName({ tenant, id }: DeliveryName): string {
  return `${tenant}/delivery/${id}`;
}

/** Never tried, so this write is its first: the log and the commit will name it. */
export function isNew({ status, sent, attemptCount }: Delivery): boolean {
  return status === "pending" && !sent && attemptCount === 0;
}

/** Reads of deliveries, and what a write of them consists of. */
export class Deliveries {
  readonly #reader: Reader;
  readonly #quarantine: Quarantine;
  readonly #listed = new BoundedMap<true>(LISTED_MAX);

  constructor(reader: Reader, quarantine: Quarantine) {
    this.#reader = reader;
    this.#quarantine = quarantine;
  }

  /** The record; and its place among the unsettled ones, taken at first and given up at last. */
  mutations(delivery: Delivery): ReadonlyArray<Mutation> {
    const { tenant, id, createdAt, status } = delivery;
    const record: Mutation = [deliveryKey(tenant, id), packDelivery(delivery)];
    const unsettled = [...unsettledKey(tenant), createdAt, id];
    if (isSettled(status)) return [record, [unsettled, null]];
    return this.#listed.has(deliveryName(delivery)) ? [record] : [record, [unsettled, EMPTY]];
  }

  /** Called when these are on disk. A settled one that opens again is listed anew. */
  written(deliveries: ReadonlyArray<Delivery>): void {
    for (const delivery of deliveries) {
      const name = deliveryName(delivery);
      if (isSettled(delivery.status)) this.#listed.delete(name);
      else this.#listed.set(name, true);
    }
  }

  /** One delivery by its id. */
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
  page(tenant: string, filter: DeliveryFilter, request: DeliveryPage["request"]) {
    return readPage({
      index: this.#indexFor(tenant, filter),
      read: (names) => this.#read(names),
      keep: (delivery) => matches(delivery, filter),
      request,
    });
  }

  /** The narrowest index for a filter. */
  #indexFor(tenant: string, { actor, status }: DeliveryFilter): DeliveryIndex {
    if (actor !== null) return byActor(this.#reader, { tenant, ...actor });
    if (status !== null && !isSettled(status)) return unsettledByAge(this.#reader, tenant);
    return byAge(this.#reader, tenant);
  }

  /** Of all tenants, oldest first in each. */
  readonly unsettled = Effect.fnUntraced(
    function* (this: Deliveries) {
      const entries = yield* this.#reader.listAll(UNSETTLED);
      const names = entries.map(({ key }) => ({ tenant: String(key[1]), id: String(key.at(-1)) }));
      return (yield* this.#read(names)).filter((delivery) => delivery !== null);
    }.bind(this),
  );

  readonly #read = Effect.fnUntraced(
    function* (this: Deliveries, names: ReadonlyArray<DeliveryName>) {
      const keys = names.map(({ tenant, id }) => deliveryKey(tenant, id));
      const records = yield* this.#reader.getMany(keys);
      return names.map((name, i) => {
        const delivery = unpackDelivery(records[i], name);
        if (delivery === null) this.#quarantine.note(deliveryName(name));
        return delivery;
      });
    }.bind(this),
  );
}

function matches(delivery: Delivery, { status, accessControl, actor }: DeliveryFilter): boolean {
  return (status === null || delivery.status === status) &&
    (accessControl === null || delivery.accessControl === accessControl) &&
    (actor === null || delivery.actor.kind === actor.kind && delivery.actor.id === actor.id);
}
