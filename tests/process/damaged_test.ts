/**
 * A service on data with damaged records: their actors are 503, all others sell and print.
 *
 * @module
 */
import assert from "node:assert/strict";
import { commitKey, commitsKey, headKey } from "../../adapters/kv/keys.ts";
import type { BoxOffice } from "../support/service_client.ts";
import { type FolderStage, onFolder } from "../support/service_folder.ts";
import { allocate, printedTicket, putSeason } from "../support/service_season.ts";

Deno.test(
  "damaged actors answer 503 quarantined and the service says that it is degraded; all others work",
  onFolder(playOn),
);

Deno.test(
  "a damaged actor takes no command, and its log is an error, until a verification finds it whole",
  onFolder(playCommands),
);

async function playOn({ data, inService }: FolderStage): Promise<void> {
  await inService(async (box) => {
    await putSeason(box);
    for (const id of ["T-1", "T-2", "T-3"]) await printedTicket(box, id);
  });
  await damage(data, [headKey(at("T-1")), commitKey(at("T-2"), 1)]);
  await inService(async (box, url) => {
    assert.equal(await statusOf(url), "ready", "nobody has met them yet");
    for (const path of ["tickets/T-1", "tickets/T-2/events"]) {
      const { status, body } = await box.ask<{ readonly code: string }>("GET", path);
      assert.deepEqual([status, body.code], [503, "quarantined"], path);
    }
    for (const id of ["T-1", "T-2"]) await assertRefused(box, id);
    assert.equal(await statusOf(url), "degraded");
    assert.equal((await box.ticket("T-3")).status, "printed");
    await printedTicket(box, "T-4");
    await box.did("tickets/T-3/reprint", { reason: "lost" });
  });
}

async function playCommands({ data, inService }: FolderStage): Promise<void> {
  await inService(async (box) => {
    await putSeason(box);
    for (const id of ["T-1", "T-2"]) await printedTicket(box, id);
    await allocate(box, "T-3", { orderId: "O-8" });
  });
  const before = await commitsOf(data, "T-1");
  const [, middle] = before;
  assert.ok(middle !== undefined && before.length > 2, "there is a middle");
  await damage(data, [middle]);
  await inService(async (box, url) => {
    const { body: drifted } = await box.ask<{ readonly ok: boolean }>("POST", "tickets/T-1/verify");
    assert.equal(drifted.ok, false);
    assert.equal((await box.ticket("T-1")).status, "printed", "its head is read on");
    await assertRefused(box, "T-1");
    assert.equal(await statusOf(url), "degraded", "also when the head was read since");
    await assertLogs(box);
    await box.did("tickets/T-2/reprint", { reason: "lost" });
  });
  assert.deepEqual(await commitsOf(data, "T-1"), before, "nothing was appended");
  await damage(data, [middle]);
  await inService(async (box, url) => {
    await box.did("tickets/T-1/reprint", { reason: "lost" });
    assert.equal(await statusOf(url), "ready");
    const { body: whole } = await box.ask<{ readonly ok: boolean }>("POST", "tickets/T-1/verify");
    assert.equal(whole.ok, true);
  });
}

/** 503, with a sentence that names the actor and what mends it. */
async function assertRefused(box: BoxOffice, id: string): Promise<void> {
  const body = { reason: "lost" };
  const refused = await box.ask<{
    readonly code: string;
    readonly detail: string;
    readonly actor: unknown;
  }>("POST", `tickets/${id}/reprint`, { body });
  assert.deepEqual([refused.status, refused.body.code], [503, "quarantined"], id);
  assert.deepEqual(refused.body.actor, { kind: "ticket", id });
  assert.match(refused.body.detail, new RegExp(`^The ticket ${id} is damaged: `));
  assert.match(refused.body.detail, /deno task verify --repair/);
}

/** T-1 lacks a fact: whoever asks for it alone is refused, all others are told. */
async function assertLogs(box: BoxOffice): Promise<void> {
  interface Log {
    readonly data: ReadonlyArray<unknown>;
    readonly quarantined?: ReadonlyArray<unknown>;
  }
  const T1 = { kind: "ticket", id: "T-1" };
  const alone = await box.ask<{ readonly actor: unknown }>("GET", "events?actor=ticket/T-1");
  assert.deepEqual([alone.status, alone.body.actor], [503, T1]);
  const together = await box.ask<Log>("GET", "events?order=O-7&limit=500");
  assert.equal(together.status, 200);
  assert.ok(together.body.data.length > 0);
  assert.deepEqual(together.body.quarantined, [T1]);
  const other = await box.ask<Log>("GET", "events?order=O-8");
  assert.equal(other.body.quarantined, undefined);
}

function at(id: string) {
  return { tenant: "riverside", kind: "ticket", id } as const;
}

async function statusOf(url: string): Promise<string> {
  return (await (await fetch(`${url}/readyz`)).json()).status;
}

/** Keys of the commits of a ticket. */
async function commitsOf(data: string, id: string): Promise<ReadonlyArray<Deno.KvKey>> {
  using kv = await Deno.openKv(`${data}/gatehouse.kv`);
  return (await Array.fromAsync(kv.list({ prefix: commitsKey(at(id)) }))).map(({ key }) => key);
}

/** Flips a bit of each; a second time they are as they were. */
async function damage(data: string, keys: ReadonlyArray<Deno.KvKey>): Promise<void> {
  using kv = await Deno.openKv(`${data}/gatehouse.kv`);
  for (const key of keys) {
    const { value } = await kv.get<Uint8Array>(key);
    assert.ok(value !== null);
    await kv.set(key, value.with(-1, (value.at(-1) ?? 0) ^ 1));
  }
}
