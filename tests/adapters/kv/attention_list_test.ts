/**
 * Data of before there was a list of those that need a person gets one at its first start.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Logger } from "effect";
import type { Address } from "../../../actors/address.ts";
import type { EventStore } from "../../../actors/event_store.ts";
import { verifyFolder } from "../../../adapters/backup/verify.ts";
import { listOldAttention } from "../../../adapters/kv/attention_list.ts";
import {
  ATTENTION,
  ATTENTION_LISTED,
  attentionKey,
  headKey,
  HEADS,
} from "../../../adapters/kv/keys.ts";
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

/** Data of before there was a list; gives what must be listed of it. */
async function unlisted(disk: SimulatedDisk): Promise<ReadonlyArray<Deno.KvKey>> {
  await onDisk(disk, (store) => writeStories(store, makeDice(3)));
  const all = keysOf(disk);
  assert.ok(all.length > 3);
  disk.apply({ checks: [], mutations: all.map((key) => ({ key, value: null })) });
  return all;
}

Deno.test("one that changes while it is looked at is listed by its own append alone", async () => {
  const disk = new SimulatedDisk();
  const before = await unlisted(disk);
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

/** Somebody sees to this one just when it has been read; then it is as one that needs nobody. */
function settling(store: EventStore["Service"], one: Address): EventStore["Service"] {
  let isSettled = false;
  const settle = (expected: number) => {
    isSettled = true;
    return Effect.orDie(store.append(anAppend(one, { expected, needsPerson: false })));
  };
  return {
    ...store,
    load: (address) => {
      if (address.tenant !== one.tenant) return store.load(address);
      if (isSettled) return store.load({ ...one, tenant: "t-printed" });
      return Effect.tap(store.load(address), ({ version }) => settle(version));
    },
  };
}

Deno.test("one whose head is rewritten without a fact while it is looked at is listed all the same", async () => {
  const disk = new SimulatedDisk();
  const before = await unlisted(disk);
  const one: Address = { tenant: "t-attention", kind: "ticket", id: "T-1" };
  assert.ok(before.some((key) => key.join() === attentionKey(one).join()));
  let rewrites = 0;
  await onDisk(disk, (store) => {
    const rewriting = Effect.sync(() => {
      if (rewrites++ > 1) return;
      const { value } = disk.read(headKey(one));
      assert.ok(value instanceof Uint8Array);
      disk.apply({ checks: [], mutations: [{ key: headKey(one), value }] });
    });
    const load: typeof store.load = (address) =>
      Effect.tap(
        store.load(address),
        () => address.tenant === one.tenant ? rewriting : Effect.void,
      );
    const handles = { writer: disk.open(), reader: disk.open() };
    return listOldAttention(handles, { store: { ...store, load }, deadlineMs: 1_000 });
  });
  assert.deepEqual(keysOf(disk), before);
  assert.ok(disk.read(ATTENTION_LISTED).value !== null);
});

Deno.test("one that cannot be judged for a fault of the code is said, and keeps no other from the list", async () => {
  const disk = new SimulatedDisk();
  const before = await unlisted(disk);
  const one: Address = { tenant: "t-attention", kind: "ticket", id: "T-1" };
  const said: Array<string> = [];
  const logger = Logger.make(({ message, logLevel }) => void said.push(`${logLevel} ${message}`));
  await onDisk(disk, (store) => {
    const load: typeof store.load = (address) =>
      address.tenant === one.tenant ? Effect.die(new Error("no such state")) : store.load(address);
    const handles = { writer: disk.open(), reader: disk.open() };
    return listOldAttention(handles, { store: { ...store, load }, deadlineMs: 1_000 }).pipe(
      Effect.exit,
      Effect.provide(Logger.layer([logger])),
    );
  });
  assert.deepEqual(keysOf(disk), before.filter((key) => key.join() !== attentionKey(one).join()));
  assert.ok(disk.read(ATTENTION_LISTED).value !== null);
  assert.equal(said.length, 1);
  assert.match(
    said[0] ?? "",
    /^Error Whether the ticket T-1 needs a person is not known: .*no such state/,
  );
});

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
