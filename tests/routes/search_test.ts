/**
 * What the search box finds for those who ring up: by a request's id, of what was refused, of what
 * is damaged, and that there is more.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { headKey } from "../../adapters/kv/keys.ts";
import { SearchAnswer } from "../../routes/search.ts";
import { ALLOCATION, type Answered, type Api, assertForm, openSeason } from "../support/api.ts";
import { at, startBridge } from "../support/bridge.ts";
import { flipLastByte } from "../support/damaged_stage.ts";
import { apiOver, live } from "../support/live_api.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import { SimulatedDisk } from "../support/simulated_kv.ts";
import { onDisk } from "../support/simulated_store.ts";

type Ask = Api["ask"];

interface Hit {
  readonly kind: string;
  readonly id: string;
  readonly match: string;
  readonly summary: string;
}

/** As many facts as the log is looked through for a request without an index. */
const FACTS_LOOKED_THROUGH = 500;

async function search(ask: Ask, q: string): Promise<{ data: ReadonlyArray<Hit>; more: boolean }> {
  const { status, body, text } = await ask(`GET /v1/search?q=${encodeURIComponent(q)}`);
  assert.equal(status, 200, text);
  assertForm(SearchAnswer, body);
  return body;
}

async function found(ask: Ask, q: string): Promise<ReadonlyArray<string>> {
  const { data } = await search(ask, q);
  return data.map(({ kind, id, match }) => `${kind}/${id} by ${match}`);
}

function allocate(ask: Ask, id: string, requestId?: string): Promise<Answered> {
  const headers = requestId === undefined ? {} : { "x-request-id": requestId };
  return ask(`POST /v1/tickets/${id}/allocate`, { body: ALLOCATION, headers });
}

/** So many tickets of the order, and as many facts at least. */
async function sell(ask: Ask, count: number, headers: Record<string, string> = {}): Promise<void> {
  const series = headers["x-request-id"] ?? "S";
  const body = Array.from({ length: count }, (_, n) => ({
    path: `/v1/tickets/${series}-${n}/allocate`,
    body: { ...ALLOCATION, seat: { ...ALLOCATION.seat, number: `${n}` } },
  }));
  const { status, body: answer } = await ask("POST /v1/commands:batch", { body, headers });
  assert.equal(status, 200);
  for (const one of answer.data) assert.equal(one.status, 200, JSON.stringify(one));
}

/** A ticket that is not printed has nothing to be re-printed. */
async function refused(ask: Ask, requestId?: string): Promise<Answered["body"]> {
  const headers = requestId === undefined ? {} : { "x-request-id": requestId };
  const { status, body } = await ask("POST /v1/tickets/T-1/reprint", {
    body: { reason: "lost" },
    headers,
  });
  assert.equal(status, 409);
  return body;
}

Deno.test(
  "a refused command is found by its request, whoever has named that, however much came since",
  live(async ({ ask }) => {
    await allocate(ask, "T-1");
    const given = await refused(ask, "my-req-2");
    const made = await refused(ask);
    await sell(ask, FACTS_LOOKED_THROUGH);
    for (const { requestId } of [given, made]) {
      const { data: [hit, ...others] } = await search(ask, requestId);
      assert.deepEqual([hit?.kind, hit?.match, others], ["operation", "request", []]);
      assert.equal(hit?.summary, `Refused: ${given.rule}`);
      const [itself] = (await search(ask, hit?.id ?? "")).data;
      assert.deepEqual(itself, { ...hit, match: "operation" });
    }
  }),
);

Deno.test(
  "an accepted command is found by a request that the caller named, however much came since",
  live(async ({ ask }) => {
    const { body: { operation: { id } } } = await allocate(ask, "T-1", "my-req-1");
    assert.deepEqual(await found(ask, "my-req-1"), [`operation/${id} by request`]);
    await sell(ask, FACTS_LOOKED_THROUGH);
    assert.deepEqual(await found(ask, "my-req-1"), [`operation/${id} by request`]);
  }),
);

Deno.test(
  "an accepted command is found by a request that Gatehouse named, among the newest facts",
  live(async ({ ask }) => {
    const { body, headers } = await allocate(ask, "T-1");
    const requestId = headers.get("x-request-id") ?? "";
    assert.deepEqual(await found(ask, requestId), [`operation/${body.operation.id} by request`]);
  }),
);

Deno.test(
  "all commands of a batch are found by the request that its caller named, whatever came since",
  live(async ({ ask }) => {
    await sell(ask, 2, { "x-request-id": "my-batch" });
    const { data: sold } = (await ask("GET /v1/events?kind=ticket")).body;
    await sell(ask, FACTS_LOOKED_THROUGH);
    assert.deepEqual(
      (await found(ask, "my-batch")).toSorted(),
      sold.map(({ commandId }: { commandId: string }) => `operation/${commandId} by request`)
        .toSorted(),
    );
  }),
);

Deno.test(
  "what a command was refused by is told by its own id, also when facts have followed",
  live(async ({ ask }) => {
    await allocate(ask, "T-1");
    const { commandId, rule } = await refused(ask);
    await ask("POST /v1/tickets/T-1/print");
    const { data: [hit] } = await search(ask, commandId);
    assert.equal(hit?.summary, `Refused: ${rule}`);
  }),
);

Deno.test(
  "a search says that there is more than the fifty it gives, and never that fifty are cut",
  live(async ({ ask }) => {
    await sell(ask, 50);
    const fifty = await search(ask, ALLOCATION.orderId);
    assert.deepEqual([fifty.data.length, fifty.more], [50, false]);
    await allocate(ask, "T-1");
    const cut = await search(ask, ALLOCATION.orderId);
    assert.deepEqual([cut.data.length, cut.more], [50, true]);
    await sell(ask, 51, { "x-request-id": "my-batch" });
    const begun = await search(ask, "my-batch");
    assert.deepEqual([begun.data.length, begun.more], [50, true]);
  }),
);

Deno.test(
  "what the audit notes is found by no search, and is no operation",
  live(async ({ ask }) => {
    const headers = { "x-request-id": "by-hand-1" };
    await ask("POST /v1/adapters/main/pause", { body: { reason: "works" }, headers });
    const { data: [noted] } = (await ask("GET /v1/audit?kind=audit")).body;
    assert.equal(noted.requestId, "by-hand-1");
    assert.deepEqual(await found(ask, "by-hand-1"), []);
    assert.deepEqual(await found(ask, noted.commandId), []);
    for (const part of ["", "/tree"]) {
      assert.equal((await ask(`GET /v1/operations/${noted.commandId}${part}`)).status, 404);
    }
  }),
);

/** T-1 and T-2 of one order; then the service stops, the head of T-1 is damaged, it starts again. */
async function damagedHead(play: (ask: Ask, disk: SimulatedDisk) => Promise<void>): Promise<void> {
  const disk = new SimulatedDisk();
  const serve = (use: (ask: Ask) => Promise<void>) =>
    onDisk(disk, (store) =>
      Effect.gen(function* () {
        const system = { ...scriptedAccessControl(), scans: () => Effect.never };
        const { ask } = apiOver(yield* startBridge(system, { store }));
        yield* Effect.promise(() => use(ask));
      }).pipe(Effect.scoped, Effect.orDie));
  await serve(async (ask) => {
    await openSeason({ ask });
    for (const id of ["T-1", "T-2"]) await allocate(ask, id, `sold-${id}`);
  });
  flipLastByte(disk, headKey(at("ticket", "T-1")));
  await serve((ask) => play(ask, disk));
}

Deno.test("a damaged actor is found by all that it is called, and said to be damaged", () =>
  damagedHead(async (ask, disk) => {
    const numbers = disk.scan({ prefix: ["n", "riverside"] }, { limit: 9 }).map(({ key }) =>
      String(key[2])
    );
    const all = await Promise.all(
      ["T-1", ALLOCATION.orderId, "M01", ...numbers].map((q) => search(ask, q)),
    );
    const told = all.flatMap(({ data }) => data)
      .filter(({ kind, id }) => `${kind}/${id}` === "ticket/T-1")
      .map(({ match, summary }) => [match, summary]);
    assert.deepEqual(
      told,
      ["id", "order", "performance", "ticket-number"].map((match) => [
        match,
        "What is stored of it is damaged",
      ]),
    );
    assert.match((await search(ask, "T-2")).data[0]?.summary ?? "", /^Ticket to M01/);
  }));
