/**
 * A service on data with damaged records: their actors are 503, all others sell and print.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { commitKey, headKey } from "../../adapters/kv/keys.ts";
import { scoped } from "../support/scoped.ts";
import { type BoxOffice, openBoxOffice } from "../support/service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "../support/service_file.ts";
import { type Gates, openGates } from "../support/service_gate.ts";
import { printedTicket, putSeason } from "../support/service_season.ts";
import { startDirectly } from "../support/service_starts.ts";

Deno.test(
  "damaged actors answer 503 quarantined and the service says that it is degraded; all others work",
  scoped(Effect.gen(function* () {
    const main = yield* openGates();
    yield* Effect.promise(() => inFolder((folder) => playIn(folder, main)));
    yield* Effect.promise(() => main.assertOracles());
  })),
);

async function playIn(folder: string, main: Gates): Promise<void> {
  const settings = {
    GATEHOUSE_DATA: `${folder}/data`,
    GATEHOUSE_CONFIG: await writeConfiguration(folder, configurationFile(main.wire.url)),
  };
  const inService = async (use: (box: BoxOffice, url: string) => Promise<void>) => {
    const service = await startDirectly(settings).up;
    await use(openBoxOffice(service.url, KEY), service.url);
    assert.equal((await service.stop()).code, 0);
  };
  await inService(async (box) => {
    await putSeason(box);
    for (const id of ["T-1", "T-2", "T-3"]) await printedTicket(box, id);
  });
  await damage(`${folder}/data`);
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
