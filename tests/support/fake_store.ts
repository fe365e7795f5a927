/**
 * The event store of the fake: reads only, over the actors in memory.
 *
 * @module
 */
import { Effect } from "effect";
import { EventStore, type Page, type PageRequest } from "../../actors/event_store.ts";
import { commandOf, EPOCH_MS, lifeOf, type World } from "./fake_world.ts";

/** Only what routes read: a test whose route asks for more fails in a defect. */
export function eventStore(world: World): EventStore["Service"] {
  const { lives, fake } = world;
  const reads: Partial<EventStore["Service"]> = {
    history: (address, { fromVersion, limit }) =>
      Effect.sync(() => {
        const { facts } = lifeOf(world, address);
        return facts.slice(fromVersion - 1, fromVersion - 1 + limit);
      }),
    log: (tenant, { kind, id, type, from, to }, request) =>
      Effect.sync(() => {
        const facts = [...lives.values()]
          .filter(({ address }) => address.tenant === tenant)
          .flatMap((life) => life.facts)
          .filter(({ address, event, at }) =>
            (kind === null || address.kind === kind) && (id === null || address.id === id) &&
            (type === null || event.type === type) && (from === null || at >= from) &&
            (to === null || at < to)
          );
        return pageOf(facts.sort((one, other) => one.position - other.position), request);
      }),
    snapshots: (address) =>
      Effect.sync(() => {
        const { facts } = lifeOf(world, address);
        const version = facts.length;
        return version === 0 ? [] : [{ version, stateVersion: 1, at: EPOCH_MS, sizeBytes: 3 }];
      }),
    snapshot: (address, version) =>
      Effect.sync(() => {
        const { facts, state } = lifeOf(world, address);
        const isHead = version === facts.length && version > 0;
        return isHead ? { bytes: new Uint8Array([0xa1, 0x61, 0x62]), state } : null;
      }),
    command: (tenant, commandId) => Effect.sync(() => commandOf(world, tenant, commandId)),
    commands: (address, request) =>
      Effect.sync(() => pageOf(lifeOf(world, address).commands, request)),
    heads: (tenant, kind) =>
      Effect.sync(() =>
        [...lives.values()]
          .filter(({ address }) => address.tenant === tenant && address.kind === kind)
          .filter(({ facts }) => facts.length > 0)
          .map(({ address, facts }) => ({
            id: address.id,
            loaded: {
              version: facts.length,
              snapshot: null,
              tail: facts.map(({ event }) => event),
            },
          }))
          .sort((one, other) => one.id < other.id ? -1 : 1)
      ),
    delivery: (tenant, id) =>
      Effect.sync(() =>
        fake.deliveries.find((one) => one.tenant === tenant && one.id === id) ?? null
      ),
    deliveries: (tenant, { status, accessControl, actor }, request) =>
      Effect.sync(() => {
        const found = fake.deliveries.filter((one) =>
          one.tenant === tenant && (status === null || one.status === status) &&
          (accessControl === null || one.accessControl === accessControl) &&
          (actor === null || (one.actor.kind === actor.kind && one.actor.id === actor.id))
        );
        return pageOf(found, request);
      }),
    unfinished: () => Effect.succeed([]),
  };
  return EventStore.of(reads as EventStore["Service"]);
}

function pageOf<A>(all: ReadonlyArray<A>, { cursor, limit }: PageRequest): Page<A> {
  const start = Number(cursor ?? 0);
  const end = start + limit;
  return { data: all.slice(start, end), next: end < all.length ? String(end) : null };
}
