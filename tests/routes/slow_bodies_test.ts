/**
 * Bodies that do not arrive: given up in time, and making way for others.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Problem } from "../../routes/problem.ts";
import { SlowBodies } from "../../routes/slow_bodies.ts";
import { assertProblem, makeApi } from "../support/api.ts";

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
