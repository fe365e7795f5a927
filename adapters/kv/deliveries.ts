/**
 * Deliveries: one record each, which moves when it is settled, so that the open ones lie together.
 *
 * The others are found through what they were created with: the log for a tenant's, the commits
 * for an actor's. Rows for that would be half of what an append writes.
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
import { byActor, byAge, readPage } from "./delivery_indexes.ts";
import { allUnsettledKey, settledKey, unsettledKey } from "./keys.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Reader } from "./reader.ts";
import { type DeliveryName, packDelivery, unpackDelivery } from "./records.ts";

/** Unsettled ones that one page looks through; beyond that an operator has other worries. */
const UNSETTLED_MAX = 20_000;

/** Name of a delivery among the things that one write rewrites. */
export function deliveryName({ tenant, id }: DeliveryName): string {
  return `${tenant}/delivery/${id}`;
}

/** Never tried, so this write is its first: the log and the commit will name it. */
export function isNew({ status, sent, attemptCount }: Delivery): boolean {
  return status === "pending" && !sent && attemptCount === 0;
}

/** The record, where it belongs now. A settled one that opens again hides its settled record. */
export function deliveryMutations(delivery: Delivery): ReadonlyArray<Mutation> {
  const { tenant, id, status } = delivery;
  const record = packDelivery(delivery);
  if (!isSettled(status)) return [[unsettledKey(tenant, id), record]];
  return [[settledKey(tenant, id), record], [unsettledKey(tenant, id), null]];
}

/** Reads of deliveries. */
export class Deliveries {
  readonly #reader: Reader;
  readonly #quarantine: Quarantine;

  constructor(reader: Reader, quarantine: Quarantine) {
    this.#reader = reader;
    this.#quarantine = quarantine;
  }

  /** One delivery by its id. */
  readonly one = Effect.fnUntraced(
    function* (this: Deliveries, tenant: string, id: string) {
      const [record] = yield* this.#records([{ tenant, id }]);
      if (record === null || record === undefined) return null;
      const delivery = unpackDelivery(record, { tenant, id });
      if (delivery !== null) return delivery;
      this.#quarantine.note(deliveryName({ tenant, id }));
      return yield* new StoreUnavailable({ reason: `The stored delivery ${id} does not decode` });
    }.bind(this),
  );

  /** Newest first. Bounded work a page; a damaged delivery is left out and counted. */
  page(
    tenant: string,
    filter: DeliveryFilter,
    request: PageRequest,
  ): Effect.Effect<Page<Delivery>, StoreUnavailable> {
    const { actor, status } = filter;
    if (actor === null && status !== null && !isSettled(status)) {
      return this.#unsettledPage(tenant, filter, request);
    }
    return readPage({
      index: actor === null
        ? byAge(this.#reader, tenant)
        : byActor(this.#reader, { tenant, ...actor }),
      read: (names) => this.#read(names),
      keep: (delivery) => matches(delivery, filter),
      request,
    });
  }

  /** Of all tenants. */
  unsettled(): Effect.Effect<ReadonlyArray<Delivery>, StoreUnavailable> {
    return this.#listUnsettled(allUnsettledKey(), Infinity);
  }

  /** All of them are read, as they lie by id: they are few, or something is very wrong. */
  readonly #unsettledPage = Effect.fnUntraced(
    function* (this: Deliveries, tenant: string, filter: DeliveryFilter, page: PageRequest) {
      const all = yield* this.#listUnsettled(allUnsettledKey(tenant), UNSETTLED_MAX);
      const found = all.filter((delivery) => matches(delivery, filter))
        .toSorted((a, b) => b.createdAt - a.createdAt || (placeOf(a) < placeOf(b) ? 1 : -1));
      const from = page.cursor === null
        ? 0
        : 1 + found.findIndex((delivery) => placeOf(delivery) === page.cursor);
      if (from === 0 && page.cursor !== null) return { data: [], next: null };
      const data = found.slice(from, from + page.limit);
      const last = data.at(-1);
      const more = last !== undefined && found.length > from + page.limit;
      return { data, next: more ? placeOf(last) : null };
    }.bind(this),
  );

  readonly #listUnsettled = Effect.fnUntraced(
    function* (this: Deliveries, prefix: Deno.KvKey, max: number) {
      const entries = yield* this.#reader.listAll(prefix, max);
      const found = entries.map(({ key: [, tenant, id], value }) =>
        this.#decode({ tenant: String(tenant), id: String(id) }, value)
      );
      return found.filter((delivery) => delivery !== null);
    }.bind(this),
  );

  readonly #read = Effect.fnUntraced(
    function* (this: Deliveries, names: ReadonlyArray<DeliveryName>) {
      const records = yield* this.#records(names);
      return names.map((name, i) => this.#decode(name, records[i]));
    }.bind(this),
  );

  /** Both places are read in one snapshot, so that one on its way from one to the other is found. */
  readonly #records = Effect.fnUntraced(
    function* (this: Deliveries, names: ReadonlyArray<DeliveryName>) {
      const keys = names.flatMap(({ tenant, id }) => [
        unsettledKey(tenant, id),
        settledKey(tenant, id),
      ]);
      const records = yield* this.#reader.getMany(keys);
      return names.map((_, i) => records[2 * i] ?? records[2 * i + 1] ?? null);
    }.bind(this),
  );

  #decode(name: DeliveryName, record: unknown): Delivery | null {
    const delivery = unpackDelivery(record, name);
    if (delivery === null) this.#quarantine.note(deliveryName(name));
    return delivery;
  }
}

/** Cursor of the unsettled ones. One that has settled since names no place: the list is over. */
function placeOf({ createdAt, id }: Delivery): string {
  return `${createdAt}.${id}`;
}

function matches(delivery: Delivery, { status, accessControl, actor }: DeliveryFilter): boolean {
  return (status === null || delivery.status === status) &&
    (accessControl === null || delivery.accessControl === accessControl) &&
    (actor === null || delivery.actor.kind === actor.kind && delivery.actor.id === actor.id);
}
