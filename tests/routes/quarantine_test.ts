/**
 * What is answered when facts of one actor do not decode: its own log is an error, every other one
 * has all that decodes and says whose facts are missing.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { type EventStore, Quarantined } from "../../actors/event_store.ts";
import { ALL, ALLOCATION, type Api, assertProblem } from "../support/api.ts";
import { at, type Bridge } from "../support/bridge.ts";
import { damaged, T1, T2 } from "../support/damaged_stage.ts";
import { apiOver } from "../support/live_api.ts";

const MISSING = { quarantined: [T1] };
/** As many streams and exports as one app holds open. */
const STREAMS_MAX = 100;

const OF_ORDER = `/v1/events?order=${ALLOCATION.orderId}`;

/** The lines of an answer that is JSON Lines. */
async function lines({ app }: Api, path: string): Promise<ReadonlyArray<Record<string, unknown>>> {
  const answered = await app.request(path, { headers: { authorization: `Bearer ${ALL}` } });
  assert.equal(answered.status, 200, path);
  return (await answered.text()).trimEnd().split("\n").map((line) => JSON.parse(line));
}

interface Told {
  readonly actor: { readonly kind: string; readonly id: string };
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
  damaged(async ({ api }) => {
    for (const limit of ["", "&limit=500"]) {
      const all = await lines(api, `${OF_ORDER}&format=jsonl${limit}`);
      assert.deepEqual(all.at(-1), MISSING);
      assert.deepEqual(all.slice(0, -1).map(({ actor }) => actor), [T2]);
    }
  }),
);

Deno.test(
  "the log of a damaged actor is the same 503 in every form, and takes no stream's place",
  damaged(async ({ ask }) => {
    const forms = ["events?format=json", "events?format=jsonl", "events/stream?after=0"];
    for (const form of [...forms, ...Array(STREAMS_MAX).fill(forms.at(-1))]) {
      const answered = await ask(`GET /v1/${form}&actor=ticket/T-1`);
      assertProblem(answered, 503, "quarantined");
      assert.deepEqual(answered.body.actor, T1, form);
    }
  }),
);

interface Block {
  readonly event?: string;
  readonly id?: string;
  readonly data?: string;
}

/** The next blocks of a stream, as many. */
async function blocks(
  { app }: Pick<Api, "app">,
  path: string,
  { count, stopping }: { readonly count: number; readonly stopping: AbortController },
): Promise<ReadonlyArray<Block>> {
  const { body } = await app.request(path, { headers: { authorization: `Bearer ${ALL}` } });
  let text = "";
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (text.split("\n\n").length > count) stopping.abort();
  }
  const whole = text.split("\n\n").filter((block) => block !== "");
  return whole.map((block) =>
    Object.fromEntries(block.split("\n").map((one) => one.split(/: /, 2)))
  );
}

/** With these answers of its log one after the other, and then none. */
function logging(bridge: Bridge, ...answers: ReadonlyArray<Logged>): Bridge {
  const left = [...answers];
  const log = () => left.shift() ?? Effect.never;
  return { ...bridge, store: { ...bridge.store, log } };
}

type Logged = ReturnType<EventStore["Service"]["log"]>;

const DAMAGED = new Quarantined({ address: at("ticket", "T-1"), reason: "Fact 9 does not decode" });

Deno.test(
  "a stream has the facts that decode, and says whose are missing",
  damaged(async ({ api, stopping }) => {
    const path = `/v1/events/stream?after=0&order=${ALLOCATION.orderId}`;
    const [head, fact, missing] = await blocks(api, path, { count: 3, stopping });
    assert.deepEqual(head, { retry: "2000" });
    assert.deepEqual(JSON.parse(fact?.data ?? "").actor, T2);
    assert.equal(missing?.event, "quarantined");
    assert.deepEqual(JSON.parse(missing?.data ?? ""), MISSING);
    assert.ok(Number(missing?.id) >= Number(fact?.id), "a reader that comes back goes on after it");
  }),
);

Deno.test(
  "a stream names an actor whose facts are missing once, however many of them are",
  damaged(async ({ bridge, stopping }) => {
    const page = (id: string, next: string) =>
      Effect.succeed({ data: [], next, damaged: [at("ticket", id)] });
    const scripted = logging(bridge, page("T-1", "1"), page("T-1", "2"), page("T-9", "3"));
    const api = apiOver(scripted, { stopping: stopping.signal });
    const told = await blocks(api, "/v1/events/stream?after=0", { count: 3, stopping });
    assert.deepEqual(told.slice(1).map(({ id, data = "" }) => [id, JSON.parse(data).quarantined]), [
      ["1", [T1]],
      ["3", [{ kind: "ticket", id: "T-9" }]],
    ]);
  }),
);

Deno.test(
  "a stream that comes to the damage of the one actor it is about says so, and from where",
  damaged(async ({ bridge, stopping }) => {
    const scripted = logging(
      bridge,
      Effect.succeed({ data: [], next: "7" }),
      Effect.fail(DAMAGED),
      Effect.fail(DAMAGED),
      Effect.fail(DAMAGED),
    );
    const api = apiOver(scripted, { stopping: stopping.signal });
    const path = "/v1/events/stream?after=0&actor=ticket/T-1";
    const [, told] = await blocks(api, path, { count: 99, stopping });
    assert.deepEqual(told, { id: "7", event: "quarantined", data: JSON.stringify(MISSING) });
    const again = await api.ask(`GET ${path}`, { headers: { "last-event-id": "7" } });
    assertProblem(again, 503, "quarantined");
  }),
);

Deno.test(
  "an export that comes to the damage of the one actor it is about is cut, and has no end",
  damaged(async ({ bridge }) => {
    const scripted = logging(
      bridge,
      Effect.succeed({ data: [], next: "7" }),
      Effect.fail(DAMAGED),
    );
    const { app } = apiOver(scripted);
    const answered = await app.request("/v1/events?actor=ticket/T-1&format=jsonl", {
      headers: { authorization: `Bearer ${ALL}` },
    });
    assert.equal(answered.status, 200);
    await assert.rejects(answered.text());
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
