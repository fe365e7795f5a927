/**
 * What is answered when facts of one actor do not decode: its own log is an error, every other one
 * has all that decodes and says whose facts are missing.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { commitKey } from "../../adapters/kv/keys.ts";
import { ALL, ALLOCATION, type Api, assertProblem, openSeason } from "../support/api.ts";
import { startBridge } from "../support/bridge.ts";
import { apiOver } from "../support/live_api.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import { SimulatedDisk } from "../support/simulated_kv.ts";
import { onDisk } from "../support/simulated_store.ts";

const T1 = { kind: "ticket", id: "T-1" };
const T2 = { kind: "ticket", id: "T-2" };
const MISSING = { quarantined: [T1] };
const OF_ORDER = `/v1/events?order=${ALLOCATION.orderId}`;

interface Stage {
  readonly ask: Api["ask"];
  /** The lines of an answer that is JSON Lines. */
  readonly lines: (path: string) => Promise<ReadonlyArray<Record<string, unknown>>>;
  /** Id of the operation that has sold the ticket. */
  readonly operations: ReadonlyMap<string, string>;
}

/** T-1 and T-2 of one order; the first fact of T-1 is damaged, and nobody has met it. */
function damaged(play: (stage: Stage) => Promise<void>): () => Promise<void> {
  const disk = new SimulatedDisk();
  return () =>
    onDisk(disk, (store) =>
      Effect.gen(function* () {
        const system = { ...scriptedAccessControl(), scans: () => Effect.never };
        const { app, ask } = apiOver(yield* startBridge(system, { store }), {
          stopping: new AbortController().signal,
        });
        yield* Effect.promise(async () => {
          await openSeason({ ask });
          const operations = new Map<string, string>();
          for (const id of ["T-1", "T-2"]) {
            const { body } = await ask(`POST /v1/tickets/${id}/allocate`, { body: ALLOCATION });
            operations.set(id, body.operation.id);
          }
          disk.damage(
            commitKey({ tenant: "riverside", kind: "ticket", id: "T-1" }, 1),
            (value) => value.with(-1, (value.at(-1) ?? 0) ^ 1),
          );
          const lines = async (path: string) => {
            const answered = await app.request(path, {
              headers: { authorization: `Bearer ${ALL}` },
            });
            assert.equal(answered.status, 200, path);
            return linesOf(await answered.text());
          };
          await play({ ask, lines, operations });
        });
      }).pipe(Effect.scoped, Effect.orDie));
}

interface Told {
  readonly actor: { readonly kind: string; readonly id: string };
}

function linesOf(text: string): ReadonlyArray<Record<string, unknown>> {
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test(
  "the log of a damaged actor is a 503 that names it and what mends it",
  damaged(async ({ ask }) => {
    const answered = await ask("GET /v1/events?actor=ticket/T-1");
    assertProblem(answered, 503, "quarantined");
    assert.deepEqual(answered.body.actor, T1);
    assert.match(answered.body.detail, /^The ticket T-1 is damaged: Fact 1 does not decode\. /);
    assert.match(answered.body.detail, /deno task verify --repair/);
    assert.equal((await ask("GET /v1/events?actor=T-2")).status, 200);
  }),
);

Deno.test(
  "a log of several actors has the facts that decode, and says whose are missing",
  damaged(async ({ ask }) => {
    for (const path of [OF_ORDER, "/v1/events?limit=500", "/v1/audit?limit=500"]) {
      const { status, body } = await ask(`GET ${path}`);
      assert.equal(status, 200, path);
      const tickets = body.data.filter(({ actor }: Told) => actor.kind === "ticket");
      assert.deepEqual(tickets.map(({ actor }: Told) => actor), [T2], path);
      assert.deepEqual(body.quarantined, MISSING.quarantined, path);
    }
    const { body: whole } = await ask("GET /v1/events?kind=performance");
    assert.equal("quarantined" in whole, false);
  }),
);

Deno.test(
  "lines of a log say in a line of their own whose facts are missing",
  damaged(async ({ lines }) => {
    for (const limit of ["", "&limit=500"]) {
      const all = await lines(`${OF_ORDER}&format=jsonl${limit}`);
      assert.deepEqual(all.at(-1), MISSING);
      assert.deepEqual(all.slice(0, -1).map(({ actor }) => actor), [T2]);
    }
    assert.deepEqual(await lines("/v1/events?actor=ticket/T-1&format=jsonl"), [MISSING]);
  }),
);

Deno.test(
  "the tree of a command whose facts do not decode is not complete",
  damaged(async ({ ask, operations }) => {
    const { body: whole } = await ask(`GET /v1/operations/${operations.get("T-2")}/tree`);
    assert.equal(whole.complete, true);
    const { status, body } = await ask(`GET /v1/operations/${operations.get("T-1")}/tree`);
    assert.deepEqual([status, body.complete], [200, false]);
  }),
);
