/**
 * Gate verdicts where a running service takes long to get: forgotten cards, places, time zones.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Barcode } from "../../../actors/address.ts";
import type { BoundCredential } from "../../../actors/credentials.ts";
import { judgePass } from "../../../actors/inspecting/gate_check.ts";
import type { GateQuestion } from "../../../actors/inspecting/gate_verdict.ts";
import { pass, type PassState } from "../../../actors/pass/mod.ts";
import { aFact } from "../../support/appends.ts";
import { MATCH } from "../../support/bridge.ts";

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
