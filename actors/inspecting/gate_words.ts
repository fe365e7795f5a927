/**
 * What each gate verdict means, and the one thing to do about it.
 *
 * @module
 */
import type { GateReason } from "./gate_verdict.ts";

/** Two sentences for people. */
export interface GateWords {
  readonly sentence: string;
  readonly advice: string;
}

/** By reason; `open` where there is none. */
export const GATE_WORDS: Record<GateReason | "open", GateWords> = {
  "open": {
    sentence: "The gate should open: the access control has confirmed it.",
    advice: "Let the guest in; if the gate stays shut, look at its line to the access control.",
  },
  "unknown-barcode": {
    sentence: "No pass and no ticket had this barcode.",
    advice: "Look for the order by customer or order number and print it again.",
  },
  "ticket-number-not-barcode": {
    sentence: "This is a ticket number, which no gate knows; the barcode is another value.",
    advice: "Scan the barcode that is printed on the same ticket.",
  },
  "superseded-by-reprint": {
    sentence: "This card or ticket was replaced by a later print and is dead for ever.",
    advice: "Ask the guest for the newer one, or re-print it.",
  },
  "pass-cancelled": {
    sentence: "The pass is cancelled with all its admissions.",
    advice: "Refer the guest to the box office; a cancelled pass is never valid again.",
  },
  "ticket-cancelled": {
    sentence: "The ticket is cancelled for good.",
    advice: "Refer the guest to the box office; a new ticket has to be sold.",
  },
  "admission-cancelled": {
    sentence: "The admission to this performance was taken off the card.",
    advice: "Look at the order's cancelled lines; add the admission again if that was a mistake.",
  },
  "admission-pending-print": {
    sentence: "The admission is sold but its order has not been printed.",
    advice: "Print the order: its admissions take effect then.",
  },
  "not-for-this-performance": {
    sentence: "It is valid, but not for this performance.",
    advice: "Check the performance of the gate and the date on the ticket.",
  },
  "not-yet-delivered": {
    sentence: "It was printed, but the access control has not confirmed it yet.",
    advice: "Look at its delivery: wait while it is retried, retry it when it is dead.",
  },
  "gate-out-of-sync": {
    sentence: "It is confirmed and should open, but the access control's list says otherwise.",
    advice: "Look at the reconciliation: compare the lists, and approve that it is sent again.",
  },
  "outside-time-window": {
    sentence: "It is valid, but not at this time.",
    advice: "Check admission times of the performance and the validity of the pass type.",
  },
  "blocked": {
    sentence: "The card is blocked as lost or stolen.",
    advice: "Unblock the pass if the card was found, else re-print it.",
  },
  "already-used": {
    sentence: "Its holder is inside already.",
    advice: "Look at the scans: if the turnstile did not turn, annul the passage.",
  },
};
