/**
 * What the access control has still to be told of a ticket, and what follows from its answers.
 *
 * @module
 */
import {
  type AdmissionRecord,
  type Credential,
  type Done,
  type SubjectCommand,
  VIRTUAL_PRINTER,
} from "../access_control.ts";
import { bare, exposed, faultOf, live, strayCount, strays } from "../credentials.ts";
import type { Revisions } from "../actor_type.ts";
import type { Applied, Step, Subject } from "../subject.ts";
import { type Outstanding, revisionsOf } from "../sync.ts";
import type { TicketEvent } from "./events.ts";
import type { TicketState } from "./state.ts";

/** Old barcodes die before a new one is asked for: there are never two generations open. */
export function steps(state: TicketState): ReadonlyArray<Step> {
  const dying = exposed(state.credentials);
  const isWanted = state.entitlement === "printed";
  const isAwaited = isWanted && !state.issued && state.attention === null;
  const isProducing = isWanted && state.issued && state.production === "producing";
  const issue = { command: "issueTicket", generation: state.generation, revokes: false } as const;
  const known = { ...issue, admissionIds: [], credentials: bare(live(state.credentials)) };
  return [
    ...(dying.length === 0 ? [] : [{
      command: "cancelTicket" as const,
      generation: Math.max(...dying.map(({ generation }) => generation)),
      revokes: true,
      admissionIds: [],
      credentials: bare(dying),
    }]),
    ...(isAwaited ? [{ ...issue, admissionIds: [], credentials: [] }] : []),
    ...(isProducing ? [known] : []),
    ...(isWanted && state.issued && state.resending ? [{ ...known, resend: true as const }] : []),
  ];
}

/** All revisions when nothing is left to say; what waits for an operator is left to say. */
export function acknowledged(state: TicketState): number {
  const { sync } = state;
  const isSettled = sync.outstanding === null && state.attention === null &&
    steps(state).length === 0;
  return isSettled ? sync.desired : sync.acknowledged;
}

/** How far the access control is behind; an answer that was not accepted counts as a failure. */
export function revisions(state: TicketState): Revisions {
  const isBroken = state.attention !== null;
  return revisionsOf(state.sync, { acknowledged: acknowledged(state), isBroken });
}

/** Of a stray under a ticket that was never printed here: all that is known of it is its value. */
const NO_RECORD: AdmissionRecord = {
  admissionId: "unknown",
  ProductCode: "unknown",
  StadiumCode: null,
  StandCode: null,
  AreaCode: null,
  PriceBandCode: null,
  row: null,
  seat: null,
  Tst1: null,
  Tst2: null,
};

/** The whole message of the outstanding delivery; `null` when `seq` is not outstanding. */
export function messageOf(state: TicketState, seq: number): SubjectCommand | null {
  const { delivery, sync: { outstanding } } = state;
  if (outstanding?.seq !== seq) return null;
  const { command, generation, credentials, revokes, resend } = outstanding;
  if (command !== "issueTicket" && command !== "cancelTicket") return null;
  const record = state.record ?? NO_RECORD;
  const printer = resend ? VIRTUAL_PRINTER : state.printer || VIRTUAL_PRINTER;
  const reason = revokes ? state.reason : null;
  return { command, ticket: { ...record, generation, delivery, printer, credentials, reason } };
}

/** What has become true when the access control has nothing more to hear. */
export function settled({ entitlement, reason }: TicketState): ReadonlyArray<TicketEvent> {
  if (entitlement === "cancelling") return [{ type: "TicketCancelled", reason: reason ?? "" }];
  if (entitlement === "unprinting") return [{ type: "TicketUnprinted", reason: reason ?? "" }];
  return [];
}

/** The access control did what the outstanding delivery said. */
export function applied(state: TicketState, answer: Applied): ReadonlyArray<TicketEvent> {
  const { delivery, done } = answer;
  const { seq, generation } = delivery;
  if (delivery.resend) return [{ type: "ResendConfirmed", seq, generation }];
  if (delivery.command === "cancelTicket") return vouched(state, delivery);
  if (delivery.credentials.length === 0) return issued(state, answer);
  return done.printed
    ? [{ type: "TicketProduced", seq, generation }]
    : [{ type: "TicketNotProduced", seq, generation, fault: done.printFault }];
}

/** A revocation counts as confirmed; an issue as never applied, which its discard says already. */
export function vouched(
  { credentials: held }: TicketState,
  { command, seq, generation, credentials }: Outstanding,
): ReadonlyArray<TicketEvent> {
  return command === "cancelTicket"
    ? [{ type: "BarcodeRevoked", seq, generation, credentials, ...strayCount(held, credentials) }]
    : [];
}

/** Values that nobody expected and nobody has. */
export function strayed(
  state: TicketState,
  { seq, generation, done, owners }: Parameters<Subject<TicketState, TicketEvent>["strayed"]>[1],
): ReadonlyArray<TicketEvent> {
  const credentials = strays(state.credentials, done, owners);
  const revision = state.sync.desired + 1;
  return credentials.length === 0
    ? []
    : [{ type: "LateCredentialBound", seq, generation, credentials, revision }];
}

function issued(
  state: TicketState,
  { delivery: { seq, generation }, done, owners }: Applied,
): ReadonlyArray<TicketEvent> {
  const { credentials, externalId, printed, printFault } = done;
  const { ticketNumber } = state;
  const code = faultOf(state.credentials, credentials, { owners, ticketNumber, isComplete });
  if (code !== null) return [{ type: "AttentionRaised", seq, generation, code }];
  if (!isStillWanted(state, generation)) {
    return [{ type: "BarcodeBoundThenRevoked", seq, generation, credentials, externalId }];
  }
  const bound: TicketEvent = {
    type: "BarcodeBound",
    seq,
    generation,
    credentials,
    externalId,
    printed,
    printFault,
  };
  return printed
    ? [bound]
    : [bound, { type: "TicketNotProduced", seq, generation, fault: printFault }];
}

function isStillWanted(state: TicketState, generation: number): boolean {
  return state.entitlement === "printed" && !state.issued && generation === state.generation;
}

/** A standard barcode at least, and none of a card. */
function isComplete(issued: Done["credentials"]): boolean {
  const has = (wanted: Credential["kind"]) => issued.some(({ kind }) => kind === wanted);
  return has("standard") && !has("card");
}
