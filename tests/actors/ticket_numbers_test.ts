/**
 * Numbers that are made for tickets.
 *
 * @module
 */
import { Effect } from "effect";
import assert from "node:assert/strict";
import { makeTicketNumbers } from "../../actors/system/ticket_numbers.ts";

const some = Effect.gen(function* () {
  const numbers = yield* makeTicketNumbers;
  return yield* Effect.all(Array.from({ length: 1_000 }, () => numbers));
});

Deno.test("made ticket numbers have twelve digits, differ, and lie close to the one before", () => {
  const made = Effect.runSync(some);
  assert.equal(new Set(made).size, made.length);
  for (const [i, number] of made.entries()) {
    assert.match(number, /^[1-9]\d{11}$/);
    const step = Number(number) - Number(made[i - 1] ?? number);
    assert.ok(Math.abs(step) <= 10 || step < -8e11, `${made[i - 1]} and ${number}`);
  }
});

Deno.test("another process makes other ticket numbers", () => {
  const [first, second] = Effect.runSync(Effect.all([some, some]));
  assert.equal(first.some((number) => second.includes(number)), false);
});
