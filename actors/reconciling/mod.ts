/**
 * Keeps the access controls' lists and ours the same: one comparison after the other, for each.
 *
 * @module
 */
import { Clock, Effect, Layer, Queue } from "effect";
import type { AccessControl } from "../access_control.ts";
import { AccessControls } from "../access_controls.ts";
import { ActorRouter } from "../actor_router.ts";
import type { Json } from "../decider.ts";
import { EventStore, type ReadError } from "../event_store.ts";
import { type Check, type Reconciled, Reconciler } from "../reconciler.ts";
import { compareLists, type Comparison } from "./cycle.ts";
import { implausibility } from "./plausibility.ts";
import { recordComparison, repairAll } from "./recording.ts";
import { isRestored } from "./restored.ts";

/** One access control's turn. */
interface Desk {
  readonly system: AccessControl;
  readonly store: EventStore["Service"];
  readonly router: ActorRouter["Service"];
  /** Rung by whoever cannot wait. */
  readonly bell: Queue.Queue<void>;
  /** Until the next start nothing is repaired by itself: what is unknown here may have been sold. */
  readonly restored: boolean;
  cycles: number;
  check: Check | null;
}

/** Compares every `reconcileEveryMs`, the first time after one; after a restore at once. */
export const layer: Layer.Layer<
  Reconciler,
  ReadError,
  ActorRouter | EventStore | AccessControls
> = Layer.effect(
  Reconciler,
  Effect.gen(function* () {
    const store = yield* EventStore;
    const router = yield* ActorRouter;
    const desks: Array<Desk> = [];
    for (const system of (yield* AccessControls).all) {
      const bell = yield* Queue.sliding<void>(1);
      const check = yield* readCheck(store, system);
      const restored = yield* isRestored(system.tenant, check);
      if (restored) Queue.offerUnsafe(bell, undefined);
      const desk: Desk = { system, store, router, bell, restored, cycles: 0, check };
      desks.push(desk);
      const rest = Effect.raceFirst(Queue.take(bell), Effect.sleep(system.reconcileEveryMs));
      yield* Effect.forkScoped(Effect.forever(Effect.andThen(rest, runCycle(desk))));
    }
    return Reconciler.of({
      request: (tenant, name) =>
        Effect.sync(() => {
          const desk = desks.find(({ system }) => isNamed(system, tenant, name));
          if (desk !== undefined) Queue.offerUnsafe(desk.bell, undefined);
        }),
      checks: (tenant) =>
        new Map(
          desks.filter(({ system }) => system.tenant === tenant).map((desk) =>
            [desk.system.name, reconciledAt(desk)] as const
          ),
        ),
    });
  }),
);

/** Whatever ends one cycle, the next one comes: only its check tells. */
const runCycle = Effect.fn("Reconciling.cycle")(
  function* (desk: Desk) {
    const { system, store, router } = desk;
    const comparison = yield* compareLists(store, system);
    const reason = comparison.broken ?? implausibility(comparison);
    if (reason !== null) yield* Effect.logWarning(`${system.name} is not reconciled: ${reason}`);
    yield* recordComparison(router, system, comparison);
    const isTrusted = reason === null && !desk.restored;
    if (system.repair === "automatic" && isTrusted) yield* repairAll(router, system);
    yield* noteCheck(desk, { comparison, reason });
  },
  (cycle, { system }) =>
    Effect.catch(
      cycle,
      ({ _tag }) => Effect.logWarning(`${system.name} is not reconciled now: ${_tag}`),
    ),
);

const noteCheck = Effect.fnUntraced(function* (
  desk: Desk,
  { comparison, reason }: { readonly comparison: Comparison; readonly reason: string | null },
) {
  const { system, store } = desk;
  const checkedAt = yield* Clock.currentTimeMillis;
  const complete = reason === null;
  const completeAt = complete ? checkedAt : desk.check?.completeAt ?? null;
  const { counts } = comparison;
  const check = { checkedAt, complete, reason, completeAt, counts: { ...counts } };
  yield* store.writeMark(system.tenant, markOf(system), check);
  desk.cycles += 1;
  desk.check = check;
});

/** That nothing was wrong is no fact worth keeping each time: the last check is a mark. */
function readCheck(
  store: EventStore["Service"],
  system: AccessControl,
): Effect.Effect<Check | null, ReadError> {
  return Effect.map(
    store.readMark(system.tenant, markOf(system)),
    (mark: Json | null) => mark as Check | null,
  );
}

function markOf({ name }: AccessControl): string {
  return `reconciliation/${name}`;
}

function isNamed(system: AccessControl, tenant: string, name: string): boolean {
  return system.tenant === tenant && system.name === name;
}

function reconciledAt({ system, cycles, check }: Desk): Reconciled {
  return { name: system.name, cycles, check };
}
