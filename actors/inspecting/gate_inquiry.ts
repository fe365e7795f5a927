/**
 * Finds all that a gate verdict rests on: whose credential it is, its state then, its facts.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import type { Credential } from "../access_control.ts";
import { ActorRouter } from "../actor_router.ts";
import type { Address, SubjectKind } from "../address.ts";
import type { Performance } from "../catalogue.ts";
import type { Tagged } from "../decider.ts";
import type { Delivery } from "../delivery.ts";
import { type Claimed, EventStore, type Recorded } from "../event_store.ts";
import type { PassState } from "../pass/mod.ts";
import type { ReferenceState } from "../reference/mod.ts";
import type { TicketState } from "../ticket/mod.ts";
import { judgePass, judgeTicket, judgeTicketNumber } from "./gate_check.ts";
import { differenceThen, type KnownDifference } from "./gate_difference.ts";
import { evidenceOf, sinceOf } from "./gate_evidence.ts";
import { GATE_REASONS, type GateQuestion, type Verdict } from "./gate_verdict.ts";
import { factsBetween, versionAt } from "./past.ts";

/** The newest facts of the holder that are looked through. */
const FACTS_MAX = 500;

/** The newest deliveries of the holder that are looked through. */
const DELIVERIES_MAX = 200;

/** Without a performance, as many of a card's are tried. */
const PERFORMANCES_MAX = 20;

/** What is asked. */
export interface Inquiry {
  readonly tenant: string;
  /** What was scanned, whatever it is. */
  readonly barcode: string;
  /** `null`: the one that it would open, or nearly would. */
  readonly performance: string | null;
  /** Milliseconds since the epoch; `null`: now. */
  readonly at: number | null;
}

/** The verdict with what it rests on. */
export interface GateFinding {
  readonly verdict: Verdict;
  readonly at: number;
  readonly performance: string | null;
  /** Whose credential or ticket number it is. */
  readonly holder: { readonly kind: SubjectKind; readonly id: string } | null;
  readonly generation: number | null;
  readonly facts: ReadonlyArray<Recorded>;
  readonly deliveries: ReadonlyArray<Delivery>;
  /** Revoked here and not confirmed; `delivery` is `null` while it waits for another one. */
  readonly exposure: { readonly since: number; readonly delivery: string | null } | null;
}

/** Judges one scan as of one moment. Stores nothing. */
export const inquire = Effect.fn("Inspecting.inquire")(function* (inquiry: Inquiry) {
  const store = yield* EventStore;
  const at = inquiry.at ?? (yield* Clock.currentTimeMillis);
  const [claimed] = yield* store.claimed(inquiry.tenant, "barcode", inquiry.barcode);
  const known = claimed === undefined ? null : yield* holderThen(inquiry, claimed);
  if (claimed === undefined || known === null) return yield* unclaimed(inquiry, { at, claimed });
  const generation = Number(claimed.note.split(":")[0]);
  const apart = yield* differenceThen(inquiry, known.address, known.state);
  const candidates = inquiry.performance === null ? performancesOf(known) : [inquiry.performance];
  const judged = yield* Effect.forEach(
    candidates,
    (performance) => judge(known, { inquiry, at, generation, performance, apart }),
  );
  const [best] = judged.toSorted((one, other) => nearness(other.verdict) - nearness(one.verdict));
  if (best === undefined) return nobodys(inquiry, at);
  const isUnissued = best.verdict.reason === "unknown-barcode" && best.verdict.case === undefined;
  const later = isUnissued ? yield* issuedLater(inquiry, { at, claims: [claimed] }) : null;
  if (later !== null) return later;
  return yield* proven(known, best);
});

/** The holder of the credential, as it was. */
interface Holder {
  readonly address: Address & { readonly kind: SubjectKind };
  readonly state: unknown;
  readonly facts: ReadonlyArray<Recorded>;
}

const holderThen = Effect.fnUntraced(function* ({ tenant, at }: Inquiry, { holder }: Claimed) {
  const { kind, id } = holder;
  if (kind !== "ticket" && kind !== "pass") return null;
  const router = yield* ActorRouter;
  const address = { tenant, kind, id };
  const version = at === null ? undefined : yield* versionAt(address, at);
  if (version === 0) return null;
  const view = yield* router.view(address, version);
  const from = view.version - FACTS_MAX + 1;
  const facts = yield* factsBetween(address, { from, to: view.version });
  return { address, state: view.state, facts };
}, Effect.catchTag("UnknownActor", () => Effect.succeed(null)));

interface Judged {
  readonly verdict: Verdict;
  readonly question: GateQuestion;
  /** The fact that made the performance what it was. */
  readonly defined: Recorded | null;
  readonly apart: KnownDifference;
}

const judge = Effect.fnUntraced(function* (
  { address, state, facts }: Holder,
  { inquiry, at, generation, performance, apart }: {
    readonly inquiry: Inquiry;
    readonly at: number;
    readonly generation: number;
    readonly performance: string;
    readonly apart: KnownDifference;
  },
) {
  const { document, defined } = yield* performanceThen(inquiry, performance);
  const question: GateQuestion = {
    at,
    value: inquiry.barcode,
    generation,
    performance,
    document,
    facts,
    difference: apart.difference,
  };
  const verdict = address.kind === "ticket"
    ? judgeTicket(state as TicketState, question)
    : judgePass(state as PassState, question);
  return { verdict, question, defined, apart } satisfies Judged;
});

const performanceThen = Effect.fnUntraced(
  function* ({ tenant, at }: Inquiry, code: string) {
    const router = yield* ActorRouter;
    const address = { tenant, kind: "performance", id: code } as const;
    const version = at === null ? undefined : yield* versionAt(address, at);
    if (version === 0) return UNDEFINED;
    const view = yield* router.view(address, version);
    const { document } = view.state as ReferenceState;
    // only evidence: that it does not decode must not keep a sound ticket from its verdict
    const [defined] = yield* Effect.catchTag(
      factsBetween(address, { from: view.version, to: view.version }),
      "Quarantined",
      () => Effect.succeed([]),
    );
    return { document: document as Performance | null, defined: defined ?? null };
  },
  Effect.catchTag("UnknownActor", () => Effect.succeed(UNDEFINED)),
);

const UNDEFINED = { document: null, defined: null };

function performancesOf({ address, state }: Holder): ReadonlyArray<string> {
  if (address.kind === "ticket") return [(state as TicketState).performance];
  const { admissions } = state as PassState;
  const codes = new Set(Object.values(admissions).map(({ performance }) => performance));
  return codes.size === 0 ? [""] : [...codes].slice(0, PERFORMANCES_MAX);
}

/** The later a reason is judged, the nearer it was to opening. */
function nearness({ reason }: Verdict): number {
  return reason === null ? GATE_REASONS.length : GATE_REASONS.indexOf(reason);
}

const proven = Effect.fnUntraced(function* (
  { address, state }: Holder,
  { verdict, question, defined, apart }: Judged,
) {
  const store = yield* EventStore;
  const { tenant, kind, id } = address;
  const ofHolder = evidenceOf(verdict, question);
  const beside = verdict.reason === "outside-time-window"
    ? defined
    : verdict.reason === "gate-out-of-sync"
    ? apart.found
    : null;
  const facts = beside === null ? ofHolder : [...ofHolder, beside];
  const { sync: { outstanding } } = state as TicketState | PassState;
  const seqs = new Set(facts.flatMap(({ event }) => seqOf(event) ?? []));
  if (outstanding !== null) seqs.add(outstanding.seq);
  const { data } = yield* store.deliveries(
    tenant,
    { status: null, accessControl: null, actor: { kind, id } },
    { cursor: null, limit: DELIVERIES_MAX },
  );
  const deliveries = data.filter(({ seq, createdAt }) => seqs.has(seq) && createdAt <= question.at);
  const since = verdict.exposed ? sinceOf(verdict, question) : null;
  const revoking = outstanding?.revokes === true
    ? deliveries.find(({ seq }) => seq === outstanding.seq)
    : undefined;
  return {
    verdict,
    at: question.at,
    performance: question.performance === "" ? null : question.performance,
    holder: { kind, id },
    generation: question.generation,
    facts,
    deliveries: deliveries.toReversed(),
    exposure: since === null ? null : { since, delivery: revoking?.id ?? null },
  } satisfies GateFinding;
});

function seqOf(event: Tagged): number | null {
  const { seq } = event as Tagged & { readonly seq?: unknown };
  return typeof seq === "number" ? seq : null;
}

/** No barcode of ours then; perhaps a ticket number of somebody's. */
const unclaimed = Effect.fnUntraced(function* (
  inquiry: Inquiry,
  { at, claimed }: { readonly at: number; readonly claimed: Claimed | undefined },
) {
  const store = yield* EventStore;
  const { tenant, barcode } = inquiry;
  const numbered = yield* store.claimed(tenant, "ticket-number", barcode);
  for (const claimed of numbered) {
    const known = yield* holderThen(inquiry, claimed);
    if (known === null) continue;
    const ticket = known.state as TicketState;
    const verdict = judgeTicketNumber(ticket, barcode);
    const { performance } = ticket;
    const named = known.facts.filter(({ event }) => isNamedIn(event, barcode));
    const { kind, id } = known.address;
    return { ...nobodys(inquiry, at), verdict, performance, holder: { kind, id }, facts: named };
  }
  const claims = claimed === undefined ? numbered : [claimed, ...numbered];
  return (yield* issuedLater(inquiry, { at, claims })) ?? nobodys(inquiry, at);
});

/** Nobody's then, and somebody's since; `null`: nobody was ever given it. */
const issuedLater = Effect.fnUntraced(function* (
  inquiry: Inquiry,
  { at, claims }: { readonly at: number; readonly claims: ReadonlyArray<Claimed> },
) {
  for (const { holder: { kind, id } } of claims) {
    if (kind !== "ticket" && kind !== "pass") continue;
    const address = { tenant: inquiry.tenant, kind, id };
    const then = yield* versionAt(address, at);
    // what does not decode was not there then, and keeps nobody from the verdict
    const after = yield* Effect.catchTag(
      factsBetween(address, { from: then + 1, to: then + FACTS_MAX }),
      "Quarantined",
      () => Effect.succeed([]),
    );
    const fact = after.find(({ event }) => isNamedIn(event, inquiry.barcode));
    if (fact === undefined) continue;
    const nobody = nobodys(inquiry, at);
    const holder = { kind, id };
    const issued = { at: fact.at, to: holder };
    const verdict = { ...nobody.verdict, case: "issued-later" as const, issued };
    return { ...nobody, verdict, holder, facts: [fact] };
  }
  return null;
});

/** Whether it is a credential or the ticket number of that fact. */
function isNamedIn(event: Tagged, value: string): boolean {
  const { ticketNumber, credentials = [] } = event as Tagged & {
    readonly ticketNumber?: unknown;
    readonly credentials?: ReadonlyArray<Credential>;
  };
  return ticketNumber === value || credentials.some((one) => one.value === value);
}

function nobodys({ performance }: Inquiry, at: number): GateFinding {
  return {
    verdict: { reason: "unknown-barcode", exposed: false, admissionIds: [] },
    at,
    performance,
    holder: null,
    generation: null,
    facts: [],
    deliveries: [],
    exposure: null,
  };
}
