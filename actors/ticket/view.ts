/**
 * A ticket as it is shown, but for its id and version.
 *
 * @module
 */
import type { TicketNumber } from "../address.ts";
import type { Seat } from "../mapping.ts";
import { type Passage, passageOf, scansView, type ScanView } from "../scan.ts";
import {
  type Attention,
  attentionView,
  credentialsView,
  type CredentialView,
  type SyncView,
  syncView,
} from "../views.ts";
import { revisions } from "./plan.ts";
import { status, type TicketState, type TicketStatus } from "./state.ts";

/** Values of credentials are unmasked: who shows them masks them. */
export interface TicketView {
  readonly status: TicketStatus;
  readonly ticketNumber: TicketNumber;
  readonly orderId: string;
  readonly customerId: string;
  readonly performance: string;
  readonly seat: Seat | null;
  readonly priceType: string;
  readonly accessControl: string;
  /** `null` before the first print. */
  readonly printer: string | null;
  readonly generation: number;
  readonly printCount: number;
  /** Confirmed, and out of the printer. */
  readonly produced: boolean;
  readonly printFault: string | null;
  readonly attention: Attention | null;
  readonly credentials: ReadonlyArray<CredentialView>;
  readonly sync: SyncView;
  readonly usage: Passage & { readonly scans: ReadonlyArray<ScanView> };
}

/** The fields of `GET /v1/tickets/{id}`. */
export function view(state: TicketState): TicketView {
  const { ticketNumber, orderId, customerId, performance, seat, priceType } = state;
  const { accessControl, printer, generation, printCount, printFault } = state;
  return {
    status: status(state),
    ticketNumber,
    orderId,
    customerId,
    performance,
    seat,
    priceType,
    accessControl,
    printer: generation === 0 ? null : printer,
    generation,
    printCount,
    produced: state.issued && state.production === "produced",
    printFault,
    attention: attentionView(state.attention, state.sync),
    credentials: credentialsView(state.credentials),
    sync: syncView(revisions(state)),
    usage: { ...passageOf(state.usage, performance), scans: scansView(state.usage) },
  };
}
