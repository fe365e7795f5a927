/**
 * Writes what an actor decided, and lets everyone know who waits for it.
 *
 * @module
 */
import { Effect } from "effect";
import type { Envelope, SendError } from "../actor_router.ts";
import type { AnyActorType } from "../actor_type.ts";
import { isReferenceKind } from "../address.ts";
import type { Catalogues } from "../catalogues.ts";
import type { Tagged } from "../decider.ts";
import type { DeliveryLanes, Hold } from "../delivering/lanes.ts";
import type { Delivery } from "../delivery.ts";
import {
  type Append,
  type CommandRecord,
  type EventStore,
  StoreUnavailable,
} from "../event_store.ts";
import type { ReferenceState } from "../reference/mod.ts";
import type { DeliveryDropped, DeliveryQueued } from "../sync.ts";
import { type Cell, tellWatchers } from "./cell.ts";
import type { Errands } from "./errands.ts";
import type { TicketNumbers } from "./ticket_numbers.ts";
import type { TrendBook } from "../trends.ts";
import type { WaitingLine } from "./waiting_line.ts";

/** What a step works with. */
export interface Workshop {
  readonly store: EventStore["Service"];
  readonly lanes: DeliveryLanes["Service"];
  readonly catalogues: Catalogues["Service"];
  readonly errands: Errands["Service"];
  /** Those whose last commit was neither confirmed nor denied. */
  readonly doubts: WaitingLine;
  readonly numbers: TicketNumbers;
  readonly trends: TrendBook;
}

/** A command, with its subject's delivery kept still. */
export interface Asked {
  readonly envelope: Envelope;
  readonly hold: Hold;
}

/** What it came to. */
export interface Decided {
  readonly asked: Asked;
  readonly record: CommandRecord;
  readonly events: ReadonlyArray<Tagged>;
  readonly state: unknown;
}

/** Writes a decision and, when it is on disk, lets the cell, the lanes and the watchers know. */
export const commit = Effect.fnUntraced(function* (
  { store, lanes, catalogues, errands, doubts }: Workshop,
  cell: Cell,
  { asked: { envelope, hold }, record, events, state }: Decided,
): Effect.fn.Return<void, SendError> {
  const { address, type } = cell;
  const { correlationId, at } = record;
  const queued = deliveriesOf(cell, { events, state, record });
  const followed = replacedBy(events, hold.delivery, queued[0]);
  if (envelope.delivery !== null) {
    const waitsFor = type.revisions(state).outstanding?.seq ?? null;
    followed.push(afterStale(envelope.delivery, waitsFor, queued[0]));
  }
  yield* store.append({
    address,
    expected: cell.version,
    cause: {
      at,
      commandId: envelope.commandId,
      correlationId,
      causationId: envelope.causationId,
      by: envelope.by,
      requestId: envelope.requestId,
    },
    events,
    state,
    stateVersion: type.stateVersion,
    command: record,
    deliveries: [...followed, ...queued],
    claims: events.flatMap((event) => type.claims(event, state)),
    relations: events.flatMap((event) => type.relations(event)),
    ...listedIn(type, cell.state, state),
    requestGiven: envelope.requestGiven ?? false,
  }).pipe(
    Effect.tapError(({ _tag }) =>
      Effect.sync(() => {
        cell.loaded = _tag === "ClaimTaken";
        if (_tag !== "CommitUnknown") return;
        lanes.doubt(address, true);
        doubts.offer(address);
      })
    ),
    // Nothing was written, and the cell is read again: a repeat decides on what is true.
    Effect.catchTag("VersionConflict", ({ expected, actual }) =>
      Effect.fail(
        new StoreUnavailable({ reason: `The actor is at version ${actual}, not ${expected}` }),
      )),
  );
  cell.version = record.version;
  cell.state = state;
  for (const delivery of followed) lanes.follow(delivery);
  lanes.offer(queued);
  if (events.length === 0) return;
  if (type.isUnfinished?.(state) === true) errands.offer(address);
  if (isReferenceKind(address.kind)) catalogues.changed(address, state as ReferenceState);
  tellWatchers(cell);
});

/**
 * On which lists the actor stands from now on. Most actors never stand on one, and write nothing
 * for it; one that stays on a list writes that again, which also mends a list that has lost it.
 */
function listedIn(
  { isUnfinished, needsPerson }: AnyActorType,
  before: unknown,
  after: unknown,
): Pick<Append, "unfinished" | "needsPerson"> {
  const unfinished = isUnfinished?.(after) ?? false;
  const needed = needsPerson?.(after) ?? false;
  return {
    ...(unfinished || isUnfinished?.(before) === true ? { unfinished } : {}),
    ...(needed || needsPerson?.(before) === true ? { needsPerson: needed } : {}),
  };
}

/** What these events have sent, still unsent: one for each `DeliveryQueued`. */
export function deliveriesOf(
  { address, type }: Pick<Cell, "address" | "type">,
  { events, state, record }: Pick<Decided, "events" | "state" | "record">,
): ReadonlyArray<Delivery> {
  return events.filter(isQueued).map((event): Delivery => ({
    id: `${record.commandId}.${event.seq}`,
    tenant: address.tenant,
    actor: { kind: address.kind === "pass" ? "pass" : "ticket", id: address.id },
    accessControl: type.accessControl(state),
    seq: event.seq,
    command: event.command,
    revokes: event.revokes,
    correlationId: record.correlationId,
    createdAt: record.at,
    status: "pending",
    nextAttemptAt: null,
    sent: false,
    attemptCount: 0,
    attempts: [],
    reason: null,
    body: type.message(state, event.seq),
  }));
}

/** The unsent delivery that these events replace or drop, with its last status. */
function replacedBy(
  events: ReadonlyArray<Tagged>,
  open: Delivery | null,
  next: Delivery | undefined,
): Array<Delivery> {
  if (open === null) return [];
  const gone = events.some((event) =>
    (isQueued(event) && event.supersedes === open.seq) ||
    (isDropped(event) && event.seq === open.seq)
  );
  return gone
    ? [{ ...open, status: "superseded", nextAttemptAt: null, reason: next?.id ?? null }]
    : [];
}

/**
 * A stale one that its actor waits for all the same is an operator's; any other names the delivery
 * that tells its wish again.
 */
function afterStale(
  delivery: Delivery,
  waitsFor: number | null,
  next: Delivery | undefined,
): Delivery {
  if (delivery.status !== "superseded") return delivery;
  return delivery.seq === waitsFor
    ? { ...delivery, status: "dead" }
    : { ...delivery, reason: next?.id ?? null };
}

function isQueued(event: Tagged): event is DeliveryQueued {
  return event.type === "DeliveryQueued";
}

function isDropped(event: Tagged): event is DeliveryDropped {
  return event.type === "DeliveryDropped";
}
