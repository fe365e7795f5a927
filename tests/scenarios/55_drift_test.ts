/**
 * A list that cannot be believed repairs nothing. What can be is tried as promise 19.
 *
 * @module
 */
import assert from "node:assert/strict";
import { factsOf, readReconciliation, reconcile, sellTickets } from "../support/reconciling.ts";
import { onStage } from "../support/service.ts";

const TICKETS = Array.from({ length: 60 }, (_, n) => `T-${n}`);

Deno.test(
  "55: more differences than can be believed are proposed, and none is repaired by itself",
  onStage(async ({ box, main, url }) => {
    await sellTickets(box, TICKETS);
    await main.setFaults({ loseCredentials: 30 });
    const { complete, reason, differences } = await reconcile(box);
    assert.equal(complete, false);
    assert.match(reason ?? "", /differ in 30: too many to believe/);
    assert.equal(differences.length, 30);
    assert.ok(differences.every(({ state }) => state === "proposed"));
    assert.equal(await factsOf(box, "RepairsApproved"), 0);
    assert.equal((await readReconciliation(box)).differences.length, 30);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    assert.match(metrics, /gatehouse_reconciliation_differences\{[^}]*kind="missing"[^}]*\} 30/);
    assert.match(metrics, /gatehouse_reconciliations_total\{[^}]*adapter="main"[^}]*\} 1/);
    assert.doesNotMatch(metrics, /gatehouse_reconciled_seconds/, "it was never complete");
  }, { repair: "automatic" }),
);
