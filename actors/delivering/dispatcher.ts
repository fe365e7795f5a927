/**
 * Sends one access-control system what waits for it: revocations first, bounded, breaker in front.
 *
 * @module
 */
import {
  Clock,
  Duration,
  Effect,
  FiberSet,
  Queue,
  Random,
  type Scope,
  type Semaphore,
} from "effect";
import { CircuitBreaker } from "effect/persistence";
import type { AccessControl, Called, OutgoingCommand } from "../access_control.ts";
import { isAnswer, isSystemFailure, judge, type Next } from "./attempt.ts";
import type { WatchedAccessControl } from "../contact.ts";
import type { DeliveryLanes, Lane } from "./lanes.ts";
import type { Delivery } from "../delivery.ts";
import type { OwnershipLost, Quarantined } from "../event_store.ts";
import { makePace, type Pace } from "./pace.ts";
import { makeReadyLanes, type ReadyLanes } from "./ready.ts";
import { bury, report, settle, type Settling } from "./settling.ts";
import { inSteadyTime, steadyMillis } from "./steady.ts";

/** Accepted this long ago and not answered is worth a fact. */
const OVERDUE_MS = 30_000;

/** The running delivery to one system. */
export interface Dispatcher {
  readonly system: WatchedAccessControl;
  readonly pause: (reason: string) => void;
  readonly resume: () => void;
  /** Tries a waiting lane now. */
  readonly hasten: (lane: Lane) => void;
  readonly condition: () => {
    readonly paused: string | null;
    readonly breaker: "closed" | "open" | "half-open";
    readonly lastFailure: string | null;
  };
}

/** What a dispatcher works with. */
export interface Delivering extends Settling {
  readonly lanes: DeliveryLanes["Service"];
  /**
   * A turn for each call of this process. A dispatcher waits for one at a time, and they are given
   * out in the order of asking: so systems with much to say take turns with those that have little.
   */
  readonly turns: Semaphore.Semaphore;
}

interface Desk {
  readonly system: AccessControl;
  readonly work: Delivering;
  readonly breaker: CircuitBreaker.CircuitBreaker;
  readonly signal: Queue.Queue<void>;
  readonly ready: ReadyLanes;
  calls: number;
  paused: string | null;
  /** The breaker has opened: one call at a time, until one gets through. */
  probation: boolean;
  /** In steady milliseconds; before it nothing is sent. */
  blockedUntil: number;
  readonly pace: Pace;
  /** In steady milliseconds: when the bell rings by itself, so that it does so once. */
  wakesAt: number;
  lastFailure: string | null;
}

/** Starts delivering, and stops with the scope; a call under way is then cut. */
export const makeDispatcher = Effect.fnUntraced(function* (
  system: WatchedAccessControl,
  { work, paused }: { readonly work: Delivering; readonly paused: string | null },
): Effect.fn.Return<Dispatcher, never, Scope.Scope | CircuitBreaker.CircuitBreakerStore> {
  const openMs = Math.min(system.breaker.openMs, system.retry.maxMs);
  const desk: Desk = {
    system,
    work,
    breaker: yield* CircuitBreaker.make({
      tripPolicy: CircuitBreaker.consecutive(system.breaker.failures),
      openDuration: openMs,
      maxOpenDuration: system.retry.maxMs,
    }),
    signal: yield* Queue.sliding<void>(1),
    ready: makeReadyLanes(),
    calls: 0,
    paused,
    probation: false,
    blockedUntil: 0,
    pace: makePace(system.pace),
    wakesAt: 0,
    lastFailure: null,
  };
  work.lanes.listen(system.tenant, system.name, {
    wake: (lane) => makeReady(desk, lane),
    forget: desk.ready.forget,
  });
  const fibers = yield* FiberSet.make<void>();
  yield* Effect.forkScoped(Effect.forever(Effect.gen(function* () {
    yield* Queue.take(desk.signal);
    yield* startWhatMay(desk, fibers);
  })));
  return {
    system,
    pause: (reason) => {
      desk.paused = reason;
    },
    resume: () => {
      desk.paused = null;
      ring(desk);
    },
    hasten: (lane) => {
      if (lane.state === "waiting" || lane.state === "ready") makeReady(desk, lane);
    },
    condition: () => ({
      paused: desk.paused,
      breaker: !desk.probation ? "closed" : desk.calls > 0 ? "half-open" : "open",
      lastFailure: desk.lastFailure,
    }),
  };
});

function makeReady(desk: Desk, lane: Lane): void {
  lane.state = "ready";
  desk.ready.add(lane);
  ring(desk);
}

function ring(desk: Desk): void {
  Queue.offerUnsafe(desk.signal, undefined);
}

const startWhatMay = Effect.fnUntraced(function* (
  desk: Desk,
  fibers: FiberSet.FiberSet<void>,
): Effect.fn.Return<void> {
  const { turns } = desk.work;
  while (mayCall(desk)) {
    const now = yield* steadyMillis;
    const waitMs = Math.max(desk.blockedUntil - now, desk.pace.waitMs(now));
    if (waitMs > 0) return yield* later(desk, fibers, { now, waitMs });
    yield* turns.take(1);
    // paused while it waited, or overtaken by a decision: the turn is another's
    const lane = mayCall(desk) ? takeReady(desk) : undefined;
    if (lane === undefined) {
      yield* turns.release(1);
      continue;
    }
    lane.state = "sending";
    desk.calls += 1;
    desk.pace.note(now);
    yield* FiberSet.run(
      fibers,
      Effect.ensuring(
        Effect.catchDefect(
          deliver(desk, lane, fibers),
          (defect) => outlive(desk, lane, { defect, fibers }),
        ),
        Effect.suspend(() => {
          desk.calls -= 1;
          ring(desk);
          return turns.release(1);
        }),
      ),
    );
  }
});

function mayCall({ paused, calls, probation, system, ready }: Desk): boolean {
  return paused === null && !ready.isEmpty() && calls < (probation ? 1 : system.pace.callsMax);
}

function takeReady(desk: Desk): Lane | undefined {
  return desk.ready.take(desk.probation, (lane) => mayStart(desk, lane));
}

/** Whoever keeps a lane still wakes it again. */
function mayStart(desk: Desk, lane: Lane): boolean {
  return lane.state === "ready" && !lane.held && !lane.inDoubt && isCurrent(desk, lane);
}

/** A lane that was replaced or closed meanwhile is nobody's business any more. */
function isCurrent({ work }: Desk, lane: Lane): boolean {
  return work.lanes.findById(lane.delivery.tenant, lane.delivery.id) === lane;
}

function later(
  desk: Desk,
  fibers: FiberSet.FiberSet<void>,
  { now, waitMs }: { readonly now: number; readonly waitMs: number },
): Effect.Effect<void> {
  if (now < desk.wakesAt && desk.wakesAt <= now + waitMs) return Effect.void;
  desk.wakesAt = now + waitMs;
  const wake = Effect.sync(() => {
    // timers can be early by a fraction: what is still to be waited needs another one
    desk.wakesAt = 0;
    ring(desk);
  });
  return Effect.asVoid(FiberSet.run(fibers, Effect.andThen(Effect.sleep(waitMs), wake)));
}

const deliver = Effect.fnUntraced(function* (
  desk: Desk,
  lane: Lane,
  fibers: FiberSet.FiberSet<void>,
): Effect.fn.Return<void> {
  const at = yield* Clock.currentTimeMillis;
  const steadyAt = yield* steadyMillis;
  const asked = lane.mustAsk;
  const wasSent = lane.delivery.sent;
  const called = yield* callThroughBreaker(desk, lane, asked);
  if (called === null) return makeReady(desk, lane);
  desk.probation = desk.probation && isSystemFailure(called.outcome);
  desk.lastFailure = "reason" in called.outcome ? called.outcome.reason : null;
  if (called.outcome.type === "transient" && called.outcome.retryAfterMs !== null) {
    desk.blockedUntil = (yield* steadyMillis) + called.outcome.retryAfterMs;
  }
  // An answer is never thrown away: what it issued may open gates. All else is news only for a
  // delivery of which nothing better was heard meanwhile.
  if (!isAnswer(called.outcome)) {
    if (lane.state !== "sending" || !isCurrent(desk, lane)) return;
    if (lane.answering > 0) {
      return yield* askAfter(desk, lane, { delayMs: desk.system.retry.firstMs, fibers });
    }
  }
  const call = { asked, wasSent, at, steadyAt, called, jitter: yield* Random.next };
  const next = judge(lane, desk.system, call);
  yield* follow(desk, lane, { next, fibers }).pipe(
    Effect.catchTags({
      OwnershipLost: ({ reason }) => Effect.logError(`Delivering stops: ${reason}`),
      // It is asked for again and again until its actor is mended, and makes room for others.
      Quarantined: () => askAfter(desk, lane, { delayMs: desk.system.retry.maxMs, fibers }),
    }),
  );
});

/** A bug on the way of one delivery is not the end of it, and harms no other. */
const outlive = Effect.fnUntraced(function* (
  desk: Desk,
  lane: Lane,
  { defect, fibers }: { readonly defect: unknown; readonly fibers: FiberSet.FiberSet<void> },
): Effect.fn.Return<void> {
  yield* Effect.logError(`Delivery ${lane.delivery.id} met a bug and is tried again`, defect);
  if (lane.state !== "sending") return;
  yield* askAfter(desk, lane, { delayMs: desk.system.retry.maxMs, fibers });
});

/** For an attempt whose outcome is not looked at: it may have been applied. */
function askAfter(
  desk: Desk,
  lane: Lane,
  pause: { readonly delayMs: number; readonly fibers: FiberSet.FiberSet<void> },
): Effect.Effect<void> {
  lane.mustAsk = true;
  return rest(desk, lane, pause);
}

/** `null`: the breaker let nothing through. */
function callThroughBreaker(
  desk: Desk,
  lane: Lane,
  asked: boolean,
): Effect.Effect<Called | null> {
  const { system, breaker } = desk;
  const call = Effect.suspend(() => {
    if (asked) return system.ask(lane.delivery.id);
    lane.delivery = { ...lane.delivery, sent: true, status: "sending" };
    return system.send(outgoing(lane.delivery));
  });
  return inSteadyTime(call, (calling) =>
    breaker.execute(calling, {
      key: `${system.tenant}/${system.name}`,
      classify: (exit) =>
        exit._tag === "Success" && isSystemFailure(exit.value.outcome)
          ? CircuitBreaker.failure()
          : CircuitBreaker.success,
    })).pipe(
      Effect.catch((error) =>
        Effect.gen(function* () {
          desk.probation = true;
          const waitMs = error.reason._tag === "CircuitOpen"
            ? Duration.toMillis(error.reason.retryAfter)
            : desk.system.retry.firstMs;
          desk.blockedUntil = (yield* steadyMillis) + waitMs;
          return null;
        })
      ),
    );
}

function outgoing(delivery: Delivery): OutgoingCommand {
  const { id, tenant, actor, seq, body } = delivery;
  return { commandId: id, tenant, subject: actor, seq, body };
}

/** Does what an attempt has led to. The lane stays "sending" until its record is written. */
const follow = Effect.fnUntraced(function* (
  desk: Desk,
  lane: Lane,
  { next, fibers }: { readonly next: Next; readonly fibers: FiberSet.FiberSet<void> },
): Effect.fn.Return<void, OwnershipLost | Quarantined> {
  const { work } = desk;
  switch (next.type) {
    case "settle":
      return yield* settle(work, lane.delivery, next.answer);
    case "bury":
      return yield* bury(work, lane.delivery, next);
    case "await-answer":
      yield* reportOverdue(work, lane);
      return yield* waitFor(desk, lane, { delayMs: next.delayMs, status: "sending", fibers });
    case "retry":
      return yield* waitFor(desk, lane, { delayMs: next.delayMs, status: "retrying", fibers });
    case "pause":
      desk.paused = next.reason;
      yield* Effect.logError(`Access control ${desk.system.name} is paused: ${next.reason}`);
      return yield* waitFor(desk, lane, { delayMs: 0, status: "retrying", fibers });
  }
});

const waitFor = Effect.fnUntraced(function* (
  desk: Desk,
  lane: Lane,
  { delayMs, status, fibers }: {
    readonly delayMs: number;
    readonly status: "sending" | "retrying";
    readonly fibers: FiberSet.FiberSet<void>;
  },
): Effect.fn.Return<void> {
  const nextAttemptAt = (yield* Clock.currentTimeMillis) + delayMs;
  lane.delivery = { ...lane.delivery, status, nextAttemptAt };
  // The record helps people only: when it cannot be written now, the next attempt writes it.
  if (!lane.inDoubt) yield* Effect.ignore(desk.work.store.saveDeliveries([lane.delivery]));
  yield* rest(desk, lane, { delayMs, fibers });
});

/** Comes back to a lane after a while, if it is still there. */
const rest = Effect.fnUntraced(function* (
  desk: Desk,
  lane: Lane,
  { delayMs, fibers }: {
    readonly delayMs: number;
    readonly fibers: FiberSet.FiberSet<void>;
  },
): Effect.fn.Return<void> {
  lane.state = "waiting";
  const wake = Effect.sync(() => {
    if (lane.state === "waiting" && isCurrent(desk, lane)) makeReady(desk, lane);
  });
  yield* FiberSet.run(fibers, Effect.andThen(Effect.sleep(delayMs), wake));
});

const reportOverdue = Effect.fnUntraced(function* (
  work: Delivering,
  lane: Lane,
): Effect.fn.Return<void> {
  const now = yield* Clock.currentTimeMillis;
  if (lane.overdueReported || lane.acceptedAt === null || now < lane.acceptedAt + OVERDUE_MS) {
    return;
  }
  lane.overdueReported = true;
  const { delivery } = lane;
  const command = { type: "RecordOverdue", seq: delivery.seq } as const;
  yield* Effect.ignore(report(work, { delivery, command, save: null }));
});
