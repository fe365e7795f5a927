/**
 * The outbox of this process: a dispatcher for each access-control system, and its operators' desk.
 *
 * @module
 */
import { Clock, Effect, Layer, Semaphore } from "effect";
import { CircuitBreaker } from "effect/persistence";
import { ActorRouter } from "../actor_router.ts";
import { AccessControls } from "../access_controls.ts";
import { note, type Silence, type WatchedAccessControl } from "../contact.ts";
import { DeliveryLanes, type Lane, NO_ANSWERS_YET } from "./lanes.ts";
import type { Delivery } from "../delivery.ts";
import { type Delivering, type Dispatcher, makeDispatcher } from "./dispatcher.ts";
import { EventStore, type ReadError } from "../event_store.ts";
import { masked } from "../masked.ts";
import { type AdapterHealth, DeliveryNotOpen, Outbox, UnknownDelivery } from "../outbox.ts";
import { pollScans, recordScans } from "./scanning.ts";
import { readPause, writePause } from "./pausing.ts";
import { receiveAnswer } from "./receiving.ts";
import { report } from "./settling.ts";

/** No delivery has such an id: each ends with its `seq`. */
const NEVER_GIVEN = "gatehouse-test";

/** Calls under way to all systems: sockets and answers in memory are bounded with it. */
const CALLS_IN_ALL_MAX = 256;

/** Exposures that a health answer names; the oldest first. */
const EXPOSURES_MAX = 100;

/**
 * Takes up every delivery that an earlier process left unsettled, then delivers.
 *
 * What was under way when that process ended may have been applied: it is asked for first.
 */
export const layer: Layer.Layer<
  Outbox,
  ReadError,
  ActorRouter | EventStore | DeliveryLanes | AccessControls
> = Layer.effect(
  Outbox,
  Effect.gen(function* () {
    const work: Delivering = {
      store: yield* EventStore,
      router: yield* ActorRouter,
      lanes: yield* DeliveryLanes,
      turns: yield* Semaphore.make(CALLS_IN_ALL_MAX),
    };
    const systems = yield* AccessControls;
    const left = yield* work.store.unsettled();
    // the newest last: of two of one subject it is the one that is waited for
    const inOrder = left.toSorted((one, other) => one.seq - other.seq);
    work.lanes.offer(inOrder.map((delivery) => ({ ...delivery, sent: true })));
    const dispatchers = new Map<string, Dispatcher>();
    for (const system of systems.all) {
      const { tenant, name } = system;
      const paused = yield* readPause(work.store, { tenant, name });
      dispatchers.set(`${tenant}/${name}`, yield* makeDispatcher(system, { work, paused }));
      yield* Effect.forkScoped(pollScans(work, system));
    }
    for (const { tenant, accessControl } of left) {
      if (!dispatchers.has(`${tenant}/${accessControl}`)) {
        yield* Effect.logWarning(`Deliveries wait for "${accessControl}", which is not configured`);
      }
    }
    return makeOutbox(work, dispatchers);
  }),
).pipe(Layer.provide(CircuitBreaker.layerStoreMemory()));

function makeOutbox(
  work: Delivering,
  dispatchers: ReadonlyMap<string, Dispatcher>,
): Outbox["Service"] {
  const { store, lanes } = work;

  const find = Effect.fnUntraced(function* (tenant: string, id: string) {
    const lane = lanes.findById(tenant, id);
    if (lane !== undefined) return { lane, delivery: lane.delivery };
    const delivery = yield* store.delivery(tenant, id);
    if (delivery === null) return yield* new UnknownDelivery({ id });
    return { lane: undefined, delivery };
  });

  return Outbox.of({
    receive: Effect.fn("Outbox.receive")(
      function* (tenant, accessControl, commandId, answer) {
        const found = yield* find(tenant, commandId);
        if (found.delivery.accessControl !== accessControl) {
          return yield* new UnknownDelivery({ id: commandId });
        }
        yield* receiveAnswer(work, found, answer);
      },
      (receiving, _tenant, accessControl, commandId) =>
        Effect.tapErrorTag(
          receiving,
          "UnknownDelivery",
          () =>
            Effect.logWarning(`${accessControl} answered ${commandId}, which it was never sent`),
        ),
    ),
    recordScans: (tenant, accessControl, scans) =>
      recordScans(work, { tenant, accessControl, scans }),
    retry: Effect.fn("Outbox.retry")(function* (tenant, id) {
      const { lane, delivery } = yield* find(tenant, id);
      if (lane === undefined || lane.state === "sending") {
        return yield* new DeliveryNotOpen({ id, status: delivery.status });
      }
      if (lane.state === "dead") yield* reopen(work, lane);
      lane.failures = 0;
      dispatchers.get(`${tenant}/${delivery.accessControl}`)?.hasten(lane);
      return lane.delivery;
    }),
    discard: Effect.fn("Outbox.discard")(function* (tenant, id, reason, by) {
      const { lane, delivery } = yield* find(tenant, id);
      if (lane === undefined || lane.state === "sending") {
        return yield* new DeliveryNotOpen({ id, status: delivery.status });
      }
      return yield* giveUp(work, delivery, { reason, by });
    }),
    pause: Effect.fn("Outbox.pause")(function* (tenant, name, reason) {
      dispatchers.get(`${tenant}/${name}`)?.pause(reason);
      yield* writePause(store, { tenant, name }, reason);
    }),
    resume: Effect.fn("Outbox.resume")(function* (tenant, name) {
      yield* writePause(store, { tenant, name }, null);
      dispatchers.get(`${tenant}/${name}`)?.resume();
    }),
    test: (tenant, accessControl) => {
      const dispatcher = dispatchers.get(`${tenant}/${accessControl}`);
      return dispatcher === undefined ? Effect.succeed(null) : tryOut(dispatcher.system);
    },
    health: Effect.fnUntraced(function* (tenant) {
      const now = yield* Clock.currentTimeMillis;
      return [...dispatchers.values()]
        .filter(({ system }) => system.tenant === tenant)
        .map((dispatcher) => healthOf(dispatcher, lanes.all(), now));
    }),
  });
}

const tryOut = Effect.fnUntraced(function* (system: WatchedAccessControl) {
  const called = yield* system.ask(NEVER_GIVEN);
  yield* note(system, "trial", "reason" in called.outcome ? called.outcome.reason : null);
  return called;
});

const giveUp = Effect.fnUntraced(function* (
  work: Delivering,
  delivery: Delivery,
  { reason, by }: { readonly reason: string; readonly by: string },
) {
  const discarded: Delivery = { ...delivery, status: "discarded", nextAttemptAt: null, reason };
  const command = { type: "DiscardDelivery", seq: delivery.seq, reason } as const;
  yield* report(work, { delivery, command, save: discarded, by });
  return discarded;
});

/** The actor hears first: were we to stop here, the delivery would be found open again. */
const reopen = Effect.fnUntraced(function* (work: Delivering, lane: Lane) {
  const { delivery } = lane;
  const open: Delivery = { ...delivery, status: "pending", nextAttemptAt: null, reason: null };
  const command = { type: "ReopenDelivery", seq: delivery.seq } as const;
  yield* report(work, { delivery, command, save: open });
  lane.permanent = NO_ANSWERS_YET;
});

function healthOf(
  { system, condition }: Dispatcher,
  lanes: Iterable<Lane>,
  now: number,
): AdapterHealth {
  const { paused, breaker, lastFailure } = condition();
  const { silence, scansAt } = system.contact;
  const open = [...lanes].map(({ delivery }) => delivery).filter((delivery) =>
    delivery.tenant === system.tenant && delivery.accessControl === system.name
  );
  const waiting = open.filter(({ status }) => status !== "dead");
  const oldest = waiting.reduce((least, { createdAt }) => Math.min(least, createdAt), Infinity);
  return {
    name: system.name,
    status: paused !== null ? "paused" : breaker === "closed" && silence === null ? "up" : "down",
    breaker,
    reason: paused ?? (silence === null ? lastFailure : silenceWords(silence)),
    scansAt,
    backlog: waiting.length,
    dead: open.length - waiting.length,
    oldestAgeMs: waiting.length === 0 ? null : now - oldest,
    exposure: open.filter(({ revokes }) => revokes)
      .sort((one, other) => one.createdAt - other.createdAt)
      .slice(0, EXPOSURES_MAX)
      .map((delivery) => ({
        actor: delivery.actor,
        credential: maskedCredential(delivery),
        since: delivery.createdAt,
        delivery: delivery.id,
      })),
  };
}

function silenceWords({ reason, since }: Silence): string {
  return `${reason}, since ${new Date(since).toISOString()}`;
}

function maskedCredential({ body }: Delivery): string | null {
  const value = "card" in body ? body.card.credential : body.ticket.credentials[0]?.value;
  return value === undefined || value === null ? null : masked(value);
}
