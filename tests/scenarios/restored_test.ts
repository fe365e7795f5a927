/**
 * Gatehouse is restored from a backup: what was sold after it opens gates, and is unknown here.
 *
 * @module
 */
import assert from "node:assert/strict";
import { runTask } from "../support/data_tasks.ts";
import { eventually } from "../support/eventually.ts";
import { readReconciliation } from "../support/reconciling.ts";
import type { BoxOffice } from "../support/service_client.ts";
import { type FolderStage, onFolder } from "../support/service_folder.ts";
import { allocation, printedTicket, putSeason } from "../support/service_season.ts";

Deno.test(
  "a restored service compares at once, and takes nothing back by itself that was sold since",
  onFolder(playOn, { repair: "automatic" }),
);

async function playOn({ main, data, inService }: FolderStage): Promise<void> {
  const lost = await inService(async (box) => {
    await putSeason(box);
    await printedTicket(box, "T-1");
    const { code, stderr } = await runTask("backup", data);
    assert.equal(code, 0, stderr);
    return await sell(box);
  });
  const [backup] = await Array.fromAsync(Deno.readDir(`${data}/backups`));
  const restored = `${data}-restored`;
  await runTask("restore", `${data}/backups/${backup?.name}`, restored);
  await inService(async (box) => {
    const { differences } = await eventually("the lists are compared", async () => {
      const found = await readReconciliation(box);
      return found.complete ? found : null;
    });
    const found = differences.map(({ kind, credential, state }) => ({ kind, credential, state }));
    assert.deepEqual(found, [{ kind: "unknown", credential: lost, state: "proposed" }]);
    assert.equal(await main.scan(lost, "M01"), "ok");
    assert.equal(await sell(box), lost, "given again with its keys, it is the same ticket");
    assert.deepEqual(main.posted("T-2"), ["issueTicket", "issueTicket"]);
    assert.equal(await main.scan(lost, "M01"), "already_in");
  }, restored);
}

/** As the box office does it; given again it gives the same keys. */
async function sell(box: BoxOffice): Promise<string> {
  for (const [verb, body] of [["allocate", allocation()], ["print", {}]] as const) {
    const headers = { "idempotency-key": `${verb}-T-2`, prefer: "wait=10" };
    const { status } = await box.ask("POST", `tickets/T-2/${verb}`, { body, headers });
    assert.equal(status, 200, verb);
  }
  return await box.liveValue("tickets/T-2");
}
