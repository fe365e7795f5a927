/**
 * Limits of requests: who is counted with whom, and what comes back with time.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type Key, NOBODY } from "../../routes/keys.ts";
import { Problem } from "../../routes/problem.ts";
import { makeRateLimits, Peer } from "../../routes/rate_limit.ts";
import { ALL, assertProblem, keyWith, makeApi, OTHER_TENANT, REPLY } from "../support/api.ts";

const TEN = { perSecond: 10, burst: 3 };

const CLERK: Key = { ...NOBODY, tenant: "riverside", id: "clerk" };

/** Limits on a clock that stands still unless it is moved. */
function limits(limit: typeof TEN | null = TEN) {
  const clock = { now: 1_000_000 };
  return { clock, ...makeRateLimits({ limitOf: () => limit, now: () => clock.now }) };
}

/** How many of so many are let through. */
function passed(times: number, count: () => void): number {
  let through = 0;
  for (let i = 0; i < times; i++) if (waitOf(count) === null) through += 1;
  return through;
}

/** Seconds that are asked for; `null`: it was let through. */
function waitOf(count: () => void): number | null {
  try {
    count();
    return null;
  } catch (refused) {
    assert.ok(refused instanceof Problem && refused.code === "too-many-requests");
    return Number(refused.extras.headers?.["retry-after"]);
  }
}

Deno.test("a tenant may send its burst, and then what comes back each second", () => {
  const { clock, count } = limits();
  assert.equal(passed(10, () => count(CLERK)), 3);
  clock.now += 99;
  assert.equal(passed(10, () => count(CLERK)), 0);
  clock.now += 1;
  assert.equal(passed(10, () => count(CLERK)), 1);
  clock.now += 60_000;
  assert.equal(passed(10, () => count(CLERK)), 3, "never more than the burst");
});

Deno.test("all keys of a tenant are counted together, and other tenants apart", () => {
  const { count } = limits();
  const keys = ["a", "b"].map((id) => ({ ...CLERK, id }));
  assert.equal(passed(10, () => keys.forEach(count)), 1);
  assert.equal(passed(10, () => count({ ...CLERK, tenant: "harbour" })), 3);
});

Deno.test("a key with a limit of its own has both, and a refused request counts in neither", () => {
  const { count } = limits();
  const slow = { ...CLERK, id: "slow", rateLimit: { perSecond: 0.5, burst: 1 } };
  assert.equal(passed(5, () => count(slow)), 1);
  assert.equal(waitOf(() => count(slow)), 2, "as long as its own limit says");
  assert.equal(passed(5, () => count(CLERK)), 2, "what is left of the tenant's");
});

Deno.test("a batch is let in whole, and the next request waits until it is paid for", async () => {
  const clock = { now: 0 };
  const { count, charge } = makeRateLimits({ limitOf: () => TEN, now: () => clock.now });
  count(CLERK);
  charge(CLERK, 12);
  assert.equal(waitOf(() => count(CLERK)), 2, "13 of which 3 were there");
  clock.now += 1_100;
  assert.equal(passed(10, () => count(CLERK)), 1);

  const { ask } = makeApi({ rateLimit: () => ({ perSecond: 1, burst: 3 }) });
  const item = { path: "/v1/tickets/T-1/print", body: {} };
  const batch = { body: Array.from({ length: 20 }, () => item) };
  assert.equal((await ask("POST /v1/commands:batch", batch)).status, 200);
  const refused = await ask("GET /v1/performances");
  assertProblem(refused, 429, "too-many-requests");
  assert.match(refused.headers.get("retry-after") ?? "", /^1[2-8]$/);
});

Deno.test("a batch of nothing counts as the request that it is", async () => {
  const { ask } = makeApi({ rateLimit: () => ({ perSecond: 1, burst: 3 }) });
  const statuses: Array<number> = [];
  for (let round = 0; round < 4; round += 1) {
    statuses.push((await ask("POST /v1/commands:batch", { body: [] })).status);
  }
  assert.deepEqual(statuses, [200, 200, 200, 429]);
});

Deno.test("what an access control sends is not limited", () => {
  const { count } = limits();
  assert.equal(passed(1_000, () => count({ ...CLERK, accessControl: "main" })), 1_000);
});

Deno.test("who shows no valid key is limited by address, whatever the tenants do", () => {
  const { countStranger } = limits(null);
  const one = new Peer("192.0.2.1");
  assert.equal(passed(5_000, () => countStranger(one)), 1_000);
  assert.equal(passed(5_000, () => countStranger(new Peer("192.0.2.2"))), 1_000);
  for (let i = 0; i < 10_000; i++) countStranger(new Peer(`host-${i}`));
  assert.equal(passed(5_000, () => countStranger(one)), 1_000, "the oldest are forgotten");
});

Deno.test("above its limit a tenant gets 429 with Retry-After, and the other one its answers", async () => {
  const { ask } = makeApi({ rateLimit: () => ({ perSecond: 0.1, burst: 2 }) });
  for (const key of [ALL, keyWith("read")]) {
    assert.equal((await ask("GET /v1/performances", { key })).status, 200);
  }
  for (const key of [ALL, keyWith(), keyWith("read")]) {
    const refused = await ask("GET /v1/performances", { key });
    assertProblem(refused, 429, "too-many-requests");
    assert.equal(refused.headers.get("retry-after"), "10");
  }
  assert.equal((await ask("GET /v1/performances", { key: OTHER_TENANT })).status, 200);
  const scans = { key: REPLY, body: { items: [] } };
  assert.equal((await ask("POST /v1/access-control/main/scans", scans)).status, 202);
  assert.equal((await ask("GET /healthz", { key: null })).status, 200);
});

Deno.test("an address that tries keys gets 429 at the routes and at the console's door", async () => {
  const { app } = makeApi();
  const peer = new Peer("192.0.2.1");
  const tried = (path: string, init: RequestInit) =>
    Promise.resolve(app.fetch(new Request(`http://gatehouse${path}`, init), peer));
  const wrong = { headers: { authorization: "Bearer wrong" } };
  const statuses = new Set<number>();
  for (let i = 0; i < 1_500; i++) statuses.add((await tried("/v1/keys", wrong)).status);
  assert.deepEqual([...statuses], [401, 429]);
  const door = new Set<number>();
  for (let i = 0; i < 100; i++) {
    const { status } = await tried("/console/sign-in", {
      method: "POST",
      headers: { origin: "http://gatehouse" },
      body: new URLSearchParams({ key: "wrong" }),
    });
    door.add(status);
  }
  assert.ok(door.has(429), "what comes back with time is soon used up");
  const right = { headers: { authorization: `Bearer ${ALL}` } };
  assert.equal((await tried("/v1/keys", right)).status, 200, "a valid key is let in from there");
});
