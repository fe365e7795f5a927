/**
 * What an order's commands have led to at the access control: the deliveries of its passes and
 * tickets, as far as they are of its chains.
 *
 * @module
 */
import { Effect } from "effect";
import { ActorRouter } from "../actors/actor_router.ts";
import type { Address } from "../actors/address.ts";
import type { Delivery } from "../actors/delivery.ts";
import { EventStore, type Page, type PageRequest } from "../actors/event_store.ts";
import type { OrderEvent } from "../actors/order/mod.ts";

/** Facts of one order that are looked at: it has a few for each command. */
const FACTS_MAX = 500;

/** The newest of each pass or ticket: a pass of a whole season hears of many orders. */
const DELIVERIES_A_TARGET_MAX = 50;

const TARGETS_SIDE_BY_SIDE = 8;

/** The newest first; with `correlationId` those of one command's chain only. */
export const deliveriesOfOrder = Effect.fnUntraced(function* (
  address: Address,
  correlationId?: string,
) {
  const store = yield* EventStore;
  const facts = yield* store.history(address, { fromVersion: 1, limit: FACTS_MAX });
  const tasks = facts.map(({ event }) => event as OrderEvent)
    .flatMap((event) => event.type === "TasksQueued" ? event.tasks : [])
    .filter((task) => correlationId === undefined || task.correlationId === correlationId);
  const chains = new Set(tasks.map((task) => task.correlationId));
  const targets = new Map(tasks.map(({ target }) => [`${target.kind}/${target.id}`, target]));
  const found = yield* Effect.forEach(
    targets.values(),
    (actor) =>
      store.deliveries(
        address.tenant,
        { status: null, accessControl: null, actor },
        { cursor: null, limit: DELIVERIES_A_TARGET_MAX },
      ),
    { concurrency: TARGETS_SIDE_BY_SIDE },
  );
  return found.flatMap(({ data }) => data)
    .filter((delivery) => chains.has(delivery.correlationId))
    .sort(newestFirst);
});

/** The cursor is the last delivery of the page before: newer ones do not move what follows it. */
export const pageOfDeliveries = Effect.fnUntraced(function* (
  address: Address,
  { cursor, limit }: PageRequest,
) {
  const router = yield* ActorRouter;
  yield* router.view(address);
  const all = yield* deliveriesOfOrder(address);
  const start = cursor === null ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
  const data = all.slice(start, start + limit);
  const isLast = start + limit >= all.length;
  const page: Page<Delivery> = { data, next: isLast ? null : data.at(-1)?.id ?? null };
  return page;
});

function newestFirst(one: Delivery, other: Delivery): number {
  return other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1);
}
