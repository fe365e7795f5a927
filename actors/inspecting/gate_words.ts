/**
 * What each gate verdict means, and the one thing to do about it.
 *
 * @module
 */
import type { GateCase, GateReason, Verdict } from "./gate_verdict.ts";

/** Two sentences for people. */
export interface GateWords {
  readonly sentence: string;
  readonly advice: string;
}

const TICKET_NUMBER = "This is a ticket number, which no gate knows";

/** By case or reason; `open` where there is none. */
const GATE_WORDS: Record<GateReason | GateCase | "open", GateWords> = {
  "open": {
    sentence: "The gate should open: the access control has confirmed it.",
    advice: "Let the guest in; if the gate stays shut, look at its line to the access control.",
  },
  "unknown-barcode": {
    sentence: "No pass and no ticket had this barcode.",
    advice: "Look for the order by customer or order number and print it again.",
  },
  "issued-later": {
    sentence: "Nobody had it yet then: it was issued later.",
    advice: "Ask about a time after it was issued; before, nothing of it could open a gate.",
  },
  "never-live": {
    sentence: "It is of no print that is known here; it was revoked as soon as it was found.",
    advice: "Scan what else was printed for the guest; if there is nothing, print the order.",
  },
  "ticket-number-not-barcode": {
    sentence: `${TICKET_NUMBER}; the barcode is another value.`,
    advice: "Scan the barcode that is printed on the same ticket.",
  },
  "number-unprinted": {
    sentence: `${TICKET_NUMBER}; its ticket has no barcode, as it is not printed.`,
    advice: "Print the ticket: it opens nothing before.",
  },
  "number-awaited": {
    sentence: `${TICKET_NUMBER}; the barcode of its ticket has not come yet.`,
    advice: "Look at the ticket's delivery: wait while it is retried, mend it when it is dead.",
  },
  "number-renewed": {
    sentence: `${TICKET_NUMBER}; its ticket was printed again since, under another number.`,
    advice: "Ask the guest for the newer print: the one with this number is dead for ever.",
  },
  "number-cancelled": {
    sentence: `${TICKET_NUMBER}; its ticket is cancelled for good.`,
    advice: "Refer the guest to the box office; a new ticket has to be sold.",
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

/** What to say of a verdict. */
export function wordsOf(verdict: Verdict): GateWords {
  const words = GATE_WORDS[verdict.case ?? verdict.reason ?? "open"];
  if (verdict.issued === undefined) return words;
  const { at, to: { kind, id } } = verdict.issued;
  const when = new Date(at).toISOString();
  return {
    ...words,
    sentence: `Nobody had it yet then: it was issued at ${when}, to ${kind} ${id}.`,
  };
}
