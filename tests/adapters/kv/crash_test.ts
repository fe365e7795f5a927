/**
 * A crash between any two KV calls: an append is there as a whole or not at all.
 *
 * @module
 */
import { Effect } from "effect";
import assert from "node:assert/strict";
import type { Append, EventStore } from "../../../actors/event_store.ts";
import { aDelivery, anAppend, TENANT, ticket } from "../../support/appends.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";

const ACTORS = 3;
const APPENDS_EACH = 4;

function makeAppend(actor: number, turn: number): Append {
  const id = `t-${actor}`;
  const value = `B-${actor}-${turn}`;
  return anAppend(ticket(id), {
    expected: turn,
    state: { text: "x".repeat(actor * 400), turn },
    claims: [{ space: "barcode", value, scope: "", state: "live", note: "" }],
    relations: [{ by: "order", value }],
    deliveries: [aDelivery(`d-${actor}-${turn}`, { actor: { kind: "ticket", id } })],
  });
}

/** All actors append at once; gives the commands that were answered. */
function appendAll(store: EventStore["Service"], answered: Set<string>) {
  const one = Effect.fnUntraced(function* (actor: number) {
    for (let turn = 0; turn < APPENDS_EACH; turn++) {
      const append = makeAppend(actor, turn);
      yield* store.append(append);
      answered.add(append.command.commandId);
    }
  });
  const actors = Array.from({ length: ACTORS }, (_, actor) => actor);
  return Effect.forEach(actors, (actor) => Effect.ignore(one(actor)), { concurrency: "unbounded" });
}

/** Every trace of every append agrees whether it happened; gives how many did. */
function checkWhole(store: EventStore["Service"], answered: ReadonlySet<string>) {
  return Effect.gen(function* () {
    let found = 0;
    for (let actor = 0; actor < ACTORS; actor++) {
      const { version } = yield* store.load(ticket(`t-${actor}`));
      const facts = yield* store.history(ticket(`t-${actor}`), { fromVersion: 1, limit: 100 });
      assert.equal(facts.length, version);
      found += version;
      for (let turn = 0; turn < APPENDS_EACH; turn++) {
        const { command } = makeAppend(actor, turn);
        const there = turn < version;
        const value = `B-${actor}-${turn}`;
        const relation = { by: "order", value } as const;
        const traces = [
          yield* store.command(TENANT, command.commandId),
          yield* store.delivery(TENANT, `d-${actor}-${turn}`),
          (yield* store.claimed(TENANT, "barcode", value))[0] ?? null,
          (yield* store.related(TENANT, relation, { cursor: null, limit: 1 })).data[0] ?? null,
        ];
        assert.deepEqual(traces.map((trace) => trace !== null), traces.map(() => there));
        assert.ok(there || !answered.has(command.commandId), "an answered append is lost");
      }
    }
    const filter = { kind: null, id: null, type: null, from: null, to: null };
    const log = yield* store.log(TENANT, filter, { cursor: null, limit: 500 });
    assert.equal(log.data.length, found);
    return found;
  });
}

Deno.test("a crash at any KV call keeps every append whole and every answered one", async () => {
  const all = ACTORS * APPENDS_EACH;
  let found = 0;
  for (let call = 0; found < all; call++) {
    assert.ok(call < 200, "the run never gets to its end");
    const disk = new SimulatedDisk();
    const answered = new Set<string>();
    disk.crashAfter(call);
    await onDisk(disk, (store) => appendAll(store, answered)).catch(() => {});
    disk.restart();
    found = await onDisk(disk, (store) => checkWhole(store, answered));
    await onDisk(disk, (store) => store.append(anAppend(ticket("after"), { expected: 0 })));
  }
});
