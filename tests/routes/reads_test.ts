/**
 * Reading tickets and passes: now, in the past, and what led there.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  CommandRecordAnswer,
  DeliveryAnswer,
  EventAnswer,
  OperationAnswer,
  pageOf,
  PassAnswer,
  TicketAnswer,
} from "../../routes/answers.ts";
import {
  ALLOCATION,
  type Api,
  assertForm,
  assertProblem,
  keyWith,
  makeApi,
  openSeason,
  TENANT,
} from "../support/api.ts";

const T1 = { tenant: TENANT, kind: "ticket", id: "T-1" } as const;
const P1 = { tenant: TENANT, kind: "pass", id: "P-1" } as const;
const BARCODE = "0123456789128";

/** T-1 is printed (version 4), P-1 is active; both with the same last four digits. */
async function printed(): Promise<Api> {
  const api = makeApi();
  const { ask, fake } = api;
  await openSeason(api);
  await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  await ask("POST /v1/tickets/T-1/print");
  fake.confirm(T1, [BARCODE]);
  const source = { kind: "item", code: "MEMBER", orderId: "O-2" };
  const acquire = { passType: "SEASON", customerId: "C-9", source };
  await ask("POST /v1/passes/P-1/acquire", { body: acquire });
  const { orderId: _orderId, customerId: _customerId, ...admission } = ALLOCATION;
  await ask("POST /v1/passes/P-1/add-admission", {
    body: { ...admission, admissionId: "A-1", orderId: "O-2" },
  });
  await ask("POST /v1/passes/P-1/print", { body: { orderId: "O-2" } });
  fake.confirm(P1, [`CARD${BARCODE}`]);
  return api;
}

Deno.test("a ticket and a pass read as the contract says", async () => {
  const { ask } = await printed();
  const ticket = await ask("GET /v1/tickets/T-1");
  assertForm(TicketAnswer, ticket.body);
  assert.equal(ticket.body.status, "printed");
  assert.equal(ticket.headers.get("etag"), `"${ticket.body.version}"`);
  const pass = await ask("GET /v1/passes/P-1");
  assertForm(PassAnswer, pass.body);
  assert.equal(pass.body.status, "active");
  assert.equal(pass.body.admissions["A-1"]?.state, "effective");
});

Deno.test("barcodes are masked everywhere unless the key has barcode:read", async () => {
  const { ask } = await printed();
  const { body } = await ask("GET /v1/tickets/T-1/deliveries");
  const paths = [
    "/v1/tickets/T-1",
    "/v1/tickets/T-1?version=4",
    "/v1/passes/P-1",
    "/v1/tickets/T-1/events",
    "/v1/passes/P-1/events",
    "/v1/tickets/T-1/snapshots/4",
    "/v1/passes/P-1/deliveries",
    "/v1/events",
    "/v1/deliveries",
    `/v1/deliveries/${body.data[0].id}`,
  ];
  const masked = keyWith("read", "events:read", "debug:read", "admin", "commands:write");
  for (const path of paths) {
    const { status, text } = await ask(`GET ${path}`, { key: masked });
    assert.equal(status, 200, path);
    assert.ok(!text.includes(BARCODE), path);
  }
  const ticket = await ask("GET /v1/tickets/T-1", { key: masked });
  assert.equal(ticket.body.credentials[0].value, "••••9128");
  const whole = await ask("GET /v1/tickets/T-1", { key: keyWith("read", "barcode:read") });
  assert.equal(whole.body.credentials[0].value, BARCODE);
});

Deno.test("?version= shows the state then and needs debug:read", async () => {
  const { ask } = await printed();
  const { body, headers } = await ask("GET /v1/tickets/T-1?version=1");
  assert.equal(body.status, "unprinted");
  assert.equal(body.version, 1);
  assert.equal(headers.get("etag"), '"1"');
  const denied = await ask("GET /v1/tickets/T-1?version=1", { key: keyWith("read") });
  assertProblem(denied, 403, "missing-scope");
  assert.equal(denied.body.scope, "debug:read");
  assertProblem(await ask("GET /v1/tickets/T-1?version=99"), 404, "not-found");
});

Deno.test("?at= shows the state at a moment, with any offset", async () => {
  const { ask } = await printed();
  const first = await ask("GET /v1/tickets/T-1?at=2026-08-01T12:00:00.000Z");
  assert.equal(first.body.version, 1);
  const last = await ask("GET /v1/tickets/T-1?at=2026-08-01T15:00:00%2B02:00");
  assert.equal(last.body.version, 4);
  assertProblem(await ask("GET /v1/tickets/T-1?at=2020-01-01T00:00:00Z"), 404, "not-found");
});

Deno.test("an actor's events page by page are all its events, each with its sentence", async () => {
  const { ask } = await printed();
  const whole = await ask("GET /v1/tickets/T-1/events");
  assertForm(pageOf(EventAnswer), whole.body);
  assert.equal(whole.body.next, null);
  assert.equal(whole.headers.get("link"), null);
  const { data } = whole.body;
  assert.deepEqual(data.map((event: { version: number }) => event.version), [1, 2, 3, 4]);
  assert.ok(data.every((event: { sentence: string }) => event.sentence.length > 5));
  const pages = [];
  let path: string | undefined = "/v1/tickets/T-1/events?limit=3";
  while (path !== undefined) {
    const { body, headers } = await ask(`GET ${path}`);
    pages.push(body.data.length);
    path = /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
    assert.equal(path === undefined, body.next === null);
  }
  assert.deepEqual(pages, [3, 1]);
});

Deno.test("a cursor is good for its own list only", async () => {
  const { ask } = await printed();
  const { body } = await ask("GET /v1/tickets/T-1/events?limit=1");
  const other = await ask(`GET /v1/passes/P-1/events?cursor=${body.next}`);
  assertProblem(other, 400, "bad-query");
  const forged = await ask("GET /v1/tickets/T-1/events?cursor=Mg.AAAAAAAA");
  assertProblem(forged, 400, "bad-query");
});

Deno.test("an actor's commands tell the refused ones too, the newest first", async () => {
  const { ask } = await printed();
  await ask("POST /v1/tickets/T-1/print");
  const { body } = await ask("GET /v1/tickets/T-1/commands");
  assertForm(pageOf(CommandRecordAnswer), body);
  assert.equal(body.data[0].type, "PrintTicket");
  assert.equal(body.data[0].refusal.code, "ticket-already-printed");
  assert.equal(body.data.at(-1).refusal, null);
});

Deno.test("an actor's deliveries are its own", async () => {
  const { ask } = await printed();
  const { body } = await ask("GET /v1/passes/P-1/deliveries");
  assertForm(pageOf(DeliveryAnswer), body);
  assert.deepEqual(body.data.map((one: { command: string }) => one.command), ["issueCard"]);
});

Deno.test("snapshots are never empty, and read as JSON or as stored", async () => {
  const { ask } = await printed();
  const { body } = await ask("GET /v1/tickets/T-1/snapshots");
  assert.equal(body.data[0].version, 4);
  const json = await ask("GET /v1/tickets/T-1/snapshots/4");
  assert.equal(json.body.version, 4);
  assert.equal(typeof json.body.state, "object");
  const headers = { accept: "application/cbor" };
  const cbor = await ask("GET /v1/tickets/T-1/snapshots/4", { headers });
  assert.equal(cbor.headers.get("content-type"), "application/cbor");
  const denied = await ask("GET /v1/tickets/T-1/snapshots/4", {
    key: keyWith("debug:read"),
    headers,
  });
  assertProblem(denied, 403, "missing-scope");
  assertProblem(await ask("GET /v1/tickets/T-1/snapshots/3"), 404, "not-found");
  assertProblem(await ask("GET /v1/tickets/T-1/snapshots/four"), 422, "invalid");
});

Deno.test("reads of an unknown actor are 404", async () => {
  const { ask } = makeApi();
  for (const what of ["", "/events", "/commands", "/deliveries", "/snapshots", "/snapshots/1"]) {
    assertProblem(await ask(`GET /v1/tickets/T-9${what}`), 404, "not-found");
    assertProblem(await ask(`GET /v1/passes/P-9${what}`), 404, "not-found");
  }
});

Deno.test("the global log filters by kind, actor, type and time", async () => {
  const { ask } = await printed();
  const types = async (query: string) => {
    const { body } = await ask(`GET /v1/events?${query}`);
    return body.data.map((event: { type: string }) => event.type);
  };
  assert.deepEqual(await types("kind=item"), ["ItemDefined"]);
  assert.equal((await types("actor=T-1")).length, 4);
  assert.deepEqual(await types("actor=ticket/T-1"), await types("actor=T-1"));
  assert.deepEqual(await types("type=BarcodeBound"), ["BarcodeBound"]);
  assert.deepEqual(await types("kind=pass&type=PassAcquired"), ["PassAcquired"]);
  assert.deepEqual(await types("to=2026-08-01T12:00:00Z"), []);
  assert.deepEqual(await types("actor=T-1&from=2026-08-01T12:00:00.003Z"), ["BarcodeBound"]);
});

Deno.test("an operation tells its status and the deliveries behind it", async () => {
  const { ask, fake } = await printed();
  const { body: reprint } = await ask("POST /v1/tickets/T-1/reprint", { body: { reason: "Lost" } });
  const before = await ask(`GET /v1/operations/${reprint.operation.id}`);
  assertForm(OperationAnswer, before.body);
  assert.equal(before.body.status, "pending");
  assert.equal(before.body.command, "ReprintTicket");
  assert.deepEqual(before.body.deliveries.map((one: { command: string }) => one.command), [
    "cancelTicket",
  ]);
  fake.confirm(T1);
  fake.onWait = (address) => fake.confirm(address, ["0123456789135"]);
  const { body: after } = await ask(`GET /v1/operations/${reprint.operation.id}?wait=5`);
  assert.equal(after.status, "confirmed");
  assert.deepEqual(after.deliveries.map((one: { command: string }) => one.command), [
    "issueTicket",
    "cancelTicket",
  ]);
});

Deno.test("an operation with nothing to be confirmed has status none and no deliveries", async () => {
  const { ask } = await printed();
  const { body } = await ask("POST /v1/tickets/T-2/allocate", { body: ALLOCATION });
  const { body: operation } = await ask(`GET /v1/operations/${body.commandId}`);
  assert.equal(operation.status, "none");
  assert.deepEqual(operation.deliveries, []);
  assertProblem(await ask("GET /v1/operations/c-unknown"), 404, "not-found");
});
