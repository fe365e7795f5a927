/**
 * Port: the one way to an actor, wherever it lives.
 *
 * @module
 */
import { Context, Data, type Effect } from "effect";
import type { Address } from "./address.ts";
import type { Revisions } from "./actor_type.ts";
import type { Refusal, Tagged } from "./decider.ts";
import type { Delivery } from "./delivery.ts";
import type {
  ClaimTaken,
  CommandRecord,
  CommitUnknown,
  OwnershipLost,
  Quarantined,
  StoreUnavailable,
} from "./event_store.ts";

/** A command with all that is known about its asking. */
export interface Envelope {
  readonly commandId: string;
  /** The id was made for this command just now, so it cannot have been used before. */
  readonly fresh: boolean;
  readonly command: Tagged;
  /** Hash of path and body. */
  readonly fingerprint: string;
  /** From `If-Match`: the version that the caller has seen. */
  readonly expected: number | null;
  /** Id of the API key. */
  readonly by: string;
  readonly requestId: string | null;
  /** The caller named it: whoever asks for it later knows that name. */
  readonly requestGiven?: boolean;
  /** `null`: this command starts its own chain. */
  readonly correlationId: string | null;
  readonly causationId: string | null;
  /** Saved in the same atomic as the events: the delivery that this command settles or reopens. */
  readonly delivery: Delivery | null;
}

/** What a carried-out command leaves with its caller. */
export interface Receipt {
  readonly record: CommandRecord;
  /** Answered before: nothing was done now. */
  readonly replayed: boolean;
}

/** What a command would do; nothing is stored. */
export interface Rehearsal {
  readonly version: number;
  readonly events: ReadonlyArray<Tagged>;
}

/** An actor as it was at one version. */
export interface ActorView {
  readonly version: number;
  readonly state: unknown;
  readonly revisions: Revisions;
}

/** How far the access control has followed a command; `none`: it need not hear of it. */
export type OperationStatus = "none" | "pending" | "confirmed" | "failed" | "superseded";

/** The domain said no. */
export class CommandRefused extends Data.TaggedError("CommandRefused")<{
  /** `null`: of a rehearsal, which nothing is recorded of. */
  readonly commandId: string | null;
  readonly refusal: Refusal;
  readonly version: number;
  readonly replayed: boolean;
}> {}

/** No such actor in this tenant, and the command does not make one. */
export class UnknownActor extends Data.TaggedError("UnknownActor")<{
  readonly address: Address;
}> {}

/** The actor is there, and has not come to this version. */
export class UnknownVersion extends Data.TaggedError("UnknownVersion")<{
  readonly address: Address;
  readonly newest: number;
}> {}

/** The actor has moved on since the version in `If-Match`. */
export class VersionMismatch extends Data.TaggedError("VersionMismatch")<{
  readonly expected: number;
  readonly actual: number;
}> {}

/** The command id was used for another body. */
export class CommandIdReused extends Data.TaggedError("CommandIdReused")<{
  readonly commandId: string;
}> {}

/** The same command id is being worked on right now. */
export class CommandInProgress extends Data.TaggedError("CommandInProgress")<{
  readonly commandId: string;
}> {}

/** Too many commands wait for this actor, or too many actors are live. Nothing was done. */
export class ActorBusy extends Data.TaggedError("ActorBusy")<{
  readonly reason: string;
  readonly retryAfterMs: number;
}> {}

/** Every way in which a command is not carried out. None of them changed the actor, but for `CommitUnknown`. */
export type SendError =
  | CommandRefused
  | UnknownActor
  | UnknownVersion
  | VersionMismatch
  | CommandIdReused
  | CommandInProgress
  | ActorBusy
  | ClaimTaken
  | StoreUnavailable
  | CommitUnknown
  | OwnershipLost
  | Quarantined;

/** Sends commands to actors and reads them, without knowing where they live. */
export class ActorRouter extends Context.Service<ActorRouter, {
  /**
   * Has one actor carry out one command, after the commands that came before it.
   *
   * Succeeds when the effect is on disk. A repeated command id gives the first receipt again.
   * Interrupting the caller does not stop a command that has started.
   */
  readonly send: (address: Address, envelope: Envelope) => Effect.Effect<Receipt, SendError>;
  /**
   * Decides on the present state and stores nothing.
   *
   * With `atVersion` (0: before its first fact) on the state of then, with the reference data of
   * now and as if all that it was waiting for had been sent. A version that is yet to come fails
   * with `UnknownActor`.
   */
  readonly rehearse: (
    address: Address,
    envelope: Envelope,
    atVersion?: number,
  ) => Effect.Effect<Rehearsal, SendError>;
  /** The actor now, or at `atVersion` (not above its version). */
  readonly view: (
    address: Address,
    atVersion?: number,
  ) => Effect.Effect<ActorView, UnknownActor | ActorBusy | StoreUnavailable | Quarantined>;
  /**
   * Of an order's command: waits until the passes and tickets have heard of it, and tells how far
   * it has come by that alone: `pending` when the access control must hear of anything.
   *
   * `version` is the order's when it was told of the outcome: the same however often one asks.
   */
  readonly carriedOut: (
    record: CommandRecord,
    timeoutMs: number,
  ) => Effect.Effect<{ readonly status: OperationStatus; readonly version: number }>;
  /**
   * Waits until `revision` is acknowledged or its delivery has failed, at most `timeoutMs`.
   *
   * For an order: until that is so for all that its passes and tickets were told.
   */
  readonly settled: (
    address: Address,
    revision: number,
    timeoutMs: number,
  ) => Effect.Effect<void>;
  /** How far what this command wanted has come at the access control. */
  readonly operation: (
    record: CommandRecord,
  ) => Effect.Effect<OperationStatus, StoreUnavailable | Quarantined>;
  /**
   * Runs `work` while the actor carries out nothing, and has it read anew after that.
   *
   * For whoever changes what is stored of it beside its commands.
   */
  readonly alone: <A, E>(
    address: Address,
    work: Effect.Effect<A, E>,
  ) => Effect.Effect<A, E | ActorBusy>;
  readonly stats: () => {
    readonly live: number;
    readonly waiting: number;
    readonly commands: number;
    readonly refused: number;
    readonly passivated: number;
  };
}>()("gatehouse/actors/ActorRouter") {}
