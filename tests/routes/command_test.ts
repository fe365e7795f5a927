/**
 * Commands: what they answer, what they wait for, what they rehearse.
 *
 * @module
 */
import assert from "node:assert/strict";
import { CommandAnswer } from "../../routes/answers.ts";
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

async function withTicket(): Promise<Api> {
  const api = makeApi();
  await openSeason(api);
  const { status, text } = await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  assert.equal(status, 200, text);
  return api;
}

Deno.test("a command with nothing to be confirmed answers 200 with its actor, version and events", async () => {
  const api = makeApi();
  await openSeason(api);
  const { status, body, headers } = await api.ask("POST /v1/tickets/T-1/allocate", {
    body: ALLOCATION,
  });
  assert.equal(status, 200);
  assertForm(CommandAnswer, body);
  assert.deepEqual(body.actor, { kind: "ticket", id: "T-1" });
  assert.deepEqual(body.events, ["TicketAllocated"]);
  assert.deepEqual(body.operation, { id: body.commandId, status: "none" });
  assert.equal(body.version, 1);
  assert.equal(headers.get("etag"), '"1"');
  assert.equal(headers.get("location"), null);
  assert.match(String(body.commandId), /^c-[A-Za-z0-9_-]{22}$/);
});

Deno.test("a command that the access control must confirm answers 202 with its operation", async () => {
  const { ask } = await withTicket();
  const { status, body, headers } = await ask("POST /v1/tickets/T-1/print");
  assert.equal(status, 202);
  assert.equal(body.operation.status, "pending");
  assert.equal(headers.get("location"), `/v1/operations/${body.operation.id}`);
  assert.equal(headers.get("preference-applied"), null);
});

Deno.test("a grant taken back before it was sent leaves nothing to be confirmed", async () => {
  const { ask } = await withTicket();
  await ask("POST /v1/tickets/T-1/print");
  const { status, body } = await ask("POST /v1/tickets/T-1/cancel", { body: { reason: "Wrong" } });
  assert.equal(status, 200);
  assert.equal(body.operation.status, "none");
});

Deno.test("Prefer: wait=N answers 200 when the confirmation comes in time", async () => {
  const { ask, fake } = await withTicket();
  const waits: Array<number> = [];
  fake.onWait = (address, timeoutMs) => {
    waits.push(timeoutMs);
    fake.confirm(address, ["0123456789128"]);
  };
  const { status, body, headers } = await ask("POST /v1/tickets/T-1/print", {
    headers: { prefer: "wait=5" },
  });
  assert.equal(status, 200);
  assert.equal(body.operation.status, "confirmed");
  assert.equal(headers.get("preference-applied"), "wait=5");
  assert.deepEqual(waits, [5000]);
});

Deno.test("Prefer: wait=N answers 202 when the confirmation does not come", async () => {
  const { ask } = await withTicket();
  const { status } = await ask("POST /v1/tickets/T-1/print", { headers: { prefer: "wait=1" } });
  assert.equal(status, 202);
});

Deno.test("Prefer: wait is capped at 10 seconds, and said so", async () => {
  const { ask, fake } = await withTicket();
  const waits: Array<number> = [];
  fake.onWait = (_address, timeoutMs) => waits.push(timeoutMs);
  const { headers } = await ask("POST /v1/tickets/T-1/print", { headers: { prefer: "wait=600" } });
  assert.deepEqual(waits, [10_000]);
  assert.equal(headers.get("preference-applied"), "wait=10");
});

Deno.test("Prefer: return=representation adds the state, masked without barcode:read", async () => {
  const { ask, fake } = await withTicket();
  fake.onWait = (address) => fake.confirm(address, ["0123456789128"]);
  const { body, headers } = await ask("POST /v1/tickets/T-1/print", {
    key: keyWith("commands:write"),
    headers: { prefer: 'wait=1, return="representation"' },
  });
  assert.equal(headers.get("preference-applied"), "wait=1, return=representation");
  assert.equal(body.state.status, "printed");
  assert.equal(body.state.version, 4);
  assert.equal(body.state.credentials[0].value, "••••9128");
});

Deno.test("a Prefer that is not understood is ignored", async () => {
  const { ask } = await withTicket();
  const { status, headers } = await ask("POST /v1/tickets/T-1/print", {
    headers: { prefer: "wait=soon, handling=lenient, return=minimal" },
  });
  assert.equal(status, 202);
  assert.equal(headers.get("preference-applied"), null);
});

Deno.test("dryRun=true tells the events and stores nothing", async () => {
  const { ask } = await withTicket();
  const { status, body } = await ask("POST /v1/tickets/T-1/print?dryRun=true");
  assert.equal(status, 200);
  assertForm(CommandAnswer, body);
  assert.deepEqual(body.events, ["PrintRequested", "DeliveryQueued"]);
  assert.equal(body.dryRun, true);
  assert.equal(body.commandId, null);
  const { body: after } = await ask("GET /v1/tickets/T-1");
  assert.equal(after.version, 1);
});

Deno.test("dryRun=true tells the refusal", async () => {
  const { ask } = await withTicket();
  const answered = await ask("POST /v1/tickets/T-1/unprint?dryRun=true", {
    body: { reason: "Wrong paper" },
  });
  assertProblem(answered, 409, "ticket-not-printed");
});

Deno.test("a dry run leaves its Idempotency-Key unused", async () => {
  const { ask } = await withTicket();
  const headers = { "idempotency-key": "once" };
  await ask("POST /v1/tickets/T-1/print?dryRun=true", { headers });
  const { status, headers: answered } = await ask("POST /v1/tickets/T-1/print", { headers });
  assert.equal(status, 202);
  assert.equal(answered.get("idempotency-replayed"), null);
});

Deno.test("a refusal is 409 with code, rule, version, operands and advice", async () => {
  const { ask } = await withTicket();
  const answered = await ask("POST /v1/tickets/T-1/reprint", { body: { reason: "Lost" } });
  assertProblem(answered, 409, "ticket-not-printed");
  const { rule, version, operands, advice, commandId } = answered.body;
  assert.equal(typeof rule, "string");
  assert.equal(typeof operands, "object");
  assert.equal(advice, "Print it first.");
  assert.equal(version, 1);
  assert.equal(answered.headers.get("etag"), '"1"');
  assert.match(commandId, /^c-/);
});

Deno.test("a command to an unknown actor is 404, except for one that makes it", async () => {
  const { ask } = makeApi();
  assertProblem(await ask("POST /v1/tickets/T-1/print"), 404, "not-found");
});

Deno.test("a print names the printer, or goes to the virtual one", async () => {
  const { ask, fake } = await withTicket();
  await ask("POST /v1/tickets/T-1/print", { body: {} });
  assert.deepEqual(fake.envelopes.at(-1)?.command, { type: "PrintTicket", printer: "Virtual" });
  fake.confirm(T1, ["0123456789128"]);
  await ask("POST /v1/tickets/T-1/reprint", { body: { reason: "Lost", printer: "BOX-1" } });
  assert.deepEqual(fake.envelopes.at(-1)?.command, {
    type: "ReprintTicket",
    reason: "Lost",
    printer: "BOX-1",
    ticketNumber: null,
    override: false,
  });
});

Deno.test("the envelope says which key asked, and under which request id", async () => {
  const { ask, fake } = await withTicket();
  await ask("POST /v1/tickets/T-1/print", { headers: { "x-request-id": "desk-7.1" } });
  const envelope = fake.envelopes.at(-1);
  assert.equal(envelope?.by, "all-scopes");
  assert.equal(envelope?.requestId, "desk-7.1");
});
