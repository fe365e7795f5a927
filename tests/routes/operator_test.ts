/**
 * What operators and the access control itself do: deliveries, adapters, replies, scans.
 *
 * @module
 */
import assert from "node:assert/strict";
import { AdapterAnswer, DeliveryAnswer, pageOf } from "../../routes/answers.ts";
import {
  ALLOCATION,
  type Api,
  assertForm,
  assertProblem,
  makeApi,
  openSeason,
  OTHER_REPLY,
  OTHER_TENANT,
  pointers,
  REPLY,
} from "../support/api.ts";
import { SCAN_ITEM } from "../support/stories.ts";

interface Waiting extends Api {
  readonly deliveryId: string;
}

/** T-1 waits for its barcode. */
async function waiting(): Promise<Waiting> {
  const api = makeApi();
  await openSeason(api);
  await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  const { body } = await api.ask("POST /v1/tickets/T-1/print");
  return { ...api, deliveryId: `${body.commandId}.1` };
}

Deno.test("deliveries filter by status, access control and actor", async () => {
  const { ask } = await waiting();
  const count = async (query: string) => {
    const { body } = await ask(`GET /v1/deliveries?${query}`);
    assertForm(pageOf(DeliveryAnswer), body);
    return body.data.length;
  };
  assert.equal(await count("status=pending"), 1);
  assert.equal(await count("status=dead"), 0);
  assert.equal(await count("accessControl=main"), 1);
  assert.equal(await count("accessControl=annex"), 0);
  assert.equal(await count("actor=ticket/T-1"), 1);
  assert.equal(await count("actor=pass/T-1"), 0);
});

Deno.test("a delivery is retried and discarded by id, with a reason", async () => {
  const { ask, deliveryId } = await waiting();
  const retried = await ask(`POST /v1/deliveries/${deliveryId}/retry`);
  assert.equal(retried.status, 200);
  assert.equal(retried.body.status, "retrying");
  const unreasoned = await ask(`POST /v1/deliveries/${deliveryId}/discard`);
  assertProblem(unreasoned, 422, "invalid");
  assert.deepEqual(pointers(unreasoned), ["/reason"]);
  const body = { reason: "Blocked by hand" };
  const discarded = await ask(`POST /v1/deliveries/${deliveryId}/discard`, { body });
  assert.equal(discarded.body.status, "discarded");
  assert.equal(discarded.body.reason, "Blocked by hand");
  assertProblem(await ask("POST /v1/deliveries/c-unknown.1/retry"), 404, "not-found");
});

Deno.test("many deliveries are retried at once, after a preview", async () => {
  const { ask, fake, deliveryId } = await waiting();
  fake.deliveries.forEach((one, index) => fake.deliveries[index] = { ...one, status: "dead" });
  const preview = await ask("POST /v1/deliveries/retry", { body: { preview: true } });
  assert.deepEqual(preview.body, {
    preview: true,
    matched: [deliveryId],
    retried: [],
    failed: [],
  });
  assert.equal(fake.deliveries[0]?.status, "dead");
  const { body } = await ask("POST /v1/deliveries/retry", {
    body: { filter: { accessControl: "main" }, max: 10 },
  });
  assert.deepEqual(body.retried, [deliveryId]);
  assert.equal(fake.deliveries[0]?.status, "retrying");
  for (const max of [0, 10_001, 1.5, "10"]) {
    const answered = await ask("POST /v1/deliveries/retry", { body: { max } });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), ["/max"]);
  }
});

Deno.test("all that is dead is retried in one go, and no more than was asked for", async () => {
  const { ask, fake } = await waiting();
  const [one] = fake.deliveries;
  assert.ok(one !== undefined);
  const dead = Array.from({ length: 1_234 }, (_, index) => ({ ...one, id: `c-${index}.1` }));
  fake.deliveries.splice(0, 1, ...dead.map((each) => ({ ...each, status: "dead" as const })));
  const some = await ask("POST /v1/deliveries/retry", { body: { max: 700 } });
  assert.equal(new Set(some.body.retried).size, 700);
  const all = await ask("POST /v1/deliveries/retry", { body: { max: 10_000 } });
  assert.equal(new Set([...some.body.retried, ...all.body.retried]).size, 1_234);
  assert.ok(fake.deliveries.every(({ status }) => status === "retrying"));
});

Deno.test("adapters tell their health, and are paused and resumed", async () => {
  const { ask } = await waiting();
  const { body } = await ask("GET /v1/adapters");
  assertForm(pageOf(AdapterAnswer), body);
  const paused = await ask("POST /v1/adapters/main/pause", { body: { reason: "Maintenance" } });
  assert.equal(paused.status, 200);
  assert.equal(paused.body.status, "paused");
  assert.equal(paused.body.reason, "Maintenance");
  assert.equal((await ask("GET /v1/adapters/main")).body.status, "paused");
  assert.equal((await ask("POST /v1/adapters/main/resume")).body.status, "up");
  assertProblem(await ask("GET /v1/adapters/annex"), 404, "not-found");
  assertProblem(await ask("POST /v1/adapters/annex/pause", { body: {} }), 404, "not-found");
});

Deno.test("a reply reaches the outbox as an answer, also a repeated one", async () => {
  const { ask, fake, deliveryId } = await waiting();
  const reply = {
    commandId: deliveryId,
    status: "done",
    credentials: [{ kind: "standard", value: "0123456789128" }],
    externalId: "R-77",
  };
  for (let round = 0; round < 2; round += 1) {
    const { status } = await ask("POST /v1/access-control/main/replies", {
      key: REPLY,
      body: reply,
    });
    assert.equal(status, 202);
  }
  assert.deepEqual(fake.received[0], {
    accessControl: "main",
    answer: {
      type: "done",
      credentials: reply.credentials,
      externalId: "R-77",
      printed: true,
      printFault: null,
    },
  });
  const rejected = { commandId: deliveryId, status: "rejected", code: "poison", message: "No" };
  await ask("POST /v1/access-control/main/replies", { key: REPLY, body: rejected });
  const { answer } = fake.received.at(-1) ?? {};
  assert.deepEqual(answer, { type: "rejected", code: "poison", message: "No" });
});

Deno.test("a reply for an unknown command is 404, a hostile one 422", async () => {
  const { ask, deliveryId } = await waiting();
  const send = (body: unknown) => ask("POST /v1/access-control/main/replies", { key: REPLY, body });
  assertProblem(await send({ commandId: "c-0.1", status: "stale", lastSeq: 3 }), 404, "not-found");
  const hostile = [
    {},
    { commandId: deliveryId, status: "maybe" },
    { commandId: deliveryId, status: "done", credentials: [{ kind: "gold", value: "1" }] },
    { commandId: deliveryId, status: "done", credentials: [{ kind: "card", value: "a b" }] },
    {
      commandId: deliveryId,
      status: "done",
      credentials: Array(9).fill({ kind: "card", value: "1" }),
    },
    { commandId: deliveryId, status: "rejected", code: "\ud800", message: "No" },
    { commandId: deliveryId, status: "stale", lastSeq: -1 },
    { commandId: deliveryId, status: "stale", lastSeq: 1.5 },
    { commandId: deliveryId, status: "stale", lastSeq: 2 ** 60 },
  ];
  for (const body of hostile) assertProblem(await send(body), 422, "invalid");
});

Deno.test("scans are recorded once each", async () => {
  const { ask, fake } = await waiting();
  const scan = { ...SCAN_ITEM, value: "4111111111111111" };
  const send = (items: ReadonlyArray<unknown>) =>
    ask("POST /v1/access-control/main/scans", { key: REPLY, body: { items } });
  const first = await send([scan, { ...scan, scanId: "S-2", direction: "out" }]);
  assert.equal(first.status, 202);
  assert.deepEqual(first.body, { recorded: 2 });
  assert.deepEqual((await send([scan])).body, { recorded: 0 });
  const { ProductCode, at: _at, ...told } = scan;
  assert.deepEqual(fake.scans[0], {
    ...told,
    at: Date.parse(scan.at),
    productCode: ProductCode,
  });
  assertProblem(await send([{ ...scan, direction: "up" }]), 422, "invalid");
  assertProblem(await send(Array(501).fill(scan)), 413, "body-too-large");
});

Deno.test("a reply key is good for its own system's path only", async () => {
  const { ask, deliveryId } = await waiting();
  const body = { commandId: deliveryId, status: "stale", lastSeq: 3 };
  const wrong: ReadonlyArray<readonly [string, string]> = [
    ["main", OTHER_REPLY],
    ["annex", REPLY],
    ["main", "all-scopes"],
    ["main", OTHER_TENANT],
  ];
  for (const [name, key] of wrong) {
    const answered = await ask(`POST /v1/access-control/${name}/replies`, { key, body });
    assertProblem(answered, 401, "unauthenticated");
  }
});
