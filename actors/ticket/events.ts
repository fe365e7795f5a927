/**
 * Facts of one single ticket. Stored format: add, never rename.
 *
 * @module
 */
import type { AdmissionRecord, Credential } from "../access_control.ts";
import type { TicketNumber } from "../address.ts";
import type { CredentialFault } from "../credentials.ts";
import type { Seat } from "../mapping.ts";
import type { RepairEvent } from "../repair.ts";
import type { IncidentAcknowledged } from "../incidents.ts";
import type { ExposureIncidentRaised, ScanAnnulled, ScanRecorded, UseWithdrawn } from "../scan.ts";
import type { SyncEvent } from "../sync.ts";

/** A single ticket exists. The access control hears nothing of it before it is printed. */
export interface TicketAllocated {
  readonly type: "TicketAllocated";
  /** Order that it was sold in. */
  readonly orderId: string;
  /** Opaque reference to the buyer. */
  readonly customerId: string;
  /** Code of the performance that it admits to. */
  readonly performance: string;
  /** Chooses the price band code. */
  readonly priceType: string;
  /** `null`: no numbered place. */
  readonly seat: Seat | null;
  /** Unique within the performance; no gate knows it. */
  readonly ticketNumber: TicketNumber;
  /** Access-control system that its deliveries go to, for good. */
  readonly accessControl: string;
}

/** A barcode (or the printed ticket) was asked for; it opens nothing before `BarcodeBound`. */
export interface PrintRequested {
  readonly type: "PrintRequested";
  /** Of the credentials asked for. */
  readonly generation: number;
  /** Printer code, or `Virtual`. */
  readonly printer: string;
  /** `barcode`: one is sent back; `print`: the access control prints. */
  readonly delivery: "barcode" | "print";
  /** The codes of this moment: they stay with what is issued. */
  readonly record: AdmissionRecord;
  /** Revision that is confirmed when it is printed. */
  readonly revision: number;
}

/** The ticket is to be had anew: what was issued before is dead from now on. */
export interface ReprintRequested extends Omit<PrintRequested, "type"> {
  readonly type: "ReprintRequested";
  /** Given by the box office. */
  readonly reason: string;
  /** No longer identifies the ticket. */
  readonly oldTicketNumber: TicketNumber;
  /** Identifies it instead. */
  readonly ticketNumber: TicketNumber;
  /** It had been used, and was re-printed all the same. */
  readonly override: boolean;
  /** API key that asked. */
  readonly by: string;
}

/** Values that are dead here for ever. They may open gates until `BarcodeRevoked`. */
export interface BarcodeTombstoned {
  readonly type: "BarcodeTombstoned";
  /** Of the dead values. */
  readonly generation: number;
  /** The dead values. */
  readonly credentials: ReadonlyArray<Credential>;
  /** Milliseconds since the epoch: who went in before it went in by right. */
  readonly at: number;
}

/** The access control issued the credentials: the ticket is valid. */
export interface BarcodeBound {
  readonly type: "BarcodeBound";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the values. */
  readonly generation: number;
  /** All that were issued, typed. */
  readonly credentials: ReadonlyArray<Credential>;
  /** The access control's own id of the record. */
  readonly externalId: string | null;
  /** `false`: nothing came out of its printer. */
  readonly printed: boolean;
  /** What the printer said. */
  readonly printFault: string | null;
}

/** The credentials came when the ticket was no longer wanted: never printed, revoked at once. */
export interface BarcodeBoundThenRevoked {
  readonly type: "BarcodeBoundThenRevoked";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the values. */
  readonly generation: number;
  /** Dead here; open there until they are revoked. */
  readonly credentials: ReadonlyArray<Credential>;
  /** The access control's own id of the record. */
  readonly externalId: string | null;
}

/** An answer that nobody waited for made credentials that nobody has: revoked at once. */
export interface LateCredentialBound {
  readonly type: "LateCredentialBound";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of that delivery; 0 when it is too long ago. */
  readonly generation: number;
  /** Dead here; open there until they are revoked. */
  readonly credentials: ReadonlyArray<Credential>;
  /** Revision that is confirmed when they are revoked. */
  readonly revision: number;
}

/** The answer's credentials cannot be bound. None was, and nothing was cancelled for it. */
export interface AttentionRaised {
  readonly type: "AttentionRaised";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Counts as not issued. */
  readonly generation: number;
  /** What is wrong with them. */
  readonly code: CredentialFault;
}

/** The access control has confirmed that these open nothing any more. */
export interface BarcodeRevoked {
  readonly type: "BarcodeRevoked";
  /** Delivery that was answered, or vouched for. */
  readonly seq: number;
  /** The newest among the revoked. */
  readonly generation: number;
  /** The revoked values. */
  readonly credentials: ReadonlyArray<Credential>;
  /** How many of them are of no print known here: they came late or were found. Absent: none. */
  readonly strays?: number;
}

/** Valid, but nothing came out of the printer: it can be produced again without a new barcode. */
export interface TicketNotProduced {
  readonly type: "TicketNotProduced";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the credentials that were to be printed. */
  readonly generation: number;
  /** What the printer said. */
  readonly fault: string | null;
}

/** The same credentials are to be printed again. */
export interface ProduceRequested {
  readonly type: "ProduceRequested";
  /** Printer code, or `Virtual`. */
  readonly printer: string;
  /** Revision that is confirmed when it came out. */
  readonly revision: number;
}

/** It came out of the printer at last. */
export interface TicketProduced {
  readonly type: "TicketProduced";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the printed credentials. */
  readonly generation: number;
}

/** The printed ticket is dead from now on; the admission stays on its order. */
export interface UnprintRequested {
  readonly type: "UnprintRequested";
  /** Given by the box office. */
  readonly reason: string;
  /** Revision that is confirmed when the barcode is revoked. */
  readonly revision: number;
}

/** It opens no gate any more, and can be printed again. */
export interface TicketUnprinted {
  readonly type: "TicketUnprinted";
  /** Given with the request. */
  readonly reason: string;
}

/** Cancelled while its barcode was on the way: whatever comes is revoked at once. */
export interface CancelQueued {
  readonly type: "CancelQueued";
  /** Given by the box office. */
  readonly reason: string;
  /** It had been used, and was cancelled all the same. */
  readonly override: boolean;
  /** API key that asked. */
  readonly by: string;
  /** Revision that is confirmed when nothing opens any more. */
  readonly revision: number;
}

/** Dead from now on, for good. */
export interface CancelRequested extends Omit<CancelQueued, "type"> {
  readonly type: "CancelRequested";
}

/** Nothing of it opens a gate, and nothing ever will. */
export interface TicketCancelled {
  readonly type: "TicketCancelled";
  /** Given with the request. */
  readonly reason: string;
}

/** Went in at an external gate for the first time. */
export interface TicketUsedIn {
  readonly type: "TicketUsedIn";
  /** The scan that counts. */
  readonly scanId: string;
}

/** Went out at an external gate. */
export interface TicketUsedOut {
  readonly type: "TicketUsedOut";
  /** The scan that counts. */
  readonly scanId: string;
}

/** Came in again after going out. */
export interface TicketReEntered {
  readonly type: "TicketReEntered";
  /** The scan that counts. */
  readonly scanId: string;
}

/** Every fact of a ticket. */
export type TicketEvent =
  | TicketAllocated
  | PrintRequested
  | ReprintRequested
  | BarcodeTombstoned
  | BarcodeBound
  | BarcodeBoundThenRevoked
  | LateCredentialBound
  | AttentionRaised
  | BarcodeRevoked
  | TicketNotProduced
  | ProduceRequested
  | TicketProduced
  | UnprintRequested
  | TicketUnprinted
  | CancelQueued
  | CancelRequested
  | TicketCancelled
  | ScanRecorded
  | TicketUsedIn
  | TicketUsedOut
  | TicketReEntered
  | UseWithdrawn
  | ScanAnnulled
  | ExposureIncidentRaised
  | IncidentAcknowledged
  | RepairEvent
  | SyncEvent;

/** Facts of these types. */
export type Of<Type extends TicketEvent["type"]> = Extract<TicketEvent, { readonly type: Type }>;
