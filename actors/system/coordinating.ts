/**
 * Has other actors carry out what an order or an import wants of them, and tells it.
 *
 * What is to be done stands in the coordinating actor's own state, written with the command that wanted it. So a
 * process that ends in the middle leaves nothing half known: the next one goes through the same
 * list, and what was carried out before answers as it did, since each task is a command id.
 *
 * @module
 */
import { Effect, Layer, Schedule } from "effect";
import { ActorRouter, type SendError } from "../actor_router.ts";
import type { Address, Kind } from "../address.ts";
import type { Tagged } from "../decider.ts";
import { EventStore, type ReadError } from "../event_store.ts";
import { freshId } from "../fresh_id.ts";
import type { TaskOutcome } from "../order/mod.ts";
import { ownCommand } from "./own_command.ts";
import { Errands } from "./errands.ts";

/** Orders and imports that are carried out side by side. */
const COORDINATORS_MAX = 32;
/** Actors that are told side by side for one of them. */
const TARGETS_MAX = 8;
/** Of one actor before it is told: no order has as many, and an import shows its progress so. */
const TASKS_AT_ONCE_MAX = 200;

/** A command to another actor that stands in a state until its outcome is recorded. */
interface Task {
  /** Also the id of that command: given twice, it acts once. */
  readonly taskId: string;
  readonly target: { readonly kind: Kind; readonly id: string };
  readonly command: Tagged;
  readonly by: string;
  readonly correlationId: string;
}

/** The state of every kind that has `isUnfinished`; it listens to `RecordOutcomes`. */
interface Coordinating {
  readonly tasks: ReadonlyArray<Task>;
}

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
    for (let n = 0; n < COORDINATORS_MAX; n += 1) yield* Effect.forkScoped(worker);
  }));

type Router = ActorRouter["Service"];

/** Tasks of one target in their order, targets side by side. */
const carryOutTasks = Effect.fnUntraced(function* (
  router: Router,
  address: Address,
): Effect.fn.Return<void> {
  const { tasks: all } = yield* stateOf(router, address);
  const tasks = all.slice(0, TASKS_AT_ONCE_MAX);
  const byTarget = Map.groupBy(tasks, ({ target }) => `${target.kind}/${target.id}`);
  const outcomes = yield* Effect.forEach(
    byTarget.values(),
    (ofOne) => Effect.forEach(ofOne, (task) => carryOut(router, address, task)),
    { concurrency: TARGETS_MAX },
  );
  if (outcomes.length > 0) yield* tell(router, address, outcomes.flat());
});

/** What cannot be read now is not given up: the start of the next process finds it. */
function stateOf(router: Router, address: Address): Effect.Effect<Coordinating> {
  return router.view(address).pipe(
    Effect.map(({ state }) => state as Coordinating),
    Effect.retry({ schedule: UNTIL_STORED, while: ({ _tag }) => isTemporary(_tag) }),
    Effect.catch(({ _tag }) =>
      Effect.as(
        Effect.logError(`The ${address.kind} ${address.id} cannot be carried out now: ${_tag}`),
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
  const envelope = ownCommand(taskId, command, {
    fingerprint: id,
    by,
    correlationId,
    causationId: correlationId,
  });
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

/** Not under an id of the tasks: a later round can tell of the same first task, and of more. */
const tell = Effect.fnUntraced(function* (
  router: Router,
  address: Address,
  outcomes: ReadonlyArray<TaskOutcome>,
): Effect.fn.Return<void> {
  const command = { type: "RecordOutcomes", ...{ outcomes } };
  const causationId = outcomes[0]?.taskId ?? null;
  const envelope = ownCommand(yield* freshId("o"), command, { fresh: true, causationId });
  yield* router.send(address, envelope).pipe(
    Effect.retry({ schedule: UNTIL_STORED, while: ({ _tag }) => isTemporary(_tag) }),
    Effect.catch(({ _tag }) =>
      Effect.logError(`The ${address.kind} ${address.id} was not told: ${_tag}`)
    ),
  );
});

function isTemporary(tag: string): boolean {
  return ["StoreUnavailable", "ActorBusy", "CommitUnknown", "CommandInProgress"].includes(tag);
}
