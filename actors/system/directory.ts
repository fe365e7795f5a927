/**
 * The live actors by address: made when first used, the least recently used dropped first.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import type { AnyActorType } from "../actor_type.ts";
import { ActorBusy } from "../actor_router.ts";
import { type Address, addressKey, type Kind } from "../address.ts";
import { type Cell, isIdle, makeCell } from "./cell.ts";

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
/** How many of the least recently used actors are looked at to find an idle one. */
const EVICTION_SCAN_MAX = 64;
const RETRY_AFTER_MS = 1000;

/** Every live actor of this process. */
export interface Directory {
  readonly types: ReadonlyMap<Kind, AnyActorType>;
  /** In order of last use, the oldest first. */
  readonly cells: Map<string, Cell>;
  readonly waitingMax: number;
  readonly liveMax: number;
  readonly counts: { commands: number; refused: number; passivated: number };
}

/** An empty one. */
export function makeDirectory(options: ActorSystemOptions): Directory {
  return {
    types: new Map(options.types.map((type) => [type.kind, type])),
    cells: new Map(),
    waitingMax: options.waitingMax ?? WAITING_MAX,
    liveMax: options.liveMax ?? LIVE_MAX,
    counts: { commands: 0, refused: 0, passivated: 0 },
  };
}

/** A kind that is not registered is a bug of whoever composed the service. */
export function typeOf(directory: Directory, kind: Kind): AnyActorType {
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
export function inTurn<A, E>(
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
export function sweepForEver(directory: Directory, idleTimeoutMs: number): Effect.Effect<never> {
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
