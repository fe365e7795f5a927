/**
 * Keeps the access controls' lists and ours the same: one comparison after the other, for each.
 *
 * @module
 */
import { Clock, Effect, Layer, Queue } from "effect";
import type { AccessControl } from "../access_control.ts";
import { AccessControls } from "../access_controls.ts";
import { ActorRouter, type SendError } from "../actor_router.ts";
import { readMarkOr } from "../damaged_record.ts";
import type { Json } from "../decider.ts";
import { EventStore, type ReadError } from "../event_store.ts";
import { type Check, type DifferenceCounts, type Reconciled, Reconciler } from "../reconciler.ts";
import { compareLists, type Comparison, nameOf } from "./cycle.ts";
import { implausibility } from "./plausibility.ts";
import { recordComparison, repairAll } from "./recording.ts";
import { isRestored } from "./restored.ts";

/** Of all that are damaged. */
const DAMAGED_NAMED_MAX = 5;

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
    const { counts } = comparison;
    yield* noteCheck(desk, { reason: reason ?? damageOf(comparison), counts });
    desk.cycles += 1;
  },
  (cycle, desk) => Effect.catch(cycle, (failure) => noteFailure(desk, failure)),
);

/** Those that could be compared were; whoever reads that it is complete must not be deceived. */
function damageOf({ damaged, unheld }: Comparison): string | null {
  if (damaged.size === 0 && unheld.size === 0) return null;
  const named = [...damaged].slice(0, DAMAGED_NAMED_MAX).join(", ");
  const others = damaged.size - DAMAGED_NAMED_MAX;
  const more = others > 0 ? ` and ${others} more` : "";
  const holders = unheld.size > 0 ? `the holders of ${unheld.size} of the barcodes listed` : "";
  const all = [`${named}${more}`, holders].filter((one) => one !== "").join("; ");
  return `Damaged, so that it was not compared: ${all}`;
}

/** Nothing came of this one; what the one before has counted still stands. */
const noteFailure = Effect.fnUntraced(function* (desk: Desk, failure: SendError | ReadError) {
  const { system, check } = desk;
  const what = failure._tag === "Quarantined"
    ? `the ${nameOf(failure.address)} is damaged: ${failure.reason}`
    : failure._tag;
  yield* Effect.logWarning(`${system.name} is not reconciled now: ${what}`);
  const counts = check?.counts ?? { missing: 0, unknown: 0, different: 0 };
  const reason = `The comparison could not be carried out: ${what}`;
  yield* Effect.ignore(noteCheck(desk, { reason, counts }));
});

/** In memory first: a store that takes no writes must not have the one before stand as the last. */
const noteCheck = Effect.fnUntraced(function* (
  desk: Desk,
  { reason, counts }: { readonly reason: string | null; readonly counts: DifferenceCounts },
) {
  const { system, store } = desk;
  const checkedAt = yield* Clock.currentTimeMillis;
  const complete = reason === null;
  const completeAt = complete ? checkedAt : desk.check?.completeAt ?? null;
  const check = { checkedAt, complete, reason, completeAt, counts: { ...counts } };
  desk.check = check;
  yield* store.writeMark(system.tenant, markOf(system), check);
});

/**
 * That nothing was wrong is no fact worth keeping each time: the last check is a mark. One that does
 * not decode is none, and the next check replaces it.
 */
function readCheck(
  store: EventStore["Service"],
  system: AccessControl,
): Effect.Effect<Check | null, ReadError> {
  const damaged = Effect.logError(
    `When ${system.name} was compared last is not known: what was kept of it does not decode`,
  );
  return Effect.map(
    readMarkOr(store, { tenant: system.tenant, name: markOf(system) }, Effect.as(damaged, null)),
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
