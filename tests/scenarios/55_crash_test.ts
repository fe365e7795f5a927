/**
 * The process is killed while lists are compared, and while what was approved is repaired.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { decideOn, readReconciliation, reconcile, repairsDone } from "../support/reconciling.ts";
import type { BoxOffice } from "../support/service_client.ts";
import { onFolder } from "../support/service_folder.ts";
import type { Gates } from "../support/service_gate.ts";
import { printedTicket, putSeason } from "../support/service_season.ts";

Deno.test(
  "killed while it compares, the service knows what it knew, and compares again",
  crashing(async ({ main, box, lost, restart }) => {
    const known = await reconcile(box);
    assert.deepEqual(known.differences.map(({ credential }) => credential), [lost]);
    await main.setFaults({ delayMs: 200 });
    await box.ask("POST", "adapters/main/reconcile", { body: {} });
    const again = await restart();
    await main.setFaults({});
    assert.deepEqual(await readReconciliation(again), known);
    assert.deepEqual((await reconcile(again)).differences, known.differences);
    assert.deepEqual(main.posted("T-1"), ["issueTicket"], "nothing was repaired unasked");
  }),
);

Deno.test(
  "killed while it repairs, the service completes what was approved, once",
  crashing(async ({ main, box, lost, restart }) => {
    const { differences: [difference] } = await reconcile(box);
    assert.ok(difference !== undefined);
    await main.setFaults({ neverAnswer: { rate: 1 } });
    await decideOn(box, difference, "approve");
    await eventuallyTrue("the repair is sent", () => main.posted("T-1").length > 1);
    const again = await restart();
    await main.setFaults({});
    await repairsDone(again);
    assert.equal(await main.scan(lost, "M01"), "ok");
    const ids = main.wire.posted.filter(({ subject }) => subject.id === "T-1")
      .map(({ commandId }) => commandId);
    assert.equal(new Set(ids).size, 2, "one issue and one repair, under one id each");
    assert.deepEqual((await reconcile(again)).differences, []);
    const { body } = await again.ask<{ data: ReadonlyArray<{ key: string }> }>(
      "GET",
      "events?type=RepairsApproved",
    );
    assert.deepEqual(body.data.map(({ key }) => key), ["box-office"], "the log says who approved");
  }),
);

interface Crash {
  readonly main: Gates;
  readonly box: BoxOffice;
  /** The barcode of T-1, which the access control has lost. */
  readonly lost: string;
  /** Kills the service and starts it again on the same folder. */
  readonly restart: () => Promise<BoxOffice>;
}

function crashing(play: (crash: Crash) => Promise<void>): () => Promise<void> {
  return onFolder(async ({ main, start }) => {
    const { box, service: first } = await start();
    let running = first;
    await putSeason(box);
    const lost = await printedTicket(box, "T-1");
    main.simulator.world.credentials.delete(lost);
    await printedTicket(box, "T-2");
    const restart = async () => {
      await first.stop("SIGKILL");
      const { box, service } = await start();
      running = service;
      return box;
    };
    await play({ main, box, lost, restart });
    assert.equal((await running.stop()).code, 0);
  });
}
