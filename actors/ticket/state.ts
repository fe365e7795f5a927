/**
 * What one single ticket is: wanted, issued, in sync and used, each for itself.
 *
 * @module
 */
import type { AdmissionRecord } from "../access_control.ts";
import { TicketNumber } from "../address.ts";
import { type Issuing, UNISSUED } from "../issuing.ts";
import type { Seat } from "../mapping.ts";
import { UNUSED, type Usage } from "../scan.ts";
import { SILENT } from "../sync.ts";

/** The fold of its facts. What it shows is derived: see `status` and `view`. */
export interface TicketState extends Issuing {
  /** What is wanted; `printed` is wanted before it is so. */
  readonly entitlement:
    | "absent"
    | "unprinted"
    | "printed"
    | "unprinting"
    | "cancelling"
    | "cancelled";
  readonly orderId: string;
  readonly customerId: string;
  readonly performance: string;
  readonly priceType: string;
  readonly seat: Seat | null;
  readonly ticketNumber: TicketNumber;
  readonly accessControl: string;
  /** Of the last print. */
  readonly printer: string;
  readonly delivery: "barcode" | "print";
  /** Codes of the last print; `null` before the first. */
  readonly record: AdmissionRecord | null;
  /** Of the last re-print, unprint or cancel. */
  readonly reason: string | null;
  readonly usage: Usage;
}

/** Before its first fact. */
export const initial: TicketState = {
  entitlement: "absent",
  orderId: "",
  customerId: "",
  performance: "",
  priceType: "",
  seat: null,
  ticketNumber: TicketNumber(""),
  accessControl: "",
  printer: "",
  delivery: "barcode",
  record: null,
  ...UNISSUED,
  reason: null,
  sync: SILENT,
  usage: UNUSED,
};

/** As the API says it. */
export type TicketStatus =
  | "unprinted"
  | "barcode-requested"
  | "printed"
  | "cancelling"
  | "cancelled"
  | "attention";

/** The one word for people. An unprinted ticket may still have to be confirmed so: see `sync`. */
export function status(state: TicketState): TicketStatus {
  switch (state.entitlement) {
    case "absent":
    case "unprinted":
    case "unprinting":
      return "unprinted";
    case "cancelling":
    case "cancelled":
      return state.entitlement;
    case "printed":
      if (state.issued) return "printed";
      return state.attention !== null || hasFailedIssue(state) ? "attention" : "barcode-requested";
  }
}

/** The issue of the present generation needs an operator. */
function hasFailedIssue({ sync: { outstanding }, generation }: TicketState): boolean {
  return outstanding !== null && outstanding.failed !== null &&
    outstanding.command === "issueTicket" && outstanding.generation === generation;
}
