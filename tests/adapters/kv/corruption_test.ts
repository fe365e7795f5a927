/**
 * Damaged records: the one actor is quarantined, all others work, nothing is ever read wrongly.
 *
 * @module
 */
import { Effect } from "effect";
import assert from "node:assert/strict";
import { encode, pack, unpack } from "../../../adapters/kv/codec.ts";
import {
  commandKey,
  commitKey,
  headKey,
  snapshotKey,
  witnessKey,
} from "../../../adapters/kv/keys.ts";
import { fromStored } from "../../../adapters/kv/upcast.ts";
import { anAppend, TENANT, ticket } from "../../support/appends.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";

const LARGE = { text: "x".repeat(2_000) };
const ALL = { kind: null, id: null, type: null, from: null, to: null };

function flipLast(value: Uint8Array): Uint8Array {
  return value.with(-1, (value.at(-1) ?? 0) ^ 1);
}

Deno.test("every flipped bit and every cut of a record is noticed", () => {
  const record = pack("a text", 42, { deep: [1, 2, 3] });
  assert.deepEqual(unpack(record), ["a text", 42, { deep: [1, 2, 3] }]);
  for (let bit = 0; bit < record.length * 8; bit++) {
    const at = bit >> 3;
    assert.equal(unpack(record.with(at, (record[at] ?? 0) ^ (1 << (bit & 7)))), null);
  }
  for (let length = 0; length < record.length; length++) {
    assert.equal(unpack(record.subarray(0, length)), null);
  }
  assert.equal(unpack("text"), null);
});

Deno.test("a record of a later format is not read", () => {
  const body = encode([2, "later"]);
  const record = pack("now");
  assert.notEqual(unpack(record), null);
  assert.equal(unpack(body), null);
});

Deno.test("a damaged head quarantines its actor and nobody else", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      for (const id of ["t-1", "t-2"]) yield* store.append(anAppend(ticket(id), { expected: 0 }));
      disk.damage(headKey(ticket("t-1")), flipLast);
      assert.equal((yield* Effect.flip(store.load(ticket("t-1"))))._tag, "Quarantined");
      assert.equal(store.health().quarantined, 1);
      assert.equal((yield* store.load(ticket("t-2"))).version, 1);
      const heads = yield* store.heads(TENANT, "ticket");
      assert.deepEqual(heads.data.map((head) => head.id), ["t-2"]);
      assert.deepEqual(heads.damaged, [ticket("t-1")]);
      const page = yield* store.headPage(TENANT, "ticket", { cursor: null, limit: 1 });
      assert.deepEqual([page.data, page.next, page.damaged], [[], "t-1", [ticket("t-1")]]);
      const next = yield* store.headPage(TENANT, "ticket", { cursor: page.next, limit: 2 });
      assert.deepEqual([next.data.length, "damaged" in next], [1, false]);
    }));
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(store.append(anAppend(ticket("t-1"), { expected: 1 })));
      assert.equal(error._tag, "Quarantined");
      yield* store.append(anAppend(ticket("t-2"), { expected: 1 }));
    }));
});

Deno.test("a damaged commit quarantines its actor and is left out of the log", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      for (const id of ["t-1", "t-2"]) yield* store.append(anAppend(ticket(id), { expected: 0 }));
      disk.damage(commitKey(ticket("t-1"), 1), flipLast);
      const page = { fromVersion: 1, limit: 10 };
      assert.equal((yield* Effect.flip(store.history(ticket("t-1"), page)))._tag, "Quarantined");
      const { data } = yield* store.log(TENANT, ALL, { cursor: null, limit: 10 });
      assert.deepEqual(data.map((fact) => fact.address.id), ["t-2"]);
      assert.equal(store.health().quarantined, 1);
    }));
});

Deno.test("a damaged snapshot is replaced by the facts before it", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      for (let expected = 0; expected < 55; expected++) {
        yield* store.append(anAppend(ticket("t-1"), { expected, state: LARGE }));
      }
      disk.damage(snapshotKey(ticket("t-1"), 51), flipLast);
      const older = yield* store.load(ticket("t-1"));
      assert.deepEqual([older.version, older.snapshot?.version, older.tail.length], [55, 1, 54]);
      disk.damage(snapshotKey(ticket("t-1"), 1), flipLast);
      const none = yield* store.load(ticket("t-1"));
      assert.deepEqual([none.version, none.snapshot, none.tail.length], [55, null, 55]);
    }));
});

Deno.test("a damaged command hides none of the others of its request, and is not taken for none", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      for (const id of ["t-1", "t-2", "t-3"]) {
        const append = anAppend(ticket(id), { expected: 0, commandId: `c-${id}` });
        const command = { ...append.command, requestId: "r-1" };
        yield* store.append({ ...append, command, requestGiven: true });
      }
      disk.damage(commandKey(TENANT, "c-t-2"), flipLast);
      const found = yield* store.requested(TENANT, "r-1", 9);
      assert.deepEqual(found.map(({ commandId }) => commandId), ["c-t-1", "c-t-3"]);
      assert.equal(store.health().quarantined, 1);
      assert.equal((yield* Effect.flip(store.command(TENANT, "c-t-2")))._tag, "StoreUnavailable");
    }));
});

Deno.test("a damaged witness makes the next process leave places out, and give none twice", async () => {
  const disk = new SimulatedDisk();
  const refused = anAppend(ticket("t-1"), { expected: 1, events: [], commandId: "refused" });
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(anAppend(ticket("t-1"), { expected: 0 }));
      yield* store.append(refused);
    }));
  disk.damage(witnessKey(0), flipLast);
  await onDisk(
    disk,
    (store) => store.append({ ...refused, command: { ...refused.command, commandId: "again" } }),
  );
  const orders = disk.keys().filter((key) => key[0] === "r").map((key) => Number(key.at(-1)));
  assert.equal(new Set(orders).size, 2);
});

Deno.test("a damaged holder of a value is not taken for a free one", async () => {
  const disk = new SimulatedDisk();
  const claims = [{
    space: "barcode",
    value: "B1",
    scope: "",
    state: "live",
    note: "",
  }] as const;
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(anAppend(ticket("t-1"), { expected: 0, claims }));
      disk.damage(["b", TENANT, "B1", ""], flipLast);
      const other = anAppend(ticket("t-2"), { expected: 0, claims });
      assert.equal((yield* Effect.flip(store.append(other)))._tag, "StoreUnavailable");
      yield* store.append(anAppend(ticket("t-2"), { expected: 0 }));
    }));
});

Deno.test("an event of an old version is lifted step by step, one of a later version is not read", () => {
  const table = {
    Moved: [
      (data: Record<string, unknown>) => ({ to: data["place"] }),
      (data: Record<string, unknown>) => ({ ...data, by: "unknown" }),
    ],
  };
  const today = { type: "Moved", to: "A", by: "unknown" };
  assert.deepEqual(fromStored(["Moved", 1, { place: "A" }], table), today);
  assert.deepEqual(fromStored(["Moved", 2, { to: "A" }], table), today);
  assert.deepEqual(fromStored(["Moved", 3, { to: "A", by: "me" }], table), { ...today, by: "me" });
  assert.equal(fromStored(["Moved", 4, {}], table), null);
  assert.deepEqual(fromStored(["constructor", 1, { n: 1 }], table), { type: "constructor", n: 1 });
});
