/**
 * Scenarios 55 and 56: the access control's list and ours are compared, and mended when approved.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { decideOn, readReconciliation, reconcile, repairsDone } from "../support/reconciling.ts";
import { KEYS, onStage } from "../support/service.ts";
import type { ProblemBody } from "../support/service_client.ts";
import { activePass, printedTicket } from "../support/service_season.ts";

Deno.test(
  "55: a barcode that is found here but not there is proposed to be sent again, and nothing is " +
    "sent before it is approved",
  onStage(async ({ box, main }) => {
    const lost = await printedTicket(box, "T-1");
    await main.setFaults({ loseCredentials: 1 });
    await printedTicket(box, "T-2");
    const { complete, differences } = await reconcile(box);
    assert.equal(complete, true);
    assert.deepEqual(
      differences.map(({ kind, actor, credential, proposal, state }) => [
        kind,
        actor?.id,
        credential,
        proposal,
        state,
      ]),
      [["missing", "T-1", lost, "resend", "proposed"]],
    );
    assert.deepEqual(main.posted("T-1"), ["issueTicket"]);
    assert.equal(await main.scan(lost, "M01"), "not_found");
    const [difference] = differences;
    assert.ok(difference !== undefined);
    await decideOn(box, difference, "approve");
    await repairsDone(box);
    assert.equal(await main.scan(lost, "M01"), "ok");
    assert.deepEqual(await main.printed(), [], "sending again prints nothing");
    assert.deepEqual((await reconcile(box)).differences, []);
    const types = (await box.events("tickets/T-1")).map(({ type }) => type);
    assert.ok(types.includes("ResendRequested") && types.includes("ResendConfirmed"));
  }),
);

Deno.test(
  "55: a barcode that is found there but unknown here is proposed to be blocked",
  onStage(async ({ box, main }) => {
    await printedTicket(box, "T-1");
    await main.setFaults({ inventCredentials: 1 });
    const { differences: [difference] } = await reconcile(box);
    assert.ok(difference !== undefined);
    const { kind, proposal, ours, theirs, credential } = difference;
    assert.deepEqual([kind, proposal, ours, theirs?.state], ["unknown", "block", null, "live"]);
    assert.equal(await main.scan(credential, "UNKNOWN"), "ok");
    await decideOn(box, difference, "approve");
    await repairsDone(box);
    assert.equal(await main.scan(credential, "UNKNOWN"), "cancelled");
    assert.deepEqual((await reconcile(box)).differences, []);
  }),
);

Deno.test(
  "55: an ignored difference stays ignored for as long as it stays the same",
  onStage(async ({ box, main }) => {
    await printedTicket(box, "T-1");
    await main.setFaults({ inventCredentials: 1 });
    const { differences: [difference] } = await reconcile(box);
    assert.ok(difference !== undefined);
    assert.equal((await decideOn(box, difference, "ignore")).state, "ignored");
    const { differences } = await reconcile(box);
    assert.deepEqual(differences.map(({ id, state }) => [id, state]), [[difference.id, "ignored"]]);
    const path = `adapters/main/reconciliation/${difference.id}/approve`;
    const { status, body } = await box.ask<ProblemBody>("POST", path, { body: {} });
    assert.deepEqual([status, body.code], [409, "difference-not-proposed"]);
  }),
);

Deno.test(
  "56: every effective admission of a pass is compared, and nothing differs after the repair",
  onStage(async ({ box, main }) => {
    await printedTicket(box, "T-1");
    const card = await activePass(box, "P-1", ["M01", "M02", "M03"]);
    const there = main.simulator.world.credentials.get(card);
    assert.ok(there !== undefined);
    there.admissions = there.admissions.filter(({ admissionId }) => admissionId !== "A-M02");
    const { differences: [difference, ...others] } = await reconcile(box);
    assert.deepEqual(others, []);
    assert.ok(difference !== undefined);
    assert.deepEqual([difference.kind, difference.actor?.id], ["different", "P-1"]);
    assert.deepEqual(difference.ours?.admissions, ["A-M02"]);
    assert.deepEqual(difference.theirs?.admissions, []);
    await decideOn(box, difference, "approve");
    await repairsDone(box);
    assert.equal(await main.scan(card, "M02"), "ok");
    assert.deepEqual((await reconcile(box)).differences, []);
  }),
);

Deno.test(
  "a card that is cancelled here and opens there again is blocked when that is approved",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", ["M01"]);
    await printedTicket(box, "T-1");
    await main.setFaults({ amnesia: "remember" });
    await box.did("passes/P-1/cancel", { reason: "moved away" });
    await main.setFaults({ amnesia: "return" });
    const { differences: [difference] } = await reconcile(box);
    assert.ok(difference !== undefined);
    assert.deepEqual([difference.kind, difference.proposal], ["different", "block"]);
    assert.deepEqual([difference.ours?.state, difference.theirs?.state], ["dead", "live"]);
    await decideOn(box, difference, "approve");
    await repairsDone(box);
    assert.notEqual(await main.scan(card, "M01"), "ok");
    assert.deepEqual((await reconcile(box)).differences, []);
  }, { expected: ["deadAgain"] }),
);

Deno.test(
  "an empty list repairs nothing and is told to be incomplete, also where repair is automatic",
  onStage(async ({ box, main }) => {
    await printedTicket(box, "T-1");
    await printedTicket(box, "T-2");
    await main.setFaults({ loseCredentials: 2 });
    const { complete, reason, differences } = await reconcile(box);
    assert.equal(complete, false);
    assert.match(reason ?? "", /lists nothing/);
    assert.deepEqual(differences.map(({ state }) => state), ["proposed", "proposed"]);
    assert.deepEqual(main.posted("T-1"), ["issueTicket"]);
  }, { repair: "automatic" }),
);

Deno.test(
  "an access control without an answer keeps what was known, and is told to be incomplete",
  onStage(async ({ box, main }) => {
    await printedTicket(box, "T-1");
    await main.setFaults({ inventCredentials: 1 });
    const before = await reconcile(box);
    await main.setFaults({ unavailable: true });
    const after = await reconcile(box);
    assert.equal(after.complete, false);
    assert.match(after.reason ?? "", /gave no list/);
    assert.deepEqual(after.differences, before.differences);
  }),
);

Deno.test(
  "the lists are compared without being asked to, and mended where the policy says so",
  onStage(async ({ box, main }) => {
    await printedTicket(box, "T-1");
    const lost = await printedTicket(box, "T-2");
    main.simulator.world.credentials.delete(lost);
    await eventuallyTrue(
      "it is there again",
      async () => await main.scan(lost, "M01") === "ok",
    );
    await eventuallyTrue(
      "nothing differs",
      async () => (await readReconciliation(box)).differences.length === 0,
    );
  }, { repair: "automatic", reconcileEveryMs: 50 }),
);

Deno.test(
  "a difference is approved with the scope admin, and another tenant's is not there",
  onStage(async ({ box, main }) => {
    await printedTicket(box, "T-1");
    await main.setFaults({ inventCredentials: 1 });
    const { differences: [difference] } = await reconcile(box);
    assert.ok(difference !== undefined);
    const path = `adapters/main/reconciliation/${difference.id}/approve`;
    const refused = await box.ask("POST", path, { body: {}, key: KEYS.clerk });
    assert.equal(refused.status, 403);
    assert.equal(difference.state, (await readReconciliation(box)).differences[0]?.state);
    const other = await box.ask("GET", "adapters/main/reconciliation", { key: KEYS.harbour });
    assert.equal(other.status, 404);
  }),
);
