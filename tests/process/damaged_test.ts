/**
 * A service on data with damaged records: their actors are 503, all others sell and print.
 *
 * @module
 */
import assert from "node:assert/strict";
import { commitKey, headKey } from "../../adapters/kv/keys.ts";
import { type FolderStage, onFolder } from "../support/service_folder.ts";
import { printedTicket, putSeason } from "../support/service_season.ts";

Deno.test(
  "damaged actors answer 503 quarantined and the service says that it is degraded; all others work",
  onFolder(playOn),
);

async function playOn({ data, inService }: FolderStage): Promise<void> {
  await inService(async (box) => {
    await putSeason(box);
    for (const id of ["T-1", "T-2", "T-3"]) await printedTicket(box, id);
  });
  await damage(data);
  await inService(async (box, url) => {
    const status = async () => (await (await fetch(`${url}/readyz`)).json()).status;
    assert.equal(await status(), "ready", "nobody has met them yet");
    for (const path of ["tickets/T-1", "tickets/T-2/events"]) {
      const { status, body } = await box.ask<{ readonly code: string }>("GET", path);
      assert.deepEqual([status, body.code], [503, "quarantined"], path);
    }
    const refused = await box.ask("POST", "tickets/T-1/reprint", { body: { reason: "lost" } });
    assert.equal(refused.status, 503);
    assert.equal(await status(), "degraded");
    assert.equal((await box.ticket("T-3")).status, "printed");
    await printedTicket(box, "T-4");
  });
}

/** The head of one ticket, the first commit of another. */
async function damage(data: string): Promise<void> {
  using kv = await Deno.openKv(`${data}/gatehouse.kv`);
  const at = (id: string) => ({ tenant: "riverside", kind: "ticket", id } as const);
  for (const key of [headKey(at("T-1")), commitKey(at("T-2"), 1)]) {
    const { value } = await kv.get<Uint8Array>(key);
    assert.ok(value !== null);
    await kv.set(key, value.with(-1, (value.at(-1) ?? 0) ^ 1));
  }
}
