/**
 * Comparisons beside damage that is no actor's: of what leads from a barcode to its holder, and of
 * what is remembered between them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { Listed } from "../../../actors/access_control.ts";
import { Barcode } from "../../../actors/address.ts";
import { RESTORED_MARK } from "../../../actors/reconciling/restored.ts";
import { claimsKey, markKey } from "../../../adapters/kv/keys.ts";
import { ALLOCATION, openSeason } from "../../support/api.ts";
import { flipLastByte } from "../../support/damaged_stage.ts";
import {
  compared,
  type DiskService,
  type DiskStage,
  diskStage,
  onService,
} from "../../support/disk_service.ts";

const PATH = "GET /v1/adapters/main/reconciliation";

/** The access control lists it as live, and names nobody with it unless told to. */
function list({ system }: DiskStage, value: string, subject: Listed["subject"] = null): void {
  const one = { kind: "standard", state: "live", admissionIds: [] } as const;
  system.listed.push({ ...one, value: Barcode(value), subject });
}

/** T-1 and T-2 printed, with the barcodes B1 and B2. */
async function printed({ ask }: DiskService): Promise<void> {
  await openSeason({ ask });
  for (const id of ["T-1", "T-2"]) {
    await ask(`POST /v1/tickets/${id}/allocate`, { body: ALLOCATION });
    await ask(`POST /v1/tickets/${id}/print`, { body: {}, headers: { prefer: "wait=5" } });
  }
}

async function known({ ask }: DiskService): Promise<ReadonlyArray<string>> {
  const { body } = await ask(PATH);
  return body.differences.map((
    { credential, state }: { readonly credential: string; readonly state: string },
  ) => `${credential} ${state}`);
}

function errorsOf({ logged }: DiskService): ReadonlyArray<string> {
  return logged.filter((line) => line.startsWith("Error"));
}

Deno.test("one damaged holder of a barcode stops no comparison, and the check says that it is not complete", async () => {
  const stage = diskStage();
  for (const value of ["B1", "B2"]) list(stage, value);
  await onService(stage, async (service) => {
    await printed(service);
    assert.equal((await compared(service)).complete, true);
    assert.deepEqual(await known(service), ["B1 proposed", "B2 proposed"]);
  });
  const [claim] = stage.disk.scan({ prefix: claimsKey("riverside", "barcode", "B1") }, {
    limit: 1,
  });
  assert.ok(claim !== undefined);
  flipLastByte(stage.disk, claim.key);
  list(stage, "X9");
  await onService(stage, async (service) => {
    const { complete, reason, counts } = await compared(service);
    const told = "Damaged, so that it was not compared: the holders of 1 of the barcodes listed";
    assert.deepEqual([complete, reason], [false, told]);
    assert.deepEqual(counts, { missing: 0, unknown: 1, different: 1 });
    const found = ["B1 proposed", "B2 proposed", "X9 proposed"];
    assert.deepEqual(await known(service), found, "what was known of B1 may be so still");
  });
});

Deno.test("a damaged memory of the last comparison keeps no service from starting, and is said", async () => {
  const stage = diskStage();
  await onService(stage, async (service) => void await compared(service));
  flipLastByte(stage.disk, markKey("riverside", "reconciliation/main"));
  await onService(stage, async (service) => {
    assert.equal(service.reconciler.checks("riverside").get("main")?.check, null);
    assert.deepEqual(errorsOf(service), [
      "Error When main was compared last is not known: what was kept of it does not decode",
    ]);
    assert.equal((await compared(service)).complete, true);
  });
  await onService(stage, (service) => Promise.resolve(assert.deepEqual(errorsOf(service), [])));
});

Deno.test("where it cannot be read whether the data was restored nothing is repaired by itself, and that is said", async () => {
  const { system, ...rest } = diskStage();
  const stage = { ...rest, system: { ...system, repair: "automatic" as const } };
  list(stage, "X9", { kind: "ticket", id: "T-sold-since" });
  await onService(
    stage,
    ({ store }) => Effect.runPromise(Effect.orDie(store.writeMark("riverside", RESTORED_MARK, 1))),
  );
  flipLastByte(stage.disk, markKey("riverside", RESTORED_MARK));
  await onService(stage, async (service) => {
    assert.equal((await compared(service)).complete, true);
    assert.deepEqual(await known(service), ["X9 proposed"]);
    assert.deepEqual(errorsOf(service), [
      "Error Whether riverside was restored does not decode: until it does nothing is repaired by itself",
    ]);
  });
});

Deno.test("where it cannot be read whether a system is paused it is, until it is resumed", async () => {
  const stage = diskStage();
  await onService(stage, async ({ ask }) => {
    assert.equal((await ask("POST /v1/adapters/main/pause", { body: {} })).status, 200);
  });
  flipLastByte(stage.disk, markKey("riverside", "pauses/main"));
  await onService(stage, async (service) => {
    assert.equal((await service.ask("GET /v1/adapters/main")).body.status, "paused");
    assert.equal(errorsOf(service).length, 1);
    assert.equal((await service.ask("POST /v1/adapters/main/resume", { body: {} })).status, 200);
  });
  await onService(stage, async (service) => {
    assert.equal((await service.ask("GET /v1/adapters/main")).body.status, "up");
    assert.deepEqual(errorsOf(service), []);
  });
});
