/**
 * An actor that is known to be damaged: nothing is appended to it until it was found whole, what
 * can be read of it is read, and others know nothing of it.
 *
 * @module
 */
import { Effect } from "effect";
import assert from "node:assert/strict";
import type { EventStore, LogFilter, ReadError } from "../../../actors/event_store.ts";
import { commitKey, factlessKey, headKey, snapshotKey } from "../../../adapters/kv/keys.ts";
import { anAppend, TENANT, ticket } from "../../support/appends.ts";
import { everyPage } from "../../support/pages.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";

type Store = EventStore["Service"];

const T1 = ticket("t-1");
const T2 = ticket("t-2");
const LARGE = { text: "x".repeat(2_000) };
const ALL: LogFilter = { kind: null, id: null, type: null, from: null, to: null };
const ORDER = { by: "order", value: "o-1" } as const;
const START = { cursor: null, limit: 50 };

function flipLast(value: Uint8Array): Uint8Array {
  return value.with(-1, (value.at(-1) ?? 0) ^ 1);
}

/** Facts of `t-1` and `t-2` by turns, a batch each, all of one order. */
const writeBoth = Effect.fnUntraced(function* (store: Store, facts: number) {
  for (let expected = 0; expected < facts; expected++) {
    for (const address of [T1, T2]) {
      yield* store.append(anAppend(address, { expected, relations: [ORDER] }));
    }
  }
});

/** Each of these meets a damaged commit in the middle. */
const MEETINGS: Readonly<Record<string, (store: Store) => Effect.Effect<unknown, ReadError>>> = {
  "a read of its history": (store) => store.history(T1, { fromVersion: 1, limit: 10 }),
  "the check of its chain": (store) => store.brokenLink(T1),
  "its list of commands": (store) => store.commands(T1, START),
  "the log": (store) => store.log(TENANT, ALL, START),
  "its state at an earlier version": (store) => store.load(T1, 3),
};

for (const [meeting, meet] of Object.entries(MEETINGS)) {
  Deno.test(`a damaged commit that ${meeting} has met lets nothing be appended`, async () => {
    const disk = new SimulatedDisk();
    await onDisk(disk, (store) =>
      Effect.gen(function* () {
        yield* writeBoth(store, 5);
        disk.damage(commitKey(T1, 2), flipLast);
        assert.equal(store.quarantined(T1), null, "nobody has met it yet");
        yield* Effect.ignore(meet(store));
        const before = disk.keys().length;
        const refused = yield* Effect.flip(store.append(anAppend(T1, { expected: 5 })));
        assert.equal(refused._tag, "Quarantined");
        assert.equal(disk.keys().length, before);
        assert.equal(store.quarantined(T1)?.reason, (refused as { reason: string }).reason);
        yield* store.append(anAppend(T2, { expected: 5 }));
      }));
  });
}

Deno.test("an actor whose head decodes is read on, and stays quarantined", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* writeBoth(store, 5);
      disk.damage(commitKey(T1, 2), flipLast);
      yield* Effect.flip(store.history(T1, { fromVersion: 1, limit: 10 }));
      assert.equal((yield* store.load(T1)).version, 5);
      const later = yield* store.history(T1, { fromVersion: 3, limit: 10 });
      assert.deepEqual(later.map(({ version }) => version), [3, 4, 5]);
      assert.equal((yield* store.heads(TENANT, "ticket")).data.length, 2);
      assert.equal(store.health().quarantined, 1);
      assert.notEqual(store.quarantined(T1), null);
      store.release(T1);
      assert.equal(store.health().quarantined, 0);
      yield* store.append(anAppend(T1, { expected: 5 }));
    }));
});

Deno.test("what was found to be wrong elsewhere quarantines an actor too, and no other", async () => {
  await onDisk(new SimulatedDisk(), (store) =>
    Effect.gen(function* () {
      yield* writeBoth(store, 1);
      store.quarantine(T1, "The state is another one");
      assert.equal(store.quarantined(T1)?.reason, "The state is another one");
      assert.equal(store.quarantined(ticket("t-1", "elsewhere")), null);
      assert.equal(store.health().quarantined, 1);
      yield* store.append(anAppend(T2, { expected: 1 }));
    }));
});

Deno.test("a damaged head is forgotten by the next process, which finds it when it reads", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) => writeBoth(store, 1));
  disk.damage(headKey(T1), flipLast);
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      assert.equal(store.quarantined(T1), null);
      const refused = yield* Effect.flip(store.append(anAppend(T1, { expected: 1 })));
      assert.equal(refused._tag, "Quarantined");
      assert.notEqual(store.quarantined(T1), null);
    }));
});

Deno.test("a damaged snapshot is counted, and its actor goes on, as its facts replace it", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(anAppend(T1, { expected: 0, state: LARGE }));
      yield* store.append(anAppend(T1, { expected: 1, state: LARGE }));
      disk.damage(snapshotKey(T1, 1), flipLast);
      assert.equal((yield* Effect.flip(store.snapshot(T1, 1)))._tag, "Quarantined");
      assert.equal(store.health().quarantined, 1);
      yield* store.append(anAppend(T1, { expected: 2, state: LARGE }));
      assert.equal((yield* store.load(T1)).version, 3);
      assert.equal(store.health().quarantined, 1);
      store.release(T1);
      assert.equal(store.health().quarantined, 0);
    }));
});

Deno.test("a damaged record of a refused command is counted, and its actor goes on", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(anAppend(T1, { expected: 0 }));
      yield* store.append(anAppend(T1, { expected: 1, events: [], commandId: "refused" }));
      const [key = []] = disk.keys().filter((one) => one[0] === factlessKey(T1)[0]);
      disk.damage(key, flipLast);
      assert.equal((yield* Effect.flip(store.commands(T1, START)))._tag, "Quarantined");
      assert.equal(store.health().quarantined, 1);
      yield* store.append(anAppend(T1, { expected: 1 }));
      assert.equal(store.health().quarantined, 1);
    }));
});

// few batches are scanned, many are left aside for the actors' own facts
for (const facts of [3, 20]) {
  Deno.test(`the log of one damaged actor is an error and not empty, after ${facts} facts`, async () => {
    const disk = new SimulatedDisk();
    await onDisk(disk, (store) =>
      Effect.gen(function* () {
        yield* writeBoth(store, facts);
        disk.damage(commitKey(T1, 2), flipLast);
        for (
          const filter of [{ ...ALL, id: "t-1" }, { ...ALL, kind: "ticket", id: "t-1" } as const]
        ) {
          for (const newestFirst of [false, true]) {
            const asked = store.log(TENANT, filter, { ...START, newestFirst });
            const error = yield* Effect.flip(asked);
            assert.equal(error._tag, "Quarantined");
            assert.deepEqual(error._tag === "Quarantined" && error.address, T1);
          }
        }
        const whole = yield* store.log(TENANT, { ...ALL, id: "t-2" }, START);
        assert.equal(whole.data.length, facts);
        assert.equal(whole.damaged, undefined);
      }));
  });

  Deno.test(`the log of an order has all that decodes and names who is damaged, after ${facts} facts`, async () => {
    const disk = new SimulatedDisk();
    await onDisk(disk, (store) =>
      Effect.gen(function* () {
        yield* writeBoth(store, facts);
        disk.damage(commitKey(T1, 2), flipLast);
        for (const filter of [ALL, { ...ALL, related: [ORDER] }]) {
          for (const newestFirst of [false, true]) {
            const page = yield* store.log(TENANT, filter, { ...START, newestFirst });
            assert.equal(page.data.length, 2 * facts - 1);
            assert.deepEqual(page.damaged, [T1]);
            const one = yield* everyPage(
              1,
              (request) => store.log(TENANT, filter, { ...request, newestFirst }),
            );
            assert.deepEqual(one, page.data);
          }
        }
        const { data, next } = yield* store.log(TENANT, ALL, { ...START, limit: 1 });
        assert.deepEqual([data.length, next === null], [1, false]);
        const after = yield* store.log(TENANT, ALL, { ...START, cursor: String(store.tip()) });
        assert.deepEqual(after, { data: [], next: null }, "what is behind the cursor is not told");
      }));
  });
}

Deno.test("facts that are gone at the end are damage, and not a shorter history", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* writeBoth(store, 5);
      disk.apply({ checks: [], mutations: [{ key: commitKey(T1, 5), value: null }] });
      for (const [fromVersion, limit] of [[1, 10], [5, 1]] as const) {
        const error = yield* Effect.flip(store.history(T1, { fromVersion, limit }));
        assert.equal(error._tag, "Quarantined");
      }
      assert.equal((yield* store.history(T1, { fromVersion: 1, limit: 4 })).length, 4);
      assert.deepEqual(yield* store.history(T2, { fromVersion: 6, limit: 4 }), []);
      assert.deepEqual(yield* store.history(ticket("none"), { fromVersion: 1, limit: 4 }), []);
    }));
});

Deno.test("each page of the log names only those whose facts belong into it", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* writeBoth(store, 5);
      const [fact] = yield* store.history(T1, { fromVersion: 2, limit: 1 });
      disk.damage(commitKey(T1, 2), flipLast);
      const cursor = String(fact?.position);
      for (const newestFirst of [false, true]) {
        const first = yield* store.log(TENANT, ALL, { cursor: null, limit: 1, newestFirst });
        assert.equal(first.data.length, 1);
        assert.equal(first.damaged, undefined, "it lies ahead");
        const after = yield* store.log(TENANT, ALL, { cursor, limit: 50, newestFirst });
        assert.equal(after.data.length, newestFirst ? 2 : 7);
        assert.equal(after.damaged, undefined, "it lies behind");
      }
    }));
});

Deno.test("an actor that no route verifies goes on with a damaged fact, and counts as damaged", async () => {
  const disk = new SimulatedDisk();
  const key = { tenant: TENANT, kind: "key", id: "till" } as const;
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      for (const expected of [0, 1]) yield* store.append(anAppend(key, { expected }));
      disk.damage(commitKey(key, 1), flipLast);
      yield* Effect.flip(store.history(key, { fromVersion: 1, limit: 10 }));
      assert.equal(store.quarantined(key), null);
      yield* store.append(anAppend(key, { expected: 2 }));
      assert.equal(store.health().quarantined, 1);
      const told = store.damaged(TENANT).map(({ address, reason }) => [address, reason]);
      assert.deepEqual(told, [[key, "Fact 1 does not decode"]]);
      assert.deepEqual(store.damaged("elsewhere"), []);
    }));
});
