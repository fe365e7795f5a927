/**
 * What a ticket can be told to do.
 *
 * @module
 */
import type { TicketNumber } from "../address.ts";
import type { Seat } from "../mapping.ts";
import type { RepairCommand } from "../repair.ts";
import type { AcknowledgeIncident } from "../incidents.ts";
import type { RecordScan } from "../scan.ts";
import type { SyncCommand } from "../sync.ts";

/** A single ticket exists from now on, unprinted. */
export interface AllocateTicket {
  readonly type: "AllocateTicket";
  readonly orderId: string;
  readonly customerId: string;
  readonly performance: string;
  readonly priceType: string;
  readonly seat: Seat | null;
  /** `null`: one is made. */
  readonly ticketNumber: TicketNumber | null;
  /** `null`: the performance's. */
  readonly accessControl: string | null;
}

/** Have it issued, or printed, by the access control. */
export interface PrintTicket {
  readonly type: "PrintTicket";
  readonly printer: string;
}

/** Kill what was issued, and have it issued anew. */
export interface ReprintTicket {
  readonly type: "ReprintTicket";
  readonly reason: string;
  /** `null`: the printer of before. */
  readonly printer: string | null;
  /** `null`: one is made. */
  readonly ticketNumber: TicketNumber | null;
  /** Also when it was used. */
  readonly override: boolean;
}

/** Kill what was issued, and keep the admission. */
export interface UnprintTicket {
  readonly type: "UnprintTicket";
  readonly reason: string;
}

/** Kill it for good. */
export interface CancelTicket {
  readonly type: "CancelTicket";
  readonly reason: string;
  /** Also when it was used. */
  readonly override: boolean;
}

/** Print the same credentials again. */
export interface ProduceTicket {
  readonly type: "ProduceTicket";
  /** `null`: the printer of before. */
  readonly printer: string | null;
}

/** Everything that a ticket listens to. */
export type TicketCommand =
  | AllocateTicket
  | PrintTicket
  | ReprintTicket
  | UnprintTicket
  | CancelTicket
  | ProduceTicket
  | RecordScan
  | AcknowledgeIncident
  | RepairCommand
  | SyncCommand;
