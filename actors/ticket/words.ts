/**
 * Facts of a ticket as sentences for people: no barcodes, no personal data.
 *
 * @module
 */
import { FAULTS } from "../credentials.ts";
import type { Seat } from "../mapping.ts";
import { repairSentence } from "../repair.ts";
import { revokedSentence, scanSentence, syncSentence } from "../words.ts";
import type { TicketEvent } from "./events.ts";

/** One sentence, without a final period. */
export function sentence(event: TicketEvent): string {
  switch (event.type) {
    case "TicketAllocated":
      return `Ticket for ${seatWords(event.seat)}, ${event.performance}, allocated in order ` +
        `${event.orderId}; it opens nothing until it is printed`;
    case "PrintRequested":
      return event.delivery === "barcode"
        ? `Barcode ${event.generation} requested; not valid until the access control confirms it`
        : `Print ${event.generation} requested from the access control's printer ${event.printer}`;
    case "ReprintRequested":
      return `Re-print requested (${event.reason})${overridden(event.override)}; ` +
        "the old ticket number is dead";
    case "BarcodeTombstoned":
      return `Barcode ${event.generation} is dead from now on; the gates are told`;
    case "BarcodeBound":
      return `Barcode ${event.generation} issued by the access control; the ticket is valid`;
    case "BarcodeBoundThenRevoked":
      return `Barcode ${event.generation} arrived when it was no longer wanted; it is revoked`;
    case "LateCredentialBound":
      return "A late answer brought a barcode that nobody waits for; it is revoked";
    case "AttentionRaised":
      return `${FAULTS[event.code]}; nothing was bound, an operator must act`;
    case "BarcodeRevoked":
      return revokedSentence(event, "barcode");
    case "TicketNotProduced":
      return `The ticket is valid but did not come out of the printer${because(event.fault)}`;
    case "ProduceRequested":
      return `The same ticket is to be printed again on ${event.printer}`;
    case "TicketProduced":
      return "The ticket came out of the printer";
    case "UnprintRequested":
      return `Print taken back (${event.reason}); the admission stays on its order`;
    case "TicketUnprinted":
      return "The ticket is unprinted again; no gate opens for it";
    case "CancelQueued":
      return `Cancelled (${event.reason})${overridden(event.override)} while its barcode was on ` +
        "the way; it is revoked when it comes";
    case "CancelRequested":
      return `Cancelled (${event.reason})${overridden(event.override)}; the gates are told`;
    case "TicketCancelled":
      return `The ticket is cancelled for good (${event.reason})`;
    case "TicketUsedIn":
      return "Went in with the ticket";
    case "TicketUsedOut":
      return "Went out with the ticket";
    case "TicketReEntered":
      return "Came in again with the ticket";
    case "ScanRecorded":
    case "UseWithdrawn":
    case "ScanAnnulled":
    case "ExposureIncidentRaised":
    case "IncidentAcknowledged":
      return scanSentence(event);
    case "ResendRequested":
    case "ResendConfirmed":
    case "StrayFound":
      return repairSentence(event);
    default:
      return syncSentence(event);
  }
}

function seatWords(seat: Seat | null): string {
  return seat === null ? "a free place" : `seat ${seat.row} ${seat.number} in ${seat.section}`;
}

function overridden(override: boolean): string {
  return override ? " although it was used" : "";
}

function because(fault: string | null): string {
  return fault === null ? "" : `: ${fault}`;
}
