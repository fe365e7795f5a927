/**
 * `Idempotency-Key` and `If-Match`: what makes a repeat safe and a race visible.
 *
 * @module
 */
import assert from "node:assert/strict";
import { CommandInProgress } from "../../actors/actor_router.ts";
import { StoreUnavailable } from "../../actors/event_store.ts";
import {
  ALLOCATION,
  type Api,
  assertProblem,
  makeApi,
  openSeason,
  OTHER_TENANT,
  pointers,
} from "../support/api.ts";

async function withTicket(): Promise<Api> {
  const api = makeApi();
  await openSeason(api);
  await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  return api;
}

function keyed(key: string) {
  return { headers: { "idempotency-key": key } };
}

Deno.test("the same key with the same body gives the same answer and acts once", async () => {
  const { ask, fake } = await withTicket();
  const first = await ask("POST /v1/tickets/T-1/print", keyed("k1"));
  fake.confirm({ tenant: "riverside", kind: "ticket", id: "T-1" }, ["0123456789128"]);
  const second = await ask("POST /v1/tickets/T-1/print", keyed("k1"));
  assert.equal(second.status, first.status);
  assert.equal(second.text, first.text);
  assert.equal(first.headers.get("idempotency-replayed"), null);
  assert.equal(second.headers.get("idempotency-replayed"), "true");
  assert.match(first.body.commandId, /^k-[A-Za-z0-9_-]{22}$/);
});

Deno.test("a repeated answer with its representation shows the state of then", async () => {
  const { ask, fake } = await withTicket();
  const question = {
    headers: { "idempotency-key": "k1", prefer: "return=representation" },
  };
  const first = await ask("POST /v1/tickets/T-1/print", question);
  fake.confirm({ tenant: "riverside", kind: "ticket", id: "T-1" }, ["0123456789128"]);
  const second = await ask("POST /v1/tickets/T-1/print", question);
  assert.equal(second.text, first.text);
});

Deno.test("a key can be quoted or bare, and is the same key", async () => {
  const { ask } = await withTicket();
  await ask("POST /v1/tickets/T-1/print", keyed("k1"));
  const { headers } = await ask("POST /v1/tickets/T-1/print", keyed('"k1"'));
  assert.equal(headers.get("idempotency-replayed"), "true");
});

Deno.test("spaces and defaults do not make another body", async () => {
  const { ask } = await withTicket();
  await ask("POST /v1/tickets/T-1/print", { ...keyed("k1"), raw: "{}" });
  const { headers } = await ask("POST /v1/tickets/T-1/print", {
    ...keyed("k1"),
    raw: ' { "printer" : "Virtual" } ',
  });
  assert.equal(headers.get("idempotency-replayed"), "true");
});

Deno.test("the same key with another body is 422 idempotency-key-reused", async () => {
  const { ask } = await withTicket();
  await ask("POST /v1/tickets/T-1/print", keyed("k1"));
  const answered = await ask("POST /v1/tickets/T-1/print", {
    ...keyed("k1"),
    body: { printer: "BOX-1" },
  });
  assertProblem(answered, 422, "idempotency-key-reused");
});

Deno.test("a refusal is repeated too", async () => {
  const { ask } = await withTicket();
  const question = { ...keyed("k1"), body: { reason: "Lost" } };
  const first = await ask("POST /v1/tickets/T-1/reprint", question);
  await ask("POST /v1/tickets/T-1/print");
  const second = await ask("POST /v1/tickets/T-1/reprint", question);
  assertProblem(second, 409, "ticket-not-printed");
  assert.equal(second.headers.get("idempotency-replayed"), "true");
  const { requestId: _one, ...told } = first.body;
  const { requestId: _other, ...again } = second.body;
  assert.deepEqual(again, told);
});

Deno.test("a key is good for one path and one tenant only", async () => {
  const { ask, fake } = await withTicket();
  await openSeason({ ask: (target, question) => ask(target, { ...question, key: OTHER_TENANT }) });
  const ids = new Set<string | undefined>();
  for (const [path, key] of [["T-2", "all-scopes"], ["T-3", "all-scopes"], ["T-2", OTHER_TENANT]]) {
    const { status } = await ask(`POST /v1/tickets/${path}/allocate`, {
      ...keyed("k1"),
      key: key ?? null,
      body: ALLOCATION,
    });
    assert.equal(status, 200);
    ids.add(fake.envelopes.at(-1)?.commandId);
  }
  assert.equal(ids.size, 3);
});

Deno.test("a 422, a 412 and a 503 leave the key unused", async () => {
  const { ask, fake } = await withTicket();
  await ask("POST /v1/tickets/T-1/print", { ...keyed("k1"), body: { zork: 1 } });
  await ask("POST /v1/tickets/T-1/print", {
    headers: { "idempotency-key": "k1", "if-match": '"9"' },
  });
  fake.failNext = new StoreUnavailable({ reason: "full" });
  await ask("POST /v1/tickets/T-1/print", keyed("k1"));
  const { status, headers } = await ask("POST /v1/tickets/T-1/print", keyed("k1"));
  assert.equal(status, 202);
  assert.equal(headers.get("idempotency-replayed"), null);
});

Deno.test("the same key while the first is running is 409 in-progress", async () => {
  const { ask, fake } = await withTicket();
  fake.failNext = new CommandInProgress({ commandId: "k-1" });
  const answered = await ask("POST /v1/tickets/T-1/print", keyed("k1"));
  assertProblem(answered, 409, "in-progress");
});

Deno.test("a key that is empty, too long or half quoted is 400 with the header named", async () => {
  const { ask } = await withTicket();
  for (const key of ['""', "x".repeat(256), '"open', "caf\u00e9"]) {
    const answered = await ask("POST /v1/tickets/T-1/print", keyed(key));
    assertProblem(answered, 400, "bad-header");
    assert.deepEqual(pointers(answered), ["/headers/idempotency-key"]);
  }
  const { status } = await ask("POST /v1/tickets/T-1/print", keyed("x".repeat(255)));
  assert.equal(status, 202);
});

Deno.test("If-Match with the current version lets the command through, weak or strong or any", async () => {
  for (const value of ['"1"', 'W/"1"', "*"]) {
    const { ask } = await withTicket();
    const { status } = await ask("POST /v1/tickets/T-1/print", { headers: { "if-match": value } });
    assert.equal(status, 202);
  }
});

Deno.test("If-Match with another version is 412 with the current one", async () => {
  const { ask } = await withTicket();
  const answered = await ask("POST /v1/tickets/T-1/print", { headers: { "if-match": '"7"' } });
  assertProblem(answered, 412, "version-mismatch");
  assert.equal(answered.body.version, 1);
  assert.equal(answered.headers.get("etag"), '"1"');
});

Deno.test("an If-Match that is no version is 400 with the header named", async () => {
  const { ask } = await withTicket();
  for (const value of ["1", '"one"', '"1", "2"', '"1']) {
    const answered = await ask("POST /v1/tickets/T-1/print", { headers: { "if-match": value } });
    assertProblem(answered, 400, "bad-header");
    assert.deepEqual(pointers(answered), ["/headers/if-match"]);
  }
});
