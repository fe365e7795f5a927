/**
 * The service behind the routes, in memory, with ports that a test can make fail.
 *
 * @module
 */
import { Context, Effect, Result } from "effect";
import {
  ActorRouter,
  CommandIdReused,
  CommandRefused,
  type Envelope,
  type Receipt,
  UnknownActor,
} from "../../actors/actor_router.ts";
import type { Called } from "../../actors/access_control.ts";
import type { Address } from "../../actors/address.ts";
import type { Delivery } from "../../actors/delivery.ts";
import { type CommandRecord, EventStore } from "../../actors/event_store.ts";
import { type AdapterHealth, Outbox, UnknownDelivery } from "../../actors/outbox.ts";
import { Notifier } from "../../actors/notifying/notifier.ts";
import { Reconciler } from "../../actors/reconciler.ts";
import { eventStore } from "./fake_store.ts";
import {
  commandOf,
  commit,
  confirm,
  decide,
  EPOCH_MS,
  type FakeService,
  type Life,
  lifeOf,
  type World,
} from "./fake_world.ts";
import { NEVER_NOTIFIED, NEVER_RECONCILED } from "./silent_services.ts";

export type { FakeService } from "./fake_world.ts";

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
    Context.add(Reconciler, NEVER_RECONCILED),
    Context.add(Notifier, NEVER_NOTIFIED),
  );
  return Object.assign(fake, { services });
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
        const refusal = decision.failure;
        return yield* new CommandRefused({ commandId: null, refusal, version, replayed: false });
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
    alone: (_address, work) => work,
    carriedOut: ({ version }) => Effect.succeed({ status: "pending", version }),
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
    test: (_tenant, name) => Effect.sync(() => name === "main" ? UNKNOWN_THERE : null),
    health: () => Effect.sync(() => [healthOf(fake)]),
  });
}

const UNKNOWN_THERE: Called = { outcome: { type: "unknown" }, httpStatus: 404, durationMs: 3 };

function healthOf({ paused, deliveries }: FakeService): AdapterHealth {
  return {
    name: "main",
    status: paused.has("main") ? "paused" : "up",
    breaker: "closed",
    reason: paused.get("main") ?? null,
    scansAt: EPOCH_MS,
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
