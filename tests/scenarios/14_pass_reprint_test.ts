/**
 * Scenarios 14 to 18: a new card for a pass, and never two that open.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import type { ProblemBody } from "../support/service_client.ts";
import { activePass, add } from "../support/service_season.ts";

Deno.test(
  "14: a re-print kills the old card, and the new one opens the same performances",
  onStage(async ({ box, main }) => {
    const old = await activePass(box, "P-1", ["M01", "M02"]);
    await box.did("passes/P-1/reprint", { reason: "worn out" });
    const card = await box.liveValue("passes/P-1");
    assert.notEqual(card, old);
    for (const match of ["M01", "M02"]) {
      assert.equal(await main.scan(old, match), "cancelled", match);
      assert.equal(await main.scan(card, match), "ok", match);
    }
    const pass = await box.pass("P-1");
    assert.equal(pass.status, "active");
    assert.equal(pass.printCount, 2);
    assert.deepEqual(
      pass.credentials.map(({ generation, state }) => [generation, state]),
      [[1, "dead"], [2, "live"]],
    );
    assert.deepEqual(main.posted("P-1"), ["issueCard", "cancelCard", "issueCard"]);
  }),
);

Deno.test(
  "15: a re-print without a reason is a 422 that names the field",
  onStage(async ({ box, main }) => {
    await activePass(box, "P-1", ["M01"]);
    const answer = await box.ask<ProblemBody>("POST", "passes/P-1/reprint", { body: {} });
    assert.equal(answer.status, 422);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.deepEqual(answer.body.errors?.map(({ pointer }) => pointer), ["/reason"]);
    assert.equal((await box.pass("P-1")).status, "active");
    assert.deepEqual(main.posted("P-1"), ["issueCard"]);
  }),
);

Deno.test(
  "16: a re-print puts only effective admissions on the new card, pending ones stay pending",
  onStage(async ({ box, main }) => {
    await activePass(box, "P-1", ["M01"]);
    await add(box, "P-1", { matches: ["M02"], orderId: "O-2" });
    await box.did("passes/P-1/reprint", { reason: "worn out" });
    const card = await box.liveValue("passes/P-1");
    const held = (await main.held("pass/P-1")).find(({ value }) => value === card);
    assert.deepEqual(held?.admissions.map(({ admissionId }) => admissionId), ["A-M01"]);
    assert.equal((await box.pass("P-1")).admissions["A-M02"]?.state, "pending");
    assert.equal(await main.scan(card, "M02"), "wrong_performance");
    assert.equal(await main.scan(card, "M01"), "ok");
  }),
);

Deno.test(
  "17: a re-print while the access control is down is accepted, shown as exposure, and blocks first",
  onStage(async ({ box, main }) => {
    const old = await activePass(box, "P-1", ["M01", "M02"]);
    await main.setFaults({ unavailable: true });
    const { operation } = await box.asked("passes/P-1/reprint", { reason: "stolen" });
    const pass = await box.pass("P-1");
    assert.equal(pass.status, "reissuing");
    assert.deepEqual(pass.credentials.map(({ state }) => state), ["dead"]);
    const adapter = await eventually("the adapter tells the exposure", async () => {
      const { body } = await box.ask<AdapterBody>("GET", "adapters/main");
      return body.exposure.length > 0 ? body : null;
    });
    assert.deepEqual(adapter.exposure.map(({ actor }) => actor), [{ kind: "pass", id: "P-1" }]);
    assert.ok(!Number.isNaN(Date.parse(adapter.exposure[0]?.since ?? "")));
    assert.equal(await main.scan(old, "M01"), "ok", "revoked here, still open at the gate");
    await main.setFaults({});
    assert.equal(await box.outcome(operation), "confirmed");
    const card = await box.liveValue("passes/P-1");
    assert.equal(await main.scan(old, "M02"), "cancelled");
    assert.equal(await main.scan(card, "M02"), "ok");
    const [first, ...others] = [...new Set(main.posted("P-1"))];
    assert.deepEqual([first, ...others], ["issueCard", "cancelCard"]);
    assert.equal(main.posted("P-1").at(-1), "issueCard");
    const { body } = await box.ask<AdapterBody>("GET", "adapters/main");
    assert.deepEqual(body.exposure, []);
  }),
);

Deno.test(
  "18: when the block is confirmed and the issue rejected, the issue can be retried without a third card",
  onStage(async ({ box, main }) => {
    const old = await activePass(box, "P-1", ["M01"]);
    main.wire.before("issueCard", () => main.setFaults({ poisonSubjects: ["P-1"] }));
    const { operation } = await box.asked("passes/P-1/reprint", { reason: "worn out" });
    assert.equal(await box.outcome(operation), "failed");
    const pass = await box.pass("P-1");
    assert.equal(pass.status, "attention");
    assert.deepEqual(pass.credentials.map(({ state }) => state), ["dead"]);
    assert.equal(await main.scan(old, "M01"), "cancelled");
    await main.setFaults({});
    const dead = (await box.deliveries("passes/P-1")).filter(({ status }) => status === "dead");
    assert.deepEqual(dead.map(({ command }) => command), ["issueCard"]);
    const retried = await box.ask("POST", `deliveries/${dead[0]?.id}/retry`, { body: {} });
    assert.equal(retried.status, 200);
    assert.equal(await box.outcome(operation), "confirmed");
    assert.equal((await box.pass("P-1")).status, "active");
    assert.equal((await main.held("pass/P-1")).length, 2);
    assert.equal(await main.scan(await box.liveValue("passes/P-1"), "M01"), "ok");
    assert.equal(await main.scan(old, "M01"), "cancelled");
  }),
);

interface AdapterBody {
  readonly exposure: ReadonlyArray<{
    readonly actor: { readonly kind: string; readonly id: string };
    readonly since: string;
  }>;
}
