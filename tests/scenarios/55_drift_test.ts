/**
 * Promise 19: drift between the lists is found and mended in one cycle, and what is in flight is
 * never taken for drift.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readReconciliation, reconcile, repairsDone } from "../support/reconciling.ts";
import { onStage, type Stage } from "../support/service.ts";
import type { BoxOffice, EventBody } from "../support/service_client.ts";
import { activePass, allocate } from "../support/service_season.ts";

const TICKETS = Array.from({ length: 200 }, (_, n) => `T-${n}`);

/** Printed, in the order of `ids`; gives their barcodes. */
async function sell(box: BoxOffice, ids: ReadonlyArray<string>): Promise<ReadonlyArray<string>> {
  return await Promise.all(ids.map(async (id) => {
    await allocate(box, id);
    await box.did(`tickets/${id}/print`);
    return await box.liveValue(`tickets/${id}`);
  }));
}

async function countOf(box: BoxOffice, type: string): Promise<number> {
  const path = `events?type=${type}&limit=500`;
  const { body } = await box.ask<{ readonly data: ReadonlyArray<EventBody> }>("GET", path);
  return body.data.length;
}

/** 5 % lost, 1 % mixed up, 2 % invented; one after the other, so that each stands by itself. */
async function driftApart({ main }: Stage): Promise<void> {
  await main.setFaults({ loseCredentials: 10, seed: 1 });
  await main.setFaults({ swapCredentials: 2, seed: 2 });
  await main.setFaults({ inventCredentials: 4, seed: 3 });
  await main.setFaults({});
}

Deno.test(
  "P19: of lost, invented and swapped credentials all are found, and repaired in one cycle",
  onStage(async (stage) => {
    const { box, main } = stage;
    const barcodes = await sell(box, TICKETS);
    const card = await activePass(box, "P-1", ["M01", "M02"]);
    assert.deepEqual((await reconcile(box)).differences, []);
    await driftApart(stage);
    const { complete, differences } = await reconcile(box);
    assert.equal(complete, true);
    const kinds = Object.groupBy(differences, ({ kind }) => kind);
    assert.deepEqual(
      Object.fromEntries(Object.entries(kinds).map(([kind, some]) => [kind, some?.length])),
      { missing: 10, different: 4, unknown: 4 },
    );
    await repairsDone(box);
    const next = await reconcile(box);
    assert.deepEqual([next.complete, next.differences], [true, []]);
    const held = main.simulator.world.credentials;
    for (const [at, barcode] of barcodes.entries()) {
      assert.equal(held.get(barcode)?.subject, `riverside/ticket/${TICKETS[at]}`);
      assert.equal(held.get(barcode)?.state, "live");
    }
    assert.equal(await main.scan(card, "M01"), "ok");
    const live = [...held.values()].filter(({ state }) => state === "live");
    assert.equal(live.length, barcodes.length + 1, "what was invented opens nothing");
  }, { repair: "automatic" }),
);

Deno.test(
  "P19: nothing is repaired that was in flight, however often the lists are compared meanwhile",
  onStage(async ({ box, main }) => {
    const ids = TICKETS.slice(0, 60);
    await main.setFaults({ late: { rate: 0.5, afterMs: 15, push: true }, delayMs: 2 });
    let isSelling = true;
    const comparing = (async () => {
      const found = [];
      let cycles = 0;
      for (; isSelling; cycles += 1) found.push(...(await reconcile(box)).differences);
      return { found, cycles };
    })();
    for (let at = 0; at < ids.length; at += 5) {
      const wave = ids.slice(at, at + 5);
      await sell(box, wave);
      await Promise.all(wave.map(async (id, n) => {
        if (n % 3 === 0) await box.did(`tickets/${id}/reprint`, { reason: "spilt" });
        if (n % 3 === 1) await box.did(`tickets/${id}/cancel`, { reason: "ill" });
      }));
    }
    isSelling = false;
    const { found, cycles } = await comparing;
    assert.deepEqual(found, []);
    assert.ok(cycles > 3, "there was time to compare");
    await main.setFaults({});
    assert.deepEqual((await reconcile(box)).differences, []);
    for (const type of ["DifferencesFound", "ResendRequested", "StrayFound"]) {
      assert.equal(await countOf(box, type), 0, type);
    }
  }, { repair: "automatic" }),
);

Deno.test(
  "P19: more differences than can be believed are proposed, and none is repaired by itself",
  onStage(async ({ box, main, url }) => {
    await sell(box, TICKETS.slice(0, 60));
    await main.setFaults({ loseCredentials: 30 });
    const { complete, reason, differences } = await reconcile(box);
    assert.equal(complete, false);
    assert.match(reason ?? "", /differ in 30: too many to believe/);
    assert.equal(differences.length, 30);
    assert.ok(differences.every(({ state }) => state === "proposed"));
    assert.equal(await countOf(box, "RepairsApproved"), 0);
    assert.equal((await readReconciliation(box)).differences.length, 30);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    assert.match(metrics, /gatehouse_reconciliation_differences\{[^}]*kind="missing"[^}]*\} 30/);
    assert.match(metrics, /gatehouse_reconciliations_total\{[^}]*adapter="main"[^}]*\} 1/);
    assert.doesNotMatch(metrics, /gatehouse_reconciled_seconds/, "it was never complete");
  }, { repair: "automatic" }),
);
