/**
 * Scenarios 10 to 13: what is taken off a pass, and how a pass ends.
 *
 * @module
 */
import assert from "node:assert/strict";
import { onStage } from "../support/service.ts";
import { acquire, activePass, add } from "../support/service_season.ts";

const MATCHES = ["M01", "M02", "M03", "M04", "M05"];

Deno.test(
  "10: cancelling one of five admissions revokes that one at once, and four still open",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", MATCHES);
    await box.did("passes/P-1/remove-admission", { admissionId: "A-M03", reason: "returned" });
    assert.deepEqual(main.posted("P-1"), ["issueCard", "updateCard"]);
    const { admissions, status } = await box.pass("P-1");
    assert.equal(status, "active");
    assert.equal(admissions["A-M03"]?.state, "revoked");
    for (const match of MATCHES) {
      const wanted = match === "M03" ? "wrong_performance" : "ok";
      assert.equal(await main.scan(card, match), wanted, match);
    }
    assert.equal((await main.held("pass/P-1")).length, 1);
  }),
);

Deno.test(
  "11: an admission added and removed before any print sends nothing",
  onStage(async ({ box, main }) => {
    await acquire(box, "P-1");
    await add(box, "P-1", { matches: ["M01"], orderId: "O-1" });
    const removed = await box.did("passes/P-1/remove-admission", {
      admissionId: "A-M01",
      reason: "returned",
    });
    assert.equal(removed.operation.status, "none");
    const pass = await box.pass("P-1");
    assert.equal(pass.status, "unprinted");
    assert.equal(pass.admissions["A-M01"]?.state, "revoked");
    assert.deepEqual(await box.deliveries("passes/P-1"), []);
    assert.deepEqual(main.wire.posted, []);
  }),
);

Deno.test(
  "12: a cancelled pass opens nothing, and can be neither deleted nor re-printed",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", ["M01", "M02"]);
    await box.did("passes/P-1/cancel", { reason: "season returned" });
    assert.equal((await box.pass("P-1")).status, "cancelled");
    assert.equal(await main.scan(card, "M01"), "cancelled");
    assert.equal(await main.scan(card, "M02"), "cancelled");
    assert.deepEqual((await main.held("pass/P-1")).map(({ state }) => state), ["dead"]);
    assert.equal(main.wire.posted.at(-1)?.card?.reason, "season returned");
    for (const [verb, body] of [["delete", {}], ["reprint", { reason: "lost" }]] as const) {
      const refusal = await box.refused(`passes/P-1/${verb}`, body);
      assert.equal(refusal.code, "pass-already-cancelled", verb);
    }
    assert.deepEqual(main.posted("P-1"), ["issueCard", "cancelCard"]);
  }),
);

Deno.test(
  "13: an unprinted pass can be deleted; a printed one is refused with the advice to cancel",
  onStage(async ({ box, main }) => {
    await acquire(box, "P-1");
    await add(box, "P-1", { matches: ["M01"], orderId: "O-1" });
    await box.did("passes/P-1/delete");
    assert.equal((await box.pass("P-1")).status, "deleted");
    const card = await activePass(box, "P-2", ["M01"]);
    const refusal = await box.refused("passes/P-2/delete");
    assert.equal(refusal.code, "pass-already-printed");
    assert.match(refusal.advice ?? "", /cancel instead/i);
    assert.equal((await box.pass("P-2")).status, "active");
    assert.equal(await main.scan(card, "M01"), "ok");
    assert.deepEqual(main.posted("P-1"), []);
  }),
);
