/**
 * Many commands in one request: each answered as alone, the whole not atomic.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ALL, ALLOCATION, assertProblem, keyWith, makeApi, pointers } from "../support/api.ts";
import { type Live, live } from "../support/live_api.ts";

const PATH = "POST /v1/commands:batch";

interface Item {
  readonly status: number;
  // deno-lint-ignore no-explicit-any
  readonly body: any;
  readonly replayed?: true;
}

async function batch({ ask }: Pick<Live, "ask">, items: unknown): Promise<ReadonlyArray<Item>> {
  const { status, body, text } = await ask(PATH, { body: items });
  assert.equal(status, 200, text);
  return body.data;
}

const allocate = (id: string, more: object = {}) => ({
  path: `/v1/tickets/${id}/allocate`,
  body: ALLOCATION,
  ...more,
});

Deno.test(
  "commands of one actor are carried out in their order, and each is answered at its place",
  live(async (stage) => {
    const data = await batch(stage, [
      allocate("T-1"),
      allocate("T-2"),
      { path: "/v1/tickets/T-1/print" },
      { path: "/v1/tickets/T-1/print" },
      { path: "/v1/tickets/T-2/unprint", body: { reason: "Wrong paper" } },
    ]);
    assert.deepEqual(data.map(({ status }) => status), [200, 200, 202, 409, 409]);
    assert.deepEqual(data.slice(0, 3).map(({ body }) => body.actor.id), ["T-1", "T-2", "T-1"]);
    assert.deepEqual(data[0]?.body.events, ["TicketAllocated"]);
    assert.equal(data[4]?.body.code, "ticket-not-printed");
    const { body } = await stage.ask("GET /v1/tickets/T-1/commands");
    const types = body.data.map(({ type }: { type: string }) => type)
      .filter((type: string) => type !== "RecordAnswer");
    assert.deepEqual(types, ["PrintTicket", "PrintTicket", "AllocateTicket"]);
  }),
);

Deno.test(
  "an item is answered like the same request alone, body for body",
  live(async (stage) => {
    const headers = { "idempotency-key": "sale-1" };
    const alone = await stage.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION, headers });
    const [item] = await batch(stage, [allocate("T-1", { idempotencyKey: "sale-1" })]);
    assert.deepEqual(item, { status: alone.status, body: alone.body, replayed: true });
  }),
);

Deno.test(
  "a batch that is sent again acts once, and another body under a key is refused",
  live(async (stage) => {
    const items = [
      allocate("T-1", { idempotencyKey: "a" }),
      { path: "/v1/tickets/T-1/unprint", body: { reason: "No" }, idempotencyKey: "b" },
    ];
    const first = await batch(stage, items);
    const again = await batch(stage, items);
    assert.deepEqual(again.map(({ status }) => status), [200, 409]);
    assert.deepEqual(again.map(({ replayed }) => replayed), [true, true]);
    assert.deepEqual(again[0]?.body, first[0]?.body);
    const [other] = await batch(stage, [
      allocate("T-1", { body: { ...ALLOCATION, priceType: "child" }, idempotencyKey: "a" }),
    ]);
    assert.equal(other?.status, 422);
    assert.equal(other?.body.code, "idempotency-key-reused");
  }),
);

Deno.test(
  "one item that is wrong stops none of the others",
  live(async (stage) => {
    const data = await batch(stage, [
      { path: "/v1/tickets/T-1/allocate", body: { colour: "red" } },
      { path: "/v1/tickets/T-1/explode" },
      { path: "/v1/nowhere" },
      { path: "/v1/tickets/T-1" },
      { path: "/v1/performances/M01" },
      { path: "/v1/commands:batch", body: [] },
      { path: "/v1/tickets/a%20b/print" },
      allocate("T-1", { idempotencyKey: "é" }),
      allocate("T-1", { idempotencyKey: "" }),
      allocate("T-1"),
    ]);
    assert.deepEqual(data.map(({ status }) => status), [
      422,
      404,
      404,
      422,
      422,
      422,
      422,
      400,
      400,
      200,
    ]);
    assert.equal(data[3]?.body.errors[0].pointer, "/path");
    assert.equal(data[5]?.body.errors[0].pointer, "/path");
    assert.equal(data[6]?.body.errors[0].pointer, "/path/ticketId");
    assert.equal(data[7]?.body.errors[0].pointer, "/headers/idempotency-key");
  }),
);

Deno.test(
  "a path may carry its query: a dry run stores nothing",
  live(async (stage) => {
    const [dry, bad] = await batch(stage, [
      allocate("T-1", { path: "/v1/tickets/T-1/allocate?dryRun=true" }),
      allocate("T-1", { path: "/v1/tickets/T-1/allocate?dryRun=maybe" }),
    ]);
    assert.equal(dry?.body.dryRun, true);
    assert.equal(bad?.body.code, "bad-query");
    assertProblem(await stage.ask("GET /v1/tickets/T-1"), 404, "not-found");
  }),
);

Deno.test(
  "500 orders in one batch are sold and printed; an order's commands keep their order",
  live(async (stage) => {
    const orders = Array.from({ length: 250 }, (_, n) => `O-${n}`);
    const line = { lineId: "1", kind: "performance", code: "M01", priceType: "adult" };
    const seat = { section: "N12", row: "F", number: "11" };
    const data = await batch(stage, [
      ...orders.map((id) => ({
        path: `/v1/orders/${id}/place`,
        body: { customerId: `C-${id}`, lines: [{ ...line, seat }] },
      })),
      ...orders.map((id) => ({ path: `/v1/orders/${id}/print` })),
    ]);
    assert.deepEqual(new Set(data.slice(0, 250).map(({ status }) => status)), new Set([200]));
    assert.deepEqual(new Set(data.slice(250).map(({ status }) => status)), new Set([202]));
    assert.deepEqual(data.slice(0, 250).map(({ body }) => body.actor.id), orders);
  }),
);

Deno.test("a batch is a list of 500 commands at most, of known fields", async () => {
  const { ask } = makeApi();
  const cases: ReadonlyArray<readonly [unknown, string]> = [
    [{}, ""],
    [Array.from({ length: 501 }, () => allocate("T-1")), ""],
    [[{ body: {} }], "/0/path"],
    [[{ path: "v1/tickets/T-1/print" }], "/0/path"],
    [[{ path: "/v1/tickets/T-1/print", method: "GET" }], "/0/method"],
    [[{ path: "/v1/tickets/T-1/print", idempotencyKey: 7 }], "/0/idempotencyKey"],
  ];
  for (const [body, pointer] of cases) {
    const answered = await ask(PATH, { body });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), [pointer]);
  }
  assert.deepEqual((await ask(PATH, { body: [] })).body, { data: [] });
});

Deno.test("a batch takes 1 MiB, and each body in it as much as alone", async () => {
  const { ask } = makeApi();
  const reason = "x".repeat(65 * 1024);
  const items = [{ path: "/v1/tickets/T-1/cancel", body: { reason } }];
  const { status, body } = await ask(PATH, { body: items });
  assert.equal(status, 200);
  assert.equal(body.data[0].status, 413);
  assert.equal(body.data[0].body.limitBytes, 64 * 1024);
  const raw = `[{"path":"/v1/tickets/T-1/print"}]${" ".repeat(1024 * 1024)}`;
  assertProblem(await ask(PATH, { raw }), 413, "body-too-large");
});

Deno.test("an Idempotency-Key for the whole batch is refused: it belongs to each command", async () => {
  const { ask } = makeApi();
  const headers = { "idempotency-key": "once" };
  const answered = await ask(PATH, { body: [allocate("T-1")], headers });
  assertProblem(answered, 400, "bad-header");
});

Deno.test("a defect in one item is its 500, logged, and the others are answered", async () => {
  const { ask, fake, logged } = makeApi();
  fake.dieNext = new Error("secret");
  const { status, body, text } = await ask(PATH, {
    body: [{ path: "/v1/tickets/T-1/print" }, { path: "/v1/tickets/T-2/print" }],
  });
  assert.equal(status, 200);
  assert.deepEqual(body.data.map((item: Item) => item.status), [500, 404]);
  assert.ok(!text.includes("secret"));
  assert.equal(logged.length, 1);
});

Deno.test("a batch needs commands:write and no other scope, and knows its tenant alone", async () => {
  const { ask } = makeApi();
  const body = [{ path: "/v1/tickets/T-1/print" }];
  assertProblem(await ask(PATH, { body, key: keyWith("read", "admin") }), 403, "missing-scope");
  const { body: answered } = await ask(PATH, { body, key: ALL });
  assert.equal(answered.data[0].status, 404);
});
