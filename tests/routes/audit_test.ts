/**
 * The audit: what keys did, asked for and were shown, and who may read of it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Context, Effect } from "effect";
import { StoreUnavailable } from "../../actors/event_store.ts";
import { Outbox } from "../../actors/outbox.ts";
import {
  ALL,
  ALLOCATION,
  type Answered,
  type Api,
  assertProblem,
  keyWith,
  makeApi,
  openSeason,
  OTHER_TENANT,
} from "../support/api.ts";
import { live } from "../support/live_api.ts";

interface Noted {
  readonly type: string;
  readonly key: string;
  readonly requestId: string;
  readonly sentence: string;
  readonly data: {
    readonly path: string;
    readonly status?: number;
    readonly code?: string;
    readonly filter?: object;
  };
}

async function audit(ask: Api["ask"], query = ""): Promise<ReadonlyArray<Noted>> {
  const { status, body, text } = await ask(`GET /v1/audit?limit=500${query}`);
  assert.equal(status, 200, text);
  return body.data;
}

/** Type and path, the oldest first. */
async function noted(ask: Api["ask"]): Promise<ReadonlyArray<string>> {
  const all = await audit(ask, "&kind=audit");
  return all.map(({ type, data }) => `${type} ${data.path}`).toReversed();
}

Deno.test(
  "acts that are no command are noted with key and request before they are done",
  live(async ({ ask }) => {
    const asked = { key: keyWith("admin"), headers: { "x-request-id": "by-hand-1" } };
    await ask("POST /v1/adapters/main/pause", { ...asked, body: { reason: "works" } });
    await ask("POST /v1/adapters/main/resume", { ...asked, body: {} });
    await ask("POST /v1/deliveries/retry", { ...asked, body: {} });
    assert.deepEqual(await noted(ask), [
      "ActionRequested /v1/adapters/main/pause",
      "ActionRequested /v1/adapters/main/resume",
      "ActionRequested /v1/deliveries/retry",
    ]);
    for (const { key, requestId } of await audit(ask, "&kind=audit")) {
      assert.deepEqual([key, requestId], [ALL, "by-hand-1"]);
    }
  }),
);

Deno.test(
  "an act that came to nothing is noted with its status, and one that was not begun is not noted",
  live(async ({ ask }) => {
    assertProblem(await ask("POST /v1/deliveries/X-1/retry", { body: {} }), 404, "not-found");
    await ask("POST /v1/deliveries/X-1/retry", { body: { colour: "red" } });
    await ask("POST /v1/deliveries/X-1/retry", { body: {}, key: keyWith("read") });
    assert.deepEqual(await noted(ask), [
      "ActionRequested /v1/deliveries/X-1/retry",
      "ActionFailed /v1/deliveries/X-1/retry",
    ]);
    const [failed] = await audit(ask, "&kind=audit");
    assert.deepEqual([failed?.data.status, failed?.data.code], [404, "not-found"]);
    assert.equal(failed?.sentence, "POST /v1/deliveries/X-1/retry was answered 404 not-found");
  }),
);

Deno.test("an act that dies of a defect is noted as answered with 500", async () => {
  const { ask, fake } = makeApi();
  const outbox = Context.get(fake.services, Outbox);
  const retry = () => Effect.die(new Error("a bug of ours"));
  Object.assign(fake, { services: Context.add(fake.services, Outbox, { ...outbox, retry }) });
  assertProblem(await ask("POST /v1/deliveries/X-1/retry", { body: {} }), 500, "internal");
  assert.deepEqual(await noted(ask), [
    "ActionRequested /v1/deliveries/X-1/retry",
    "ActionFailed /v1/deliveries/X-1/retry",
  ]);
  const [failed] = await audit(ask, "&kind=audit");
  assert.deepEqual([failed?.data.status, failed?.data.code], [500, "internal"]);
});

Deno.test(
  "a retry of many is noted with its filter, and a preview of it is not noted",
  live(async ({ ask }) => {
    const filter = { status: "retrying", accessControl: "main", actor: "ticket/T-1" };
    await ask("POST /v1/deliveries/retry", { body: { filter, max: 7, preview: true } });
    await ask("POST /v1/deliveries/retry", { body: { filter, max: 7 } });
    await ask("POST /v1/deliveries/retry");
    const [whole, one, ...others] = await audit(ask, "&kind=audit");
    assert.deepEqual(others, []);
    assert.deepEqual(one?.data.filter, { ...filter, max: 7 });
    assert.match(one?.sentence ?? "", /: retrying ones of main of ticket\/T-1, at most 7$/);
    const every = { status: "dead", accessControl: null, actor: null, max: 100 };
    assert.deepEqual(whole?.data.filter, every);
  }),
);

Deno.test("an act that cannot be noted is not done", async () => {
  const { ask, fake } = makeApi();
  fake.failNext = new StoreUnavailable({ reason: "the disk is full" });
  const answered = await ask("POST /v1/adapters/main/pause", { body: {} });
  assertProblem(answered, 503, "store-unavailable");
  assert.equal(fake.paused.has("main"), false);
});

Deno.test("barcodes that were shown are noted once an hour for each key and path", async () => {
  const { ask, fake } = makeApi();
  await openSeason({ ask });
  await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  await ask("GET /v1/tickets/T-1");
  await ask("POST /v1/tickets/T-1/print", { body: {} });
  fake.confirm({ tenant: "riverside", kind: "ticket", id: "T-1" }, ["912800000001"]);
  assert.deepEqual(await noted(ask), [], "there was nothing to be seen");
  for (const key of [ALL, ALL, keyWith("read")]) {
    assert.equal((await ask("GET /v1/tickets/T-1", { key })).status, 200);
  }
  await ask("GET /v1/tickets/T-1/barcode.svg?symbology=code128");
  await ask("GET /v1/tickets/T-1/support-bundle", { key: keyWith("debug:read", "events:read") });
  await ask("GET /v1/gate-check?barcode=912800000001");
  await ask("GET /v1/events/stream");
  assert.deepEqual(await noted(ask), [
    "BarcodesShown /v1/tickets/T-1",
    "BarcodesShown /v1/tickets/T-1/barcode.svg",
    "ActionRequested /v1/tickets/T-1/support-bundle",
    "BarcodesShown /v1/gate-check",
    "BarcodesShown /v1/events/stream",
  ]);
});

Deno.test("what is shown is shown also when it cannot be noted, and the log says so", async () => {
  const { ask, fake, logged } = makeApi();
  fake.failNext = new StoreUnavailable({ reason: "the disk is full" });
  assert.equal((await ask("GET /v1/events/stream")).status, 200);
  assert.match(logged.join("\n"), /shown and not noted: StoreUnavailable/);
});

Deno.test(
  "the audit tells of every fact that a key made, by key and time, and of none of Gatehouse's own",
  live(async ({ ask }) => {
    const body = { id: "till-1", scopes: ["commands:write", "read"] };
    const { body: { key } } = await ask("POST /v1/keys", { body });
    await ask("POST /v1/tickets/T-1/allocate", { key, body: ALLOCATION });
    await ask("PUT /v1/items/SCARF", { body: { name: "Scarf" } });
    const types = async (query: string) => (await audit(ask, query)).map(({ type }) => type);
    assert.deepEqual(await types("&key=till-1"), ["TicketAllocated"]);
    assert.deepEqual((await types("&key=" + ALL)).slice(0, 2), ["ItemDefined", "KeyCreated"]);
    assert.deepEqual(await types("&kind=key"), ["KeyCreated"]);
    assert.deepEqual(await types("&to=2020-01-01T00:00:00Z"), []);
    assert.deepEqual(await types("&from=2100-01-01T00:00:00Z"), []);
    const all = await audit(ask);
    assert.ok(all.length > 0 && all.every((one) => one.key !== "gatehouse"));
    const elsewhere = await ask("GET /v1/audit", { key: OTHER_TENANT });
    assert.deepEqual(elsewhere.body.data, []);
  }),
);

Deno.test(
  "its pages lead to the oldest fact, each once",
  live(async ({ ask }) => {
    const whole = (await audit(ask)).length;
    const seen = new Set<number>();
    let path: string | undefined = "/v1/audit?limit=2";
    while (path !== undefined) {
      const { body, headers }: Answered = await ask(`GET ${path}`);
      for (const { position } of body.data) seen.add(position);
      path = /<(.*)>/.exec(headers.get("link") ?? "")?.[1];
    }
    assert.equal(seen.size, whole);
    assert.ok(whole > 3);
  }),
);

Deno.test(
  "the log that everybody reads does not tell who has looked at what",
  live(async ({ ask }) => {
    await ask("POST /v1/adapters/main/pause", { body: {} });
    const [day] = (await audit(ask, "&kind=audit")).map((one) => JSON.stringify(one));
    assert.ok(day !== undefined);
    const id = JSON.parse(day).actor.id;
    const { text } = await ask("GET /v1/events?limit=500");
    assert.doesNotMatch(text, /ActionRequested/);
    assertProblem(await ask("GET /v1/events?kind=audit"), 400, "bad-query");
    assert.deepEqual((await ask(`GET /v1/events?actor=${id}`)).body.data, []);
    assertProblem(
      await ask("GET /v1/audit", { key: keyWith("events:read") }),
      403,
      "missing-scope",
    );
  }),
);
