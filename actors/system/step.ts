/**
 * The way of one command through one actor: decide, commit, become.
 *
 * @module
 */
import { Clock, Effect, Result } from "effect";
import {
  CommandIdReused,
  CommandRefused,
  type Envelope,
  type Receipt,
  type Rehearsal,
  type SendError,
  UnknownActor,
  VersionMismatch,
} from "../actor_router.ts";
import { TicketNumber } from "../address.ts";
import type { CommandContext, Decision, Refusal, Tagged } from "../decider.ts";
import {
  type ClaimTaken,
  type CommandRecord,
  type EventStore,
  type Quarantined,
  StoreUnavailable,
} from "../event_store.ts";
import { type Cell, loadCell } from "./cell.ts";
import { type Asked, commit, type Workshop } from "./commit.ts";
import { GATEHOUSE } from "./own_command.ts";

/** Carries out one command. The caller holds the cell's gate, and lets nobody interrupt. */
export const carryOut = Effect.fnUntraced(function* (
  workshop: Workshop,
  cell: Cell,
  envelope: Envelope,
): Effect.fn.Return<Receipt, SendError> {
  const { store, lanes } = workshop;
  if (!cell.loaded) yield* loadCell(workshop, cell);
  if (!envelope.fresh) {
    const known = yield* store.command(cell.address.tenant, envelope.commandId);
    if (known !== null) return yield* replay(known, envelope);
  }
  yield* admit(store, cell, envelope);
  if (!store.hasRoom()) return yield* new StoreUnavailable({ reason: "The write queue is full" });
  const hold = lanes.hold(cell.address);
  // What was settled or replaced meanwhile keeps the record that this made of it.
  const isOpen = envelope.delivery?.id === hold.delivery?.id;
  const asked: Asked = { envelope: isOpen ? envelope : { ...envelope, delivery: null }, hold };
  return yield* Effect.ensuring(
    decideAndCommit(workshop, cell, asked),
    Effect.sync(hold.release),
  );
});

/** Decides on the present state and forgets it again. */
export const rehearseStep = Effect.fnUntraced(function* (
  workshop: Workshop,
  cell: Cell,
  envelope: Envelope,
): Effect.fn.Return<Rehearsal, SendError> {
  if (!cell.loaded) yield* loadCell(workshop, cell);
  yield* admit(workshop.store, cell, envelope);
  const hold = workshop.lanes.hold(cell.address);
  hold.release();
  const context = yield* contextOf(workshop, cell, { envelope, hold });
  const decision: Decision<Tagged> = cell.type.decide(cell.state, envelope.command, context);
  if (Result.isFailure(decision)) {
    return yield* new CommandRefused({
      commandId: null,
      refusal: decision.failure,
      version: cell.version,
      replayed: false,
    });
  }
  return { version: cell.version + decision.success.length, events: decision.success };
});

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

/** A command that was carried out before does not come here: its answer is read, and stands. */
const admit = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  cell: Cell,
  { command, expected }: Envelope,
): Effect.fn.Return<void, UnknownActor | VersionMismatch | Quarantined> {
  const quarantined = store.quarantined(cell.address);
  if (quarantined !== null) return yield* quarantined;
  if (cell.version === 0 && !cell.type.creators.includes(command.type)) {
    return yield* new UnknownActor({ address: cell.address });
  }
  if (expected !== null && expected !== cell.version) {
    return yield* new VersionMismatch({ expected, actual: cell.version });
  }
});

const contextOf = Effect.fnUntraced(function* (
  { catalogues, numbers }: Workshop,
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
    ticketNumber: address.kind === "ticket" ? yield* numbers : TicketNumber(""),
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
