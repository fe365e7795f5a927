/**
 * One live actor in memory, and how it gets there.
 *
 * @module
 */
import { Deferred, Effect, Semaphore } from "effect";
import { type Address, isReferenceKind } from "../address.ts";
import { type AnyActorType, fold, type Revisions } from "../actor_type.ts";
import { type Tagged } from "../decider.ts";
import type { Catalogues } from "../catalogues.ts";
import type { DeliveryLanes, Lane } from "../delivering/lanes.ts";
import { isSettled } from "../delivery.ts";
import { type EventStore, Quarantined, type ReadError } from "../event_store.ts";
import type { ReferenceState } from "../reference/mod.ts";
import type { Errands } from "./errands.ts";

/** Replaced state, never changed state: a reader may keep what it got. */
export interface Cell {
  readonly address: Address;
  readonly type: AnyActorType;
  /** One command at a time. */
  readonly gate: Semaphore.Semaphore;
  /** `false`: unknown here, read it before the next command. */
  loaded: boolean;
  version: number;
  state: unknown;
  /** Commands inside or before the gate. */
  waiting: number;
  /** Milliseconds since the epoch. */
  lastUsed: number;
  /** Those who wait for a revision to be settled; `null` while there are none. */
  watchers: Set<Watcher> | null;
}

/** Done when `revision` is acknowledged, or when the delivery now outstanding has failed. */
export interface Watcher {
  readonly revision: number;
  readonly settled: Deferred.Deferred<void>;
}

/** An empty cell, to be loaded before its first command. */
export function makeCell(address: Address, type: AnyActorType, now: number): Cell {
  return {
    address,
    type,
    gate: Semaphore.makeUnsafe(1),
    loaded: false,
    version: 0,
    state: type.initial,
    waiting: 0,
    lastUsed: now,
    watchers: null,
  };
}

/** Nobody needs it in memory: it can be dropped and read again later. */
export function isIdle(cell: Cell): boolean {
  return cell.waiting === 0 && cell.watchers === null;
}

/** Whether the access control has confirmed `revision`, or will not without an operator. */
export function isDecided(cell: Cell, revision: number): boolean {
  const { acknowledged, outstanding } = cell.type.revisions(cell.state);
  return acknowledged >= revision || outstanding?.failed === true;
}

/** Ends the waits that the present state has decided. */
export function tellWatchers(cell: Cell): void {
  const { watchers } = cell;
  if (watchers === null) return;
  const decided = [...watchers].filter(({ revision }) => isDecided(cell, revision));
  for (const watcher of decided) watchers.delete(watcher);
  if (watchers.size === 0) cell.watchers = null;
  // Told last: whoever waits goes on at once, and may change the watchers.
  for (const { settled } of decided) Deferred.doneUnsafe(settled, Effect.void);
}

/** The state at `version`, or now; heads of an older state version are folded from the facts. */
export const readState = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  type: AnyActorType,
  address: Address,
  atVersion?: number,
): Effect.fn.Return<{ readonly version: number; readonly state: unknown }, ReadError> {
  const loaded = yield* store.load(address, atVersion);
  if (loaded.snapshot === null || loaded.snapshot.stateVersion === type.stateVersion) {
    return { version: loaded.version, state: fold(type, loaded) };
  }
  let state = type.initial;
  let version = 0;
  while (version < loaded.version) {
    const facts = yield* store.history(address, { fromVersion: version + 1, limit: 500 });
    if (facts.length === 0) {
      return yield* new Quarantined({ address, reason: `Fact ${version + 1} is missing` });
    }
    for (const fact of facts) {
      if (fact.version > loaded.version) break;
      state = type.evolve(state, fact.event as Tagged);
      version = fact.version;
    }
  }
  return { version: loaded.version, state };
});

/** Where a cell is filled from, and who must hear of what it still has to do. */
export interface Sources {
  readonly store: EventStore["Service"];
  readonly lanes: DeliveryLanes["Service"];
  readonly errands: Errands["Service"];
  readonly catalogues: Catalogues["Service"];
}

/**
 * Fills a cell from the store.
 *
 * After a commit whose outcome stayed unknown, what it wanted may be stored and waited for by
 * nobody. So a lane that it has ended is closed here, a delivery that has not its lane is given it,
 * marked as perhaps sent, and what is unfinished or looked up by others is told again.
 */
export const loadCell = Effect.fnUntraced(function* (
  { store, lanes, errands, catalogues }: Sources,
  cell: Cell,
): Effect.fn.Return<void, ReadError> {
  const { version, state } = yield* readState(store, cell.type, cell.address);
  const { outstanding } = cell.type.revisions(state);
  const lane = lanes.find(cell.address);
  if (lane !== undefined && !isAsStored(lane, outstanding)) {
    const stored = yield* store.delivery(cell.address.tenant, lane.delivery.id);
    if (stored !== null) lanes.follow(stored);
  }
  if (outstanding !== null && lanes.find(cell.address)?.delivery.seq !== outstanding.seq) {
    const { tenant, kind, id } = cell.address;
    const page = yield* store.deliveries(tenant, {
      status: null,
      accessControl: null,
      actor: { kind: kind as "ticket" | "pass", id },
    }, { cursor: null, limit: 5 });
    const lost = page.data.find((delivery) =>
      delivery.seq === outstanding.seq && !isSettled(delivery.status)
    );
    if (lost !== undefined) lanes.offer([{ ...lost, sent: true }]);
  }
  if (cell.type.isUnfinished?.(state) === true) errands.offer(cell.address);
  if (isReferenceKind(cell.address.kind)) {
    catalogues.changed(cell.address, state as ReferenceState);
  }
  cell.version = version;
  cell.state = state;
  cell.loaded = true;
});

function isAsStored(
  { delivery, state }: Lane,
  outstanding: Revisions["outstanding"],
): boolean {
  return outstanding?.seq === delivery.seq && outstanding.failed === (state === "dead");
}
