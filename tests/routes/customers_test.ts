/**
 * Customers behind aliases: what comes in, what goes out, and what is left after an erasure.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { Customers } from "../../actors/customers.ts";
import { StoreUnavailable } from "../../actors/event_store.ts";
import { customersInMemory } from "../../adapters/customers/mod.ts";
import {
  ALLOCATION,
  type Answered,
  type Api,
  assertProblem,
  makeApi,
  openSeason,
  OTHER_TENANT,
  pointers,
  TENANT,
} from "../support/api.ts";

const ACQUISITION = {
  passType: "SEASON",
  customerId: "C-77",
  source: { kind: "item", code: "MEMBER", orderId: "O-1" },
};

const ERASURE = { body: { reason: "Asked for in writing" } };

interface Stage extends Api {
  readonly customers: Customers["Service"];
  /** The alias that facts have for a reference. */
  readonly aliasOf: (reference: string) => string;
}

/** One ticket of `C-77` is sold. */
async function sold(): Promise<Stage> {
  const customers = customersInMemory();
  const api = makeApi({ customers });
  await openSeason(api);
  await allocate(api, "T-1", { customerId: "C-77" });
  const aliasOf = (reference: string) => customers.aliasOf(TENANT, reference) ?? "";
  return { ...api, customers, aliasOf };
}

async function allocate({ ask }: Pick<Api, "ask">, id: string, changes: object): Promise<Answered> {
  const body = { ...ALLOCATION, ...changes };
  const answered = await ask(`POST /v1/tickets/${id}/allocate`, { body });
  assert.equal(answered.status, 200, answered.text);
  return answered;
}

Deno.test("A command goes in with the alias of its customer, and every answer has the reference", async () => {
  const { ask, fake, aliasOf } = await sold();
  assert.match(aliasOf("C-77"), /^cu_[A-Za-z0-9_-]{22}$/);
  assert.doesNotMatch(JSON.stringify(fake.envelopes), /C-77/);
  assert.ok(JSON.stringify(fake.envelopes.at(-1)?.command).includes(aliasOf("C-77")));
  for (
    const path of [
      "tickets/T-1",
      "tickets/T-1/events",
      "tickets/T-1/snapshots/1",
      "events",
      "events?customer=C-77",
      "events?customer=C-77&format=jsonl&limit=10",
    ]
  ) {
    const { text } = await ask(`GET /v1/${path}`);
    assert.match(text, /"customerId":"C-77"/, path);
    assert.ok(!text.includes(aliasOf("C-77")), path);
  }
  const represented = await ask("POST /v1/tickets/T-1/print", {
    body: {},
    headers: { prefer: "return=representation" },
  });
  assert.equal(represented.body.state.customerId, "C-77");
});

Deno.test("A batch's commands go the same way", async () => {
  const { ask, fake, aliasOf } = await sold();
  const path = "/v1/tickets/T-2/allocate";
  const { body } = await ask("POST /v1/commands:batch", {
    body: [{ path, body: { ...ALLOCATION, customerId: "C-78" } }],
  });
  assert.equal(body.data[0].status, 200);
  assert.doesNotMatch(JSON.stringify(fake.envelopes), /C-78/);
  assert.notEqual(aliasOf("C-78"), "");
});

Deno.test("A filter or a search for an unknown customer finds nothing and registers nobody", async () => {
  const { ask, aliasOf } = await sold();
  for (const question of ["events?customer=C-1", "search?q=C-1"]) {
    assert.deepEqual((await ask(`GET /v1/${question}`)).body.data, [], question);
  }
  assert.equal(aliasOf("C-1"), "");
  assertProblem(await ask("GET /v1/customers/C-1"), 404, "not-found");
});

Deno.test("A rehearsal registers nobody", async () => {
  const { ask, aliasOf } = await sold();
  const body = { ...ALLOCATION, customerId: "C-1" };
  const { status } = await ask("POST /v1/tickets/T-2/allocate?dryRun=true", { body });
  assert.equal(status, 200);
  assert.equal(aliasOf("C-1"), "");
});

Deno.test("A request that does not get as far as its actor registers nobody", async () => {
  const { ask, aliasOf } = await sold();
  const body = { ...ALLOCATION, customerId: "C-1" };
  const target = "POST /v1/tickets/T-2/allocate";
  await ask(target, { body: { ...body, performance: "" } });
  await ask(target, { body, headers: { "idempotency-key": '"' } });
  await ask(target, { body, headers: { "if-match": "one" } });
  assert.equal(aliasOf("C-1"), "");
});

Deno.test("A customer is found by reference, and by alias when nothing else is left", async () => {
  const { ask, aliasOf } = await sold();
  const hits = async (q: string) =>
    (await ask(`GET /v1/search?q=${q}`)).body.data.map((one: { id: string; match: string }) =>
      `${one.id} ${one.match}`
    );
  assert.deepEqual(await hits("C-77"), ["T-1 customer"]);
  const alias = aliasOf("C-77");
  await ask("POST /v1/customers/C-77/erase", ERASURE);
  assert.deepEqual(await hits("C-77"), []);
  assert.deepEqual(await hits(alias), ["T-1 customer"]);
});

Deno.test("What a customer has now is read at once, with the alias that stands for them", async () => {
  const { ask, aliasOf } = await sold();
  await ask("POST /v1/passes/P-1/acquire", { body: ACQUISITION });
  await ask("POST /v1/passes/P-2/acquire", { body: { ...ACQUISITION, customerId: "C-78" } });
  const gift = { customerId: "C-77", reason: "A gift" };
  assert.equal((await ask("POST /v1/passes/P-2/transfer", { body: gift })).status, 200);
  const { body } = await ask("GET /v1/customers/C-77");
  assert.deepEqual([body.customerId, body.alias, body.next], ["C-77", aliasOf("C-77"), null]);
  assert.deepEqual(body.tickets.map((one: { ticketId: string }) => one.ticketId), ["T-1"]);
  assert.deepEqual(body.passes.map((one: { passId: string }) => one.passId), ["P-1", "P-2"]);
  assert.equal(body.passes[1].customerId, "C-77");
  assert.deepEqual((await ask("GET /v1/customers/C-78")).body.passes, []);
});

Deno.test("An erased customer is an alias in every answer, and a new one when named again", async () => {
  const { ask, fake, aliasOf } = await sold();
  const alias = aliasOf("C-77");
  const erased = await ask("POST /v1/customers/C-77/erase", ERASURE);
  assert.deepEqual([erased.status, erased.body], [200, { alias, erased: true }]);
  for (const path of ["tickets/T-1", "events?limit=500", `customers/${alias}`]) {
    const { text } = await ask(`GET /v1/${path}`);
    assert.ok(text.includes(`"customerId":"${alias}"`), path);
    assert.ok(!text.includes("C-77"), path);
  }
  assertProblem(await ask("GET /v1/customers/C-77"), 404, "not-found");
  assertProblem(await ask("POST /v1/customers/C-77/erase", ERASURE), 404, "not-found");
  assert.doesNotMatch(JSON.stringify(fake.envelopes), /C-77/);
  await allocate({ ask }, "T-2", { customerId: "C-77" });
  assert.notEqual(aliasOf("C-77"), alias);
  assert.equal((await ask("GET /v1/tickets/T-1")).body.customerId, alias);
  assert.equal((await ask("GET /v1/tickets/T-2")).body.customerId, "C-77");
});

Deno.test("What an erased customer has goes on under the alias", async () => {
  const { ask, aliasOf } = await sold();
  const alias = aliasOf("C-77");
  await ask("POST /v1/customers/C-77/erase", ERASURE);
  await allocate({ ask }, "T-2", { customerId: alias });
  const { body } = await ask(`GET /v1/customers/${alias}`);
  assert.deepEqual(body.tickets.map((one: { ticketId: string }) => one.ticketId), ["T-1", "T-2"]);
});

Deno.test("An erasure is in the audit: who, when, which alias, why", async () => {
  const { ask, aliasOf } = await sold();
  const alias = aliasOf("C-77");
  await ask("POST /v1/customers/C-77/erase", ERASURE);
  const { body, text } = await ask("GET /v1/audit?kind=audit");
  const [{ type, key, data, sentence }] = body.data;
  assert.deepEqual([type, key], ["CustomerErased", "all-scopes"]);
  assert.deepEqual(data, { alias, ...ERASURE.body });
  assert.equal(sentence, `Customer ${alias} was erased`);
  assert.doesNotMatch(text, /C-77/);
});

Deno.test("The reason of an erasure is kept, and may not name who is erased", async () => {
  const { ask, aliasOf } = await sold();
  for (const name of ["C-77", aliasOf("C-77")]) {
    const body = { reason: "Asked for by C-77." };
    const refused = await ask(`POST /v1/customers/${name}/erase`, { body });
    assertProblem(refused, 422, "invalid");
    assert.deepEqual(pointers(refused), ["/reason"]);
  }
  const body = { reason: "Asked for as C-771 did." };
  assert.equal((await ask("POST /v1/customers/C-77/erase", { body })).status, 200);
});

Deno.test("An erasure repeated under its key answers the same, and is no erasure of another", async () => {
  const { ask, aliasOf } = await sold();
  await allocate({ ask }, "T-2", { customerId: "C-78" });
  const keyed = { ...ERASURE, headers: { "idempotency-key": "E-1" } };
  const first = await ask("POST /v1/customers/C-77/erase", keyed);
  const again = await ask("POST /v1/customers/C-77/erase", keyed);
  assert.deepEqual(again.body, first.body);
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  const other = await ask("POST /v1/customers/C-78/erase", keyed);
  assertProblem(other, 422, "idempotency-key-reused");
  assert.notEqual(aliasOf("C-78"), "");
});

Deno.test("What is stored of an erasure under a key does not depend on the reference", async () => {
  const stored = async (customerId: string) => {
    const { ask, fake } = makeApi();
    await openSeason({ ask });
    await allocate({ ask }, "T-1", { customerId });
    const headers = { "idempotency-key": "E-1" };
    await ask(`POST /v1/customers/${customerId}/erase`, { ...ERASURE, headers });
    const { commandId, fingerprint } = fake.envelopes.at(-1) ?? {};
    return { commandId, fingerprint };
  };
  assert.deepEqual(await stored("C-77"), await stored("C-78"));
});

Deno.test("A command repeated under its key is the same one, until its customer was erased", async () => {
  const { ask } = await sold();
  const keyed = {
    body: { ...ALLOCATION, customerId: "C-77" },
    headers: { "idempotency-key": "A-1" },
  };
  const target = "POST /v1/tickets/T-2/allocate";
  assert.equal((await ask(target, keyed)).status, 200);
  assert.equal((await ask(target, keyed)).headers.get("idempotency-replayed"), "true");
  await ask("POST /v1/customers/C-77/erase", ERASURE);
  assertProblem(await ask(target, keyed), 422, "idempotency-key-reused");
});

Deno.test("Another tenant's alias is told to nobody", async () => {
  const { ask, aliasOf } = await sold();
  const alias = aliasOf("C-77");
  const key = OTHER_TENANT;
  await openSeason({ ask: (target, question) => ask(target, { ...question, key }) });
  const body = { ...ALLOCATION, customerId: alias };
  assert.equal((await ask("POST /v1/tickets/T-1/allocate", { body, key })).status, 200);
  const { text } = await ask("GET /v1/tickets/T-1", { key });
  assert.match(text, new RegExp(`"customerId":"${alias}"`));
  assertProblem(await ask("GET /v1/customers/C-77", { key }), 404, "not-found");
  assertProblem(await ask("POST /v1/customers/C-77/erase", { ...ERASURE, key }), 404, "not-found");
  assert.equal((await ask("GET /v1/tickets/T-1")).body.customerId, "C-77");
});

Deno.test("A support bundle has neither the reference nor the alias", async () => {
  const { ask, aliasOf } = await sold();
  const { text, status } = await ask("GET /v1/tickets/T-1/support-bundle");
  assert.equal(status, 200);
  assert.ok(!text.includes("C-77") && !text.includes(aliasOf("C-77")), text);
});

Deno.test("A webhook can only follow a customer that is known", async () => {
  const { ask } = await sold();
  const body = { url: "https://hooks.example/h", filter: { customer: "C-1" } };
  const refused = await ask("POST /v1/webhooks", { body });
  assertProblem(refused, 422, "invalid");
  assert.deepEqual(pointers(refused), ["/filter/customer"]);
});

Deno.test("A registry that cannot be written is a store that takes no writes", async () => {
  const full = Effect.fail(new StoreUnavailable({ reason: "No space left on device" }));
  const customers = { ...customersInMemory(), register: () => full };
  const api = makeApi({ customers });
  await openSeason(api);
  const answered = await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  assertProblem(answered, 503, "store-unavailable");
  assert.ok(!api.fake.envelopes.some(({ command }) => command.type === "AllocateTicket"));
});

Deno.test("Free text with an e-mail address or a telephone number is refused by its field", async () => {
  const { ask } = await sold();
  const called = await ask("POST /v1/tickets/T-1/cancel", {
    body: { reason: "Call 020 7946 0958" },
  });
  assertProblem(called, 422, "invalid");
  assert.deepEqual(pointers(called), ["/reason"]);
  const written = await ask("POST /v1/webhooks", {
    body: { url: "https://hooks.example/h", description: "For ann@example.org" },
  });
  assert.deepEqual(pointers(written), ["/description"]);
  assert.doesNotMatch(called.text + written.text, /7946|ann@/);
});
