/**
 * The cards of a pass: printed, updated, re-printed, blocked, ended. The numbers are those of the domain.
 *
 * @module
 */
import assert from "node:assert/strict";
import { status, view } from "../../../actors/pass/mod.ts";
import { admissionRecord } from "../../support/outgoing_commands.ts";
import {
  messageOf,
  openedBy,
  PRINT_OTHER,
  stateOf,
  typesAfter,
} from "../../support/pass_scenes.ts";
import {
  ACQUIRE,
  add,
  answered,
  CANCEL_PASS,
  credential,
  done,
  type GivenPass,
  issued,
  passesInEveryState,
  PRINT_PASS,
  REPRINT_PASS,
} from "../../support/stories.ts";

const BLOCK = { type: "BlockPass", reason: "lost" } as const;
const UNBLOCK = { type: "UnblockPass", reason: "found" } as const;

const { absent, empty, unprinted, issuing, active, reissuing } = passesInEveryState();

Deno.test("6: the first print asks for one card, which is active when it is issued", () => {
  assert.equal(status(issuing.state), "issuing");
  assert.deepEqual(messageOf(issuing), {
    command: "issueCard",
    generation: 1,
    passType: "SEASON",
    productCode: "ST26",
    memberId: "C-9",
    printer: "Virtual",
    validFrom: "2026-08-01",
    validTo: "2027-06-30",
    credential: null,
    admissions: [admissionRecord()],
    reason: null,
  });
  const state = issuing.when(issued(1, "card1")).then({
    type: "PassIssued",
    seq: 1,
    generation: 1,
    credentials: [credential("card", "card1")],
    externalId: null,
    effective: ["A-1"],
    revoked: [],
    printed: true,
    printFault: null,
  });
  assert.equal(status(state), "active");
});

Deno.test("8: printing another order updates the same card", () => {
  const updating = active.after(PRINT_OTHER);
  assert.equal(messageOf(updating).command, "updateCard");
  assert.equal(messageOf(updating).credential, "card1");
  assert.deepEqual(openedBy(updating), ["A-1", "A-2"]);
  assert.equal(status(updating.state), "updating");
  const state = updating.when(answered(2, done())).then({
    type: "PassUpdated",
    seq: 2,
    effective: ["A-2"],
    revoked: [],
  });
  assert.equal(status(state), "active");
  assert.equal(view(state).generation, 1);
});

Deno.test("12: a cancelled pass blocks its card, and refuses delete and re-print", () => {
  const cancelling = active.after(CANCEL_PASS);
  assert.equal(messageOf(cancelling).command, "cancelCard");
  assert.equal(messageOf(cancelling).reason, "returned");
  assert.deepEqual(view(cancelling.state).credentials.map(({ state }) => state), ["dead"]);
  assert.equal(stateOf(cancelling, "A-1"), "revoking");
  const cancelled = cancelling.after(answered(2, done()));
  assert.deepEqual(typesAfter(cancelling, cancelled), ["CardRevoked", "PassCancelled"]);
  assert.equal(stateOf(cancelled, "A-1"), "revoked");
  cancelled.when({ type: "DeletePass" }).refused("PassAlreadyCancelled");
  cancelled.when(REPRINT_PASS).refused("PassAlreadyCancelled");
});

Deno.test("14, 17: a re-print kills the old card before it asks for the new one", () => {
  assert.equal(messageOf(reissuing).command, "cancelCard");
  assert.equal(messageOf(reissuing).reason, "lost");
  assert.equal(view(reissuing.state).credentials[0]?.state, "dead");
  const next = reissuing.after(answered(2, done()));
  assert.deepEqual(typesAfter(reissuing, next), ["CardRevoked", "DeliveryQueued"]);
  assert.deepEqual([messageOf(next).command, messageOf(next).generation], ["issueCard", 2]);
  const again = next.after(issued(3, "card2"));
  assert.deepEqual(typesAfter(next, again), ["PassReissued"]);
  assert.equal(view(again.state).printCount, 2);
  assert.deepEqual(again.state.credentials.map(({ value, state, open }) => [value, state, open]), [
    ["card1", "dead", false],
    ["card2", "live", true],
  ]);
});

Deno.test("16: a re-printed card holds what was printed, and nothing that is pending", () => {
  const next = reissuing.after(answered(2, done()));
  assert.deepEqual(openedBy(next), ["A-1"]);
  assert.equal(stateOf(next.after(issued(3, "card2")), "A-2"), "pending");
});

Deno.test("49: a pass needs its own code and its performances' product codes, no others", () => {
  const source = { kind: "item", code: "UNMAPPED-26", orderId: "4711" } as const;
  const unmapped = absent.after({ ...ACQUIRE, passType: "UNMAPPED", source });
  const refusal = unmapped.when(PRINT_PASS).refused("MappingMissing");
  assert.deepEqual(refusal.operands, { passType: "UNMAPPED", fields: ["productCode"] });
  const without = empty.after(add("A-1", "UNMAPPED", "4713"));
  const other = without.when({ ...PRINT_PASS, orderId: "4713" }).refused("MappingMissing");
  assert.deepEqual(other.operands["fields"], ["ProductCode"]);
  const codes = {
    StadiumCode: null,
    ProductCode: "M01",
    StandCode: null,
    AreaCode: null,
    Tst1: null,
    Tst2: null,
    PriceBandCode: null,
  };
  unprinted.when(PRINT_PASS, { season: { performances: { M01: { codes } } } })
    .thenTypes("PrintRequested", "DeliveryQueued");
});

Deno.test("50: an update keeps the codes that were printed, a re-print has the new ones", () => {
  const codes = {
    StadiumCode: "RIV",
    ProductCode: "M99",
    StandCode: "N",
    AreaCode: null,
    Tst1: null,
    Tst2: null,
    PriceBandCode: null,
  };
  const season = { performances: { M01: { codes } } };
  const productCodes = (given: Pick<GivenPass, "state">) =>
    messageOf(given).admissions.map(({ ProductCode }) => ProductCode);
  assert.deepEqual(productCodes(active.after(PRINT_OTHER, { season })), ["M01", "M02"]);
  const next = active.after(REPRINT_PASS, { season }).after(answered(2, done()));
  assert.deepEqual(productCodes(next), ["M99"]);
});

Deno.test("50: a card can be re-printed when a past performance is out of the catalogue", () => {
  const season = { performances: { M01: null } };
  const next = active.after(REPRINT_PASS, { season }).after(answered(2, done()));
  assert.deepEqual(openedBy(next), ["A-1"]);
});

Deno.test("54: a blocked pass that is found opens again with the same card", () => {
  const blocked = active.after(BLOCK);
  assert.deepEqual([messageOf(blocked).command, messageOf(blocked).reason], ["blockCard", "lost"]);
  assert.deepEqual(openedBy(blocked), ["A-1"]);
  const found = blocked.after(answered(2, done())).after(UNBLOCK);
  assert.equal(messageOf(found).command, "unblockCard");
  assert.equal(status(found.state), "updating");
  const again = found.after(answered(3, done()));
  assert.equal(status(again.state), "active");
  assert.equal(view(again.state).generation, 1);
});

Deno.test("a blocked pass that is re-printed ends active on a new card", () => {
  const blocked = active.after(BLOCK).after(answered(2, done()));
  const again = blocked.after(REPRINT_PASS).after(answered(3, done())).after(issued(4, "card2"));
  assert.equal(status(again.state), "active");
  assert.equal(view(again.state).blocked, false);
});

Deno.test("a block that was never sent is not dropped by an unblock, but told and taken back", () => {
  const both = active.after(BLOCK).after(UNBLOCK, { unsent: true });
  assert.equal(both.state.sync.outstanding?.command, "blockCard");
  assert.equal(messageOf(both.after(answered(2, done()))).command, "unblockCard");
});
