/**
 * Data of before there was a list of those that need a person gets one at its first start.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { Address } from "../../../actors/address.ts";
import type { EventStore } from "../../../actors/event_store.ts";
import { verifyFolder } from "../../../adapters/backup/verify.ts";
import { listOldAttention } from "../../../adapters/kv/attention_list.ts";
import { ATTENTION, ATTENTION_LISTED, attentionKey, HEADS } from "../../../adapters/kv/keys.ts";
import { makeDice } from "../../../adapters/simulator/dice.ts";
import { withStoredFolder } from "../../golden/golden.ts";
import { anAppend } from "../../support/appends.ts";
import { inStore } from "../../support/data_tasks.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";
import { writeStories } from "../../support/stored_stories.ts";

const PAGE = { cursor: null, limit: 9 };

/** Two with an entry on what was revoked, and one whose print was refused. */
const NEED_PEOPLE = [
  "pass/P-1001",
  "ticket/T-k-Ain_uikutojgMnqA02COaH-1",
  "ticket/T-k-ixd711tzRGBVuZxPFJAL3h-1",
];

Deno.test("a folder of version 0.1.0 is listed after its first start, and verifies", () =>
  withStoredFolder("0.1.0", async (folder) => {
    await inStore(folder, (store) =>
      Effect.promise(async () => {
        await eventuallyTrue("all are listed", () => isListed(folder));
        const { data } = await Effect.runPromise(store.attention("demo", PAGE));
        assert.deepEqual(data.map(({ kind, id }) => `${kind}/${id}`), NEED_PEOPLE);
      }));
    assert.deepEqual(await faultsOf(folder), []);
    await forget(folder, { tenant: "demo", kind: "pass", id: "P-1001" });
    assert.deepEqual(await faultsOf(folder), ["Missing is the list of those that need a person"]);
  }));

async function forget(folder: string, one: Address): Promise<void> {
  using kv = await Deno.openKv(`${folder}/gatehouse.kv`);
  await kv.delete(attentionKey(one));
}

async function isListed(folder: string): Promise<boolean> {
  using kv = await Deno.openKv(`${folder}/gatehouse.kv`);
  return (await kv.get(ATTENTION_LISTED)).value !== null;
}

async function faultsOf(folder: string): Promise<ReadonlyArray<string>> {
  const faults: Array<string> = [];
  const found = ({ detail }: { readonly detail: string }) => void faults.push(detail);
  await Effect.runPromise(verifyFolder(folder, { repair: false, since: null, found }));
  return faults;
}

Deno.test("one that changes while it is looked at is listed by its own append alone", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) => writeStories(store, makeDice(3)));
  const before = keysOf(disk);
  assert.ok(before.length > 3);
  disk.apply({ checks: [], mutations: before.map((key) => ({ key, value: null })) });
  const settled: Address = { tenant: "t-attention", kind: "ticket", id: "T-1" };
  await onDisk(disk, (store) => {
    const handles = { writer: disk.open(), reader: disk.open() };
    return listOldAttention(handles, { store: settling(store, settled), deadlineMs: 1_000 });
  });
  assert.ok(disk.read(ATTENTION_LISTED).value !== null);
  const left = before.filter((key) => key.join() !== attentionKey(settled).join());
  assert.equal(left.length, before.length - 1);
  assert.deepEqual(keysOf(disk), left);
});

function keysOf(disk: SimulatedDisk): ReadonlyArray<Deno.KvKey> {
  return disk.scan({ prefix: ATTENTION }, { limit: Infinity }).map(({ key }) => key);
}

/** Somebody sees to this one just when it has been read. */
function settling(store: EventStore["Service"], one: Address): EventStore["Service"] {
  return {
    ...store,
    load: (address) =>
      Effect.tap(
        store.load(address),
        ({ version: expected }) =>
          address.tenant === one.tenant
            ? Effect.orDie(store.append(anAppend(one, { expected, needsPerson: false })))
            : Effect.void,
      ),
  };
}

Deno.test("data that was listed once is not gone through again", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) => writeStories(store, makeDice(3)));
  const handles = { writer: disk.open(), reader: disk.open() };
  await onDisk(disk, (store) => listOldAttention(handles, { store, deadlineMs: 1_000 }));
  disk.apply({ checks: [], mutations: keysOf(disk).map((key) => ({ key, value: null })) });
  assert.ok(disk.scan({ prefix: HEADS }, { limit: 1 }).length > 0);
  await onDisk(disk, (store) => listOldAttention(handles, { store, deadlineMs: 1_000 }));
  assert.deepEqual(keysOf(disk), []);
});
