/**
 * How facts about its cards change a pass.
 *
 * @module
 */
import { bind, shut, tombstone, tombstoneAt } from "../credentials.ts";
import { confirm, distrust, raise } from "../sync.ts";
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
  const { seq, generation, credentials } = event;
  return {
    ...state,
    issued: true,
    printCount: state.printCount + 1,
    attention: null,
    credentials: bind(state.credentials, credentials, { generation, state: "live" }),
    admissions: confirmedAdmissions(state.admissions, event),
    sync: confirm(state.sync, seq),
  };
}

/** Cards come, die and are confirmed dead. */
export function carded(
  state: PassState,
  event: Of<
    | "CardTombstoned"
    | "CardBoundThenRevoked"
    | "LateCredentialBound"
    | "AttentionRaised"
    | "CardRevoked"
  >,
): PassState {
  if (event.type === "CardTombstoned") {
    return { ...state, credentials: tombstoneAt(state.credentials, event) };
  }
  const { seq, generation } = event;
  if (event.type === "AttentionRaised") {
    const concerns = !state.issued && generation === state.generation;
    const attention = concerns ? event.code : state.attention;
    return { ...state, attention, sync: distrust(state.sync, seq) };
  }
  const credentials = event.type === "CardRevoked"
    ? shut(state.credentials, event.credentials)
    : bind(state.credentials, event.credentials, { generation, state: "dead" });
  const heard = event.type === "LateCredentialBound" ? raised(state, event.revision) : state;
  return { ...heard, credentials, sync: confirm(heard.sync, seq) };
}

/** Did the card come out of the printer? */
export function produced(
  state: PassState,
  event: Of<"CardNotProduced" | "ProduceRequested" | "CardProduced">,
): PassState {
  if (event.type === "ProduceRequested") {
    const { printer, revision } = event;
    return { ...raised(state, revision), production: "producing", printer };
  }
  const after = { ...state, sync: confirm(state.sync, event.seq) };
  if (event.generation !== state.generation || !state.issued) return after;
  return event.type === "CardProduced"
    ? { ...after, production: "produced", printFault: null }
    : { ...after, production: "unproduced", printFault: event.fault };
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
export function cardless({ credentials }: PassState): Partial<PassState> {
  return {
    issued: false,
    attention: null,
    production: "produced",
    printFault: null,
    blocked: false,
    blockedThere: false,
    credentials: tombstone(credentials),
    resending: false,
  };
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
