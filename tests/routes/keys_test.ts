/**
 * Keys that are managed while the service runs: shown once, valid at once, over at once.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  ALL,
  type Answered,
  type Api,
  assertProblem,
  keyWith,
  OTHER_TENANT,
  pointers,
} from "../support/api.ts";
import { live } from "../support/live_api.ts";

const ADMIN = { id: "second-desk", scopes: ["admin", "read"] };

Deno.test(
  "a created key is shown once, works at once, and is never told again",
  live(async ({ ask }) => {
    const made = await create(ask, { id: "till-1", scopes: ["read"] });
    assert.equal(made.status, 201, made.text);
    assert.equal(made.headers.get("location"), "/v1/keys/till-1");
    const key = made.body.key;
    assert.match(key, /^gh_[A-Za-z0-9_-]{43}$/);
    assert.equal((await ask("GET /v1/performances", { key })).status, 200);
    assertProblem(await ask("GET /v1/keys", { key }), 403, "missing-scope");
    for (const path of ["keys?limit=500", "keys/till-1", "events?kind=key"]) {
      const { text, status } = await ask(`GET /v1/${path}`);
      assert.equal(status, 200);
      assert.ok(text.includes("till-1"));
      assert.doesNotMatch(text, /[0-9a-f]{64}|gh_/, path);
    }
  }),
);

Deno.test(
  "a key has each of its scopes once",
  live(async ({ ask }) => {
    const made = await create(ask, { id: "till-1", scopes: ["read", "commands:write", "read"] });
    assertProblem(made, 422, "invalid");
    assert.deepEqual(pointers(made), ["/scopes"]);
    assert.equal((await ask("GET /v1/keys/till-1")).status, 404);
  }),
);

Deno.test(
  "a key that would be over is not made, and one that was made answers its repeat when it is over",
  live(async ({ ask }) => {
    const { now } = Date;
    const expiresAt = new Date(now() + 3_600_000).toISOString();
    const asked = { headers: { "idempotency-key": "till-1" } };
    const create = (id: string) =>
      ask("POST /v1/keys", { body: { id, scopes: ["read"], expiresAt }, ...asked });
    const made = await create("till-1");
    assert.equal(made.status, 201, made.text);
    try {
      Date.now = () => now() + 7_200_000;
      const repeated = await create("till-1");
      assert.deepEqual([repeated.status, repeated.body.key], [201, null], repeated.text);
      const late = await ask("POST /v1/keys", { body: { id: "t-2", scopes: ["read"], expiresAt } });
      assertProblem(late, 422, "invalid");
      assert.deepEqual(pointers(late), ["/expiresAt"]);
    } finally {
      Date.now = now;
    }
    assert.equal((await ask("GET /v1/keys/t-2")).status, 404);
  }),
);

Deno.test(
  "the list has the keys of the configuration and of the service, each with its source",
  live(async ({ ask }) => {
    await create(ask, { id: "till-1", scopes: ["read"], expiresAt: "2100-01-01T00:00:00Z" });
    const found = new Map<string, Answered["body"]>();
    for (let path: string | undefined = "/v1/keys?limit=100"; path !== undefined;) {
      const { body, headers }: Answered = await ask(`GET ${path}`);
      for (const one of body.data) found.set(one.id, one);
      path = /<(.*)>/.exec(headers.get("link") ?? "")?.[1];
    }
    assert.equal(found.get("till-1").source, "service");
    assert.equal(found.get("till-1").expiresAt, "2100-01-01T00:00:00.000Z");
    assert.equal(found.get(ALL).source, "configuration");
    assert.equal(found.get("expired").status, "expired");
    assert.equal(found.has(OTHER_TENANT), false);
    assert.equal(found.has("reply-main"), false);
  }),
);

Deno.test(
  "a key gives no scope that it does not have, neither by creating nor by rotating",
  live(async ({ ask }) => {
    const key = keyWith("admin", "read");
    const refused = await create(ask, { id: "till-1", scopes: ["read", "barcode:read"] }, { key });
    assertProblem(refused, 403, "missing-scope");
    assert.equal(refused.body.scope, "barcode:read");
    await create(ask, { id: "till-1", scopes: ["barcode:read"] });
    assertProblem(
      await ask("POST /v1/keys/till-1/rotate", { key, body: {} }),
      403,
      "missing-scope",
    );
  }),
);

Deno.test(
  "after a rotation both secrets work until the overlap ends",
  live(async ({ ask }) => {
    const { body: { key: old } } = await create(ask, { id: "till-1", scopes: ["read"] });
    const rotated = await ask("POST /v1/keys/till-1/rotate", { body: { overlapMs: 86_400_000 } });
    assert.equal(rotated.status, 200, rotated.text);
    assert.equal(rotated.body.secrets.length, 2);
    for (const key of [old, rotated.body.key]) assert.equal(await statusOf(ask, key), 200);
    const again = await ask("POST /v1/keys/till-1/rotate", { body: { overlapMs: 0 } });
    assert.deepEqual(again.body.secrets, [{ generation: 3, until: null }]);
    for (const key of [old, rotated.body.key]) assert.equal(await statusOf(ask, key), 401);
    assert.equal(await statusOf(ask, again.body.key), 200);
  }),
);

Deno.test(
  "an expired key is over at once, for good, and cannot be rotated",
  live(async ({ ask }) => {
    const { body: { key } } = await create(ask, { id: "till-1", scopes: ["read"] });
    const expired = await ask("POST /v1/keys/till-1/expire", { body: {} });
    assert.equal(expired.body.status, "expired", expired.text);
    assert.equal(await statusOf(ask, key), 401);
    const later = { at: "2100-01-01T00:00:00Z" };
    const longer = await ask("POST /v1/keys/till-1/expire", { body: later });
    assertProblem(longer, 409, "key-already-over");
    assertProblem(await ask("POST /v1/keys/till-1/rotate", { body: {} }), 409, "key-already-over");
    assert.equal((await ask("POST /v1/keys/till-1/expire", { body: {} })).status, 200);
  }),
);

Deno.test(
  "a removed key is gone, and its id is never used again",
  live(async ({ ask }) => {
    const { body: { key } } = await create(ask, { id: "till-1", scopes: ["read"] });
    assert.equal((await ask("DELETE /v1/keys/till-1")).body.removed, true);
    assert.equal(await statusOf(ask, key), 401);
    assertProblem(await ask("GET /v1/keys/till-1"), 404, "not-found");
    const again = await create(ask, { id: "till-1", scopes: ["read"] });
    assertProblem(again, 409, "key-already-created");
  }),
);

Deno.test(
  "a repeated creation makes nothing and shows no key",
  live(async ({ ask }) => {
    const headers = { "idempotency-key": "once" };
    const first = await create(ask, { id: "till-1", scopes: ["read"] }, { headers });
    const second = await create(ask, { id: "till-1", scopes: ["read"] }, { headers });
    assert.equal(second.status, 201, second.text);
    assert.equal(second.headers.get("idempotency-replayed"), "true");
    assert.equal(second.body.key, null);
    assert.equal(await statusOf(ask, first.body.key), 200);
    for (const other of [{ id: "till-1", scopes: ["admin"] }, { id: "till-2", scopes: ["read"] }]) {
      assertProblem(await create(ask, other, { headers }), 422, "idempotency-key-reused");
    }
  }),
);

Deno.test(
  "keys of the configuration are not changed here, and their ids are taken",
  live(async ({ ask }) => {
    const id = ALL;
    assertProblem(await create(ask, { id, scopes: [] }), 409, "key-in-configuration");
    for (const target of [`POST /v1/keys/${id}/rotate`, `POST /v1/keys/${id}/expire`]) {
      assertProblem(await ask(target, { body: {} }), 409, "key-in-configuration");
    }
    assertProblem(await ask(`DELETE /v1/keys/${id}`), 409, "key-in-configuration");
    for (const taken of ["gatehouse", "main"]) {
      assertProblem(await create(ask, { id: taken, scopes: [] }), 422, "invalid");
    }
  }),
);

Deno.test(
  "another tenant neither sees nor ends a key, and may use its id",
  live(async ({ ask }) => {
    const { body: { key } } = await create(ask, { id: "till-1", scopes: ["read"] });
    const elsewhere = { key: OTHER_TENANT };
    assertProblem(await ask("GET /v1/keys/till-1", elsewhere), 404, "not-found");
    assertProblem(await ask("DELETE /v1/keys/till-1", elsewhere), 404, "not-found");
    const own = await create(ask, { id: "till-1", scopes: ["read"] }, elsewhere);
    assert.equal(own.status, 201);
    assert.equal((await ask("DELETE /v1/keys/till-1", elsewhere)).status, 200);
    assert.equal(await statusOf(ask, own.body.key), 401);
    assert.equal(await statusOf(ask, key), 200);
  }),
);

Deno.test(
  "every change of a key is a fact with who made it",
  live(async ({ ask }) => {
    await create(ask, ADMIN);
    await ask("POST /v1/keys/second-desk/rotate", { body: {} });
    await ask("POST /v1/keys/second-desk/expire", { body: {} });
    await ask("DELETE /v1/keys/second-desk");
    const { body } = await ask("GET /v1/events?actor=key/second-desk");
    const told = body.data.map((fact: Answered["body"]) => [fact.type, fact.key]);
    const types = ["KeyCreated", "KeyRotated", "KeyExpired", "KeyRemoved"];
    assert.deepEqual(told, types.map((type) => [type, ALL]));
  }),
);

function create(ask: Api["ask"], body: object, question: object = {}): Promise<Answered> {
  return ask("POST /v1/keys", { body, ...question });
}

async function statusOf(ask: Api["ask"], key: string): Promise<number> {
  return (await ask("GET /v1/performances", { key })).status;
}
