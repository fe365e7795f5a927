/**
 * What a pass and a ticket share: how each follows its deliveries to the access control.
 *
 * An actor waits for one delivery at a time. What it still wants is a function of its state, so
 * that any number of changes while one is under way end in one next message.
 *
 * @module
 */
import type { Answer, CommandName } from "./access_control.ts";
import type { Barcode } from "./address.ts";

/** A message was committed for the access control; its text is made from the state. */
export interface DeliveryQueued {
  readonly type: "DeliveryQueued";
  /** The fence, growing by one or more with each delivery of this actor. */
  readonly seq: number;
  readonly command: CommandName;
  readonly generation: number;
  /** Revision that is confirmed when this one is. */
  readonly covers: number;
  /** Takes rights away. */
  readonly revokes: boolean;
  /** `seq` of the unsent delivery that this one replaces. */
  readonly supersedes: number | null;
  /** Admissions that the message says the card opens; empty for tickets. */
  readonly admissionIds: ReadonlyArray<string>;
}

/** The outstanding delivery was never sent and is not needed any more: nothing replaces it. */
export interface DeliveryDropped {
  readonly type: "DeliveryDropped";
  readonly seq: number;
}

/** The access control refused it for good, or never gave a valid answer: an operator must act. */
export interface DeliveryFailed {
  readonly type: "DeliveryFailed";
  readonly seq: number;
  readonly code: string;
  readonly message: string;
  /** `no`: it certainly had no effect there. */
  readonly applied: "no" | "unknown";
}

/** An operator had the failed delivery tried again, unchanged. */
export interface DeliveryReopened {
  readonly type: "DeliveryReopened";
  readonly seq: number;
}

/** An operator gave the delivery up and vouches for the other side. */
export interface DeliveryDiscarded {
  readonly type: "DeliveryDiscarded";
  readonly seq: number;
  readonly reason: string;
}

/** The other side had applied a newer command than ours: fences jump above `lastSeq`. */
export interface FenceRaised {
  readonly type: "FenceRaised";
  readonly seq: number;
  readonly lastSeq: number;
}

/** An answer that changes nothing, kept because someone will ask. */
export interface AnswerIgnored {
  readonly type: "AnswerIgnored";
  readonly seq: number;
  readonly because: "late" | "duplicate" | "contradictory";
  readonly answer: Answer["type"];
}

/** Accepted long ago and still not answered. It is asked for, never issued again. */
export interface AnswerOverdue {
  readonly type: "AnswerOverdue";
  readonly seq: number;
}

export type SyncEvent =
  | DeliveryQueued
  | DeliveryDropped
  | DeliveryFailed
  | DeliveryReopened
  | DeliveryDiscarded
  | FenceRaised
  | AnswerIgnored
  | AnswerOverdue;

/** Who has a value that the access control just issued. */
export type Ownership = "free" | "own" | "dead" | "foreign" | "ticket-number";

/** What the outbox tells the actor. Idempotent by command id, like every command. */
export type SyncCommand =
  | {
    readonly type: "RecordAnswer";
    readonly seq: number;
    readonly answer: Answer;
    /** One for each credential of a `done`, looked up just before. */
    readonly owners: ReadonlyArray<{ readonly value: Barcode; readonly owner: Ownership }>;
  }
  | {
    readonly type: "RecordDeadLetter";
    readonly seq: number;
    readonly code: string;
    readonly message: string;
    readonly applied: "no" | "unknown";
  }
  | { readonly type: "RecordOverdue"; readonly seq: number }
  | { readonly type: "ReopenDelivery"; readonly seq: number }
  | { readonly type: "DiscardDelivery"; readonly seq: number; readonly reason: string };
