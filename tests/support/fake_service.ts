/**
 * The service behind the routes, in memory: the real deciders, and ports that a test can make fail.
 *
 * @module
 */
import { Context, Effect, Result } from "effect";
import type { Answer, Scan } from "../../actors/access_control.ts";
import {
  ActorRouter,
  CommandIdReused,
  CommandRefused,
  type Envelope,
  type Receipt,
  type SendError,
  UnknownActor,
  VersionMismatch,
} from "../../actors/actor_router.ts";
import {
  type Address,
  addressKey,
  Barcode,
  type Kind,
  REFERENCE_KINDS,
  TicketNumber,
} from "../../actors/address.ts";
import type { Bundle, Catalogue, Item, PassType, Performance } from "../../actors/catalogue.ts";
import type { AnyActorType } from "../../actors/actor_type.ts";
import type { CommandContext, Tagged } from "../../actors/decider.ts";
import type { Delivery } from "../../actors/delivery.ts";
import {
  type CommandRecord,
  EventStore,
  type Page,
  type PageRequest,
  type Recorded,
} from "../../actors/event_store.ts";
import { type AdapterHealth, Outbox, UnknownDelivery } from "../../actors/outbox.ts";
import { reference, type ReferenceState } from "../../actors/reference/mod.ts";
import type { DeliveryQueued } from "../../actors/sync.ts";
import { ticket } from "../../actors/ticket/mod.ts";

/** All facts happen here, one millisecond after the other. */
export const EPOCH_MS = Date.parse("2026-08-01T12:00:00Z");

/** One actor with all that was ever told to it. */
interface Life {
  readonly address: Address;
  readonly type: AnyActorType;
  state: unknown;
  readonly facts: Array<Recorded>;
  readonly commands: Array<CommandRecord>;
}

/** The fake, and its knobs. */
export interface FakeService {
  readonly services: Context.Context<ActorRouter | EventStore | Outbox>;
  /** Set: the next command fails so, and does nothing. */
  failNext: SendError | null;
  /** Set: the next command ends in this defect. */
  dieNext: unknown;
  /** Runs when somebody waits for a confirmation. */
  onWait: (address: Address, timeoutMs: number) => void;
  readonly deliveries: Array<Delivery>;
  readonly received: Array<{ readonly accessControl: string; readonly answer: Answer }>;
  readonly scans: Array<Scan>;
  readonly paused: Map<string, string>;
  /** Envelopes that reached an actor, the newest last. */
  readonly envelopes: Array<Envelope>;
  /** Has the access control confirm what the actor waits for, with these values. */
  readonly confirm: (address: Address, values?: ReadonlyArray<string>) => void;
}

const TYPES = new Map<Kind, AnyActorType>(
  [ticket, ...REFERENCE_KINDS.map(reference)].map((type: AnyActorType) => [type.kind, type]),
);

/** A service with no actors in it yet. Every tenant has the access control `main`. */
export function fakeService(): FakeService {
  const lives = new Map<string, Life>();
  const fake: FakeService = {
    services: Context.empty() as never,
    failNext: null,
    dieNext: null,
    onWait: () => {},
    deliveries: [],
    received: [],
    scans: [],
    paused: new Map(),
    envelopes: [],
    confirm: (address, values = []) => confirm({ lives, fake }, address, values),
  };
  const world = { lives, fake };
  const services = Context.make(ActorRouter, actorRouter(world)).pipe(
    Context.add(EventStore, eventStore(world)),
    Context.add(Outbox, outbox(world)),
  );
  return Object.assign(fake, { services });
}

interface World {
  readonly lives: Map<string, Life>;
  readonly fake: FakeService;
}

function lifeOf({ lives }: World, address: Address): Life {
  const key = addressKey(address);
  const known = lives.get(key);
  if (known !== undefined) return known;
  const type = TYPES.get(address.kind);
  if (type === undefined) throw new Error(`No actor type "${address.kind}"`);
  const life: Life = { address, type, state: type.initial, facts: [], commands: [] };
  lives.set(key, life);
  return life;
}

function actorRouter(world: World): ActorRouter["Service"] {
  const { fake } = world;
  const send = Effect.fnUntraced(function* (address: Address, envelope: Envelope) {
    const { failNext, dieNext } = fake;
    fake.failNext = fake.dieNext = null;
    if (failNext !== null) return yield* Effect.fail(failNext);
    if (dieNext !== null) return yield* Effect.die(dieNext);
    const known = commandOf(world, address.tenant, envelope.commandId);
    if (known !== null) return yield* replay(known, envelope);
    const events = yield* decide(world, address, envelope);
    fake.envelopes.push(envelope);
    const record = commit(world, lifeOf(world, address), { envelope, events });
    if (record.refusal === null) return { record, replayed: false };
    return yield* refused(record, false);
  });
  return ActorRouter.of({
    send,
    rehearse: Effect.fnUntraced(function* (address, envelope) {
      const decision = yield* decide(world, address, envelope);
      const version = lifeOf(world, address).facts.length;
      if (Result.isFailure(decision)) {
        const { commandId } = envelope;
        const refusal = decision.failure;
        return yield* new CommandRefused({ commandId, refusal, version, replayed: false });
      }
      return { version: version + decision.success.length, events: decision.success };
    }),
    view: Effect.fnUntraced(function* (address, atVersion) {
      const { facts, type } = lifeOf(world, address);
      const told = facts.slice(0, atVersion);
      if (told.length === 0) return yield* new UnknownActor({ address });
      const state = told.reduce((before, { event }) => type.evolve(before, event), type.initial);
      return { version: told.length, state, revisions: type.revisions(state) };
    }),
    settled: (address, _revision, timeoutMs) => Effect.sync(() => fake.onWait(address, timeoutMs)),
    operation: (record) =>
      Effect.sync(() => {
        const { type, state } = lifeOf(world, record.address);
        if (record.revision === null) return "none";
        return type.revisions(state).acknowledged >= record.revision ? "confirmed" : "pending";
      }),
    stats: () => ({ live: 0, waiting: 0, commands: 0, refused: 0, passivated: 0 }),
  });
}

function replay(
  record: CommandRecord,
  envelope: Envelope,
): Effect.Effect<Receipt, CommandIdReused | CommandRefused> {
  const { commandId, fingerprint } = record;
  if (fingerprint !== envelope.fingerprint) return Effect.fail(new CommandIdReused({ commandId }));
  return record.refusal === null
    ? Effect.succeed({ record, replayed: true })
    : refused(record, true);
}

function refused(record: CommandRecord, replayed: boolean) {
  const { commandId, refusal, version } = record;
  if (refusal === null) throw new Error("The command was not refused");
  return Effect.fail(new CommandRefused({ commandId, refusal, version, replayed }));
}

const decide = Effect.fnUntraced(function* (world: World, address: Address, envelope: Envelope) {
  const { type, state, facts } = lifeOf(world, address);
  const { command, expected, by } = envelope;
  if (facts.length === 0 && !type.creators.includes(command.type)) {
    return yield* new UnknownActor({ address });
  }
  if (expected !== null && expected !== facts.length) {
    return yield* new VersionMismatch({ expected, actual: facts.length });
  }
  const context: CommandContext = {
    at: EPOCH_MS,
    by,
    catalogue: catalogueOf(world, address.tenant),
    unsent: true,
    ticketNumber: TicketNumber(String(1000 + world.fake.envelopes.length)),
  };
  return type.decide(state, command, context);
});

function commit(
  { lives, fake }: World,
  life: Life,
  { envelope, events: decision }: {
    readonly envelope: Envelope;
    readonly events: ReturnType<AnyActorType["decide"]>;
  },
): CommandRecord {
  const { address, type, facts } = life;
  const events: ReadonlyArray<Tagged> = Result.isSuccess(decision) ? decision.success : [];
  const before = type.revisions(life.state).desired;
  const { commandId, by, requestId } = envelope;
  const at = EPOCH_MS + facts.length;
  const correlationId = envelope.correlationId ?? commandId;
  const cause = { at, commandId, correlationId, causationId: null, by, requestId };
  for (const event of events) {
    life.state = type.evolve(life.state, event);
    const position = [...lives.values()].reduce((sum, one) => sum + one.facts.length, 1);
    facts.push({ ...cause, position, address, version: facts.length + 1, event });
  }
  const { desired, acknowledged } = type.revisions(life.state);
  const record: CommandRecord = {
    ...cause,
    address,
    type: envelope.command.type,
    fingerprint: envelope.fingerprint,
    version: facts.length,
    events: events.map((event) => event.type),
    revision: desired > before && acknowledged < desired ? desired : null,
    refusal: Result.isFailure(decision) ? decision.failure : null,
  };
  life.commands.unshift(record);
  for (const event of events) {
    if (event.type === "DeliveryQueued") {
      fake.deliveries.unshift(deliveryOf(life, record, event as DeliveryQueued));
    }
  }
  return record;
}

function deliveryOf(
  { address, type, state }: Life,
  record: CommandRecord,
  { seq, command, revokes }: DeliveryQueued,
): Delivery {
  return {
    id: `${record.commandId}.${seq}`,
    tenant: address.tenant,
    actor: { kind: address.kind === "pass" ? "pass" : "ticket", id: address.id },
    accessControl: type.accessControl(state),
    seq,
    command,
    revokes,
    correlationId: record.correlationId,
    createdAt: record.at,
    status: "pending",
    nextAttemptAt: null,
    sent: false,
    attemptCount: 0,
    attempts: [],
    reason: null,
    body: type.message(state, seq),
  };
}

function confirm(world: World, address: Address, values: ReadonlyArray<string>): void {
  const life = lifeOf(world, address);
  const { outstanding } = life.type.revisions(life.state);
  if (outstanding === null) throw new Error("Nothing is outstanding");
  const { seq } = outstanding;
  const kind = address.kind === "pass" ? "card" : "standard";
  const credentials = values.map((value) => ({ kind, value: Barcode(value) }));
  const answer = { type: "done", credentials, externalId: null, printed: true, printFault: null };
  const owners = credentials.map(({ value }) => ({ value, owner: "free" }));
  const envelope: Envelope = {
    commandId: `confirm.${address.id}.${seq}`,
    fresh: true,
    command: { type: "RecordAnswer", seq, answer, owners } as Tagged,
    fingerprint: "",
    expected: null,
    by: "gatehouse",
    requestId: null,
    correlationId: null,
    causationId: null,
    delivery: null,
  };
  const events = Effect.runSync(decide(world, address, envelope));
  commit(world, life, { envelope, events });
}

function catalogueOf({ lives }: World, tenant: string): Catalogue {
  const document = <A>(kind: Kind) => (id: string): A | undefined => {
    const life = lives.get(addressKey({ tenant, kind, id }));
    return ((life?.state as ReferenceState | undefined)?.document ?? undefined) as A | undefined;
  };
  return {
    performance: document<Performance>("performance"),
    passType: document<PassType>("pass-type"),
    bundle: document<Bundle>("bundle"),
    item: document<Item>("item"),
    ticketMode: (name) => name === "main" ? "barcode" : undefined,
  };
}

function commandOf({ lives }: World, tenant: string, commandId: string): CommandRecord | null {
  for (const { address, commands } of lives.values()) {
    const found = commands.find((record) => record.commandId === commandId);
    if (found !== undefined && address.tenant === tenant) return found;
  }
  return null;
}

function eventStore(world: World): EventStore["Service"] {
  const { lives, fake } = world;
  const unused = () => Effect.die("Not part of this fake");
  return EventStore.of({
    append: unused,
    hasRoom: () => true,
    load: unused,
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
    claimed: unused,
    related: unused,
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
    saveDeliveries: unused,
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
    unsettled: unused,
    readMark: unused,
    writeMark: unused,
    health: () => ({
      writable: true,
      queued: 0,
      quarantined: 0,
      commits: 0,
      appends: 0,
      reason: null,
    }),
  });
}

function pageOf<A>(all: ReadonlyArray<A>, { cursor, limit }: PageRequest): Page<A> {
  const start = Number(cursor ?? 0);
  const end = start + limit;
  return { data: all.slice(start, end), next: end < all.length ? String(end) : null };
}

function outbox({ fake }: World): Outbox["Service"] {
  const act = (tenant: string, id: string, change: Partial<Delivery>) =>
    Effect.suspend(() => {
      const index = fake.deliveries.findIndex((one) => one.tenant === tenant && one.id === id);
      const delivery = fake.deliveries[index];
      if (delivery === undefined) return Effect.fail(new UnknownDelivery({ id }));
      const changed = { ...delivery, ...change };
      fake.deliveries[index] = changed;
      return Effect.succeed(changed);
    });
  return Outbox.of({
    receive: (tenant, accessControl, commandId, answer) =>
      Effect.asVoid(
        Effect.tap(act(tenant, commandId, {}), () =>
          Effect.sync(() => fake.received.push({ accessControl, answer }))),
      ),
    recordScans: (_tenant, _accessControl, scans) =>
      Effect.sync(() => {
        const news = scans.filter(({ scanId }) => !fake.scans.some((one) => one.scanId === scanId));
        fake.scans.push(...news);
        return news.length;
      }),
    retry: (tenant, id) => act(tenant, id, { status: "retrying" }),
    discard: (tenant, id, reason) => act(tenant, id, { status: "discarded", reason }),
    pause: (_tenant, name, reason) => Effect.sync(() => void fake.paused.set(name, reason)),
    resume: (_tenant, name) => Effect.sync(() => void fake.paused.delete(name)),
    health: () => Effect.sync(() => [healthOf(fake)]),
  });
}

function healthOf({ paused, deliveries }: FakeService): AdapterHealth {
  return {
    name: "main",
    status: paused.has("main") ? "paused" : "up",
    breaker: "closed",
    reason: paused.get("main") ?? null,
    backlog: deliveries.length,
    dead: 0,
    oldestAgeMs: null,
    exposure: [{
      actor: { kind: "ticket", id: "T-1" },
      credential: "9128",
      since: EPOCH_MS,
      delivery: "k-1.1",
    }],
  };
}
