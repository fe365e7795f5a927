/**
 * How facts about its cards change a pass.
 *
 * @module
 */
import { bound, discarded } from "../issuing.ts";
import { confirm, raise } from "../sync.ts";
import { type Admissions, move, request } from "./admissions.ts";
import type { Of, PassIssued, PassReissued, PrintRequested, ReprintRequested } from "./events.ts";
import { acknowledged } from "./plan.ts";
import type { PassState } from "./state.ts";

/** A card was asked for: what the one before opened is asked for anew. */
export function requested(state: PassState, event: PrintRequested | ReprintRequested): PassState {
  const { printer, card, generation, records, revision } = event;
  return {
    ...raised(state, revision),
    ...cardless(state),
    entitlement: "printed",
    admissions: request(state.admissions, records),
    printer,
    card,
    generation,
    reason: event.type === "ReprintRequested" ? event.reason : state.reason,
  };
}

/** The card is there, with what it opens. */
export function issued(state: PassState, event: PassIssued | PassReissued): PassState {
  return { ...bound(state, event), admissions: confirmedAdmissions(state.admissions, event) };
}

/** Wanted at once, true of the card when it is confirmed. */
export function blocked(
  state: PassState,
  event: Of<"PassBlocked" | "PassUnblocked" | "PassBlockConfirmed" | "PassUnblockConfirmed">,
): PassState {
  if (event.type === "PassBlocked" || event.type === "PassUnblocked") {
    const { reason, revision } = event;
    return { ...raised(state, revision), blocked: event.type === "PassBlocked", reason };
  }
  const { seq, generation } = event;
  const isOfThisCard = state.issued && generation === state.generation;
  const isBlock = event.type === "PassBlockConfirmed";
  return {
    ...state,
    blockedThere: isOfThisCard ? isBlock : state.blockedThere,
    sync: confirm(state.sync, seq),
  };
}

/** The last card is wanted no more, and with it go its block and its fault. */
export function cardless(state: PassState): Partial<PassState> {
  return { ...discarded(state), blocked: false, blockedThere: false };
}

/** The access control has confirmed what a card opens. */
export function confirmedAdmissions(
  admissions: Admissions,
  { effective, revoked }: {
    readonly effective: ReadonlyArray<string>;
    readonly revoked: ReadonlyArray<string>;
  },
): Admissions {
  return move(move(admissions, effective, "effective"), revoked, "revoked");
}

/** The access control must hear of something new. */
export function raised(state: PassState, revision: number): PassState {
  return { ...state, sync: raise(state.sync, revision, acknowledged(state)) };
}
