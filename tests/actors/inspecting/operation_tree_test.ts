/**
 * How far the log is walked for the tree of an operation.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { EventStore, type LoggedPage, type LogRequest } from "../../../actors/event_store.ts";
import { operationTree } from "../../../actors/inspecting/operation_tree.ts";
import { anAppend, ticket } from "../../support/appends.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";

const T1 = ticket("t-1");

/** The tree of the second of three commands; `log` answers what is asked of the log. */
async function treeOver(log: (request: LogRequest) => LoggedPage) {
  const asked: Array<LogRequest> = [];
  const tree = await onDisk(new SimulatedDisk(), (store) =>
    Effect.gen(function* () {
      for (const expected of [0, 1, 2]) {
        yield* store.append(anAppend(T1, { expected, commandId: `c-${expected}` }));
      }
      const [second] = yield* store.history(T1, { fromVersion: 2, limit: 1 });
      const watched = EventStore.of({
        ...store,
        log: (_tenant, _filter, request) => {
          asked.push(request);
          return Effect.succeed(log(request));
        },
      });
      const found = yield* Effect.provideService(
        operationTree(T1.tenant, "c-1"),
        EventStore,
        watched,
      );
      return { found, second };
    }));
  return { ...tree, asked };
}

Deno.test("the log is walked from the chain's first fact on", async () => {
  const { found, second, asked } = await treeOver(() => ({ data: [], next: null }));
  assert.equal(found?.complete, true);
  assert.deepEqual(asked.map(({ cursor }) => Number(cursor) + 1), [second?.position]);
});

Deno.test("a walk that comes to no end is given up, and the tree is not complete", async () => {
  const { found, asked } = await treeOver(({ cursor }) => {
    return { data: [], next: String(Number(cursor) + 1), damaged: [T1] };
  });
  assert.equal(found?.complete, false);
  assert.equal(asked.length, 20);
});

Deno.test("a chain whose last page is the last that is looked at is complete", async () => {
  const pages = Array.from({ length: 20 }, (_, at) => at === 19 ? null : String(at));
  const { found, asked } = await treeOver(() => ({ data: [], next: pages.shift() ?? null }));
  assert.deepEqual([asked.length, found?.complete], [20, true]);
});
