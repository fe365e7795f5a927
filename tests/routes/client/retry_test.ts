/**
 * When the client tries again, and after how long.
 *
 * @module
 */
import assert from "node:assert/strict";
import { isTransient, pauseMs } from "../../../routes/client/retry.ts";

const POLICY = { attemptsMax: 5, firstMs: 100, delayMaxMs: 1000, attemptTimeoutMs: 1 };

function pause(attempt: number, random: number, retryAfter: string | null = null) {
  return pauseMs(POLICY, { attempt, random, retryAfter });
}

Deno.test("the pause is doubled up to its bound, and spread from nothing to all of it", () => {
  assert.deepEqual([1, 2, 3, 4].map((attempt) => pause(attempt, 1)), [100, 200, 400, 800]);
  assert.equal(pause(3, 0), 0);
  assert.equal(
    pauseMs({ ...POLICY, attemptsMax: 99 }, { attempt: 50, random: 1, retryAfter: null }),
    1000,
  );
});

Deno.test("no attempt follows the last one", () => {
  assert.equal(pause(5, 0.5), null);
});

Deno.test("Retry-After is kept, a longer one than the policy's pause ends the attempts", () => {
  assert.equal(pause(1, 0, "1"), 1000);
  assert.equal(pause(1, 0.5, "0"), 50);
  assert.equal(pause(1, 0, "60"), null);
  assert.equal(pause(1, 1, "Wed, 21 Oct 2026 07:28:00 GMT"), 100);
});

Deno.test("refusals, faults and mistakes are not repeated", () => {
  for (const status of [400, 401, 403, 404, 409, 412, 413, 415, 422, 500]) {
    assert.equal(isTransient(status, "some-code"), false, String(status));
  }
});
