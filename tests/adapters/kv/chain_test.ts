/**
 * The chain as it is written: whatever batches and processes the commits came through.
 *
 * @module
 */
import { Effect } from "effect";
import assert from "node:assert/strict";
import { firstLink, linkOf } from "../../../adapters/kv/chain.ts";
import { commitKey, headKey } from "../../../adapters/kv/keys.ts";
import { unpackCommit, unpackHead } from "../../../adapters/kv/records.ts";
import { anAppend, TENANT, ticket } from "../../support/appends.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { inOrder, onDisk } from "../../support/simulated_store.ts";

const T1 = ticket("t-1");

function commitAt(disk: SimulatedDisk, version: number) {
  const { value } = disk.read(commitKey(T1, version));
  const commit = unpackCommit(value);
  assert.ok(commit !== null && value instanceof Uint8Array);
  return { previous: commit.previous, link: linkOf(value) };
}

Deno.test("the first commit names its actor, each other the one before it, the head the newest", async () => {
  const disk = new SimulatedDisk();
  for (const expected of [0, 1, 2]) {
    await onDisk(disk, (store) => store.append(anAppend(T1, { expected })));
  }
  const [first, second, third] = [1, 2, 3].map((version) => commitAt(disk, version));
  assert.equal(first?.previous, firstLink(T1));
  assert.equal(second?.previous, first?.link);
  assert.equal(third?.previous, second?.link);
  assert.equal(unpackHead(disk.read(headKey(T1)).value)?.link, third?.link);
});

Deno.test("an append that failed, and was tried again, leaves a whole chain", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(anAppend(T1, { expected: 0 }));
      disk.onCommit = inOrder<"lost-before" | "lost-after">("lost-before");
      yield* Effect.flip(store.append(anAppend(T1, { expected: 1 })));
      disk.onCommit = inOrder<"lost-before" | "lost-after">("lost-after");
      yield* store.append(anAppend(T1, { expected: 1 }));
      yield* store.append(anAppend(T1, { expected: 2 }));
      assert.equal(yield* store.brokenLink(T1), null);
    }));
});

Deno.test("a refused command is no link, and an actor without facts has no chain to break", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.append(anAppend(T1, { expected: 0 }));
      yield* store.append(anAppend(T1, { expected: 1, events: [], commandId: "refused" }));
      yield* store.append(anAppend(T1, { expected: 1 }));
      assert.equal(yield* store.brokenLink(T1), null);
      assert.equal(yield* store.brokenLink({ tenant: TENANT, kind: "pass", id: "none" }), null);
    }));
});

Deno.test("a chain longer than one read of the store is walked to its end", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      for (let expected = 0; expected < 1_001; expected++) {
        yield* store.append(anAppend(T1, { expected }));
      }
      assert.equal(yield* store.brokenLink(T1), null);
      disk.damage(commitKey(T1, 1_000), (value) => value.with(-1, (value.at(-1) ?? 0) ^ 1));
      assert.equal((yield* store.brokenLink(T1))?.version, 1_000);
    }));
});
