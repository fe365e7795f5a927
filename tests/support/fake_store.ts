/**
 * The event store of the fake: reads only, over the actors in memory.
 *
 * @module
 */
import { Effect } from "effect";
import {
  EventStore,
  type LogFilter,
  type LogRequest,
  type Page,
  type PageRequest,
  type Recorded,
} from "../../actors/event_store.ts";
import { claimedIn, isRelated, needingPersonIn, relatedIn } from "./fake_indexes.ts";
import { commandOf, EPOCH_MS, lifeOf, type World } from "./fake_world.ts";

/** Only what routes read: a test whose route asks for more fails in a defect. */
export function eventStore(world: World): EventStore["Service"] {
  const { lives, fake } = world;
  const reads: Partial<EventStore["Service"]> = {
    load: (address) =>
      Effect.sync(() => {
        const { facts } = lifeOf(world, address);
        const tail = facts.map(({ event }) => event);
        return { version: facts.length, snapshot: null, tail };
      }),
    history: (address, { fromVersion, limit }) =>
      Effect.sync(() => {
        const { facts } = lifeOf(world, address);
        return facts.slice(fromVersion - 1, fromVersion - 1 + limit);
      }),
    log: (tenant, filter, request) => Effect.sync(() => logIn(world, { tenant, filter, request })),
    tip: () => [...lives.values()].reduce((sum, { facts }) => sum + facts.length, 0),
    grown: () => Effect.never,
    snapshots: (address) =>
      Effect.sync(() => {
        const { facts, type: { stateVersion } } = lifeOf(world, address);
        const version = facts.length;
        return version === 0 ? [] : [{ version, stateVersion, at: EPOCH_MS, sizeBytes: 3 }];
      }),
    snapshot: (address, version) =>
      Effect.sync(() => {
        const { facts, state } = lifeOf(world, address);
        const isHead = version === facts.length && version > 0;
        return isHead ? { bytes: bytesOf(state), state } : null;
      }),
    brokenLink: () => Effect.succeed(null),
    quarantine: () => {},
    release: () => {},
    damaged: () => [],
    restate: () => Effect.succeed({ rewritten: [], removed: [] }),
    command: (tenant, commandId) => Effect.sync(() => commandOf(world, tenant, commandId)),
    requested: (tenant, requestId, limit) =>
      Effect.sync(() =>
        [...lives.values()].filter(({ address }) => address.tenant === tenant)
          .flatMap(({ commands }) => commands)
          .filter((record) => record.requestId === requestId)
          .slice(0, limit)
      ),
    commands: (address, request) =>
      Effect.sync(() => pageOf(lifeOf(world, address).commands, request)),
    heads: (tenant, kind) =>
      Effect.sync(() => {
        const data = [...lives.values()]
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
          .sort((one, other) => one.id < other.id ? -1 : 1);
        return { data };
      }),
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
    claimed: (...asked) => Effect.sync(() => claimedIn(world, asked)),
    related: (tenant, relation, request) =>
      Effect.sync(() => pageOf(relatedIn(world, { tenant, relation }), request)),
    unfinished: () => Effect.succeed([]),
    attention: (tenant, request) =>
      Effect.sync(() => pageOf(needingPersonIn(world, tenant), request)),
  };
  return EventStore.of(reads as EventStore["Service"]);
}

function logIn(
  world: World,
  { tenant, filter, request }: {
    readonly tenant: string;
    readonly filter: LogFilter;
    readonly request: LogRequest;
  },
): Page<Recorded> {
  const { kind, id, type, from, to, actors = null, related = [], correlationId = null } = filter;
  const { by = null, except = null } = filter;
  const facts = [...world.lives.values()]
    .filter(({ address }) => address.tenant === tenant)
    .filter(({ address }) =>
      (kind === null || address.kind === kind) && address.kind !== except &&
      (id === null || address.id === id) &&
      (actors === null || actors.some((one) => one.kind === address.kind && one.id === address.id))
    )
    .filter((life) =>
      related.every((one) =>
        isRelated(life, one) || (life.address.kind === one.by && life.address.id === one.value)
      )
    )
    .flatMap((life) => life.facts)
    .filter(({ event, at, ...fact }) =>
      (type === null || event.type === type) && (from === null || at >= from) &&
      (to === null || at < to) &&
      (correlationId === null || fact.correlationId === correlationId) &&
      (by === null || fact.by === by)
    )
    .sort((one, other) => one.position - other.position);
  const { cursor, limit, newestFirst = false } = request;
  const seen = cursor === null ? null : Number(cursor);
  const ordered = newestFirst ? facts.toReversed() : facts;
  const left = ordered.filter(({ position }) =>
    seen === null || (newestFirst ? position < seen : position > seen)
  );
  const data = left.slice(0, limit);
  return { data, next: left.length > limit ? String(data.at(-1)?.position) : null };
}

function bytesOf(state: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(state));
}

function pageOf<A>(all: ReadonlyArray<A>, { cursor, limit }: PageRequest): Page<A> {
  const start = Number(cursor ?? 0);
  const end = start + limit;
  return { data: all.slice(start, end), next: end < all.length ? String(end) : null };
}
