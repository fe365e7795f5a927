/**
 * The way of one command through one actor: decide, commit, become.
 *
 * @module
 */
import { Clock, Effect, Random, Result } from "effect";
import type { Envelope, Receipt, Rehearsal, SendError } from "../actor_router.ts";
import { CommandIdReused, CommandRefused, UnknownActor, VersionMismatch } from "../actor_router.ts";
import { isReferenceKind, TicketNumber } from "../address.ts";
import type { Catalogues } from "../catalogues.ts";
import type { AnyActorType } from "../actor_type.ts";
import type { Errands } from "./errands.ts";
import { type Cell, loadCell, tellWatchers } from "./cell.ts";
import type { CommandContext, Decision, Refusal, Tagged } from "../decider.ts";
import type { DeliveryLanes, Hold } from "../delivering/lanes.ts";
import type { Delivery } from "../delivery.ts";
import {
  type ClaimTaken,
  type CommandRecord,
  type EventStore,
  StoreUnavailable,
} from "../event_store.ts";
import type { ReferenceState } from "../reference/mod.ts";
import type { DeliveryDropped, DeliveryQueued } from "../sync.ts";

/** What a step works with. */
export interface Workshop {
  readonly store: EventStore["Service"];
  readonly lanes: DeliveryLanes["Service"];
  readonly catalogues: Catalogues["Service"];
  readonly errands: Errands["Service"];
}

/** Facts that Gatehouse itself reports leave no trace when there was nothing to report. */
export const GATEHOUSE = "gatehouse";

/** Carries out one command. The caller holds the cell's gate, and lets nobody interrupt. */
export const carryOut = Effect.fnUntraced(function* (
  workshop: Workshop,
  cell: Cell,
  envelope: Envelope,
): Effect.fn.Return<Receipt, SendError> {
  const { store, lanes } = workshop;
  if (!cell.loaded) yield* loadCell(store, lanes, cell);
  if (!envelope.fresh) {
    const known = yield* store.command(cell.address.tenant, envelope.commandId);
    if (known !== null) return yield* replay(known, envelope);
  }
  yield* admit(cell, envelope);
  if (!store.hasRoom()) return yield* new StoreUnavailable({ reason: "The write queue is full" });
  const hold = lanes.hold(cell.address);
  return yield* Effect.ensuring(
    decideAndCommit(workshop, cell, { envelope, hold }),
    Effect.sync(hold.release),
  );
});

/** Decides on the present state and forgets it again. */
export const rehearseStep = Effect.fnUntraced(function* (
  workshop: Workshop,
  cell: Cell,
  envelope: Envelope,
): Effect.fn.Return<Rehearsal, SendError> {
  if (!cell.loaded) yield* loadCell(workshop.store, workshop.lanes, cell);
  yield* admit(cell, envelope);
  const hold = workshop.lanes.hold(cell.address);
  hold.release();
  const context = yield* contextOf(workshop, cell, { envelope, hold });
  const decision: Decision<Tagged> = cell.type.decide(cell.state, envelope.command, context);
  if (Result.isFailure(decision)) {
    return yield* new CommandRefused({
      commandId: envelope.commandId,
      refusal: decision.failure,
      version: cell.version,
      replayed: false,
    });
  }
  return { version: cell.version + decision.success.length, events: decision.success };
});

interface Asked {
  readonly envelope: Envelope;
  readonly hold: Hold;
}

const replay = Effect.fnUntraced(function* (
  record: CommandRecord,
  envelope: Envelope,
): Effect.fn.Return<Receipt, CommandIdReused | CommandRefused> {
  const { commandId } = envelope;
  if (record.fingerprint !== envelope.fingerprint) return yield* new CommandIdReused({ commandId });
  if (record.refusal === null) return { record, replayed: true };
  const { refusal, version } = record;
  return yield* new CommandRefused({ commandId, refusal, version, replayed: true });
});

const admit = Effect.fnUntraced(function* (
  cell: Cell,
  { command, expected }: Envelope,
): Effect.fn.Return<void, UnknownActor | VersionMismatch> {
  if (cell.version === 0 && !cell.type.creators.includes(command.type)) {
    return yield* new UnknownActor({ address: cell.address });
  }
  if (expected !== null && expected !== cell.version) {
    return yield* new VersionMismatch({ expected, actual: cell.version });
  }
});

const contextOf = Effect.fnUntraced(function* (
  { catalogues }: Workshop,
  { address }: Cell,
  { envelope, hold }: Asked,
): Effect.fn.Return<CommandContext> {
  return {
    at: yield* Clock.currentTimeMillis,
    by: envelope.by,
    id: address.id,
    commandId: envelope.commandId,
    catalogue: catalogues.of(address.tenant),
    unsent: hold.unsent,
    // 12 digits: no two of 100,000 tickets of one performance meet, to 1 in 200
    ticketNumber: TicketNumber(
      address.kind === "ticket" ? String(yield* Random.nextIntBetween(1e11, 1e12)) : "",
    ),
  };
});

const decideAndCommit = Effect.fnUntraced(function* (
  workshop: Workshop,
  cell: Cell,
  asked: Asked,
): Effect.fn.Return<Receipt, SendError> {
  const { type } = cell;
  const { envelope } = asked;
  const context = yield* contextOf(workshop, cell, asked);
  const decision: Decision<Tagged> = type.decide(cell.state, envelope.command, context);
  const refusal = Result.isFailure(decision) ? decision.failure : null;
  const events = Result.isSuccess(decision) ? decision.success : [];
  let state = cell.state;
  for (const event of events) state = type.evolve(state, event);
  const record = recordOf(cell, { envelope, at: context.at, state, events, refusal });
  const nothing = events.length === 0 && envelope.delivery === null;
  if (nothing && envelope.by === GATEHOUSE) return { record, replayed: false };

  const held = yield* commit(workshop, cell, { asked, record, events, state }).pipe(
    Effect.as(null),
    Effect.catchTag(
      "ClaimTaken",
      (taken) => taken.claim.space === "holding" ? Effect.succeed(taken) : Effect.fail(taken),
    ),
  );
  if (held !== null) return yield* refuseHeld(workshop, cell, { asked, at: context.at, held });
  if (refusal === null) return { record, replayed: false };
  const { commandId } = envelope;
  const { version } = record;
  return yield* new CommandRefused({ commandId, refusal, version, replayed: false });
});

/** The one rule that only the commit can judge (A6, A7): it is kept like any other refusal. */
const refuseHeld = Effect.fnUntraced(function* (
  workshop: Workshop,
  cell: Cell,
  { asked, at, held }: {
    readonly asked: Asked;
    readonly at: number;
    readonly held: ClaimTaken;
  },
): Effect.fn.Return<never, SendError> {
  const { state } = cell;
  const { envelope } = asked;
  const refusal: Refusal = {
    type: "PassAlreadyHeld",
    rule: "A customer acquires a pass while holding another of its group only if its type says so.",
    operands: { group: held.claim.scope, held: held.holder.holder.id },
    advice: "Use the pass that is held, or cancel it first.",
  };
  const record = recordOf(cell, { envelope, at, state, events: [], refusal });
  yield* commit(workshop, cell, { asked, record, events: [], state });
  const { commandId } = envelope;
  const { version } = record;
  return yield* new CommandRefused({ commandId, refusal, version, replayed: false });
});

interface Decided {
  readonly asked: Asked;
  readonly record: CommandRecord;
  readonly events: ReadonlyArray<Tagged>;
  readonly state: unknown;
}

/** Writes a decision and, when it is on disk, lets the cell, the lanes and the watchers know. */
const commit = Effect.fnUntraced(function* (
  { store, lanes, catalogues, errands }: Workshop,
  cell: Cell,
  { asked: { envelope, hold }, record, events, state }: Decided,
): Effect.fn.Return<void, SendError> {
  const { address, type } = cell;
  const { correlationId, at } = record;
  const queued = deliveriesOf(cell, { events, state, record });
  const followed = replacedBy(events, hold.delivery, queued[0]);
  if (envelope.delivery !== null) followed.push(envelope.delivery);
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
    ...unfinishedIn(type, cell.state, state),
  }).pipe(
    Effect.tapError(({ _tag }) => Effect.sync(() => cell.loaded = _tag === "ClaimTaken")),
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

/** Only for kinds that coordinate, so that the others write nothing for it. */
function unfinishedIn(
  { isUnfinished }: AnyActorType,
  before: unknown,
  after: unknown,
): { readonly unfinished?: boolean } {
  if (isUnfinished === undefined) return {};
  const unfinished = isUnfinished(after);
  return unfinished || isUnfinished(before) ? { unfinished } : {};
}

interface Outcome {
  readonly envelope: Envelope;
  readonly at: number;
  readonly state: unknown;
  readonly events: ReadonlyArray<Tagged>;
  readonly refusal: Refusal | null;
}

function recordOf(
  cell: Cell,
  { envelope, at, state, events, refusal }: Outcome,
): CommandRecord {
  const { desired, acknowledged } = cell.type.revisions(state);
  const isWanted = desired > cell.type.revisions(cell.state).desired;
  return {
    commandId: envelope.commandId,
    address: cell.address,
    type: envelope.command.type,
    at,
    by: envelope.by,
    correlationId: envelope.correlationId ?? envelope.commandId,
    requestId: envelope.requestId,
    fingerprint: envelope.fingerprint,
    version: cell.version + events.length,
    events: events.map((event) => event.type),
    // a grant that was never sent and is taken back leaves nothing to be confirmed
    revision: isWanted && acknowledged < desired ? desired : null,
    refusal,
  };
}

function deliveriesOf(
  cell: Cell,
  { events, state, record }: Pick<Decided, "events" | "state" | "record">,
): ReadonlyArray<Delivery> {
  const { address, type } = cell;
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

function isQueued(event: Tagged): event is DeliveryQueued {
  return event.type === "DeliveryQueued";
}

function isDropped(event: Tagged): event is DeliveryDropped {
  return event.type === "DeliveryDropped";
}
