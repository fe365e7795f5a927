/**
 * What is new is not looked for; what was written is always found, by the next process too.
 *
 * @module
 */
import { Effect } from "effect";
import assert from "node:assert/strict";
import type { Claim, EventStore } from "../../../actors/event_store.ts";
import { DEFAULT_BOUNDS } from "../../../adapters/kv/mod.ts";
import { WrittenNames } from "../../../adapters/kv/written_names.ts";
import { anAppend, ticket } from "../../support/appends.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";

type Store = EventStore["Service"];

const NUMBER: Claim = {
  space: "ticket-number",
  value: "100000000001",
  scope: "M01",
  state: "live",
  note: "",
};

function nameOf(i: number): string {
  return `riverside/ticket/T-${i}`;
}

/** More actors than one page of a scan. */
function fill(store: Store) {
  return Effect.forEach(
    Array.from({ length: 700 }, (_, i) => anAppend(ticket(`t-${i}`), { expected: 0 })),
    store.append,
    { concurrency: "unbounded", discard: true },
  );
}

function claimBy(store: Store, id: string) {
  return store.append(anAppend(ticket(id), { expected: 0, claims: [NUMBER] }));
}

/** KV calls that one look for an actor costs. */
function callsToLoad(disk: SimulatedDisk, store: Store, id: string) {
  return Effect.gen(function* () {
    const before = disk.calls;
    const { version } = yield* store.load(ticket(id));
    return { version, calls: disk.calls - before };
  });
}

/** Every stored name has been read: a new one is no longer looked for. */
function namesAreRead(disk: SimulatedDisk, store: Store) {
  const look = async () => {
    const { calls } = await Effect.runPromise(callsToLoad(disk, store, "new"));
    return calls === 0;
  };
  return Effect.promise(() => eventuallyTrue("all names are read", look));
}

/** So many other names that are not told from those that were added. */
function countMistaken(names: WrittenNames, count: number): number {
  for (let i = 0; i < count; i++) names.add(nameOf(i));
  names.complete();
  let mistaken = 0;
  for (let i = 0; i < count; i++) {
    assert.equal(names.isNew(nameOf(i)), false);
    if (!names.isNew(nameOf(count + i))) mistaken++;
  }
  return mistaken;
}

Deno.test("a name that was added is never new, and few of the others are mistaken for one", () => {
  const mistaken = countMistaken(new WrittenNames(DEFAULT_BOUNDS.namesMax), 100_000);
  assert.ok(mistaken < 100, `${mistaken} of 100,000`);
});

Deno.test("of a filter that is full one new name in fifty is looked for in vain, at most", () => {
  const mistaken = countMistaken(new WrittenNames(10_000), 10_000);
  assert.ok(mistaken > 0 && mistaken < 200, `${mistaken} of 10,000`);
});

Deno.test("no name is new before all that were stored have been added", () => {
  const names = new WrittenNames(DEFAULT_BOUNDS.namesMax);
  assert.equal(names.isNew(nameOf(1)), false);
  names.complete();
  assert.equal(names.isNew(nameOf(1)), true);
});

Deno.test("on an empty disk neither a new actor nor its ticket number is looked for", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      assert.deepEqual(yield* callsToLoad(disk, store, "t-1"), { version: 0, calls: 0 });
      const before = disk.calls;
      yield* claimBy(store, "t-1");
      assert.equal(disk.calls - before, 1);
      assert.deepEqual(yield* callsToLoad(disk, store, "t-1"), { version: 1, calls: 1 });
    }));
});

Deno.test("the next process reads all names, and then looks for no new one either", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, fill);
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* namesAreRead(disk, store);
      for (const id of ["t-0", "t-499", "t-500", "t-699"]) {
        assert.deepEqual(yield* callsToLoad(disk, store, id), { version: 1, calls: 1 });
      }
    }));
});

for (const when of ["before", "after"]) {
  Deno.test(`a ticket number stays taken for the next process, ${when} it has read the names`, async () => {
    const disk = new SimulatedDisk();
    await onDisk(disk, (store) => claimBy(store, "t-1"));
    await onDisk(disk, (store) =>
      Effect.gen(function* () {
        if (when === "after") yield* namesAreRead(disk, store);
        assert.equal((yield* Effect.flip(claimBy(store, "t-2")))._tag, "ClaimTaken");
      }));
  });
}

Deno.test("when the names cannot be read, everything is looked for as ever", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) => claimBy(store, "t-1"));
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      let failures = 0;
      disk.onRead = () => {
        failures++;
        return "lost-before";
      };
      yield* Effect.flip(store.load(ticket("t-1")));
      yield* Effect.promise(() => eventuallyTrue("the names' read fails", () => failures === 2));
      disk.onRead = null;
      assert.deepEqual(yield* callsToLoad(disk, store, "new"), { version: 0, calls: 1 });
      assert.equal((yield* Effect.flip(claimBy(store, "t-2")))._tag, "ClaimTaken");
    }));
});
