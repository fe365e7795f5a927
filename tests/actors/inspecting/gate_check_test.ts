/**
 * Gate verdicts where a running service takes long to get: forgotten cards, places, time zones.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Barcode } from "../../../actors/address.ts";
import type { BoundCredential } from "../../../actors/credentials.ts";
import type { Tagged } from "../../../actors/decider.ts";
import {
  judgePass,
  judgeTicket,
  judgeTicketNumber,
} from "../../../actors/inspecting/gate_check.ts";
import { evidenceOf } from "../../../actors/inspecting/gate_evidence.ts";
import type { GateQuestion, GateReason } from "../../../actors/inspecting/gate_verdict.ts";
import { wordsOf } from "../../../actors/inspecting/gate_words.ts";
import { pass, type PassState } from "../../../actors/pass/mod.ts";
import { ticket, type TicketState } from "../../../actors/ticket/mod.ts";
import { aFact } from "../../support/appends.ts";
import { MATCH } from "../../support/bridge.ts";
import {
  answered,
  CANCEL_TICKET,
  credential,
  deadLetter,
  done,
  issued,
  NEXT_NUMBER,
  passesInEveryState,
  PRINT_PASS,
  REPRINT_PASS,
  REPRINT_TICKET,
  scanned,
  ticketsInEveryState,
} from "../../support/stories.ts";

const CARD: BoundCredential = {
  kind: "card",
  value: Barcode("CARD-60"),
  generation: 60,
  state: "live",
  open: true,
  deadSince: null,
};

const ADMISSION = {
  performance: "M01",
  seat: null,
  orderId: "O-1",
  priceType: "adult",
  state: "effective",
  record: null,
} as const;

const ACTIVE: PassState = {
  ...pass.initial,
  entitlement: "printed",
  generation: 60,
  issued: true,
  credentials: [CARD],
  admissions: { "A-1": ADMISSION },
  card: { productCode: "ST26", validFrom: "2026-08-01", validTo: "2027-06-30" },
};

const FACT = aFact({
  address: { tenant: "riverside", kind: "pass", id: "P-1" },
  event: { type: "PassAcquired" },
});

const SUMMER = Date.parse("2026-08-08T14:00:00Z");

const ASKED: GateQuestion = {
  at: SUMMER,
  value: "CARD-60",
  generation: 60,
  performance: "M01",
  document: null,
  facts: [FACT],
  difference: null,
};

function reason(state: Partial<PassState>, asked: Partial<GateQuestion> = {}): string | null {
  return judgePass({ ...ACTIVE, ...state }, { ...ASKED, ...asked }).reason;
}

Deno.test("a card of so long ago that the pass has forgotten it is superseded", () => {
  assert.equal(reason({}), null);
  assert.equal(reason({}, { value: "CARD-3", generation: 3 }), "superseded-by-reprint");
});

Deno.test("a card that was issued after the moment was unknown then", () => {
  assert.equal(reason({}, { value: "CARD-61", generation: 61 }), "unknown-barcode");
  const waiting = { generation: 61, issued: false };
  const next = { value: "CARD-61", generation: 61 };
  assert.equal(reason(waiting, next), "not-yet-delivered");
});

Deno.test("a card with two places lets two in and not a third", () => {
  const admissions = { "A-1": ADMISSION, "A-2": ADMISSION };
  const inside = (entries: number) => ({
    usage: { passages: { M01: { state: "in" as const, entries } }, scans: [] },
  });
  assert.equal(reason({ admissions, ...inside(1) }), null);
  assert.equal(reason({ admissions, ...inside(2) }), "already-used");
  assert.equal(reason(inside(1)), "already-used");
});

Deno.test("an unblocked card stays shut until its gate has heard of it", () => {
  assert.equal(reason({ blockedThere: true }), "not-yet-delivered");
  const both = judgePass({ ...ACTIVE, blocked: true, blockedThere: true }, ASKED);
  assert.deepEqual([both.reason, both.exposed], ["blocked", false]);
  const here = judgePass({ ...ACTIVE, blocked: true }, ASKED);
  assert.deepEqual([here.reason, here.exposed], ["blocked", true]);
});

Deno.test("the last day of a card ends at midnight of the venue", () => {
  const venue = (timeZone: string | null) => ({
    document: { ...MATCH, startsAt: "2027-06-30T18:00:00Z", timeZone },
  });
  const at = Date.parse("2027-06-30T23:30:00Z");
  assert.equal(reason({}, { at, ...venue(null) }), null);
  assert.equal(reason({}, { at, ...venue("Europe/Paris") }), "outside-time-window");
  assert.equal(reason({}, { at, ...venue("America/New_York") }), null);
});

Deno.test("blocked is judged after the time, and being inside after all else", () => {
  const at = Date.parse("2028-01-01T00:00:00Z");
  const usage = { passages: { M01: { state: "in" as const, entries: 1 } }, scans: [] };
  const blocked = { blocked: true, blockedThere: true, usage };
  assert.equal(reason(blocked, { at }), "outside-time-window");
  assert.equal(reason(blocked), "blocked");
});

/** A ticket with the facts of its story, asked about one value at the gates of a performance. */
function judged(
  story: { readonly state: TicketState; readonly events: ReadonlyArray<Tagged> },
  value: string,
  { generation = 1, performance = "M01" } = {},
) {
  const address = { tenant: "riverside", kind: "ticket", id: "T-1" } as const;
  const facts = story.events.map((event, index) => aFact({ address, event, version: index + 1 }));
  const question = { ...ASKED, value, generation, performance, facts };
  const verdict = judgeTicket(story.state, question);
  const evidence = evidenceOf(verdict, question).map(({ event }) => event.type);
  return { verdict, evidence, words: wordsOf(verdict) };
}

const tickets = ticketsInEveryState();
/** Printed as b1; b9 came for the same print when nobody waited. */
const withStray = tickets.printed.after(answered(1, done([credential("standard", "b9")])));

Deno.test("a barcode that came late beside the printed one is of no known print, and not superseded", () => {
  const exposed = judged(withStray, "b9");
  assert.equal(exposed.verdict.reason, "unknown-barcode");
  assert.equal(exposed.verdict.exposed, true, "it opens until it is revoked");
  assert.deepEqual(exposed.evidence, ["LateCredentialBound"]);
  assert.match(exposed.words.sentence, /^It is of no print that is known here/);
  const revoked = withStray.after(answered(2, done()));
  const { verdict, evidence } = judged(revoked, "b9");
  assert.deepEqual([verdict.case, verdict.exposed], ["never-live", false]);
  assert.deepEqual(evidence, ["LateCredentialBound", "BarcodeRevoked"]);
  assert.equal(judged(revoked, "b1").verdict.reason, null, "the printed one opens");
});

Deno.test("a barcode that a comparison has found is not said to be nobody's: somebody may hold it", () => {
  const { printed } = tickets;
  const credentials = [credential("standard", "b9")];
  const { desired: revision } = printed.state.sync;
  const found = printed.after(
    { type: "BlockStray", revision, accessControl: "main", credentials },
  );
  const { verdict, words } = judged(found, "b9");
  assert.deepEqual([verdict.case, verdict.exposed], ["never-live", true]);
  assert.equal(
    words.sentence,
    "It is of no print that is known here; it was revoked as soon as it was found.",
  );
  const revoked = found.after(answered(2, done()));
  assert.equal(
    ticket.sentence(revoked.events.at(-1) ?? assert.fail()),
    "The access control confirms that the barcode that is of no print known here opens nothing",
  );
});

Deno.test("a barcode that came late is of no known print after a re-print either, and ends with its ticket", () => {
  const reprinted = withStray.after(answered(2, done()))
    .after(REPRINT_TICKET, NEXT_NUMBER);
  assert.equal(judged(reprinted, "b9").verdict.case, "never-live");
  const old = judged(reprinted, "b1");
  assert.equal(old.verdict.reason, "superseded-by-reprint");
  assert.deepEqual(old.evidence, ["ReprintRequested", "BarcodeTombstoned"]);
  const cancelled = withStray.after(CANCEL_TICKET);
  assert.equal(judged(cancelled, "b9").verdict.reason, "ticket-cancelled");
});

Deno.test("what is done about a ticket number depends on how far its ticket has come", () => {
  const { printed, unprinted, requested, attention, cancelled, cancelling, reprinting } = tickets;
  const number = String(printed.state.ticketNumber);
  const adviceOf = ({ state }: { readonly state: TicketState }) =>
    wordsOf(judgeTicketNumber(state, number)).advice;
  assert.match(adviceOf(printed), /^Scan the barcode that is printed on the same ticket/);
  assert.match(adviceOf(unprinted), /^Print the ticket/);
  assert.match(adviceOf(requested), /^Look at the ticket's delivery/);
  assert.match(adviceOf(attention), /^Look at the ticket's delivery/);
  assert.match(adviceOf(reprinting), /^Ask the guest for the newer print/);
  for (const over of [cancelled, cancelling]) assert.match(adviceOf(over), /to the box office/);
  for (const story of [printed, unprinted, requested, reprinting, cancelled]) {
    assert.equal(judgeTicketNumber(story.state, number).reason, "ticket-number-not-barcode");
  }
});

Deno.test("what happened at the gates of another performance is no evidence", () => {
  const both = passesInEveryState().active
    .after({ ...PRINT_PASS, orderId: "4712" })
    .after({ ...issued(2, "card1"), owners: [] })
    .after(scanned("s1", { value: Barcode("card1") }))
    .after(scanned("s2", { value: Barcode("card1"), productCode: "M02" }));
  const address = { tenant: "riverside", kind: "pass", id: "P-1" } as const;
  const facts = both.events.map((event) => aFact({ address, event }));
  const proofs = (performance: string, admissionId: string, reason: GateReason | null) =>
    evidenceOf(
      { reason, exposed: false, admissionIds: [admissionId] },
      { ...ASKED, value: "card1", generation: 1, performance, facts },
    ).map(({ event }) => [event.type, (event as { readonly scanId?: string }).scanId]);
  assert.deepEqual(proofs("M01", "A-1", "already-used"), [
    ["ScanRecorded", "s1"],
    ["AdmissionUsedIn", "s1"],
  ]);
  assert.deepEqual(proofs("M02", "A-2", "already-used"), [
    ["ScanRecorded", "s2"],
    ["AdmissionUsedIn", "s2"],
  ]);
  assert.deepEqual(proofs("M02", "A-2", null), [
    ["PassIssued", undefined],
    ["PassUpdated", undefined],
  ]);
  assert.deepEqual(proofs("M01", "A-1", null), [["PassIssued", undefined]]);
});

/** Facts of a card as evidence: their types, and what they are numbered by. */
function proofsOfCard(
  { events }: { readonly events: ReadonlyArray<Tagged> },
  { reason, admissionId = "A-2", generation = 1, performance = "M02" }: {
    readonly reason: GateReason;
    readonly admissionId?: string;
    readonly generation?: number;
    readonly performance?: string;
  },
) {
  const address = { tenant: "riverside", kind: "pass", id: "P-1" } as const;
  const facts = events.map((event) => aFact({ address, event }));
  return evidenceOf(
    { reason, exposed: false, admissionIds: [admissionId] },
    { ...ASKED, value: `card${generation}`, generation, performance, facts },
  ).map(({ event }) => {
    const { seq, scanId } = event as { readonly seq?: number; readonly scanId?: string };
    return [event.type, scanId ?? seq];
  });
}

Deno.test("a message that names all of the card is evidence only of the admissions that it asked for", () => {
  const both = passesInEveryState().active.after({ ...PRINT_PASS, orderId: "4712" });
  const reason = "not-yet-delivered";
  assert.deepEqual(proofsOfCard(both, { reason }), [
    ["UpdateRequested", undefined],
    ["DeliveryQueued", 2],
  ]);
  assert.deepEqual(proofsOfCard(both.after(deadLetter(2)), { reason }), [
    ["UpdateRequested", undefined],
    ["DeliveryQueued", 2],
    ["DeliveryFailed", 2],
  ]);
  const updated = both.after({ ...issued(2, "card1"), owners: [] });
  const removed = updated.after({
    type: "RemoveAdmission",
    admissionId: "A-1",
    reason: "returned",
    override: false,
  });
  const blocked = removed.after(deadLetter(3));
  assert.deepEqual(proofsOfCard(blocked, { reason }), [
    ["UpdateRequested", undefined],
    ["DeliveryQueued", 2],
  ]);
  const anew = updated.after(REPRINT_PASS).after(answered(3, done()));
  assert.deepEqual(proofsOfCard(anew, { reason, generation: 2 }), [
    ["UpdateRequested", undefined],
    ["ReprintRequested", undefined],
    ["DeliveryQueued", 4],
  ]);
});

Deno.test("only a scan that counted, or that was refused as already in, proves that the holder is inside", () => {
  const inside = passesInEveryState().active
    .after(REPRINT_PASS)
    .after(answered(2, done()))
    .after(issued(3, "card2"))
    .after(scanned("old", { value: Barcode("card1"), result: "refused", code: "cancelled" }))
    .after(scanned("in", { value: Barcode("card2") }))
    .after(scanned("again", { value: Barcode("card2"), result: "refused", code: "already_in" }))
    .after(scanned("twice", { value: Barcode("card2") }))
    .after(scanned("late", { value: Barcode("card2"), result: "refused", code: "too_late" }));
  const asked = { admissionId: "A-1", generation: 2, performance: "M01" };
  assert.deepEqual(proofsOfCard(inside, { reason: "already-used", ...asked }), [
    ["ScanRecorded", "in"],
    ["AdmissionUsedIn", "in"],
    ["ScanRecorded", "again"],
    ["ScanRecorded", "twice"],
  ]);
});
