/**
 * Port: where facts are kept. One append is all or nothing, and is on disk before it succeeds.
 *
 * @module
 */
import { Context, Data, type Effect } from "effect";
import type { Address, Kind, SubjectKind } from "./address.ts";
import type { DamagedActor } from "./damaged_actor.ts";
import type { Json, Refusal, Tagged } from "./decider.ts";
import type { Delivery, DeliveryStatus } from "./delivery.ts";
import type { Refolded, Restated } from "./restated.ts";

/** Who asked for a command, when, and what it followed from. The same for all its events. */
export interface Cause {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly commandId: string;
  /** Id of the first command of the chain: the operation. */
  readonly correlationId: string;
  /** Delivery or command that this one followed from. */
  readonly causationId: string | null;
  /** Id of the API key. */
  readonly by: string;
  readonly requestId: string | null;
}

/** A stored fact. */
export interface Recorded<Event extends Tagged = Tagged> extends Cause {
  /** Place in the log of everything: unique, growing in commit order, with gaps. */
  readonly position: number;
  readonly address: Address;
  /** 1 for the first fact of the actor, without gaps. */
  readonly version: number;
  readonly event: Event;
}

/**
 * A value that only its holder has: one holder a scope, and tombstones are for ever.
 *
 * In the space `holding` the value is a customer, the scope a group of passes, and there may be
 * several holders: an `exclusive` claim needs that there is no other, and a dead one is forgotten.
 */
export interface Claim {
  readonly space: "barcode" | "ticket-number" | "holding";
  readonly value: string;
  /** Uniqueness holds inside it; empty: in the whole tenant. */
  readonly scope: string;
  readonly state: "live" | "dead";
  /** What the holder wants to remember beside it: the generation, the credential's kind. */
  readonly note: string;
  /** For whom it is taken; the actor that appends, unless another is named. */
  readonly holder?: { readonly kind: Kind; readonly id: string };
  /** Only in the space `holding`. */
  readonly exclusive?: boolean;
}

/** Who has a value. */
export interface Claimed {
  readonly holder: { readonly kind: Kind; readonly id: string };
  readonly scope: string;
  readonly state: "live" | "dead";
  readonly note: string;
}

/** What an actor can be found by. */
export interface Relation {
  readonly by: "order" | "customer" | "performance";
  readonly value: string;
}

/** What became of a command: kept at least 30 days, so that a repeat gets the same answer. */
export interface CommandRecord {
  readonly commandId: string;
  readonly address: Address;
  readonly type: string;
  readonly at: number;
  readonly by: string;
  readonly correlationId: string;
  readonly requestId: string | null;
  /** Hash of path and body: another one under the same id is a mistake of the caller. */
  readonly fingerprint: string;
  /** Version after the command; for a refusal the version it was decided at. */
  readonly version: number;
  /** Types of its events, in order. Empty when refused, or when there was nothing to do. */
  readonly events: ReadonlyArray<string>;
  /** Revision that must be acknowledged for the command to be confirmed; `null`: nothing to send. */
  readonly revision: number | null;
  readonly refusal: Refusal | null;
}

/** One command's whole effect. */
export interface Append {
  readonly address: Address;
  /** Version that the decision was taken at. */
  readonly expected: number;
  readonly cause: Cause;
  /** Empty for a refusal, or for a command with nothing to do. */
  readonly events: ReadonlyArray<Tagged>;
  /** State after `events`, the next head; the store decides when it is also a snapshot. */
  readonly state: unknown;
  readonly stateVersion: number;
  readonly command: CommandRecord;
  /** New deliveries, and settled or superseded ones with their new status. */
  readonly deliveries: ReadonlyArray<Delivery>;
  readonly claims: ReadonlyArray<Claim>;
  readonly relations: ReadonlyArray<Relation>;
  /** The actor has to tell other actors something: it is found by `unfinished` until it has not. */
  readonly unfinished?: boolean;
  /** A person must see to the actor: `attention` names it until nobody has to. */
  readonly needsPerson?: boolean;
  /** The caller named the request: the command is `requested` by that also when accepted. */
  readonly requestGiven?: boolean;
}

/** An actor as stored: a state at `version`, and the facts after it (none while heads are small). */
export interface Loaded {
  /** 0 when there is none. */
  readonly version: number;
  readonly snapshot: {
    readonly version: number;
    readonly stateVersion: number;
    readonly state: unknown;
  } | null;
  readonly tail: ReadonlyArray<Tagged>;
}

/** An actor as a list of all of one kind has it. */
export interface ListedHead {
  readonly id: string;
  readonly loaded: Loaded;
  /** Of its newest fact. */
  readonly position: number;
}

/** Of all actors of a kind, those that can be read. */
export interface Heads {
  readonly data: ReadonlyArray<{ readonly id: string; readonly loaded: Loaded }>;
  /** Actors whose heads do not decode: they are missing. Left out when none. */
  readonly damaged?: ReadonlyArray<Address>;
}

/** One stored state, without the state. */
export interface SnapshotInfo {
  readonly version: number;
  readonly stateVersion: number;
  readonly at: number;
  readonly sizeBytes: number;
}

/** Where what is stored of an actor's facts is not what was written. */
export interface BrokenLink {
  /** Of the first fact that is in doubt. */
  readonly version: number;
  readonly reason: string;
}

/** One page; `next` is `null` at the end. */
export interface Page<A> {
  readonly data: ReadonlyArray<A>;
  readonly next: string | null;
}

/** Which facts of the log; `null`, or left out, takes all. Those given must all hold. */
export interface LogFilter {
  readonly kind: Kind | null;
  readonly id: string | null;
  readonly type: string | null;
  /** Milliseconds since the epoch; inclusive and exclusive. */
  readonly from: number | null;
  readonly to: number | null;
  /** Only facts of these actors. */
  readonly actors?: ReadonlyArray<{ readonly kind: Kind; readonly id: string }> | null;
  /** Only facts of actors related to all of these; the order or performance itself is. */
  readonly related?: ReadonlyArray<Relation>;
  /** Only facts of this chain of commands. */
  readonly correlationId?: string | null;
  /** Only facts that this key has asked for. */
  readonly by?: string | null;
  /** No facts of this kind. */
  readonly except?: Kind | null;
}

/** Which deliveries; `null` takes all. Those given must all hold. */
export interface DeliveryFilter {
  readonly status: DeliveryStatus | null;
  readonly accessControl: string | null;
  readonly actor: { readonly kind: SubjectKind; readonly id: string } | null;
}

/** Where a page starts (`null`: at the beginning) and how long it may be. */
export interface PageRequest {
  readonly cursor: string | null;
  /** 1 to 500. */
  readonly limit: number;
}

/** How one page of the log is read. */
export interface LogRequest extends PageRequest {
  /** From the end back to the beginning. */
  readonly newestFirst?: boolean;
}

/** One page of the log. */
export interface LoggedPage extends Page<Recorded> {
  /** Actors with facts that belong here and do not decode: they are missing. Left out when none. */
  readonly damaged?: ReadonlyArray<Address>;
}

/** Another writer, or the same one twice, came first. A bug when one process owns the folder. */
export class VersionConflict extends Data.TaggedError("VersionConflict")<{
  readonly address: Address;
  readonly expected: number;
  readonly actual: number;
}> {}

/** The value belongs to another actor, or is a tombstone of this one. Nothing was written. */
export class ClaimTaken extends Data.TaggedError("ClaimTaken")<{
  readonly claim: Claim;
  readonly holder: Claimed;
}> {}

/** The queue is full, the disk is full, or the store does not answer. Nothing was written. */
export class StoreUnavailable extends Data.TaggedError("StoreUnavailable")<{
  readonly reason: string;
  /** The store answers: one claim or mark does not decode. Waiting does not mend it. */
  readonly isDamage?: true;
}> {}

/** The write may or may not have happened. Look the command up before answering anyone. */
export class CommitUnknown extends Data.TaggedError("CommitUnknown")<{
  readonly reason: string;
}> {}

/** Another process owns the data now. This one must stop writing for good. */
export class OwnershipLost extends Data.TaggedError("OwnershipLost")<{
  readonly reason: string;
}> {}

/** What is stored of this one actor is damaged; the others are unharmed. Nothing was written. */
export class Quarantined extends Data.TaggedError("Quarantined")<{
  readonly address: Address;
  readonly reason: string;
}> {}

/** Why something stored cannot be read now. */
export type ReadError = StoreUnavailable | Quarantined;
/** Why an append did not succeed; only `CommitUnknown` may have written something. */
export type AppendError =
  | VersionConflict
  | ClaimTaken
  | StoreUnavailable
  | CommitUnknown
  | OwnershipLost
  | Quarantined;

/** The log of events, and everything that commits with them. */
export class EventStore extends Context.Service<EventStore, {
  /**
   * Appends one command's effect, all or none, durable when it succeeds.
   *
   * Appends of one actor must not overlap (the actor system sees to it). Gives the first new
   * event's position. Interrupting the caller does not take a started append back.
   */
  readonly append: (append: Append) => Effect.Effect<{ readonly position: number }, AppendError>;
  /** Whether an `append` would be taken now: asked before deciding, so that a full queue refuses early. */
  readonly hasRoom: () => boolean;
  /** The actor as it is, or as it was at `atVersion`. */
  readonly load: (address: Address, atVersion?: number) => Effect.Effect<Loaded, ReadError>;
  /** Facts of one actor, oldest first, starting at `fromVersion`. */
  readonly history: (
    address: Address,
    page: { readonly fromVersion: number; readonly limit: number },
  ) => Effect.Effect<ReadonlyArray<Recorded>, ReadError>;
  /**
   * Facts of the whole tenant in commit order; the cursor is the position seen last.
   *
   * Work a page is bounded: it may be short, even empty, and still have a next one. Facts that do
   * not decode are left out and their actors named, but where the filter names the one by its id:
   * then it is `Quarantined`.
   */
  readonly log: (
    tenant: string,
    filter: LogFilter,
    page: LogRequest,
  ) => Effect.Effect<LoggedPage, ReadError>;
  /** The position up to which `log` is whole: nothing can still appear at or below it. */
  readonly tip: () => number;
  /** Returns when `tip` is above `position`, of any tenant. Never by itself when nothing is written. */
  readonly grown: (position: number) => Effect.Effect<void>;
  readonly snapshots: (address: Address) => Effect.Effect<ReadonlyArray<SnapshotInfo>, ReadError>;
  /** The stored bytes (CBOR) and the decoded state of one snapshot; the head counts as one. */
  readonly snapshot: (
    address: Address,
    version: number,
  ) => Effect.Effect<{ readonly bytes: Uint8Array; readonly state: unknown } | null, ReadError>;
  /**
   * Writes the stored states of an actor anew where they are not what its facts make.
   *
   * The caller sees to it that nothing is appended meanwhile. Facts are not touched.
   */
  readonly restate: (
    address: Address,
    refolded: Refolded,
  ) => Effect.Effect<Restated, StoreUnavailable | CommitUnknown | OwnershipLost | Quarantined>;
  /**
   * Walks the hash chain of an actor's commits to its head; `null`: every one is as it was written.
   *
   * Reads all of them. An append that comes meanwhile does no harm.
   */
  readonly brokenLink: (address: Address) => Effect.Effect<BrokenLink | null, ReadError>;
  /**
   * Why no append of the actor is taken; `null`: it is. Costs nothing, and reads nothing.
   *
   * Whatever reads a damaged head or fact quarantines the actor, and so does a broken link; what
   * nobody has read yet is not known. What can be read of it is read on. Actors that no route
   * verifies take appends all the same, as long as their states can be read.
   */
  readonly quarantined: (address: Address) => Quarantined | null;
  /** Takes no append of the actor any more: what is stored of it was found to be wrong. */
  readonly quarantine: (address: Address, reason: string) => void;
  /** Takes appends again: the whole actor was read since, and is sound. */
  readonly release: (address: Address) => void;
  /** The tenant's actors of any kind that were met damaged since the start, the first one first. */
  readonly damaged: (tenant: string) => ReadonlyArray<DamagedActor>;
  readonly command: (
    tenant: string,
    commandId: string,
  ) => Effect.Effect<CommandRecord | null, ReadError>;
  /** Commands of one actor, newest first, refused ones too. */
  readonly commands: (
    address: Address,
    page: PageRequest,
  ) => Effect.Effect<Page<CommandRecord>, ReadError>;
  /** Commands of a request, up to `limit`: the refused ones, and others if the caller named it. */
  readonly requested: (
    tenant: string,
    requestId: string,
    limit: number,
  ) => Effect.Effect<ReadonlyArray<CommandRecord>, ReadError>;
  /** Holders of a value in any scope (a ticket number can be one of several performances). */
  readonly claimed: (
    tenant: string,
    space: Claim["space"],
    value: string,
  ) => Effect.Effect<ReadonlyArray<Claimed>, ReadError>;
  readonly related: (
    tenant: string,
    relation: Relation,
    page: PageRequest,
  ) => Effect.Effect<Page<{ readonly kind: Kind; readonly id: string }>, ReadError>;
  /** Ids and heads of all actors of one kind, by id. A damaged actor is left out, and named. */
  readonly heads: (tenant: string, kind: Kind) => Effect.Effect<Heads, ReadError>;
  /**
   * As `heads`, page by page, with the position of each actor's newest fact.
   *
   * A page can be short and still have a next one.
   */
  readonly headPage: (
    tenant: string,
    kind: Kind,
    page: PageRequest,
  ) => Effect.Effect<Page<ListedHead> & Pick<Heads, "damaged">, ReadError>;
  /** Rewrites deliveries outside an append: attempts and next tries, no facts of an actor. */
  readonly saveDeliveries: (
    deliveries: ReadonlyArray<Delivery>,
  ) => Effect.Effect<void, StoreUnavailable | CommitUnknown | OwnershipLost>;
  readonly delivery: (tenant: string, id: string) => Effect.Effect<Delivery | null, ReadError>;
  /** Newest first; with an actor filter, that actor's. */
  readonly deliveries: (
    tenant: string,
    filter: DeliveryFilter,
    page: PageRequest,
  ) => Effect.Effect<Page<Delivery>, ReadError>;
  /** Every delivery that is not settled, of all tenants, for the outbox at start. */
  readonly unsettled: () => Effect.Effect<ReadonlyArray<Delivery>, ReadError>;
  /** Every actor whose last append was `unfinished`, of all tenants. */
  readonly unfinished: () => Effect.Effect<ReadonlyArray<Address>, ReadError>;
  /** Passes and tickets that a person must see to, by kind and id; a page takes at most 499. */
  readonly attention: (
    tenant: string,
    page: PageRequest,
  ) => Effect.Effect<Page<{ readonly kind: Kind; readonly id: string }>, ReadError>;
  /** Small named values of adapters: cursors. Written when it returns. */
  readonly readMark: (tenant: string, name: string) => Effect.Effect<Json | null, ReadError>;
  readonly writeMark: (
    tenant: string,
    name: string,
    value: Json,
  ) => Effect.Effect<void, StoreUnavailable | CommitUnknown | OwnershipLost>;
  /** For `/readyz` and `/metrics`. `degraded`: an actor is quarantined or the last write failed. */
  readonly health: () => {
    readonly writable: boolean;
    readonly queued: number;
    readonly quarantined: number;
    readonly commits: number;
    readonly appends: number;
    readonly reason: string | null;
  };
}>()("gatehouse/actors/EventStore") {}
