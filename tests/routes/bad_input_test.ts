/**
 * Bad input: each kind gets its own error, and never more than the place and the rule.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ROUTES } from "../../routes/mod.ts";
import {
  ALL,
  ALLOCATION,
  type Answered,
  assertProblem,
  makeApi,
  pointers,
  REPLY,
} from "../support/api.ts";
import { targetOf } from "../support/route_targets.ts";

const { ask } = makeApi();

const BATCH = "/v1/commands:batch";
const PERFORMANCE = {
  name: "Rovers v United",
  startsAt: "2026-08-08T14:00:00Z",
  venue: "Riverside",
  accessControl: "main",
};

function allocate(body: unknown): Promise<Answered> {
  return ask("POST /v1/tickets/T-1/allocate", { body });
}

function send(raw: BodyInit, headers: Record<string, string> = {}): Promise<Answered> {
  return ask("POST /v1/tickets/T-1/allocate", { raw, headers });
}

Deno.test("a body that is not JSON is 400 malformed-json", async () => {
  for (
    const raw of ["{", "zork", '{"orderId":"O-1",}', "   ", new Uint8Array([0x22, 0xff, 0x22])]
  ) {
    assertProblem(await send(raw), 400, "malformed-json");
  }
});

Deno.test("a body of another content type is 415, also without one", async () => {
  for (const type of ["text/plain", "application/xml", "application/json; charset=latin1", ""]) {
    const answered = await send("{}", { "content-type": type });
    assertProblem(answered, 415, "unsupported-media-type");
  }
  const { status } = await send("{}", { "content-type": "Application/JSON; charset=UTF-8" });
  assert.equal(status, 422);
});

Deno.test("a body above 64 KiB is 413, whether its length is declared or not", async () => {
  const text = JSON.stringify({ ...ALLOCATION, orderId: "x".repeat(70_000) });
  const limit = 64 * 1024;
  const declared = await send(text, { "content-length": String(text.length) });
  assertProblem(declared, 413, "body-too-large");
  assert.equal(declared.body.limitBytes, limit);
  const chunked = await send(new Blob([text]).stream());
  assertProblem(chunked, 413, "body-too-large");
  const atLimit = await send(" ".repeat(limit - 2) + "{}");
  assertProblem(atLimit, 422, "invalid");
});

Deno.test("a missing field is named", async () => {
  const { orderId: _orderId, ...rest } = ALLOCATION;
  const answered = await allocate(rest);
  assertProblem(answered, 422, "invalid");
  assert.deepEqual(answered.body.errors, [{ pointer: "/orderId", detail: "is required" }]);
});

Deno.test("a re-print without reason is 422 naming the field", async () => {
  const answered = await ask("POST /v1/tickets/T-1/reprint", { body: {} });
  assertProblem(answered, 422, "invalid");
  assert.deepEqual(pointers(answered), ["/reason"]);
});

Deno.test("an unknown field is named, at any depth", async () => {
  const answered = await allocate({ ...ALLOCATION, seat: { ...ALLOCATION.seat, gate: "4" } });
  assertProblem(answered, 422, "invalid");
  const error = { pointer: "/seat/gate", detail: "is not a known field" };
  assert.deepEqual(answered.body.errors, [error]);
});

Deno.test("a field that stands twice is named", async () => {
  const answered = await send('{"orderId":"O-1","seat":{"row":"F","row":"G"}}');
  assertProblem(answered, 422, "invalid");
  assert.deepEqual(answered.body.errors, [{ pointer: "/seat/row", detail: "stands twice" }]);
  const escaped = await send('{"orderId":"O-1","\\u006frderId":"O-2"}');
  assert.deepEqual(pointers(escaped), ["/orderId"]);
});

Deno.test("a field named as what every object inherits is refused and harmless", async () => {
  for (const name of ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"]) {
    const answered = await send(`{"${name}":{"polluted":true},"orderId":"O-1"}`);
    assertProblem(answered, 422, "invalid");
    assert.ok(pointers(answered).includes(`/${name}`), answered.text);
  }
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

Deno.test("wrong types are named, all of them", async () => {
  const answered = await allocate({ ...ALLOCATION, orderId: 7, seat: "F 11" });
  assertProblem(answered, 422, "invalid");
  assert.deepEqual(answered.body.errors, [
    { pointer: "/orderId", detail: "must be text" },
    { pointer: "/seat", detail: "must be an object" },
  ]);
  for (const body of [[], "text", 7, null]) {
    assertProblem(await allocate(body), 422, "invalid");
  }
});

Deno.test("ids are 1 to 64 plain characters, in bodies and in paths", async () => {
  for (const id of ["", "a b", "a/b", "caf\u00e9", "x".repeat(65), "a\u0000", "../x"]) {
    const answered = await allocate({ ...ALLOCATION, orderId: id });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), ["/orderId"]);
  }
  for (const id of ["a%20b", "a%2Fb", "%00", "x".repeat(65), "caf%C3%A9", "%ED%A0%80"]) {
    const answered = await ask(`GET /v1/tickets/${id}`);
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), ["/path/ticketId"]);
  }
});

Deno.test("lone surrogates and control characters are refused in free text", async () => {
  for (const reason of ['"\\ud800"', '"a\\u0000b"', '"\\udc00x"', '"   "']) {
    const answered = await ask("POST /v1/tickets/T-1/cancel", { raw: `{"reason":${reason}}` });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), ["/reason"]);
  }
});

Deno.test("free text has at most 200 characters", async () => {
  const of = (length: number) =>
    ask("POST /v1/tickets/T-1/cancel", { body: { reason: "x".repeat(length) } });
  assertProblem(await of(201), 422, "invalid");
  assertProblem(await of(200), 404, "not-found");
});

Deno.test("what looks like a payment card number is refused in free text and names", async () => {
  const numbers = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "card 4111-1111-1111-1111!",
    "Row 5 4111111111111111",
  ];
  for (const reason of numbers) {
    const answered = await ask("POST /v1/tickets/T-1/cancel", { body: { reason } });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), ["/reason"]);
  }
  assertProblem(await allocate({ ...ALLOCATION, priceType: "4111111111111111" }), 422, "invalid");
  const close = await ask("POST /v1/tickets/T-1/cancel", { body: { reason: "4111111111111112" } });
  assertProblem(close, 404, "not-found");
});

Deno.test("a ticket number may look like a payment card number", async () => {
  const answered = await allocate({ ...ALLOCATION, ticketNumber: "4111111111111111" });
  assertProblem(answered, 409, "performance-unknown");
});

Deno.test("deep nesting is refused, not followed", async () => {
  const depth = 30_000;
  const answered = await send("[".repeat(depth) + "]".repeat(depth));
  assertProblem(answered, 422, "invalid");
  assert.deepEqual(pointers(answered), [""]);
});

Deno.test("the input is never echoed", async () => {
  const canary = "kanarienvogel";
  const bodies = [
    { ...ALLOCATION, orderId: `${canary} ${canary}` },
    { ...ALLOCATION, [`${canary} \u0000`]: canary },
    { ...ALLOCATION, seat: canary },
    { ...ALLOCATION, priceType: [canary] },
    { ...ALLOCATION, ticketNumber: canary },
  ];
  for (const body of bodies) {
    const { status, text } = await allocate(body);
    assert.equal(status, 422);
    assert.ok(!text.includes(canary), text);
  }
  const { text } = await ask(`GET /v1/tickets/T-1?${canary}%00=${canary}`);
  assert.ok(!text.includes(canary), text);
});

Deno.test("a query field that is unknown, stands twice or is wrong is 400 and named", async () => {
  const wrong: Record<string, string> = {
    "/v1/events?colour=red": "/query/colour",
    "/v1/events?limit=0": "/query/limit",
    "/v1/events?limit=501": "/query/limit",
    "/v1/events?limit=5&limit=6": "/query/limit",
    "/v1/events?limit=five": "/query/limit",
    "/v1/events?cursor=zork": "/query/cursor",
    "/v1/events?from=yesterday": "/query/from",
    "/v1/events?kind=customer": "/query/kind",
    "/v1/events?actor=customer/C-1": "/query/actor",
    "/v1/events?constructor=1": "/query/constructor",
    "/v1/events?type=%zz": "/query",
    "/v1/deliveries?status=lost": "/query/status",
    "/v1/tickets/T-1?version=0": "/query/version",
    "/v1/tickets/T-1?version=1&at=2026-08-01T00:00:00Z": "/query/at",
    "/v1/operations/k-1?wait=-1": "/query/wait",
  };
  for (const [path, pointer] of Object.entries(wrong)) {
    const answered = await ask(`GET ${path}`);
    assertProblem(answered, 400, "bad-query");
    assert.deepEqual(pointers(answered), [pointer], path);
  }
});

Deno.test("a field that takes a few words names them as people write them", async () => {
  const details: Record<string, string> = {
    "POST /v1/tickets/T-1/print?dryRun=maybe": "must be true or false",
    "GET /v1/passes/P-1/snapshots/1?format=xml": "must be json or cbor",
    "GET /v1/deliveries?status=lost":
      "must be pending, sending, confirmed, retrying, dead, superseded or discarded",
  };
  for (const [target, detail] of Object.entries(details)) {
    const answered = await ask(target);
    assertProblem(answered, 400, "bad-query");
    assert.equal(answered.body.errors[0].detail, detail);
  }
  const body = { ...PERFORMANCE, codes: { StandCode: 7 } };
  const { body: { errors } } = await ask("PUT /v1/performances/M01", { body });
  assert.deepEqual(errors, [{ pointer: "/codes/StandCode", detail: "must be text or an object" }]);
});

Deno.test("a wrong method on a known path is 405 with Allow, an unknown path 404", async () => {
  const wrong = await ask("DELETE /v1/tickets/T-1");
  assertProblem(wrong, 405, "method-not-allowed");
  assert.equal(wrong.headers.get("allow"), "GET, HEAD");
  const put = await ask("POST /v1/performances/M01", { body: {} });
  assert.equal(put.headers.get("allow"), "GET, HEAD, PUT, DELETE");
  assertProblem(await ask("GET /v1/zork"), 404, "not-found");
  assertProblem(await ask("GET /v1/tickets/"), 404, "not-found");
});

const WITH_OBJECTS = ROUTES.filter(({ body, path }) => body !== null && path !== BATCH);

for (const route of WITH_OBJECTS) {
  const { method, path, access, example } = route;
  const key = access === "access-control" ? REPLY : ALL;
  Deno.test(`${method} ${path} takes no list where an object belongs`, async () => {
    for (const { pointer, body } of withListForObject(example)) {
      const answered = await ask(targetOf(route), { key, body });
      assertProblem(answered, 422, "invalid");
      assert.deepEqual(answered.body.errors, [{ pointer, detail: "must be an object" }]);
    }
  });
}

Deno.test("a batch takes no list where a command or its body belongs", async () => {
  const whole = await ask(`POST ${BATCH}`, { body: [[]] });
  assertProblem(whole, 422, "invalid");
  assert.deepEqual(pointers(whole), ["/0"]);
  const items = await ask(`POST ${BATCH}`, { body: [{ path: "/v1/tickets/T-1/print", body: [] }] });
  assert.deepEqual(items.body.data.map(({ status }: { status: number }) => status), [422]);
});

Deno.test("codes by section or price type are no list, whether it is empty or not", async () => {
  for (const [name, list] of [["PriceBandCode", ["AD"]], ["AreaCode", []]] as const) {
    const body = { ...PERFORMANCE, codes: { [name]: list } };
    const answered = await ask("PUT /v1/performances/M01", { body });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), [`/codes/${name}`]);
    const imported = await ask("PUT /v1/catalogue", { body: { performances: { M01: body } } });
    assert.deepEqual(pointers(imported), [`/performances/M01/codes/${name}`]);
  }
});

/** `body` once for each object in it, with a list in its place. */
function withListForObject(
  body: unknown,
): ReadonlyArray<{ readonly pointer: string; readonly body: unknown }> {
  if (typeof body !== "object" || body === null) return [];
  const inside = Object.entries(body).flatMap(([name, member]) =>
    withListForObject(member).map(({ pointer, body: changed }) => ({
      pointer: `/${name}${pointer}`,
      body: Array.isArray(body) ? body.with(Number(name), changed) : { ...body, [name]: changed },
    }))
  );
  return Array.isArray(body) ? inside : [{ pointer: "", body: [] }, ...inside];
}
