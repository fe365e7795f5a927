/**
 * Facts of one pass and its cards. Stored format: add, never rename.
 *
 * @module
 */
import type { AdmissionRecord, Credential } from "../access_control.ts";
import type { CredentialFault } from "../credentials.ts";
import type { Holding } from "../holding.ts";
import type { Seat } from "../mapping.ts";
import type { RepairEvent } from "../repair.ts";
import type { IncidentAcknowledged } from "../incidents.ts";
import type { ExposureIncidentRaised, ScanAnnulled, ScanRecorded, UseWithdrawn } from "../scan.ts";
import type { SyncEvent } from "../sync.ts";

/** Purchase that gave the pass. */
export interface Source {
  readonly kind: "bundle" | "item";
  /** Code of the bundle or item. */
  readonly code: string;
  /** Order that it was bought in. */
  readonly orderId: string;
}

/** What the card itself says, as of its print. */
export interface CardTerms {
  /** The pass type in the access control's code. */
  readonly productCode: string;
  /** Date `YYYY-MM-DD`; `null`: always. */
  readonly validFrom: string | null;
  /** Date `YYYY-MM-DD`; `null`: for ever. */
  readonly validTo: string | null;
}

/** A customer has a pass. The access control hears nothing of it before it is printed. */
export interface PassAcquired {
  readonly type: "PassAcquired";
  /** Code of the pass type. */
  readonly passType: string;
  /** Opaque reference to the holder. */
  readonly customerId: string;
  /** How it was acquired. */
  readonly source: Source;
  /** Access-control system of all its admissions; `null`: that of the first one. */
  readonly accessControl: string | null;
  /** Performances that it opens without a seat; admissions `all-access.CODE`, pending. */
  readonly allAccess: ReadonlyArray<string>;
  /** What its holder may hold beside it, by the pass type of this moment. */
  readonly holding: Holding;
}

/** An admission is on the pass; it opens nothing until its order is printed. */
export interface AdmissionAdded {
  readonly type: "AdmissionAdded";
  /** Never used before on this pass. */
  readonly admissionId: string;
  /** Code of the performance that it admits to. */
  readonly performance: string;
  /** Order whose printing makes it effective. */
  readonly orderId: string;
  /** Chooses the price band code. */
  readonly priceType: string;
  /** `null`: no numbered place. */
  readonly seat: Seat | null;
  /** The performance's access-control system; that of the whole pass from now on. */
  readonly accessControl: string;
}

/** Taken off before it was ever printed: the access control never knew of it. */
export interface AdmissionRemoved {
  readonly type: "AdmissionRemoved";
  /** The removed one. */
  readonly admissionId: string;
  /** Code of its performance. Absent in facts of old, as its seat. */
  readonly performance?: string;
  /** `null`: no numbered place. */
  readonly seat?: Seat | null;
  /** Given by the box office. */
  readonly reason: string;
}

/** Taken away at once; the card may still open its gate until that is confirmed. */
export interface AdmissionRevoked extends Omit<AdmissionRemoved, "type"> {
  readonly type: "AdmissionRevoked";
  /** It had been used, and was revoked all the same. */
  readonly override: boolean;
  /** API key that asked. */
  readonly by: string;
  /** Milliseconds since the epoch: who went in before it went in by right. */
  readonly at: number;
  /** Revision that is confirmed when its gate stays shut. */
  readonly revision: number;
}

/** A card was asked for; it opens nothing before it is issued. */
export interface PrintRequested {
  readonly type: "PrintRequested";
  /** Of the card asked for. */
  readonly generation: number;
  /** Order that was printed. */
  readonly orderId: string;
  /** Printer code, or `Virtual`. */
  readonly printer: string;
  /** The card's own data of this moment. */
  readonly card: CardTerms;
  /** The order's admissions, in the codes of this moment: they stay with what is issued. */
  readonly records: ReadonlyArray<AdmissionRecord>;
  /** Revision that is confirmed when the card is issued. */
  readonly revision: number;
}

/** Another order was printed: its admissions are to go on the same card. */
export interface UpdateRequested {
  readonly type: "UpdateRequested";
  /** Order that was printed. */
  readonly orderId: string;
  /** The order's admissions, in the codes of this moment. */
  readonly records: ReadonlyArray<AdmissionRecord>;
  /** Revision that is confirmed when the card opens them. */
  readonly revision: number;
}

/** A new card instead of the present one, which is dead from now on. */
export interface ReprintRequested {
  readonly type: "ReprintRequested";
  /** Of the new card. */
  readonly generation: number;
  /** Given by the box office. */
  readonly reason: string;
  /** Printer code, or `Virtual`. */
  readonly printer: string;
  /** The card's own data of this moment. */
  readonly card: CardTerms;
  /** Every printed admission again, in the codes of this moment. */
  readonly records: ReadonlyArray<AdmissionRecord>;
  /** Revision that is confirmed when the new card is issued. */
  readonly revision: number;
}

/** A card that is dead here for ever. It may open gates until `CardRevoked`. */
export interface CardTombstoned {
  readonly type: "CardTombstoned";
  /** Of the dead card. */
  readonly generation: number;
  /** The dead values. */
  readonly credentials: ReadonlyArray<Credential>;
  /** Milliseconds since the epoch: who went in before it went in by right. */
  readonly at: number;
}

/** The access control issued the first card: the pass is valid. */
export interface PassIssued {
  readonly type: "PassIssued";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the card. */
  readonly generation: number;
  /** The card's one value. */
  readonly credentials: ReadonlyArray<Credential>;
  /** The access control's own id of the record. */
  readonly externalId: string | null;
  /** Admissions that the card opens from now on and did not before. */
  readonly effective: ReadonlyArray<string>;
  /** Admissions that are confirmed to open nothing any more. */
  readonly revoked: ReadonlyArray<string>;
  /** `false`: no card came out of the printer. */
  readonly printed: boolean;
  /** What the printer said. */
  readonly printFault: string | null;
}

/** The access control issued a later card; the one before was dead already. */
export interface PassReissued extends Omit<PassIssued, "type"> {
  readonly type: "PassReissued";
}

/** The card came when it was no longer wanted: cancelled at once. */
export interface CardBoundThenRevoked {
  readonly type: "CardBoundThenRevoked";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the card. */
  readonly generation: number;
  /** Dead here; open there until it is cancelled. */
  readonly credentials: ReadonlyArray<Credential>;
  /** The access control's own id of the record. */
  readonly externalId: string | null;
}

/** An answer that nobody waited for made a card that nobody has: cancelled at once. */
export interface LateCredentialBound {
  readonly type: "LateCredentialBound";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of that delivery; 0 when it is too long ago. */
  readonly generation: number;
  /** Dead here; open there until they are cancelled. */
  readonly credentials: ReadonlyArray<Credential>;
  /** Revision that is confirmed when they are cancelled. */
  readonly revision: number;
}

/** The answer's card cannot be bound. It was not, and nothing was cancelled for it. */
export interface AttentionRaised {
  readonly type: "AttentionRaised";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Counts as not issued. */
  readonly generation: number;
  /** What is wrong with it. */
  readonly code: CredentialFault;
}

/** The access control has confirmed that the card opens nothing any more. */
export interface CardRevoked {
  readonly type: "CardRevoked";
  /** Delivery that was answered, or vouched for. */
  readonly seq: number;
  /** Of the dead card. */
  readonly generation: number;
  /** The dead values. */
  readonly credentials: ReadonlyArray<Credential>;
  /** How many of them are of no print known here: they came late or were found. Absent: none. */
  readonly strays?: number;
}

/** The access control has confirmed what the card opens. */
export interface PassUpdated {
  readonly type: "PassUpdated";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Admissions that the card opens from now on and did not before. */
  readonly effective: ReadonlyArray<string>;
  /** Admissions that are confirmed to open nothing any more. */
  readonly revoked: ReadonlyArray<string>;
}

/** The record is there, but no card came out of the printer. */
export interface CardNotProduced {
  readonly type: "CardNotProduced";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the card that was to be printed. */
  readonly generation: number;
  /** What the printer said. */
  readonly fault: string | null;
}

/** The same card is to be printed again: no new value. */
export interface ProduceRequested {
  readonly type: "ProduceRequested";
  /** Printer code, or `Virtual`. */
  readonly printer: string;
  /** Revision that is confirmed when it came out. */
  readonly revision: number;
}

/** The card came out of the printer at last. */
export interface CardProduced {
  readonly type: "CardProduced";
  /** Delivery that was answered. */
  readonly seq: number;
  /** Of the card. */
  readonly generation: number;
}

/** Lost or stolen: the card opens nothing until it is found or replaced. */
export interface PassBlocked {
  readonly type: "PassBlocked";
  /** Given by the box office. */
  readonly reason: string;
  /** Revision that is confirmed when the gates stay shut. */
  readonly revision: number;
}

/** Found again: the same card is to open what it opened before. */
export interface PassUnblocked {
  readonly type: "PassUnblocked";
  /** Given by the box office. */
  readonly reason: string;
  /** Revision that is confirmed when the gates open again. */
  readonly revision: number;
}

/** The access control has confirmed that the card is blocked. */
export interface PassBlockConfirmed {
  readonly type: "PassBlockConfirmed";
  /** Delivery that was answered, or vouched for. */
  readonly seq: number;
  /** Of the card. */
  readonly generation: number;
}

/** The access control has confirmed that the card is blocked no longer. */
export interface PassUnblockConfirmed extends Omit<PassBlockConfirmed, "type"> {
  readonly type: "PassUnblockConfirmed";
}

/** Dead from now on, for good, with all its admissions. */
export interface PassCancelRequested {
  readonly type: "PassCancelRequested";
  /** Given by the box office. */
  readonly reason: string;
  /** It had been used, and was cancelled all the same. */
  readonly override: boolean;
  /** API key that asked. */
  readonly by: string;
  /** Admissions that end with it. */
  readonly admissionIds: ReadonlyArray<string>;
  /** Revision that is confirmed when nothing opens any more. */
  readonly revision: number;
}

/** Nothing of it opens a gate, and nothing ever will. */
export interface PassCancelled {
  readonly type: "PassCancelled";
  /** Given with the request. */
  readonly reason: string;
}

/** Another customer holds the pass; its card is the same. */
export interface PassTransferred {
  readonly type: "PassTransferred";
  /** Opaque reference to the holder before. */
  readonly from: string;
  /** Opaque reference to the holder from now on. */
  readonly customerId: string;
  /** Given by the box office. */
  readonly reason: string;
}

/** Taken back before anything on it was printed. */
export interface PassDeleted {
  readonly type: "PassDeleted";
}

/** A passage of the card that counts. */
interface Passed {
  /** Code of the performance. */
  readonly performance: string;
  /** The scan that counts. */
  readonly scanId: string;
}

/** Went in to a performance for the first time. */
export interface AdmissionUsedIn extends Passed {
  readonly type: "AdmissionUsedIn";
}

/** Went out of a performance. */
export interface AdmissionUsedOut extends Passed {
  readonly type: "AdmissionUsedOut";
}

/** Came in again after going out. */
export interface AdmissionReEntered extends Passed {
  readonly type: "AdmissionReEntered";
}

/** Every fact of a pass. */
export type PassEvent =
  | PassAcquired
  | AdmissionAdded
  | AdmissionRemoved
  | AdmissionRevoked
  | PrintRequested
  | UpdateRequested
  | ReprintRequested
  | CardTombstoned
  | PassIssued
  | PassReissued
  | CardBoundThenRevoked
  | LateCredentialBound
  | AttentionRaised
  | CardRevoked
  | PassUpdated
  | CardNotProduced
  | ProduceRequested
  | CardProduced
  | PassBlocked
  | PassUnblocked
  | PassBlockConfirmed
  | PassUnblockConfirmed
  | PassCancelRequested
  | PassCancelled
  | PassTransferred
  | PassDeleted
  | ScanRecorded
  | AdmissionUsedIn
  | AdmissionUsedOut
  | AdmissionReEntered
  | UseWithdrawn
  | ScanAnnulled
  | ExposureIncidentRaised
  | IncidentAcknowledged
  | RepairEvent
  | SyncEvent;

/** Facts of these types. */
export type Of<Type extends PassEvent["type"]> = Extract<PassEvent, { readonly type: Type }>;
