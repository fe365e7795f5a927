/**
 * What the store answers when KV fails: never a loss, never a guess.
 *
 * @module
 */
import { Effect, Fiber } from "effect";
import assert from "node:assert/strict";
import { anAppend, TENANT, ticket } from "../../support/appends.ts";
import { type Fault, SimulatedDisk } from "../../support/simulated_kv.ts";
import { inOrder, onDisk } from "../../support/simulated_store.ts";

const append = anAppend(ticket("t-1"), { expected: 0 });

/** Whether a new process finds the append. */
function isStored(disk: SimulatedDisk): Promise<boolean> {
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      const command = yield* store.command(TENANT, append.command.commandId);
      const { version } = yield* store.load(append.address);
      assert.equal(version, command === null ? 0 : 1);
      return command !== null;
    }));
}

for (const fault of ["lost-after", "silent-after"] as const) {
  Deno.test(`an append that was written but not answered (${fault}) succeeds`, async () => {
    const disk = new SimulatedDisk();
    await onDisk(disk, (store) =>
      Effect.gen(function* () {
        disk.onCommit = inOrder<Fault>(fault);
        yield* store.append(append);
        assert.deepEqual(store.health().reason, null);
        yield* store.append(anAppend(ticket("t-1"), { expected: 1 }));
      }));
    assert.equal(disk.keys().filter((key) => key[0] === "e").length, 2);
  });
}

for (const fault of ["lost-before", "silent-before", "silent-late"] as const) {
  Deno.test(`an append that was not written (${fault}) is StoreUnavailable, also later`, async () => {
    const disk = new SimulatedDisk();
    await onDisk(disk, (store) =>
      Effect.gen(function* () {
        disk.onCommit = inOrder<Fault>(fault);
        const error = yield* Effect.flip(store.append(append));
        assert.equal(error._tag, "StoreUnavailable");
        assert.equal(disk.deliverLate(), 0);
        assert.equal((yield* store.load(append.address)).version, 0);
        yield* store.append(append);
        assert.equal(store.health().reason, null);
      }));
    assert.equal(await isStored(disk), true);
  });
}

Deno.test("an append is CommitUnknown while no new fence can be put up, and it is decided later", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      disk.onCommit = inOrder<Fault>("silent-late", "lost-before", "lost-before", "lost-before");
      assert.equal((yield* Effect.flip(store.append(append)))._tag, "CommitUnknown");
      assert.equal(store.health().writable, false);
      const next = anAppend(ticket("t-2"), { expected: 0 });
      yield* store.append(next);
      assert.equal(disk.deliverLate(), 0);
      assert.equal(store.health().writable, true);
    }));
  assert.equal(await isStored(disk), false);
});

Deno.test("a locked database is tried again, a bounded number of times", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      disk.onCommit = inOrder<Fault>("locked", "locked");
      yield* store.append(append);
      disk.onCommit = () => "locked";
      const error = yield* Effect.flip(store.append(anAppend(ticket("t-2"), { expected: 0 })));
      assert.deepEqual(error._tag === "StoreUnavailable" && error.reason, "The database is locked");
      disk.onCommit = null;
      yield* store.append(anAppend(ticket("t-2"), { expected: 0 }));
    }), { lockedRetriesMax: 2 });
});

Deno.test("a full disk fails all that wait, serves reads, and writing recovers by itself", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(append);
      disk.full = true;
      const failed = yield* Effect.forEach(
        Array.from({ length: 500 }, (_, i) => anAppend(ticket(`new-${i}`), { expected: 0 })),
        (one) => Effect.flip(store.append(one)),
        { concurrency: "unbounded" },
      );
      assert.deepEqual([...new Set(failed.map((error) => error._tag))], ["StoreUnavailable"]);
      assert.equal(store.health().writable, false);
      assert.equal(store.health().reason, "The disk is full");
      assert.equal((yield* store.load(append.address)).version, 1);
      disk.full = false;
      yield* store.append(anAppend(ticket("t-1"), { expected: 1 }));
      assert.equal(store.health().writable, true);
      assert.equal((yield* store.load(ticket("new-1"))).version, 0);
    }));
});

Deno.test("a full queue refuses before anything is decided", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const all = Array.from({ length: 30 }, (_, i) => anAppend(ticket(`t-${i}`), { expected: 0 }));
      // an actor that was loaded is written without a read, so that all of them meet the queue
      for (const { address } of all) yield* store.load(address);
      const outcomes = yield* Effect.forEach(
        all,
        (one) => Effect.result(store.append(one)),
        { concurrency: "unbounded" },
      );
      const failures = outcomes.filter((outcome) => outcome._tag === "Failure");
      assert.equal(failures.length, 20);
      assert.ok(failures.every((failure) => failure.failure._tag === "StoreUnavailable"));
      assert.equal(store.hasRoom(), true);
    }), { queueMax: 10 });
});

Deno.test("a read that KV does not answer is StoreUnavailable after its deadline", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(append);
      disk.onRead = inOrder<Fault>("silent-before");
      const error = yield* Effect.flip(store.load(append.address));
      assert.equal(error._tag, "StoreUnavailable");
      assert.equal((yield* store.load(append.address)).version, 1);
    }));
});

Deno.test("one append that is too large fails alone", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const events = [{ type: "Large", text: "x".repeat(70_000) }];
      const large = anAppend(ticket("t-1"), { expected: 0, events });
      const [failed, fine] = yield* Effect.all(
        [
          Effect.result(store.append(large)),
          Effect.result(store.append(anAppend(ticket("t-2"), { expected: 0 }))),
        ],
        { concurrency: "unbounded" },
      );
      assert.equal(failed._tag, "Failure");
      assert.equal(fine._tag, "Success");
    }));
});

Deno.test("an interrupted caller does not take its append back", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(store.append(append), { startImmediately: true });
      yield* Fiber.interrupt(fiber);
    }));
  assert.equal(await isStored(disk), true);
});

Deno.test("a commit that is written late, after the actor was read, is not written over", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const first = anAppend(ticket("t-1"), { expected: 0, commandId: "late" });
      disk.onCommit = inOrder<Fault>("silent-late", "lost-before", "lost-before", "lost-before");
      assert.equal((yield* Effect.flip(store.append(first)))._tag, "CommitUnknown");
      assert.equal((yield* store.load(first.address)).version, 0);
      assert.equal(disk.deliverLate(), 1);
      const second = anAppend(ticket("t-1"), { expected: 0, commandId: "next" });
      assert.equal((yield* Effect.flip(store.append(second)))._tag, "VersionConflict");
      const facts = yield* store.history(first.address, { fromVersion: 1, limit: 10 });
      assert.deepEqual(facts.map(({ commandId }) => commandId), ["late"]);
      assert.notEqual(yield* store.command(TENANT, "late"), null);
      assert.equal(yield* store.command(TENANT, "next"), null);
      yield* store.append(anAppend(ticket("t-1"), { expected: 1 }));
    }));
});
