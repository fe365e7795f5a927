/**
 * Facts of a pass as sentences for people: no card values, no personal data.
 *
 * @module
 */
import { FAULTS } from "../credentials.ts";
import type { Seat } from "../mapping.ts";
import { repairSentence } from "../repair.ts";
import { revokedSentence, scanSentence, syncSentence } from "../words.ts";
import type {
  AdmissionRemoved,
  AdmissionRevoked,
  PassEvent,
  PassIssued,
  PassReissued,
} from "./events.ts";

/** One sentence, without a final period. */
export function sentence(event: PassEvent): string {
  switch (event.type) {
    case "PassAcquired":
      return `Pass of type ${event.passType} acquired with ${event.source.kind} ` +
        `${event.source.code} in order ${event.source.orderId}; it opens nothing until it is printed`;
    case "AdmissionAdded":
      return `${placeOf(event.seat)} at ${event.performance} added to the card; ` +
        `not valid until order ${event.orderId} is printed`;
    case "AdmissionRemoved":
      return `${admissionWords(event)} taken off before it was printed (${event.reason})`;
    case "AdmissionRevoked":
      return `${admissionWords(event)} revoked (${event.reason})` +
        `${overridden(event.override)}; the gates are told`;
    case "PassTransferred":
      return `The pass has another holder (${event.reason}); its card is the same`;
    case "PassDeleted":
      return "The pass is deleted; nothing on it was ever printed";
    case "AdmissionUsedIn":
      return `Went in to ${event.performance} with the card`;
    case "AdmissionUsedOut":
      return `Went out of ${event.performance} with the card`;
    case "AdmissionReEntered":
      return `Came in again to ${event.performance} with the card`;
    case "ScanRecorded":
    case "UseWithdrawn":
    case "ScanAnnulled":
    case "ExposureIncidentRaised":
    case "IncidentAcknowledged":
      return scanSentence(event);
    default:
      return cardSentence(event);
  }
}

function cardSentence(event: PassEvent): string {
  switch (event.type) {
    case "PrintRequested":
      return `Order ${event.orderId} printed: card ${event.generation} requested with ` +
        `${countOf(event.records, "admission")}; not valid until the access control confirms it`;
    case "UpdateRequested":
      return `Order ${event.orderId} printed: ${countOf(event.records, "admission")} to go on ` +
        "the card; not valid until the access control confirms it";
    case "ReprintRequested":
      return `Card ${event.generation} requested in place of the one before (${event.reason})`;
    case "CardTombstoned":
      return `Card ${event.generation} is dead from now on; the gates are told`;
    case "PassIssued":
    case "PassReissued":
      return issueSentence(event);
    case "CardBoundThenRevoked":
      return `Card ${event.generation} arrived when it was no longer wanted; it is cancelled`;
    case "LateCredentialBound":
      return "A late answer brought a card that nobody waits for; it is cancelled";
    case "AttentionRaised":
      return `${FAULTS[event.code]}; nothing was bound, an operator must act`;
    case "CardRevoked":
      return revokedSentence(event, "card");
    case "PassUpdated":
      return `The access control confirms the card: ${countOf(event.effective, "admission")} ` +
        `added, ${event.revoked.length} taken off`;
    case "CardNotProduced":
      return `The card is valid but did not come out of the printer${because(event.fault)}`;
    case "ProduceRequested":
      return `The same card is to be printed again on ${event.printer}`;
    case "CardProduced":
      return "The card came out of the printer";
    default:
      return endSentence(event);
  }
}

function endSentence(event: PassEvent): string {
  switch (event.type) {
    case "PassBlocked":
      return `The card is blocked (${event.reason}); the gates are told`;
    case "PassUnblocked":
      return `The card is to open gates again (${event.reason})`;
    case "PassBlockConfirmed":
      return "The access control confirms that the card is blocked";
    case "PassUnblockConfirmed":
      return "The access control confirms that the card opens gates again";
    case "PassCancelRequested":
      return `Cancelled (${event.reason})${overridden(event.override)} with ` +
        `${countOf(event.admissionIds, "admission")}; the gates are told`;
    case "PassCancelled":
      return `The pass is cancelled for good (${event.reason})`;
    case "ResendRequested":
    case "ResendConfirmed":
    case "StrayFound":
      return repairSentence(event);
    case "DeliveryQueued":
    case "DeliveryDropped":
    case "DeliveryFailed":
    case "DeliveryReopened":
    case "DeliveryDiscarded":
    case "FenceRaised":
    case "AnswerIgnored":
    case "AnswerOverdue":
      return syncSentence(event);
    default:
      return event.type;
  }
}

function issueSentence({ generation, effective }: PassIssued | PassReissued): string {
  return `Card ${generation} issued by the access control; it opens ` +
    countOf(effective, "admission");
}

/** Facts of old name the admission alone. */
function admissionWords(
  { admissionId, performance, seat }: AdmissionRemoved | AdmissionRevoked,
): string {
  return performance === undefined || seat === undefined
    ? `Admission ${admissionId}`
    : `${placeOf(seat)} at ${performance} (admission ${admissionId})`;
}

function placeOf(seat: Seat | null): string {
  return seat === null ? "Free place" : `Seat ${seat.row} ${seat.number}`;
}

function countOf(things: ReadonlyArray<unknown>, name: string): string {
  return `${things.length} ${name}${things.length === 1 ? "" : "s"}`;
}

function overridden(override: boolean): string {
  return override ? " although it was used" : "";
}

function because(fault: string | null): string {
  return fault === null ? "" : `: ${fault}`;
}
