/**
 * The search itself: it must know a history that cannot be from one that can.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type Operation, type Sequential, unexplained } from "./search.ts";

type Input = { readonly write: number } | "read";

/** A place for one number; a write answers what was there before. */
const PLACE: Sequential<number, Input, number> = {
  initial: 0,
  apply: (state, input) =>
    input === "read" ? { state, output: state } : { state: input.write, output: state },
};

function asked(
  [begun, ended]: readonly [number, number],
  input: Input,
  output: number,
): Operation<Input, number> {
  return { begun, ended, input, output };
}

Deno.test("operations side by side are explained by any order that fits", () => {
  const history = [
    asked([1, 6], { write: 1 }, 0),
    asked([2, 5], { write: 2 }, 1),
    asked([3, 4], "read", 1),
  ];
  assert.equal(unexplained(PLACE, history), null);
});

Deno.test("a read that misses a write which had ended is not explained", () => {
  const stale = asked([3, 4], "read", 0);
  assert.equal(unexplained(PLACE, [asked([1, 2], { write: 1 }, 0), stale]), stale);
});

Deno.test("two writes that both say they came first are not explained", () => {
  const history = [asked([1, 4], { write: 1 }, 0), asked([2, 3], { write: 2 }, 0)];
  assert.notEqual(unexplained(PLACE, history), null);
});

Deno.test("two reads that see two writes in opposite orders are not explained", () => {
  const history = [
    asked([1, 20], { write: 1 }, 0),
    asked([2, 19], { write: 2 }, 1),
    asked([3, 4], "read", 2),
    asked([5, 6], "read", 1),
  ];
  assert.notEqual(unexplained(PLACE, history), null);
});

Deno.test("a write whose effect is seen and then gone is not explained", () => {
  const history = [
    asked([1, 20], { write: 1 }, 0),
    asked([2, 3], "read", 1),
    asked([4, 5], "read", 0),
  ];
  assert.notEqual(unexplained(PLACE, history), null);
});
