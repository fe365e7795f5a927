/**
 * The live actors of this process: found or loaded, one command at a time each, dropped when idle.
 *
 * @module
 */
import { Clock, Deferred, Effect, Layer } from "effect";
import { ActorBusy, ActorRouter, CommandInProgress, UnknownActor } from "../actor_router.ts";
import { type Address, addressKey, type Kind } from "../address.ts";
import { Catalogues } from "../catalogues.ts";
import { type Cell, isDecided, isIdle, loadCell, makeCell, readState } from "./cell.ts";
import type { AnyActorType } from "../actor_type.ts";
import { DeliveryLanes } from "../delivering/lanes.ts";
import { EventStore } from "../event_store.ts";
import { operationStatus } from "./operation.ts";
import { carryOut, rehearseStep, type Workshop } from "./step.ts";

/** Bounds of the directory. */
export interface ActorSystemOptions {
  readonly types: ReadonlyArray<AnyActorType>;
  /** Live actors at most; a further one waits for an idle one to go, or is refused. */
  readonly liveMax?: number;
  /** Commands at most that wait for one actor. */
  readonly waitingMax?: number;
  readonly idleTimeoutMs?: number;
}

const LIVE_MAX = 200_000;
const WAITING_MAX = 256;
const IDLE_TIMEOUT_MS = 300_000;
/** How many of the least recently used actors are looked at to find an idle one. */
const EVICTION_SCAN_MAX = 64;
const RETRY_AFTER_MS = 1000;

/** `ActorRouter` for actors that all live in this process. */
export function layer(
  options: ActorSystemOptions,
): Layer.Layer<ActorRouter, never, EventStore | DeliveryLanes | Catalogues> {
  return Layer.effect(
    ActorRouter,
    Effect.gen(function* () {
      const workshop: Workshop = {
        store: yield* EventStore,
        lanes: yield* DeliveryLanes,
        catalogues: yield* Catalogues,
      };
      const directory = makeDirectory(options);
      yield* Effect.forkScoped(sweepForEver(directory, options.idleTimeoutMs ?? IDLE_TIMEOUT_MS));
      return makeRouter(workshop, directory);
    }),
  );
}

interface Directory {
  readonly types: ReadonlyMap<Kind, AnyActorType>;
  /** In order of last use, the oldest first. */
  readonly cells: Map<string, Cell>;
  readonly waitingMax: number;
  readonly liveMax: number;
  readonly counts: { commands: number; refused: number; passivated: number };
}

function makeDirectory(options: ActorSystemOptions): Directory {
  return {
    types: new Map(options.types.map((type) => [type.kind, type])),
    cells: new Map(),
    waitingMax: options.waitingMax ?? WAITING_MAX,
    liveMax: options.liveMax ?? LIVE_MAX,
    counts: { commands: 0, refused: 0, passivated: 0 },
  };
}

function makeRouter(workshop: Workshop, directory: Directory): ActorRouter["Service"] {
  const { counts } = directory;
  const running = new Set<string>();
  const { store } = workshop;

  const send: ActorRouter["Service"]["send"] = (address, envelope) =>
    Effect.suspend(() => {
      const { commandId } = envelope;
      const command = `${address.tenant}/${commandId}`;
      if (running.has(command)) return Effect.fail(new CommandInProgress({ commandId }));
      running.add(command);
      counts.commands += 1;
      return inTurn(directory, address, (cell) => carryOut(workshop, cell, envelope)).pipe(
        Effect.tapErrorTag("CommandRefused", () => Effect.sync(() => counts.refused += 1)),
        Effect.ensuring(Effect.sync(() => running.delete(command))),
        Effect.uninterruptible,
      );
    });

  /** The loaded cell. Its state is replaced as a whole, so it can be read without the gate. */
  const current = (address: Address) =>
    inTurn(
      directory,
      address,
      (cell) =>
        cell.loaded
          ? Effect.succeed(cell)
          : Effect.as(loadCell(workshop.store, workshop.lanes, cell), cell),
    );

  const view: ActorRouter["Service"]["view"] = Effect.fnUntraced(function* (address, atVersion) {
    const type = typeOf(directory, address.kind);
    const { version, state } = atVersion === undefined
      ? yield* current(address)
      : yield* readState(store, type, address, atVersion);
    if (version === 0) return yield* new UnknownActor({ address });
    return { version, state, revisions: type.revisions(state) };
  });

  return ActorRouter.of({
    send,
    rehearse: (address, envelope) =>
      inTurn(directory, address, (cell) => rehearseStep(workshop, cell, envelope)),
    view,
    settled: (address, revision, timeoutMs) =>
      Effect.gen(function* () {
        const cell = yield* current(address);
        if (!isDecided(cell, revision)) yield* watch(cell, revision);
      }).pipe(Effect.timeoutOption(timeoutMs), Effect.ignore),
    operation: Effect.fnUntraced(function* (record) {
      if (record.revision === null) return "none";
      const cell = directory.cells.get(addressKey(record.address));
      const type = typeOf(directory, record.address.kind);
      const { state } = cell?.loaded === true
        ? cell
        : yield* readState(store, type, record.address);
      return yield* operationStatus({ store, record, revisions: type.revisions(state) });
    }),
    stats: () => ({
      live: directory.cells.size,
      waiting: running.size,
      ...counts,
    }),
  });
}

function typeOf(directory: Directory, kind: Kind): AnyActorType {
  const type = directory.types.get(kind);
  if (type === undefined) throw new Error(`No actor type is registered for kind "${kind}"`);
  return type;
}

/**
 * Runs `work` on the actor's cell after the work that came before it.
 *
 * Finding the cell and counting it as waited for is one step without a yield: a cell that is
 * looked at can never be dropped, so no actor is ever live twice.
 */
function inTurn<A, E>(
  directory: Directory,
  address: Address,
  work: (cell: Cell) => Effect.Effect<A, E>,
): Effect.Effect<A, E | ActorBusy> {
  return Clock.clockWith<A, E | ActorBusy, never>((clock) => {
    const entered = enter(directory, address, clock.currentTimeMillisUnsafe());
    if (entered instanceof ActorBusy) return Effect.fail(entered);
    entered.waiting += 1;
    return Effect.ensuring(
      entered.gate.withPermit(Effect.suspend(() => work(entered))),
      Effect.sync(() => {
        entered.waiting -= 1;
        const wasNothing = entered.version === 0 && isIdle(entered);
        if (wasNothing) directory.cells.delete(addressKey(address));
      }),
    );
  });
}

/** The actor's cell, made if need be. */
function enter(directory: Directory, address: Address, now: number): Cell | ActorBusy {
  const { cells, waitingMax, liveMax } = directory;
  const key = addressKey(address);
  let cell = cells.get(key);
  if (cell !== undefined && cell.waiting >= waitingMax) {
    const reason = `${waitingMax} commands already wait for this actor`;
    return new ActorBusy({ reason, retryAfterMs: RETRY_AFTER_MS });
  }
  if (cell === undefined) {
    if (cells.size >= liveMax && !evictOne(directory)) {
      const reason = `${liveMax} actors are live and none of the oldest is idle`;
      return new ActorBusy({ reason, retryAfterMs: RETRY_AFTER_MS });
    }
    cell = makeCell(address, typeOf(directory, address.kind), now);
  } else {
    cells.delete(key);
  }
  cells.set(key, cell);
  cell.lastUsed = now;
  return cell;
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

function evictOne(directory: Directory): boolean {
  let looked = 0;
  for (const [key, cell] of directory.cells) {
    if (isIdle(cell)) {
      directory.cells.delete(key);
      directory.counts.passivated += 1;
      return true;
    }
    looked += 1;
    if (looked >= EVICTION_SCAN_MAX) return false;
  }
  return false;
}

/** Drops actors that nobody used for `idleTimeoutMs`; the oldest stand first. */
function sweepForEver(directory: Directory, idleTimeoutMs: number): Effect.Effect<never> {
  return Effect.forever(Effect.gen(function* () {
    yield* Effect.sleep(Math.max(1000, idleTimeoutMs / 4));
    const now = yield* Clock.currentTimeMillis;
    for (const [key, cell] of directory.cells) {
      if (now - cell.lastUsed < idleTimeoutMs) return;
      if (!isIdle(cell)) continue;
      directory.cells.delete(key);
      directory.counts.passivated += 1;
    }
  }));
}
