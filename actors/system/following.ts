/**
 * Waiting for what a command wanted, and telling how far it has come.
 *
 * @module
 */
import { Deferred, Effect } from "effect";
import type { ActorBusy, ActorRouter, OperationStatus } from "../actor_router.ts";
import { type Address, addressKey } from "../address.ts";
import type { EventStore, ReadError } from "../event_store.ts";
import { type Cell, isDecided, readState } from "./cell.ts";
import { type Directory, typeOf } from "./directory.ts";
import { combined, type Errand, errandsOf, statusOf, subjectStatus } from "./operation.ts";

/** The half of the router that looks after commands. */
export type Following = Pick<ActorRouter["Service"], "carriedOut" | "settled" | "operation">;

/** `current` gives the loaded cell of an actor, and makes it live. */
export function makeFollowing({ store, directory, current }: {
  readonly store: EventStore["Service"];
  readonly directory: Directory;
  readonly current: (address: Address) => Effect.Effect<Cell, ActorBusy | ReadError>;
}): Following {
  const decided = Effect.fnUntraced(function* ({ address, revision }: Errand) {
    const cell = yield* current(address);
    if (!isDecided(cell, revision)) yield* watch(cell, revision);
  });

  /** Without making the actor live: operations are asked for long after. */
  const revisionsOf = Effect.fnUntraced(function* (address: Address) {
    const cell = directory.cells.get(addressKey(address));
    const type = typeOf(directory, address.kind);
    const { state } = cell?.loaded === true ? cell : yield* readState(store, type, address);
    return type.revisions(state);
  });

  return {
    carriedOut: ({ address, revision, version }, timeoutMs) =>
      Effect.gen(function* () {
        if (revision === null) return { status: "none" as const, version };
        yield* decided({ address, revision });
        const { waiting, refused, toldAt } = yield* errandsOf(store, address, revision);
        const status: OperationStatus = waiting.length > 0
          ? "pending"
          : refused > 0
          ? "failed"
          : "none";
        return { status, version: toldAt ?? version };
      }).pipe(
        Effect.timeout(timeoutMs),
        // Not to know in time how far it has come is the same as that it has not come far.
        Effect.orElseSucceed(() => ({ status: "pending" as const, version })),
      ),
    settled: (address, revision, timeoutMs) =>
      Effect.gen(function* () {
        yield* decided({ address, revision });
        if (address.kind !== "order") return;
        const { waiting } = yield* errandsOf(store, address, revision);
        yield* Effect.forEach(waiting, decided, { concurrency: "unbounded", discard: true });
      }).pipe(Effect.timeoutOption(timeoutMs), Effect.ignore),
    operation: Effect.fnUntraced(function* (record) {
      const { address, revision } = record;
      if (revision === null) return "none";
      const own = yield* revisionsOf(address);
      if (address.kind !== "order") return yield* subjectStatus(store, record, own);
      if (own.acknowledged < revision) return "pending";
      const { waiting, refused } = yield* errandsOf(store, address, revision);
      const statuses = yield* Effect.forEach(
        waiting,
        (errand) =>
          Effect.map(revisionsOf(errand.address), (its) => statusOf(its, errand.revision)),
      );
      return combined(refused > 0 ? [...statuses, "failed"] : statuses);
    }),
  };
}

function watch(cell: Cell, revision: number): Effect.Effect<void> {
  return Effect.suspend(() => {
    const watcher = { revision, settled: Deferred.makeUnsafe<void>() };
    cell.watchers ??= new Set();
    cell.watchers.add(watcher);
    return Effect.ensuring(
      Deferred.await(watcher.settled),
      Effect.sync(() => {
        cell.watchers?.delete(watcher);
        if (cell.watchers?.size === 0) cell.watchers = null;
      }),
    );
  });
}
