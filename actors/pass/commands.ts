/**
 * What a pass can be told to do.
 *
 * @module
 */
import type { Seat } from "../mapping.ts";
import type { RepairCommand } from "../repair.ts";
import type { AcknowledgeIncident } from "../incidents.ts";
import type { RecordScan } from "../scan.ts";
import type { SyncCommand } from "../sync.ts";
import type { Source } from "./events.ts";

/** A customer has a pass from now on, unprinted. */
export interface AcquirePass {
  readonly type: "AcquirePass";
  readonly passType: string;
  readonly customerId: string;
  readonly source: Source;
}

/** Put an admission on it, pending until its order is printed. */
export interface AddAdmission {
  readonly type: "AddAdmission";
  readonly admissionId: string;
  readonly performance: string;
  readonly orderId: string;
  readonly priceType: string;
  readonly seat: Seat | null;
}

/** Take an admission off, at once. */
export interface RemoveAdmission {
  readonly type: "RemoveAdmission";
  readonly admissionId: string;
  readonly reason: string;
  /** Also when it was used. */
  readonly override: boolean;
}

/** Make an order's admissions effective: with a card, or on the card that is there. */
export interface PrintPass {
  readonly type: "PrintPass";
  readonly orderId: string;
  readonly printer: string;
  /** Those of some lines of the order only; `null`: all that is pending of it. */
  readonly admissionIds: ReadonlyArray<string> | null;
}

/** Kill the card, and have a new one for all that was printed. */
export interface ReprintPass {
  readonly type: "ReprintPass";
  readonly reason: string;
  /** `null`: the printer of before. */
  readonly printer: string | null;
}

/** Print the same card again. */
export interface ProducePass {
  readonly type: "ProducePass";
  /** `null`: the printer of before. */
  readonly printer: string | null;
}

/** Lost or stolen: open nothing with it. */
export interface BlockPass {
  readonly type: "BlockPass";
  readonly reason: string;
}

/** Found again. */
export interface UnblockPass {
  readonly type: "UnblockPass";
  readonly reason: string;
}

/** Kill it for good. */
export interface CancelPass {
  readonly type: "CancelPass";
  readonly reason: string;
  /** Also when it was used. */
  readonly override: boolean;
}

/** Give it to another customer. */
export interface TransferPass {
  readonly type: "TransferPass";
  readonly customerId: string;
  readonly reason: string;
}

/** Take it back before anything on it was printed. */
export interface DeletePass {
  readonly type: "DeletePass";
}

/** Put one line of an order on it; acquire it first where it is not there yet. */
export interface LoadPass {
  readonly type: "LoadPass";
  /** Whose order it is. */
  readonly customerId: string;
  readonly orderId: string;
  /** `null`: the pass must be there. */
  readonly acquire: { readonly passType: string; readonly source: Source } | null;
  readonly admissions: ReadonlyArray<Omit<AddAdmission, "type" | "orderId">>;
}

/** Take a line of an order off it, at once. */
export interface WithdrawAdmissions {
  readonly type: "WithdrawAdmissions";
  readonly admissionIds: ReadonlyArray<string>;
  readonly reason: string;
  readonly override: boolean;
  /** Cancel the pass when nothing else is on it. */
  readonly cancelWhenEmpty: boolean;
}

/** Everything that a pass listens to. */
export type PassCommand =
  | AcquirePass
  | AddAdmission
  | RemoveAdmission
  | PrintPass
  | ReprintPass
  | ProducePass
  | BlockPass
  | UnblockPass
  | CancelPass
  | TransferPass
  | DeletePass
  | LoadPass
  | WithdrawAdmissions
  | RecordScan
  | AcknowledgeIncident
  | RepairCommand
  | SyncCommand;
