/**
 * The check of reference data: every problem once right and once wrong.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Performance } from "../../actors/catalogue.ts";
import { checkCatalogue, type CheckedCatalogue } from "../../actors/catalogue_check.ts";
import { STANDARD_TEMPLATE } from "../../actors/ticket_template.ts";
import { MATCH, PASS_TYPE } from "../support/bridge.ts";

function found(changed: Partial<CheckedCatalogue>): ReadonlyArray<string> {
  const problems = checkCatalogue({
    performances: new Map([["M01", MATCH]]),
    passTypes: new Map([["SEASON", PASS_TYPE]]),
    bundles: new Map([["FULL", { name: "", assignedPass: "SEASON", performances: ["M01"] }]]),
    items: new Map([["CLUB", { name: "Club", assignedPass: "SEASON" }]]),
    ticketTemplates: new Map([["matchday", STANDARD_TEMPLATE]]),
    accessControls: new Set(["main"]),
    damaged: [],
    ...changed,
  });
  return problems.map(({ code, kind, id, fields }) => `${code} ${kind}/${id} ${fields.join(" ")}`);
}

function withMatch(changed: Partial<Performance>): ReadonlyArray<string> {
  return found({ performances: new Map([["M01", { ...MATCH, ...changed }]]) });
}

Deno.test("a catalogue in which everything can be sold and printed has no problems", () => {
  assert.deepEqual(found({}), []);
});

Deno.test("a damaged document is a problem of its own: nothing of it could be looked at", () => {
  const damaged = [{ kind: "performance", id: "M02" }] as const;
  assert.deepEqual(found({ damaged }), ["quarantined performance/M02 "]);
});

Deno.test("codes that a ticket needs and nobody knows are named, as a print would", () => {
  const { codes } = MATCH;
  assert.deepEqual(withMatch({ codes: { ...codes, StandCode: null, PriceBandCode: {} } }), [
    "codes-missing performance/M01 StandCode PriceBandCode",
  ]);
  const gates = [{ code: "G4", name: "Gate 4", kind: "external" }] as const;
  assert.deepEqual(withMatch({ gates }), ["codes-missing performance/M01 Tst1"]);
  assert.deepEqual(withMatch({ gates, codes: { ...codes, Tst1: "G4" } }), []);
});

Deno.test("a section that one code knows must be known by all that go by section", () => {
  const { codes } = MATCH;
  const uneven = { ...codes, AreaCode: { N: "N1", S: "S1" }, StandCode: { N: "N" } };
  assert.deepEqual(withMatch({ codes: uneven }), ["codes-missing performance/M01 StandCode.S"]);
  const inherited = { ...codes, AreaCode: { constructor: "X" }, StandCode: { N: "N" } };
  assert.deepEqual(withMatch({ codes: inherited }), [
    "codes-missing performance/M01 StandCode.constructor AreaCode.N",
  ]);
});

Deno.test("what goes on cards only needs its product code", () => {
  const bare = { ...MATCH.codes, StandCode: null, AreaCode: null, PriceBandCode: null };
  const onCards = { ticketTemplate: null, codes: bare };
  assert.deepEqual(withMatch(onCards), []);
  assert.deepEqual(withMatch({ ...onCards, codes: { ...bare, ProductCode: null } }), [
    "codes-missing performance/M01 ProductCode",
  ]);
});

Deno.test("a performance with neither template nor pass is named, one that a pass opens is not", () => {
  const neither = { ...MATCH, ticketTemplate: null, eligiblePasses: [] };
  const performances = new Map([["M01", neither]]);
  const bundles = new Map();
  assert.deepEqual(found({ performances, bundles }), [
    "not-printable performance/M01 ticketTemplate eligiblePasses",
  ]);
  const passTypes = new Map([["SEASON", { ...PASS_TYPE, allAccess: ["M01"] }]]);
  assert.deepEqual(found({ performances, bundles, passTypes }), []);
});

Deno.test("an assigned pass must be defined, and eligible for all performances of its bundle", () => {
  assert.deepEqual(withMatch({ eligiblePasses: [] }), [
    "assigned-pass-not-eligible bundle/FULL M01",
  ]);
  assert.deepEqual(found({ passTypes: new Map() }), [
    "pass-type-unknown performance/M01 SEASON",
    "assigned-pass-unknown bundle/FULL SEASON",
    "assigned-pass-unknown item/CLUB SEASON",
  ]);
});

Deno.test("codes that are not defined are named wherever they stand", () => {
  const bundles = new Map([["FULL", {
    name: "",
    assignedPass: null,
    performances: ["M01", "M9"],
  }]]);
  assert.deepEqual(found({ bundles }), ["performance-unknown bundle/FULL M9"]);
  const passTypes = new Map([["SEASON", { ...PASS_TYPE, allAccess: ["M8"] }]]);
  assert.deepEqual(found({ passTypes }), ["performance-unknown pass-type/SEASON M8"]);
  assert.deepEqual(withMatch({ eligiblePasses: ["SEASON", "GOLD"] }), [
    "pass-type-unknown performance/M01 GOLD",
  ]);
});

Deno.test("a ticket template that is not defined is named, but for the built-in one", () => {
  assert.deepEqual(withMatch({ ticketTemplate: "gala" }), [
    "ticket-template-unknown performance/M01 gala",
  ]);
  assert.deepEqual(withMatch({ ticketTemplate: "STANDARD" }), []);
});

Deno.test("what is on no access control, or on two, is named", () => {
  assert.deepEqual(found({ accessControls: new Set(["annex"]) }), [
    "access-control-unknown performance/M01 main",
  ]);
  const passTypes = new Map([["SEASON", { ...PASS_TYPE, accessControl: "annex" }]]);
  assert.deepEqual(found({ passTypes, accessControls: new Set(["main", "annex"]) }), [
    "access-control-differs performance/M01 SEASON",
  ]);
});
