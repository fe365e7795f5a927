/**
 * Has passes and tickets carry out what an order wants of them, and tells the order.
 *
 * What is to be done stands in the order's own state, written with the command that wanted it. So a
 * process that ends in the middle leaves nothing half known: the next one goes through the same
 * list, and what was carried out before answers as it did, since each task is a command id.
 *
 * @module
 */
import { Effect, Layer, Schedule } from "effect";
import { ActorRouter, type Envelope, type SendError } from "../actor_router.ts";
import type { Address } from "../address.ts";
import { EventStore, type ReadError } from "../event_store.ts";
import type { OrderState, Task, TaskOutcome } from "../order/mod.ts";
import { GATEHOUSE } from "./step.ts";
import { Errands } from "./errands.ts";

/** Orders that are carried out side by side. */
const ORDERS_MAX = 32;
/** Passes and tickets of one order that are told side by side. */
const TARGETS_MAX = 8;

const UNTIL_STORED = Schedule.jittered(
  Schedule.min([Schedule.exponential("20 millis"), Schedule.spaced("2 seconds")]),
);

/** Takes up what an earlier process left, then everything that is offered. */
export const layer: Layer.Layer<never, ReadError, ActorRouter | EventStore | Errands> = Layer
  .effectDiscard(Effect.gen(function* () {
    const router = yield* ActorRouter;
    const errands = yield* Errands;
    for (const address of yield* (yield* EventStore).unfinished()) errands.offer(address);
    const worker = Effect.forever(
      Effect.flatMap(errands.take, (address) => carryOutTasks(router, address)),
    );
    for (let n = 0; n < ORDERS_MAX; n += 1) yield* Effect.forkScoped(worker);
  }));

type Router = ActorRouter["Service"];

/** Tasks of one target in their order, targets side by side. */
const carryOutTasks = Effect.fnUntraced(function* (
  router: Router,
  address: Address,
): Effect.fn.Return<void> {
  const { tasks } = yield* stateOf(router, address);
  const byTarget = Map.groupBy(tasks, ({ target }) => `${target.kind}/${target.id}`);
  const outcomes = yield* Effect.forEach(
    byTarget.values(),
    (ofOne) => Effect.forEach(ofOne, (task) => carryOut(router, address, task)),
    { concurrency: TARGETS_MAX },
  );
  if (outcomes.length > 0) yield* tellOrder(router, address, outcomes.flat());
});

/** An order that cannot be read now is not given up: the start of the next process finds it. */
function stateOf(router: Router, address: Address): Effect.Effect<Pick<OrderState, "tasks">> {
  return router.view(address).pipe(
    Effect.map(({ state }) => state as OrderState),
    Effect.retry({ schedule: UNTIL_STORED, while: ({ _tag }) => isTemporary(_tag) }),
    Effect.catch(({ _tag }) =>
      Effect.as(
        Effect.logError(`Order ${address.id} cannot be carried out now: ${_tag}`),
        { tasks: [] },
      )
    ),
  );
}

function carryOut(
  router: Router,
  { tenant, id }: Address,
  { taskId, target, command, by, correlationId }: Task,
): Effect.Effect<TaskOutcome> {
  const envelope: Envelope = {
    commandId: taskId,
    fresh: false,
    command,
    fingerprint: id,
    expected: null,
    by,
    requestId: null,
    correlationId,
    causationId: correlationId,
    delivery: null,
  };
  return router.send({ tenant, ...target }, envelope).pipe(
    Effect.retry({ schedule: UNTIL_STORED, while: ({ _tag }) => isTemporary(_tag) }),
    Effect.match({
      onSuccess: ({ record }) => ({
        taskId,
        revision: record.revision,
        exists: true,
        refusal: null,
      }),
      onFailure: (error) => refused(taskId, error),
    }),
  );
}

function refused(taskId: string, error: SendError): TaskOutcome {
  if (error._tag === "CommandRefused") {
    return { taskId, revision: null, exists: error.version > 0, refusal: error.refusal };
  }
  return {
    taskId,
    revision: null,
    exists: error._tag !== "UnknownActor",
    refusal: {
      type: error._tag,
      rule: "A line is carried out by passes and tickets that are there and in order.",
      operands: {},
      advice: "Look the pass or ticket up, then repeat the command.",
    },
  };
}

function tellOrder(
  router: Router,
  address: Address,
  outcomes: ReadonlyArray<TaskOutcome>,
): Effect.Effect<void> {
  const command = { type: "RecordOutcomes", outcomes } as const;
  const [first] = outcomes;
  const envelope: Envelope = {
    commandId: `o-${first?.taskId}`,
    fresh: true,
    command,
    fingerprint: "",
    expected: null,
    by: GATEHOUSE,
    requestId: null,
    correlationId: null,
    causationId: first?.taskId ?? null,
    delivery: null,
  };
  return router.send(address, envelope).pipe(
    Effect.retry({ schedule: UNTIL_STORED, while: ({ _tag }) => isTemporary(_tag) }),
    Effect.catch(({ _tag }) => Effect.logError(`Order ${address.id} was not told: ${_tag}`)),
    Effect.asVoid,
  );
}

function isTemporary(tag: string): boolean {
  return ["StoreUnavailable", "ActorBusy", "CommitUnknown", "CommandInProgress"].includes(tag);
}
