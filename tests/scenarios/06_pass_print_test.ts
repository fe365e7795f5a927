/**
 * Scenarios 6 to 9: what a print makes of a pass.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import { acquire, activePass, add } from "../support/service_season.ts";

Deno.test(
  "06: printing an unprinted pass sends one issue, makes one card, and is active only after the answer",
  onStage(async ({ box, main }) => {
    await acquire(box, "P-1");
    await add(box, "P-1", { matches: ["M01", "M02"], orderId: "O-1" });
    assert.deepEqual(main.posted("P-1"), []);
    const release = main.wire.holdReplies();
    const { operation } = await box.asked("passes/P-1/print", { orderId: "O-1" });
    await eventuallyTrue(
      "the card is issued there",
      async () => (await main.held("pass/P-1")).length > 0,
    );
    const before = await box.pass("P-1");
    assert.equal(before.status, "issuing");
    assert.deepEqual(before.credentials, []);
    release();
    assert.equal(await box.outcome(operation), "confirmed");
    const after = await box.pass("P-1");
    assert.equal(after.status, "active");
    assert.equal(after.printCount, 1);
    const cards = await main.held("pass/P-1");
    assert.deepEqual(cards.map(({ value }) => value), [await box.liveValue("passes/P-1")]);
    assert.deepEqual(main.posted("P-1"), ["issueCard"]);
  }),
);

Deno.test(
  "07: an admission that is added but not printed reaches no gate",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", ["M01"]);
    await add(box, "P-1", { matches: ["M02"], orderId: "O-2" });
    const pass = await box.pass("P-1");
    assert.equal(pass.admissions["A-M01"]?.state, "effective");
    assert.equal(pass.admissions["A-M02"]?.state, "pending");
    assert.equal(await main.scan(card, "M02"), "wrong_performance");
    assert.equal(await main.scan(card, "M01"), "ok");
    assert.deepEqual(main.posted("P-1"), ["issueCard"]);
  }),
);

Deno.test(
  "08: printing the new order sends one update, and the same card opens",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", ["M01"]);
    await add(box, "P-1", { matches: ["M02"], orderId: "O-2" });
    await box.did("passes/P-1/print", { orderId: "O-2" });
    assert.equal(await box.liveValue("passes/P-1"), card);
    assert.equal((await box.pass("P-1")).admissions["A-M02"]?.state, "effective");
    assert.equal(await main.scan(card, "M02"), "ok");
    assert.equal(await main.scan(card, "M01"), "ok");
    assert.deepEqual(main.posted("P-1"), ["issueCard", "updateCard"]);
    assert.equal((await main.held("pass/P-1")).length, 1);
  }),
);

Deno.test(
  "09: of two unprinted orders on one pass only the printed one takes effect",
  onStage(async ({ box, main }) => {
    await acquire(box, "P-1");
    await add(box, "P-1", { matches: ["M01"], orderId: "O-1" });
    await add(box, "P-1", { matches: ["M02"], orderId: "O-2" });
    await box.did("passes/P-1/print", { orderId: "O-1" });
    const card = await box.liveValue("passes/P-1");
    const pass = await box.pass("P-1");
    assert.equal(pass.admissions["A-M01"]?.state, "effective");
    assert.equal(pass.admissions["A-M02"]?.state, "pending");
    const [held] = await main.held("pass/P-1");
    assert.deepEqual(held?.admissions.map(({ admissionId }) => admissionId), ["A-M01"]);
    assert.equal(await main.scan(card, "M01"), "ok");
    assert.equal(await main.scan(card, "M02"), "wrong_performance");
  }),
);
