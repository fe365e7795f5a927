/**
 * Port: what we tell an access-control system, and what it can answer.
 *
 * @module
 */
import { Data, type Effect } from "effect";
import type { Barcode, SubjectKind } from "./address.ts";

/** The printer that makes nothing of paper or plastic: the record exists, and that is all. */
export const VIRTUAL_PRINTER = "Virtual";

/** Kinds of credentials; a ticket has up to three barcodes, a pass one card. */
export const CREDENTIAL_KINDS = ["standard", "adult", "concession", "card"] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** What opens a gate, typed as the access control issued it. */
export interface Credential {
  readonly kind: CredentialKind;
  readonly value: Barcode;
}

/** One admission in the access control's own codes; `null` where it needs none. */
export interface AdmissionRecord {
  readonly admissionId: string;
  readonly ProductCode: string;
  readonly StadiumCode: string | null;
  readonly StandCode: string | null;
  readonly AreaCode: string | null;
  readonly PriceBandCode: string | null;
  readonly row: string | null;
  readonly seat: string | null;
  readonly Tst1: string | null;
  readonly Tst2: string | null;
}

/** The whole desired state of one card. */
export interface CardMessage {
  readonly generation: number;
  readonly passType: string;
  readonly productCode: string;
  readonly memberId: string;
  readonly printer: string;
  /** Dates `YYYY-MM-DD`. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** The card's value; `null` asks for a new one. */
  readonly credential: Barcode | null;
  readonly admissions: ReadonlyArray<AdmissionRecord>;
  readonly reason: string | null;
}

/** The whole desired state of one single ticket. */
export interface TicketMessage extends AdmissionRecord {
  readonly generation: number;
  /** `barcode`: send one back for us to print; `print`: print it yourself. */
  readonly delivery: "barcode" | "print";
  readonly printer: string;
  /** Empty asks for new ones. */
  readonly credentials: ReadonlyArray<Credential>;
  readonly reason: string | null;
}

/** What can be told about a card. */
export type CardCommand = "issueCard" | "updateCard" | "cancelCard" | "blockCard" | "unblockCard";
/** What can be told about a single ticket. */
export type TicketCommand = "issueTicket" | "cancelTicket";
/** Every command of the port, by its name on the wire. */
export type CommandName = CardCommand | TicketCommand;

/** A command with the whole desired state of its subject. */
export type SubjectCommand =
  | { readonly command: CardCommand; readonly card: CardMessage }
  | { readonly command: TicketCommand; readonly ticket: TicketMessage };

/** One message, ready to send: the same on every attempt. */
export interface OutgoingCommand {
  /** Idempotency key at the access control. */
  readonly commandId: string;
  readonly tenant: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  /** The fence: grows with every command of one subject; an older one must be ignored there. */
  readonly seq: number;
  readonly body: SubjectCommand;
}

/** The access control has applied a command. */
export interface Done {
  readonly type: "done";
  readonly credentials: ReadonlyArray<Credential>;
  readonly externalId: string | null;
  /** `false`: the record exists but nothing came out of the printer. */
  readonly printed: boolean;
  readonly printFault: string | null;
}

/** Never going to work as it is. The command was not applied. */
export interface Rejected {
  readonly type: "rejected";
  readonly code: string;
  readonly message: string;
}

/** A newer command of this subject was applied there already; `lastSeq` is its fence. */
export interface Stale {
  readonly type: "stale";
  readonly lastSeq: number;
}

/** What ends a delivery, for good or until an operator acts. */
export type Answer = Done | Rejected | Stale;

/** Every way one call can end: a value, for the outbox to act on. */
export type Outcome =
  | Answer
  /** Taken; the answer comes later, by callback or when asked. */
  | { readonly type: "accepted" }
  /** Only when asking: not known there, so it was never applied. */
  | { readonly type: "unknown" }
  /** Our token is refused: a fault of configuration, pause and alarm. */
  | { readonly type: "unauthorised"; readonly reason: string }
  /** May work later. `applied: "no"` only where it provably never arrived or was not taken. */
  | {
    readonly type: "transient";
    readonly reason: string;
    readonly retryAfterMs: number | null;
    readonly applied: "no" | "unknown";
  }
  /** Not an answer of this protocol; the same again and again is a dead letter. */
  | { readonly type: "permanent"; readonly reason: string; readonly applied: "no" | "unknown" };

/** What one call left behind for the delivery's history. */
export interface Called {
  readonly outcome: Outcome;
  readonly httpStatus: number | null;
  readonly durationMs: number;
}

/** A gate event as the access control tells it. */
export interface Scan {
  readonly scanId: string;
  /** Milliseconds since the epoch, by the gate's clock. */
  readonly at: number;
  readonly value: Barcode;
  readonly productCode: string;
  readonly gate: string | null;
  readonly direction: "in" | "out";
  readonly online: boolean;
  readonly result: "accepted" | "refused" | "annulled";
  readonly annuls: string | null;
  readonly code: string | null;
}

/** One credential as the access control has it in its list. */
export interface Listed extends Credential {
  /** Whose it is there; `null`: nobody that could be ours. */
  readonly subject: { readonly kind: SubjectKind; readonly id: string } | null;
  readonly state: "live" | "dead";
  readonly admissionIds: ReadonlyArray<string>;
}

/** A question for scans or for the list has led to nothing that can be used. */
export class NotAnswered extends Data.TaggedError("NotAnswered")<{
  /** For people; never with our token. */
  readonly reason: string;
}> {}

/** How attempts are spaced: doubling from `firstMs` to `maxMs`, with full jitter. */
export interface RetryPolicy {
  readonly firstMs: number;
  readonly maxMs: number;
  readonly attemptTimeoutMs: number;
}

/** When a failing system is left alone, and for how long. */
export interface BreakerPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  readonly openMs: number;
}

/** How much a system is asked to take. */
export interface PacePolicy {
  /** Calls that may be under way at once. */
  readonly callsMax: number;
  /** `null`: as fast as it answers. */
  readonly callsPerSecond: number | null;
}

/** Where nothing else is said. */
export const DEFAULT_PACE: PacePolicy = { callsMax: 32, callsPerSecond: null };

/** One configured access-control system of one tenant. */
export interface AccessControl {
  readonly tenant: string;
  readonly name: string;
  /** Who prints single tickets: they send a barcode back, or they print. */
  readonly tickets: "barcode" | "print";
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  /** Of commands and the questions after them; scans and lists are asked for one at a time. */
  readonly pace: PacePolicy;
  /** How often accepted but unanswered commands, and scans, are asked for. */
  readonly pollMs: number;
  /** How often its list is compared with ours. */
  readonly reconcileEveryMs: number;
  /** Whether what the comparison finds is repaired by itself, or waits for an operator. */
  readonly repair: "propose" | "automatic";
  /** One attempt, within `retry.attemptTimeoutMs`. Never fails: an `Outcome` says what happened. */
  readonly send: (command: OutgoingCommand) => Effect.Effect<Called>;
  /** The outcome of a command sent before. Changes nothing there. */
  readonly ask: (commandId: string) => Effect.Effect<Called>;
  /** Scans after `cursor` (`null`: from the beginning). */
  readonly scans: (
    cursor: string | null,
  ) => Effect.Effect<
    { readonly items: ReadonlyArray<Scan>; readonly next: string },
    NotAnswered
  >;
  /**
   * One page of all credentials that it has, from `cursor` on (`null`: from the beginning).
   *
   * What is not whole is no answer: a credential that is left out would look as if it were lost
   * there. `next` is `null` at the end.
   */
  readonly credentials: (
    cursor: string | null,
  ) => Effect.Effect<
    { readonly items: ReadonlyArray<Listed>; readonly next: string | null },
    NotAnswered
  >;
}
