/**
 * What a verification of everything finds, fault by fault, and what it says can be mended.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { ACTOR_TYPES } from "../../../actors/system/actor_types.ts";
import { decode, encode, pack, unpack } from "../../../adapters/kv/codec.ts";
import {
  allUnsettledKey,
  ATTENTION,
  ATTENTION_LISTED,
  attentionKey,
  claimKey,
  commandKey,
  factlessKey,
  headKey,
  LOG,
  markKey,
  relationKey,
  requestKey,
  REQUESTS,
  SCHEMA,
  settledKey,
  snapshotKey,
  snapshotsKey,
  unfinishedKey,
  unsettledKey,
} from "../../../adapters/kv/keys.ts";
import {
  packHead,
  packLog,
  packSnapshot,
  unpackHead,
  unpackLog,
  unpackSnapshot,
} from "../../../adapters/kv/records.ts";
import { checkSchema } from "../../../adapters/kv/schema.ts";
import { type Fault, verifyStore } from "../../../adapters/kv/verifying/mod.ts";
import { makeDice } from "../../../adapters/simulator/dice.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";
import { writeStories } from "../../support/stored_stories.ts";

const T = { tenant: "t-printed", kind: "ticket", id: "T-1" } as const;
const P = { tenant: "p-long", kind: "pass", id: "P-1" } as const;
const NOW = Date.UTC(2023, 11, 1);

type Write = readonly [key: Deno.KvKey, value: Uint8Array | null];

async function storedStories(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await Effect.runPromise(checkSchema(disk.open(), { path: "", deadlineMs: 1000 }));
  await onDisk(disk, (store) => writeStories(store, makeDice(3)));
  return disk;
}

async function verified(disk: SimulatedDisk, now = NOW): Promise<ReadonlyArray<Fault>> {
  const faults: Array<Fault> = [];
  await verifyStore(disk.open(), {
    types: ACTOR_TYPES,
    scratch: ":memory:",
    now,
    found: (fault) => Promise.resolve(void faults.push(fault)),
  });
  return faults;
}

function write(disk: SimulatedDisk, writes: ReadonlyArray<Write>): void {
  disk.apply({ checks: [], mutations: writes.map(([key, value]) => ({ key, value })) });
}

function bytesAt(disk: SimulatedDisk, key: Deno.KvKey): Uint8Array {
  const { value } = disk.read(key);
  assert.ok(value instanceof Uint8Array, key.join());
  return value;
}

function keysUnder(disk: SimulatedDisk, prefix: Deno.KvKey): ReadonlyArray<Deno.KvKey> {
  return disk.scan({ prefix }, { limit: Infinity }).map(({ key }) => key);
}

function only(disk: SimulatedDisk, prefix: Deno.KvKey): Deno.KvKey {
  const [key] = keysUnder(disk, prefix);
  assert.ok(key !== undefined, prefix.join());
  return key;
}

/** What is done to the data, and the faults that must be found, as "kind of address". */
const CASES: Readonly<
  Record<string, {
    readonly edit: (disk: SimulatedDisk) => ReadonlyArray<Write>;
    readonly found: ReadonlyArray<string>;
    readonly mendable: boolean;
  }>
> = {
  "a command's record is gone": {
    edit: () => [[commandKey(T.tenant, "t-printed-0"), null]],
    found: ["command of t-printed/ticket/T-1"],
    mendable: false,
  },
  "a command's record does not decode": {
    edit: () => [[commandKey(T.tenant, "t-printed-0"), new Uint8Array(9)]],
    found: ["command of t-printed/command/t-printed-0"],
    mendable: false,
  },
  "a command's record tells of another actor's command": {
    edit: (disk) => {
      const other = bytesAt(disk, commandKey("t-used", "t-used-0"));
      return [[commandKey(T.tenant, "t-invented"), other]];
    },
    found: ["command of t-printed/ticket/T-1"],
    mendable: false,
  },
  "a refused command is in no list of its actor": {
    edit: (disk) => [[only(disk, factlessKey(T)), null]],
    found: ["command of t-printed/ticket/T-1"],
    mendable: false,
  },
  "a delivery is gone": {
    edit: (disk) => [[only(disk, [...allUnsettledKey(), "t-printed"]), null]],
    found: ["delivery of t-printed/ticket/T-1"],
    mendable: false,
  },
  "an open delivery lies among the settled": {
    edit: (disk) => {
      const key = only(disk, [...allUnsettledKey(), "t-printed"]);
      const id = String(key[2]);
      return [[key, null], [settledKey(T.tenant, id), bytesAt(disk, key)]];
    },
    found: ["delivery of t-printed/ticket/T-1"],
    mendable: false,
  },
  "a delivery was created by no commit": {
    edit: (disk) => {
      const record = bytesAt(disk, only(disk, [...allUnsettledKey(), "t-printed"]));
      return [[unsettledKey(T.tenant, "invented"), record]];
    },
    found: ["delivery of t-printed/ticket/T-1"],
    mendable: false,
  },
  "an entry of the log is gone": {
    edit: (disk) => [[only(disk, LOG), null]],
    found: ["log of t-unprinted/ticket/T-1"],
    mendable: false,
  },
  "an entry of the log names more than there is": {
    edit: (disk) => {
      const key = only(disk, LOG);
      const entry = unpackLog(bytesAt(disk, key));
      assert.ok(entry !== null);
      const facts = [...entry.facts, { address: T, firstVersion: 900, count: 1 }];
      return [[key, packLog({ ...entry, facts })]];
    },
    found: ["log of t-printed/ticket/T-1"],
    mendable: false,
  },
  "a mark that can be done without does not decode": {
    edit: () =>
      ["reconciliation/main", "restored", "scans/main", "scans/main/left-out"].map((name) => [
        markKey("t-printed", name),
        new Uint8Array(9),
      ]),
    found: [
      "record of t-printed/mark/reconciliation/main",
      "record of t-printed/mark/restored",
      "record of t-printed/mark/scans/main",
      "record of t-printed/mark/scans/main/left-out",
    ],
    mendable: true,
  },
  "a mark that must not be forgotten does not decode": {
    edit: () =>
      ["pauses/main", "webhook-key", "webhooks/W-1"].map((name) => [
        markKey("t-printed", name),
        new Uint8Array(9),
      ]),
    found: [
      "record of t-printed/mark/pauses/main",
      "record of t-printed/mark/webhook-key",
      "record of t-printed/mark/webhooks/W-1",
    ],
    mendable: false,
  },
  "the layout is another one": {
    edit: () => [[SCHEMA, pack(99)]],
    found: ["record of schema"],
    mendable: false,
  },
  "there is an actor of no kind that is known": {
    edit: (disk) => [[["h", "t-printed", "gargoyle", "G-1"], bytesAt(disk, headKey(T))]],
    found: ["record of t-printed/gargoyle/G-1"],
    mendable: false,
  },
  "there is a head without facts": {
    edit: (disk) => [[headKey({ ...T, id: "T-9" }), bytesAt(disk, headKey(T))]],
    found: ["chain of t-printed/ticket/T-9"],
    mendable: false,
  },
  "the head is gone": {
    edit: () => [[headKey(T), null]],
    found: ["head of t-printed/ticket/T-1"],
    mendable: true,
  },
  "the head has another place in the log": {
    edit: (disk) => {
      const head = unpackHead(bytesAt(disk, headKey(T)));
      assert.ok(head !== null);
      return [[headKey(T), packHead({ ...head, position: head.position + 1 })]];
    },
    found: ["head of t-printed/ticket/T-1"],
    mendable: true,
  },
  "a snapshot holds another state": {
    edit: (disk) => {
      const key = only(disk, snapshotsKey(P));
      const snapshot = unpackSnapshot(bytesAt(disk, key));
      assert.ok(snapshot !== null);
      return [[key, packSnapshot({ ...snapshot, state: encode({ another: "state" }) })]];
    },
    found: ["snapshot of p-long/pass/P-1"],
    mendable: true,
  },
  "the newest snapshot is gone": {
    edit: (disk) => {
      const newest = unpackHead(bytesAt(disk, headKey(P)))?.snapshotVersion ?? 0;
      return [[snapshotKey(P, newest), null]];
    },
    found: ["head of p-long/pass/P-1"],
    mendable: true,
  },
  "a claim is gone, another holder has one, and one is invented": {
    edit: (disk) => {
      const claim = { space: "barcode", scope: "", state: "live", note: "" } as const;
      const key = claimKey(T.tenant, { claim: { ...claim, value: "b1" }, holder: T });
      const used = { ...T, tenant: "t-used" };
      const other = claimKey(used.tenant, { claim: { ...claim, value: "b1" }, holder: used });
      const invented = claimKey(T.tenant, { claim: { ...claim, value: "b9" }, holder: T });
      return [[key, null], [other, pack("ticket", "T-7", "live", "")], [
        invented,
        bytesAt(disk, key),
      ]];
    },
    found: [
      "index of t-printed/ticket/T-1",
      "index of t-printed/ticket/T-1",
      "index of t-used/ticket/T-1",
    ],
    mendable: true,
  },
  "a claim does not decode": {
    edit: (disk) => [[only(disk, ["b", T.tenant]), new Uint8Array(9)]],
    found: ["index of t-printed/ticket/T-1"],
    mendable: true,
  },
  "a relation is gone, and one is invented": {
    edit: () => {
      const at = (value: string) => relationKey(T.tenant, { by: "customer", value });
      return [[[...at("C-9"), T.kind, T.id], null], [
        [...at("C-1"), T.kind, T.id],
        new Uint8Array(0),
      ]];
    },
    found: ["index of t-printed/ticket/T-1", "index of t-printed/ticket/T-1"],
    mendable: true,
  },
  "a request leads to a command that is gone, and to one of another request": {
    edit: () =>
      ["gone", "t-printed-0"].map((commandId) => [
        requestKey(T.tenant, "req-9", commandId),
        new Uint8Array(0),
      ]),
    found: ["index of t-printed/command/gone", "index of t-printed/ticket/T-1"],
    mendable: true,
  },
  "an actor is said to be unfinished": {
    edit: () => [[unfinishedKey(T), new Uint8Array(0)]],
    found: ["index of t-printed/ticket/T-1"],
    mendable: true,
  },
  "one that needs a person is not listed, and one that needs nobody is": {
    edit: () => [
      [attentionKey({ ...T, tenant: "t-attention" }), null],
      [attentionKey(T), new Uint8Array(0)],
    ],
    found: ["index of t-attention/ticket/T-1", "index of t-printed/ticket/T-1"],
    mendable: true,
  },
};

for (const [what, { edit, found, mendable }] of Object.entries(CASES)) {
  const told = mendable ? "is found and mended" : "is found and left alone";
  Deno.test(`${what}: that ${told}`, async () => {
    const disk = await storedStories();
    write(disk, edit(disk));
    const faults = await verified(disk);
    assert.deepEqual(faults.map(({ kind, address }) => `${kind} of ${address}`).sort(), found);
    assert.deepEqual([...new Set(faults.map(({ mend }) => mend.length > 0))], [mendable]);
    if (!mendable) return;
    for (const { mend } of faults) write(disk, mend);
    assert.deepEqual(await verified(disk), []);
  });
}

Deno.test("of marks that do not decode those of the scans and the check are removed, and restored is restored now", async () => {
  const disk = await storedStories();
  const names = ["reconciliation/main", "restored", "scans/main", "scans/main/left-out"];
  const keys = names.map((name) => markKey("t-printed", name));
  write(disk, keys.map((key) => [key, new Uint8Array(9)]));
  for (const { mend } of await verified(disk)) write(disk, mend);
  const left = keys.map((key) => unpack(disk.read(key).value)?.[0] ?? null);
  assert.deepEqual(left, [null, NOW, null, null]);
});

Deno.test("in data of before there was a list of those that need a person, none is missed", async () => {
  const disk = await storedStories();
  const listed = keysUnder(disk, ATTENTION);
  assert.ok(listed.length > 3);
  write(disk, [...listed, ATTENTION_LISTED].map((key) => [key, null]));
  assert.deepEqual(await verified(disk), []);
  write(disk, [[ATTENTION_LISTED, pack(true)]]);
  assert.equal((await verified(disk)).length, listed.length);
});

Deno.test("no fault tells a value that opens a gate", async () => {
  const disk = await storedStories();
  write(disk, keysUnder(disk, ["b"]).map((key) => [key, null]));
  const faults = await verified(disk);
  assert.ok(faults.length > 5);
  const told = JSON.stringify(faults.map(({ mend: _, ...fault }) => fault));
  assert.ok(!/\b(b1|card1)\b/.test(told), told);
});

Deno.test("a record of a command that may have been swept is not missed", async () => {
  const disk = await storedStories();
  write(disk, [[commandKey(T.tenant, "t-printed-0"), null]]);
  assert.deepEqual(await verified(disk, NOW + 40 * 86_400_000), []);
});

Deno.test("a request that leads nowhere, as in a folder from before there were any, is no fault", async () => {
  const disk = await storedStories();
  const requests = keysUnder(disk, REQUESTS);
  assert.ok(requests.length > 0);
  write(disk, requests.map((key) => [key, null]));
  assert.deepEqual(await verified(disk), []);
});

Deno.test("a stored state whose fields come in another order is what the facts make", async () => {
  const disk = await storedStories();
  const key = only(disk, snapshotsKey(P));
  const snapshot = unpackSnapshot(bytesAt(disk, key));
  assert.ok(snapshot !== null);
  const fields = Object.entries(decode(snapshot.state) as object);
  const state = encode(Object.fromEntries(fields.toReversed()));
  assert.notDeepEqual(state, snapshot.state);
  write(disk, [[key, packSnapshot({ ...snapshot, state })]]);
  assert.deepEqual(await verified(disk), []);
});
