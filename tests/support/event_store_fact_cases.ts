/**
 * The contract's cases about facts, snapshots, commands and the log.
 *
 * @module
 */
import { it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import type { Refusal } from "../../actors/decider.ts";
import type { LogFilter } from "../../actors/event_store.ts";
import { anAppend, TENANT, ticket } from "./appends.ts";
import type { Run } from "./event_store_run.ts";
import { everyPage } from "./pages.ts";

const ALL: LogFilter = { kind: null, id: null, type: null, from: null, to: null };
const REFUSAL: Refusal = { type: "No", rule: "Never.", operands: { a: 1 }, advice: "Stop." };

/** Larger than what rides in a head. */
function largeState(version: number) {
  return { version, text: "x".repeat(2_000) };
}

/** Facts in, facts out. */
export function factCases(run: Run): void {
  const address = ticket("t-1");

  it("an actor without facts loads as version 0", () =>
    run((store) =>
      Effect.gen(function* () {
        const loaded = yield* store.load(address);
        assert.deepEqual(loaded, { version: 0, snapshot: null, tail: [] });
        assert.deepEqual(yield* store.history(address, { fromVersion: 1, limit: 10 }), []);
        assert.deepEqual(yield* store.snapshots(address), []);
        assert.equal(yield* store.snapshot(address, 1), null);
        assert.equal(yield* store.command(TENANT, "nothing"), null);
      })
    ));

  it("an append is loaded with its state and read back as it was recorded", () =>
    run((store) =>
      Effect.gen(function* () {
        const append = anAppend(address, {
          expected: 0,
          state: { deep: { list: [1, "ä", null] } },
        });
        const { position } = yield* store.append(append);
        const loaded = yield* store.load(address);
        assert.deepEqual(loaded.snapshot, { version: 1, stateVersion: 1, state: append.state });
        const [fact] = yield* store.history(address, { fromVersion: 1, limit: 10 });
        const { cause } = append;
        assert.deepEqual(fact, {
          ...cause,
          position,
          address,
          version: 1,
          event: append.events[0],
        });
      })
    ));

  it("an append at another version conflicts and leaves nothing", () =>
    run((store) =>
      Effect.gen(function* () {
        yield* store.append(anAppend(address, { expected: 0 }));
        const late = anAppend(address, { expected: 0, commandId: "late" });
        const conflict = yield* Effect.flip(store.append(late));
        assert.equal(conflict._tag, "VersionConflict");
        const early = anAppend(address, { expected: 5, commandId: "early" });
        assert.equal((yield* Effect.flip(store.append(early)))._tag, "VersionConflict");
        assert.equal(yield* store.command(TENANT, "late"), null);
        assert.equal((yield* store.load(address)).version, 1);
      })
    ));

  it("a command with several facts is one append, and history starts inside it", () =>
    run((store) =>
      Effect.gen(function* () {
        const events = ["A", "B", "C"].map((type) => ({ type }));
        yield* store.append(anAppend(address, { expected: 0, events }));
        yield* store.append(anAppend(address, { expected: 3 }));
        const facts = yield* store.history(address, { fromVersion: 2, limit: 2 });
        assert.deepEqual(facts.map((fact) => [fact.version, fact.event.type]), [[2, "B"], [
          3,
          "C",
        ]]);
        const middle = yield* store.load(address, 2);
        assert.deepEqual(middle, { version: 2, snapshot: null, tail: events.slice(0, 2) });
      })
    ));

  it("a large state is a snapshot every 50 facts and a tail", () =>
    run((store) =>
      Effect.gen(function* () {
        for (let version = 1; version <= 120; version++) {
          const state = largeState(version);
          yield* store.append(anAppend(address, { expected: version - 1, state }));
        }
        const infos = yield* store.snapshots(address);
        assert.deepEqual(infos.map((info) => info.version), [101, 51, 1]);
        for (const version of [1, 50, 51, 100, 120]) {
          const loaded = yield* store.load(address, version);
          const from = loaded.snapshot?.version ?? 0;
          assert.equal(loaded.version, version);
          assert.ok(version - from < 50);
          assert.deepEqual(loaded.snapshot?.state, largeState(from));
          assert.equal(loaded.tail.length, version - from);
        }
        const stored = yield* store.snapshot(address, 51);
        assert.deepEqual(stored?.state, largeState(51));
        assert.equal(stored?.bytes.byteLength, infos[1]?.sizeBytes);
      })
    ));

  it("a small state is the snapshot of its head", () =>
    run((store) =>
      Effect.gen(function* () {
        yield* store.append(anAppend(address, { expected: 0 }));
        yield* store.append(anAppend(address, { expected: 1, at: 7 }));
        const [head, ...older] = yield* store.snapshots(address);
        assert.deepEqual(older, []);
        assert.equal(head?.version, 2);
        assert.equal(head?.at, 7);
        assert.deepEqual((yield* store.snapshot(address, 2))?.state, { version: 2 });
        assert.equal(yield* store.snapshot(address, 1), null);
      })
    ));

  it("commands of an actor are paged newest first, refused ones too", () =>
    run((store) =>
      Effect.gen(function* () {
        yield* store.append(anAppend(address, { expected: 0, commandId: "c-0" }));
        for (const commandId of ["c-1", "c-2", "c-3"]) {
          const command = { refusal: REFUSAL, version: 1, events: [] };
          yield* store.append(anAppend(address, { expected: 1, commandId, events: [], command }));
        }
        const first = yield* store.commands(address, { cursor: null, limit: 3 });
        assert.deepEqual(first.data.map((command) => command.commandId), ["c-3", "c-2", "c-1"]);
        assert.deepEqual(first.data[0], yield* store.command(TENANT, "c-3"));
        assert.deepEqual(first.data[0]?.refusal, REFUSAL);
        yield* store.append(anAppend(address, { expected: 1, commandId: "c-4" }));
        const all = yield* everyPage(2, (page) => store.commands(address, page));
        const ids = all.map((command) => command.commandId);
        assert.deepEqual(ids, ["c-4", "c-3", "c-2", "c-1", "c-0"]);
        assert.equal((yield* store.load(address)).version, 2);
      })
    ));

  it("the log gives every fact of the tenant once, in commit order, page by page", () =>
    run((store) =>
      Effect.gen(function* () {
        const ids = Array.from({ length: 30 }, (_, i) => `t-${i}`);
        const others = ids.map((id) => ticket(id, "elsewhere"));
        yield* Effect.forEach(
          [...ids.map((id) => ticket(id)), ...others],
          (actor) =>
            store.append(anAppend(actor, { expected: 0, events: [{ type: "A" }, { type: "B" }] })),
          { concurrency: "unbounded" },
        );
        const facts = yield* everyPage(7, (page) => store.log(TENANT, ALL, page));
        const positions = facts.map((fact) => fact.position);
        assert.deepEqual(positions, [...new Set(positions)].toSorted((a, b) => a - b));
        const seen = facts.map((fact) => `${fact.address.id}/${fact.version}`);
        assert.deepEqual(seen.toSorted(), ids.flatMap((id) => [`${id}/1`, `${id}/2`]).toSorted());
      })
    ));

  it("the log filters by actor, type and time", () =>
    run((store) =>
      Effect.gen(function* () {
        for (const [i, id] of ["t-1", "t-2", "t-3"].entries()) {
          const events = [{ type: "A" }, { type: "B" }];
          yield* store.append(anAppend(ticket(id), { expected: 0, at: 100 + i, events }));
        }
        const count = (filter: Partial<LogFilter>) =>
          Effect.map(
            store.log(TENANT, { ...ALL, ...filter }, { cursor: null, limit: 50 }),
            (page) => page.data.length,
          );
        assert.equal(yield* count({}), 6);
        assert.equal(yield* count({ type: "A" }), 3);
        assert.equal(yield* count({ kind: "ticket", id: "t-2" }), 2);
        assert.equal(yield* count({ kind: "pass" }), 0);
        assert.equal(yield* count({ from: 101, to: 102 }), 2);
      })
    ));

  it("a cursor that nobody gave out is an empty page", () =>
    run((store) =>
      Effect.gen(function* () {
        yield* store.append(anAppend(address, { expected: 0 }));
        const request = { cursor: "../%00", limit: 5 };
        const empty = { data: [], next: null };
        assert.deepEqual(yield* store.log(TENANT, ALL, request), empty);
        assert.deepEqual(yield* store.commands(address, request), empty);
        const relation = { by: "order", value: "o-1" } as const;
        assert.deepEqual(yield* store.related(TENANT, relation, request), empty);
      })
    ));
}
