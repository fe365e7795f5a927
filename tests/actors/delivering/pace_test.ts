/**
 * How fast a system is called, and that systems take turns.
 *
 * @module
 */
import assert from "node:assert/strict";
import { DEFAULT_PACE } from "../../../actors/access_control.ts";
import { makePace } from "../../../actors/delivering/pace.ts";

/** How many calls begin from 0 to `untilMs`, when each begins as soon as it may. */
function callsUntil(untilMs: number, callsPerSecond: number, everyMs: number): number {
  const pace = makePace({ ...DEFAULT_PACE, callsPerSecond });
  let calls = 0;
  for (let now = 0; now < untilMs; now += everyMs) {
    while (pace.waitMs(now) === 0) {
      pace.note(now);
      calls += 1;
    }
  }
  return calls;
}

Deno.test("a system is called as often a second as it is told, and no more", () => {
  for (const rate of [1, 7, 50, 1_000]) {
    assert.ok(Math.abs(callsUntil(10_000, rate, 1) - 10 * rate) <= rate / 10 + 1, `${rate}/s`);
  }
});

Deno.test("a coarse timer loses no calls: 100 ms are made up for", () => {
  assert.ok(Math.abs(callsUntil(10_000, 50, 90) - 500) <= 10);
});

Deno.test("a long silence gives no right to a flood", () => {
  const pace = makePace({ ...DEFAULT_PACE, callsPerSecond: 100 });
  pace.note(0);
  let calls = 0;
  while (pace.waitMs(60_000) === 0) {
    pace.note(60_000);
    calls += 1;
  }
  assert.ok(calls <= 12, `${calls} at once`);
});

Deno.test("without a rate nothing waits", () => {
  const pace = makePace(DEFAULT_PACE);
  for (let call = 0; call < 1_000; call += 1) pace.note(0);
  assert.equal(pace.waitMs(0), 0);
});
