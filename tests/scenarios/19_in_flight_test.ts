/**
 * Scenarios 19 and 20: taken back while the card is being issued.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onStage, type Stage } from "../support/service.ts";
import { acquire, add } from "../support/service_season.ts";

Deno.test(
  "19: an admission cancelled while the issue is in flight is revoked after its outcome",
  onStage(async (stage) => {
    const { box, main } = stage;
    const release = await issueInFlight(stage);
    const body = { admissionId: "A-M01", reason: "returned" };
    const { operation } = await box.asked("passes/P-1/remove-admission", body);
    assert.deepEqual(main.posted("P-1"), ["issueCard"]);
    release();
    assert.equal(await box.outcome(operation), "confirmed");
    assert.deepEqual(main.posted("P-1"), ["issueCard", "updateCard"]);
    const card = await box.liveValue("passes/P-1");
    assert.equal(await main.scan(card, "M01"), "wrong_performance");
    assert.equal(await main.scan(card, "M02"), "ok");
    const { admissions } = await box.pass("P-1");
    assert.deepEqual([admissions["A-M01"]?.state, admissions["A-M02"]?.state], [
      "revoked",
      "effective",
    ]);
  }),
);

Deno.test(
  "20: the late card of a pass that was cancelled meanwhile is blocked and never active",
  onStage(async (stage) => {
    const { box, main } = stage;
    const release = await issueInFlight(stage);
    const { operation } = await box.asked("passes/P-1/cancel", { reason: "returned" });
    assert.equal((await box.pass("P-1")).status, "cancelling");
    release();
    assert.equal(await box.outcome(operation), "confirmed");
    assert.deepEqual(main.posted("P-1"), ["issueCard", "cancelCard"]);
    const pass = await box.pass("P-1");
    assert.equal(pass.status, "cancelled");
    assert.ok(pass.credentials.every(({ state }) => state === "dead"));
    const held = await main.held("pass/P-1");
    assert.deepEqual(held.map(({ state }) => state), ["dead"]);
    assert.equal(await main.scan(held[0]?.value ?? "", "M01"), "cancelled");
    const types = (await box.events("passes/P-1")).map(({ type }) => type);
    assert.ok(!types.includes("PassIssued"), types.join());
  }),
);

/** P-1 with M01 and M02 is issued there, and the reply is on its way until the result is called. */
async function issueInFlight({ box, main }: Stage): Promise<() => void> {
  await acquire(box, "P-1");
  await add(box, "P-1", { matches: ["M01", "M02"], orderId: "O-1" });
  const release = main.wire.holdReplies();
  await box.asked("passes/P-1/print", { orderId: "O-1" });
  await eventuallyTrue(
    "the card is issued there",
    async () => (await main.held("pass/P-1")).length > 0,
  );
  return release;
}
