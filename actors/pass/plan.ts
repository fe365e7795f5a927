/**
 * What the access control has still to be told of a pass, and what follows from its answers.
 *
 * @module
 */
import {
  type Credential,
  type Done,
  type SubjectCommand,
  VIRTUAL_PRINTER,
} from "../access_control.ts";
import { bare, exposed, faultOf, live, strayCount, strays } from "../credentials.ts";
import type { Revisions } from "../actor_type.ts";
import type { Applied, Step, Subject } from "../subject.ts";
import { type Outstanding, revisionsOf } from "../sync.ts";
import { idsIn, recordsOf, takenEffect } from "./admissions.ts";
import type { CardTerms, PassEvent } from "./events.ts";
import type { PassState } from "./state.ts";

/**
 * Old cards die before a new one is asked for: there are never two that open.
 *
 * On a card, taking away comes before giving: block, update, unblock, print again.
 */
export function steps(state: PassState): ReadonlyArray<Step> {
  const dying = exposed(state.credentials).map((card): Step => ({
    command: "cancelCard",
    generation: card.generation,
    revokes: true,
    admissionIds: [],
    credentials: bare([card]),
  }));
  if (state.entitlement !== "printed") return dying;
  if (state.issued) return [...dying, ...cardSteps(state)];
  if (state.attention !== null) return dying;
  return [...dying, {
    command: "issueCard",
    generation: state.generation,
    revokes: false,
    admissionIds: idsIn(state.admissions, "requested", "effective"),
    credentials: [],
  }];
}

/** All revisions when nothing is left to say; what waits for an operator is left to say. */
export function acknowledged(state: PassState): number {
  const { sync } = state;
  const isSettled = sync.outstanding === null && state.attention === null &&
    steps(state).length === 0;
  return isSettled ? sync.desired : sync.acknowledged;
}

/** How far the access control is behind; an answer that was not accepted counts as a failure. */
export function revisions(state: PassState): Revisions {
  const isBroken = state.attention !== null;
  return revisionsOf(state.sync, { acknowledged: acknowledged(state), isBroken });
}

const UNKNOWN = "unknown";

/** Of a stray under a pass that was never printed here: all that is known of it is its value. */
const NO_TERMS: CardTerms = { productCode: UNKNOWN, validFrom: null, validTo: null };

/** The whole message of the outstanding delivery; `null` when `seq` is not outstanding. */
export function messageOf(state: PassState, seq: number): SubjectCommand | null {
  const { admissions, reason } = state;
  const { outstanding } = state.sync;
  if (outstanding?.seq !== seq) return null;
  const { command, generation, credentials, admissionIds, revokes, resend } = outstanding;
  if (command === "issueTicket" || command === "cancelTicket") return null;
  const card = state.card ?? NO_TERMS;
  return {
    command,
    card: {
      generation,
      passType: state.passType || UNKNOWN,
      productCode: card.productCode,
      memberId: state.customerId || UNKNOWN,
      printer: resend ? VIRTUAL_PRINTER : state.printer || VIRTUAL_PRINTER,
      validFrom: card.validFrom,
      validTo: card.validTo,
      credential: credentials[0]?.value ?? null,
      admissions: recordsOf(admissions, admissionIds),
      reason: revokes || command === "unblockCard" ? reason : null,
    },
  };
}

/** What has become true when the access control has nothing more to hear. */
export function settled({ entitlement, reason }: PassState): ReadonlyArray<PassEvent> {
  return entitlement === "cancelling" ? [{ type: "PassCancelled", reason: reason ?? "" }] : [];
}

/** The access control did what the outstanding delivery said. */
export function applied(state: PassState, answer: Applied): ReadonlyArray<PassEvent> {
  const { delivery, done } = answer;
  const { command, seq, generation, admissionIds, credentials } = delivery;
  if (delivery.resend) return [{ type: "ResendConfirmed", seq, generation }];
  if (command === "updateCard") {
    const isOfThisCard = state.issued && generation === state.generation;
    const change = isOfThisCard
      ? takenEffect(state.admissions, admissionIds)
      : { effective: [], revoked: [] };
    return [{ type: "PassUpdated", seq, ...change }];
  }
  if (command !== "issueCard") return vouched(state, delivery);
  if (credentials.length === 0) return issued(state, answer);
  return done.printed
    ? [{ type: "CardProduced", seq, generation }]
    : [{ type: "CardNotProduced", seq, generation, fault: done.printFault }];
}

/** Blocks and cancellations count as confirmed; the discard itself says the rest. */
export function vouched(
  { credentials: held }: PassState,
  { command, seq, generation, credentials }: Outstanding,
): ReadonlyArray<PassEvent> {
  switch (command) {
    case "cancelCard":
      return [{
        type: "CardRevoked",
        seq,
        generation,
        credentials,
        ...strayCount(held, credentials),
      }];
    case "blockCard":
      return [{ type: "PassBlockConfirmed", seq, generation }];
    case "unblockCard":
      return [{ type: "PassUnblockConfirmed", seq, generation }];
    default:
      return [];
  }
}

/** Values that nobody expected and nobody has. */
export function strayed(
  state: PassState,
  { seq, generation, done, owners }: Parameters<Subject<PassState, PassEvent>["strayed"]>[1],
): ReadonlyArray<PassEvent> {
  const credentials = strays(state.credentials, done, owners);
  const revision = state.sync.desired + 1;
  return credentials.length === 0
    ? []
    : [{ type: "LateCredentialBound", seq, generation, credentials, revision }];
}

function cardSteps(state: PassState): ReadonlyArray<Step> {
  const { generation, admissions, blocked, blockedThere, production, resending } = state;
  const credentials = bare(live(state.credentials));
  const wanted = idsIn(admissions, "requested", "effective");
  const isRevoking = idsIn(admissions, "revoking").length > 0;
  const isUpdating = isRevoking || idsIn(admissions, "requested").length > 0;
  const step = (
    command: Step["command"],
    admissionIds: Step["admissionIds"],
    revokes: boolean,
  ) => ({
    command,
    generation,
    revokes,
    admissionIds,
    credentials,
  });
  const confirmed = idsIn(admissions, "effective");
  return [
    ...(blocked && !blockedThere ? [step("blockCard", confirmed, true)] : []),
    ...(isUpdating ? [step("updateCard", wanted, isRevoking)] : []),
    ...(!blocked && blockedThere ? [step("unblockCard", confirmed, false)] : []),
    ...(production === "producing" ? [step("issueCard", wanted, false)] : []),
    ...(resending ? [{ ...step("issueCard", confirmed, false), resend: true as const }] : []),
  ];
}

function issued(
  state: PassState,
  { delivery, done, owners }: Applied,
): ReadonlyArray<PassEvent> {
  const { seq, generation, admissionIds } = delivery;
  const { credentials, externalId, printed, printFault } = done;
  const code = faultOf(state.credentials, credentials, { owners, ticketNumber: null, isComplete });
  if (code !== null) return [{ type: "AttentionRaised", seq, generation, code }];
  if (!isStillWanted(state, generation)) {
    return [{ type: "CardBoundThenRevoked", seq, generation, credentials, externalId }];
  }
  const bound: PassEvent = {
    type: state.printCount === 0 ? "PassIssued" : "PassReissued",
    seq,
    generation,
    credentials,
    externalId,
    ...takenEffect(state.admissions, admissionIds),
    printed,
    printFault,
  };
  return printed
    ? [bound]
    : [bound, { type: "CardNotProduced", seq, generation, fault: printFault }];
}

function isStillWanted(state: PassState, generation: number): boolean {
  return state.entitlement === "printed" && !state.issued && generation === state.generation;
}

/** One card, and nothing else. */
function isComplete(issued: Done["credentials"]): boolean {
  const [first, ...others]: ReadonlyArray<Credential> = issued;
  return first?.kind === "card" && others.length === 0;
}
