/**
 * The facts that a gate verdict rests on, and since when it has held.
 *
 * @module
 */
import type { AdmissionRecord, Credential } from "../access_control.ts";
import type { Tagged } from "../decider.ts";
import type { Recorded } from "../event_store.ts";
import type { ScanNote, ScanRecorded } from "../scan.ts";
import type { DeliveryQueued } from "../sync.ts";
import type { GateQuestion, GateReason, Verdict } from "./gate_verdict.ts";

/** More of the same kind prove no more. */
const FACTS_MAX = 8;

const BIRTHS = ["TicketAllocated", "PassAcquired", "AdmissionAdded"];
const PRINTS = ["PrintRequested", "UpdateRequested", "ReprintRequested"];
const CONFIRMED = ["PassIssued", "PassReissued", "PassUpdated", "BarcodeBound"];
const STRAYS = [
  "BarcodeBoundThenRevoked",
  "CardBoundThenRevoked",
  "LateCredentialBound",
  "StrayFound",
];
const DEATHS = ["BarcodeTombstoned", "CardTombstoned", ...STRAYS];
const REVOKED = ["BarcodeRevoked", "CardRevoked"];
const USES = ["TicketUsedIn", "TicketReEntered", "AdmissionUsedIn", "AdmissionReEntered"];

interface Proof {
  readonly facts: ReadonlyArray<string>;
  /** From the newest of these on it has been so. */
  readonly since: ReadonlyArray<string>;
}

const PROOFS: Record<GateReason | "open", Proof> = {
  "unknown-barcode": { facts: [...STRAYS, ...REVOKED], since: STRAYS },
  "ticket-number-not-barcode": { facts: ["TicketAllocated", "ReprintRequested"], since: [] },
  "superseded-by-reprint": {
    facts: ["ReprintRequested", "PrintRequested", ...DEATHS, ...REVOKED],
    since: DEATHS,
  },
  "pass-cancelled": {
    facts: ["PassCancelRequested", "PassCancelled", "PassDeleted", ...STRAYS, ...REVOKED],
    since: ["PassCancelRequested"],
  },
  "ticket-cancelled": {
    facts: ["CancelRequested", "CancelQueued", "TicketCancelled", ...STRAYS, ...REVOKED],
    since: ["CancelRequested", "CancelQueued"],
  },
  "admission-cancelled": {
    facts: ["AdmissionRevoked", "AdmissionRemoved", "PassUpdated"],
    since: ["AdmissionRevoked"],
  },
  "admission-pending-print": {
    facts: [...BIRTHS, "UnprintRequested", "TicketUnprinted", ...REVOKED],
    since: ["UnprintRequested"],
  },
  "not-for-this-performance": { facts: [...BIRTHS, ...CONFIRMED], since: [] },
  "not-yet-delivered": {
    facts: [...PRINTS, "PassUnblocked", "DeliveryQueued", "DeliveryFailed", "AnswerOverdue"],
    since: [],
  },
  "gate-out-of-sync": { facts: [...CONFIRMED, "ScanRecorded"], since: [] },
  "outside-time-window": { facts: CONFIRMED, since: [] },
  "blocked": { facts: ["PassBlocked", "PassBlockConfirmed"], since: ["PassBlocked"] },
  "already-used": { facts: [...USES, "UseWithdrawn", "ScanRecorded"], since: [] },
  "open": { facts: CONFIRMED, since: [] },
};

/** The newest facts that the verdict rests on, oldest first. */
export function evidenceOf(verdict: Verdict, question: GateQuestion): ReadonlyArray<Recorded> {
  const { facts } = PROOFS[verdict.reason ?? "open"];
  return meant(facts, { verdict, question }).slice(-FACTS_MAX);
}

/** Since when it has been so here; `null` where no one fact made it so. */
export function sinceOf(verdict: Verdict, question: GateQuestion): number | null {
  const { since } = PROOFS[verdict.reason ?? "open"];
  return meant(since, { verdict, question }).at(-1)?.at ?? null;
}

interface Case {
  readonly verdict: Verdict;
  readonly question: GateQuestion;
}

function meant(types: ReadonlyArray<string>, of: Case): ReadonlyArray<Recorded> {
  const { facts } = of.question;
  return facts.filter(({ event }, at) =>
    types.includes(event.type) && concerns(event, { ...of, before: facts.slice(0, at) })
  );
}

/** What the facts of a holder say of whom they are about. */
interface About extends Tagged {
  readonly generation?: number | null;
  readonly credentials?: ReadonlyArray<Credential>;
  readonly performance?: string | null;
}

/** Facts about another card, another admission or another performance prove nothing here. */
function concerns(
  event: Tagged,
  { verdict: { reason, admissionIds }, question, before }: Case & {
    readonly before: ReadonlyArray<Recorded>;
  },
): boolean {
  const { generation, credentials, performance } = event as About;
  const ids = idsIn(event, before);
  if (admissionIds.length > 0 && ids !== null && !ids.some((id) => admissionIds.includes(id))) {
    return false;
  }
  const isElsewhere = performance !== undefined && performance !== question.performance;
  const isBirth = event.type === "TicketAllocated" || reason === "not-for-this-performance";
  if (isElsewhere && !isBirth) return false;
  if (credentials !== undefined && credentials.length > 0) {
    return credentials.some(({ value }) => value === question.value);
  }
  // who is inside is so by whatever card
  if (reason === "already-used") return event.type !== "ScanRecorded" || isOfOneInside(event);
  if (generation === undefined || generation === null) return true;
  const isSuccessor = reason === "superseded-by-reprint" && event.type.endsWith("Requested");
  return generation === question.generation + (isSuccessor ? 1 : 0);
}

const NOTES_OF_ONE_INSIDE: ReadonlyArray<ScanNote> = ["counted", "counted-late", "already-in"];

/** Of a gate that refused whoever is in. */
const ALREADY_IN = "already_in";

function isOfOneInside(event: Tagged): boolean {
  const { note, code } = event as ScanRecorded;
  return NOTES_OF_ONE_INSIDE.includes(note) || code === ALREADY_IN;
}

/** The admissions that a fact changes; `null`: it is about all that there is. */
function idsIn(event: Tagged, before: ReadonlyArray<Recorded>): ReadonlyArray<string> | null {
  const { admissionId, effective = [], revoked = [], records, seq } = event as Tagged & {
    readonly admissionId?: string;
    readonly effective?: ReadonlyArray<string>;
    readonly revoked?: ReadonlyArray<string>;
    readonly records?: ReadonlyArray<AdmissionRecord>;
    readonly seq?: number;
  };
  if (admissionId !== undefined) return [admissionId];
  if (records !== undefined) return records.map((one) => one.admissionId);
  switch (event.type) {
    case "PassUpdated":
      return [...effective, ...revoked];
    case "DeliveryQueued":
      return idsAskedFor(event as DeliveryQueued, before);
    case "DeliveryFailed":
    case "AnswerOverdue": {
      const at = before.findLastIndex(({ event }) => isQueued(event) && event.seq === seq);
      const queued = before[at]?.event;
      return queued === undefined ? null : idsIn(queued, before.slice(0, at));
    }
    default:
      return null;
  }
}

/** A message names all that the card is to open: what it opens already is not asked for. */
function idsAskedFor(
  { admissionIds }: DeliveryQueued,
  before: ReadonlyArray<Recorded>,
): ReadonlyArray<string> | null {
  if (admissionIds.length === 0) return null;
  const opened = new Set<string>();
  for (const { event } of before) {
    if (event.type === "ReprintRequested") opened.clear();
    const { effective = [], revoked = [] } = event as Tagged & {
      readonly effective?: ReadonlyArray<string>;
      readonly revoked?: ReadonlyArray<string>;
    };
    for (const id of effective) opened.add(id);
    for (const id of revoked) opened.delete(id);
  }
  return admissionIds.filter((id) => !opened.has(id));
}

function isQueued(event: Tagged): event is DeliveryQueued {
  return event.type === "DeliveryQueued";
}
