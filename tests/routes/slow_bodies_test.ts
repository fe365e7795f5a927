/**
 * Bodies that do not arrive: given up in time, and making way for others.
 *
 * @module
 */
import assert from "node:assert/strict";
import { makeConsole } from "../../routes/console/mod.ts";
import type { House } from "../../routes/house.ts";
import { makeKeyRing } from "../../routes/key_ring.ts";
import { Problem } from "../../routes/problem.ts";
import { makeRateLimits } from "../../routes/rate_limit.ts";
import { SlowBodies } from "../../routes/slow_bodies.ts";
import { assertProblem, makeApi } from "../support/api.ts";
import { signedInBrowser } from "../support/console.ts";

/** Begins as JSON does, and says no more. */
function stalled(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
  });
}

const NEVER = new Promise<never>(() => {});

Deno.test("a body that does not arrive in time is 408, whether its length is declared or not", async () => {
  const { ask } = makeApi({ bodyDeadlineMs: 20 });
  for (const headers of [{}, { "content-length": "100" }]) {
    const answered = await ask("POST /v1/tickets/T-1/print", { raw: stalled(), headers });
    assertProblem(answered, 408, "body-too-slow");
    assert.equal(answered.headers.get("connection"), "close");
  }
});

Deno.test("a form that does not arrive in time is 408, at the console's door and behind it", async () => {
  const api = makeApi({ bodyDeadlineMs: 20 });
  const browser = await signedInBrowser(api);
  const type = { "content-type": "application/x-www-form-urlencoded" };
  for (const path of ["/console/sign-in", "/console/act"]) {
    for (const headers of [type, { ...type, "content-length": "100" }]) {
      const answered = await browser.post(path, stalled(), headers);
      assert.equal(answered.status, 408, path);
      assert.match(answered.text, /body-too-slow/);
      assert.equal(answered.headers.get("connection"), "close");
    }
  }
});

Deno.test("a stranger's form is waited for apart from the bodies of those who hold a key", async () => {
  const waited: Array<string> = [];
  const bodies = new SlowBodies({ deadlineMs: 10_000 });
  const house: Partial<House> = {
    version: "0.0.0-test",
    keys: makeKeyRing([]),
    limits: makeRateLimits({ limitOf: () => null }),
    invitation: null,
    bodyDeadlineMs: 20,
    bodies: Object.assign(bodies, { within: () => waited.push("with theirs") }),
  };
  const askInside = () => assert.fail("Nobody is signed in");
  const app = makeConsole({ house: house as House, askInside });
  const headers = { "content-type": "application/x-www-form-urlencoded", origin: "http://door" };
  const asked = { method: "POST", headers, body: stalled() };
  assert.equal((await app.request("http://door/sign-in", asked)).status, 408);
  assert.deepEqual(waited, []);
});

Deno.test("when too many bodies are waited for, the oldest makes way", async () => {
  const bodies = new SlowBodies({ deadlineMs: 10_000, waitingMax: 2, undisturbedMs: 0 });
  const ends = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const oldest = bodies.within(NEVER);
  const others = ends.map(({ promise }) => bodies.within(promise));
  await assert.rejects(
    oldest,
    (error) => error instanceof Problem && error.code === "body-too-slow",
  );
  ends.forEach(({ resolve }) => resolve("arrived"));
  assert.deepEqual(await Promise.all(others), ["arrived", "arrived"]);
});

Deno.test("a body that has only begun to be waited for makes way for none", async () => {
  const bodies = new SlowBodies({ deadlineMs: 10_000, waitingMax: 1 });
  const ends = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const both = ends.map(({ promise }) => bodies.within(promise));
  ends.forEach(({ resolve }) => resolve("arrived"));
  assert.deepEqual(await Promise.all(both), ["arrived", "arrived"]);
});
