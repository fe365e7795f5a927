/**
 * What a gate should do with one credential, by our state: open, or the one reason why not.
 *
 * @module
 */
import { type BoundCredential, wasNeverLive } from "../credentials.ts";
import type { PassState } from "../pass/mod.ts";
import { passageOf, type Usage } from "../scan.ts";
import { status, type TicketState } from "../ticket/mod.ts";
import { disagreementOf, isOutOfSync } from "./gate_disagreement.ts";
import type { GateCase, GateQuestion, GateReason, Verdict } from "./gate_verdict.ts";

/** Of a single ticket. */
export function judgeTicket(state: TicketState, question: GateQuestion): Verdict {
  const { performance } = question;
  const { entitlement } = state;
  const isOver = entitlement === "cancelling" || entitlement === "cancelled";
  const shut = judgeCredential(state, question, {
    ended: isOver ? "ticket-cancelled" : null,
    dead: entitlement === "printed" ? "superseded-by-reprint" : "admission-pending-print",
  });
  if (shut !== null) return shut;
  if (performance !== state.performance) return refused("not-for-this-performance");
  return atTheGate(question, {
    usage: state.usage,
    admissionIds: state.record === null ? [] : [state.record.admissionId],
    blocked: false,
    validity: null,
  });
}

/** Of a number that stands on the ticket for people. */
export function judgeTicketNumber(state: TicketState, number: string): Verdict {
  const verdict = refused("ticket-number-not-barcode");
  const found = numberCase(state, number);
  return found === null ? verdict : { ...verdict, case: found };
}

function numberCase(state: TicketState, number: string): GateCase | null {
  switch (status(state)) {
    case "cancelling":
    case "cancelled":
      return "number-cancelled";
    case "unprinted":
      return "number-unprinted";
  }
  if (number !== state.ticketNumber) return "number-renewed";
  return state.issued ? null : "number-awaited";
}

/** Of a card, held against the admissions to that performance. */
export function judgePass(state: PassState, question: GateQuestion): Verdict {
  const { performance } = question;
  const isOver = ["cancelling", "cancelled", "deleted"].includes(state.entitlement);
  const shut = judgeCredential(state, question, {
    ended: isOver ? "pass-cancelled" : null,
    dead: "superseded-by-reprint",
  });
  if (shut !== null) return shut;
  const here = Object.entries(state.admissions).filter(([, one]) =>
    one.performance === performance
  );
  const idsIn = (...states: ReadonlyArray<string>) =>
    here.flatMap(([id, one]) => states.includes(one.state) ? [id] : []);
  const effective = idsIn("effective");
  if (effective.length === 0) return ungranted(idsIn);
  if (state.blockedThere && !state.blocked) return refused("not-yet-delivered");
  const verdict = atTheGate(question, {
    usage: state.usage,
    admissionIds: effective,
    blocked: state.blocked,
    validity: state.card,
  });
  const isOpenThere = verdict.reason === "blocked" && !state.blockedThere;
  return { ...verdict, exposed: isOpenThere, admissionIds: effective };
}

interface Holder {
  readonly entitlement: string;
  readonly generation: number;
  readonly issued: boolean;
  readonly credentials: ReadonlyArray<BoundCredential>;
}

/** What is wrong with the credential itself, whatever it is to open; `null`: it is live. */
function judgeCredential(
  holder: Holder,
  question: GateQuestion,
  { ended, dead }: {
    /** Of all that its holder has; `null`: it is not at its end. */
    readonly ended: GateReason | null;
    /** Of a dead one of the present print. */
    readonly dead: GateReason;
  },
): Verdict | null {
  const credential = presented(holder.credentials, question);
  if (credential === null) return refused(unbound(holder, question));
  const { state, open } = credential;
  const isExposed = state === "dead" && open;
  const isStray = wasNeverLive(credential);
  if (!isStray && question.generation < holder.generation) {
    return refused("superseded-by-reprint", isExposed);
  }
  if (ended !== null) return refused(ended, isExposed);
  if (isStray) return { ...refused("unknown-barcode", isExposed), case: "never-live" };
  return state === "dead" ? refused(dead, isExposed) : null;
}

/** Without an admission in effect: what comes nearest to one. */
function ungranted(idsIn: (...states: ReadonlyArray<string>) => ReadonlyArray<string>): Verdict {
  const requested = idsIn("requested");
  if (requested.length > 0) return refused("not-yet-delivered", false, requested);
  const pending = idsIn("pending");
  if (pending.length > 0) return refused("admission-pending-print", false, pending);
  const revoked = idsIn("revoking", "revoked");
  if (revoked.length === 0) return refused("not-for-this-performance");
  return refused("admission-cancelled", idsIn("revoking").length > 0, revoked);
}

/** What is left to judge of a credential that is live and printed for this performance. */
function atTheGate(
  question: GateQuestion,
  { usage, admissionIds, blocked, validity }: {
    readonly usage: Usage;
    /** What it opens here: as many may be in. */
    readonly admissionIds: ReadonlyArray<string>;
    readonly blocked: boolean;
    readonly validity: Validity | null;
  },
): Verdict {
  const isDenied = isOutOfSync(question, admissionIds) || disagreementOf(question) !== null;
  if (isDenied) return refused("gate-out-of-sync");
  if (isOutsideWindow(question, validity)) return refused("outside-time-window");
  if (blocked) return refused("blocked");
  const { state, entries } = passageOf(usage, question.performance);
  return state === "in" && entries >= Math.max(1, admissionIds.length)
    ? refused("already-used")
    : OPEN;
}

const OPEN: Verdict = { reason: null, exposed: false, admissionIds: [] };

function refused(
  reason: GateReason,
  exposed = false,
  admissionIds: ReadonlyArray<string> = [],
): Verdict {
  return { reason, exposed, admissionIds };
}

/** Dead ones of long ago are remembered by the index alone. */
function presented(
  held: ReadonlyArray<BoundCredential>,
  { value, generation, facts }: GateQuestion,
): Pick<BoundCredential, "state" | "open" | "deadSince"> | null {
  const found = held.find((one) => one.value === value);
  if (found !== undefined) return found;
  const newest = Math.max(0, ...held.map((one) => one.generation));
  const [first] = facts;
  // when it died is not known any more, only that it did
  return first !== undefined && generation < newest
    ? { state: "dead", open: false, deadSince: first.at }
    : null;
}

/** The credential was issued later than the moment that is asked for. */
function unbound(
  { generation, issued, entitlement }: Holder,
  question: GateQuestion,
): GateReason {
  if (entitlement === "printed" && !issued && question.generation === generation) {
    return "not-yet-delivered";
  }
  const isNext = entitlement === "unprinted" && question.generation === generation + 1;
  return isNext ? "admission-pending-print" : "unknown-barcode";
}

/** Dates `YYYY-MM-DD` in the venue's zone, both included. */
interface Validity {
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

function isOutsideWindow(
  { at, document }: GateQuestion,
  validity: Validity | null,
): boolean {
  const { admitFrom = null, admitTo = null, timeZone = null } = document ?? {};
  if (admitFrom !== null && at < Date.parse(admitFrom)) return true;
  if (admitTo !== null && at > Date.parse(admitTo)) return true;
  const day = dayIn(timeZone ?? "UTC", at);
  const { validFrom = null, validTo = null } = validity ?? {};
  return (validFrom !== null && day < validFrom) || (validTo !== null && day > validTo);
}

/** `sv-SE` writes dates as `YYYY-MM-DD`. */
function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}
