/**
 * The search itself: it must know a history that cannot be from one that can.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
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

Deno.test("forty operations at once that change nothing go one way", () => {
  const reads = Array.from(
    { length: 40 },
    (_, place) => asked([place + 2, 100 + place], "read", 7),
  );
  assert.equal(unexplained(PLACE, [asked([0, 1], { write: 7 }, 0), ...reads]), null);
});

Deno.test("the search finds an order where trying all orders finds one, and nowhere else", () => {
  const value = fc.nat(2);
  const input = fc.oneof(fc.constant<Input>("read"), value.map((write) => ({ write })));
  const moments = fc.shuffledSubarray([...Array(12).keys()], { minLength: 12, maxLength: 12 });
  const questions = fc.array(fc.tuple(input, value), { minLength: 1, maxLength: 6 });
  let explained = 0;
  fc.assert(
    fc.property(moments, questions, (at, asking) => {
      const history = asking.map(([what, said], place) => {
        const [one = 0, other = 0] = at.slice(2 * place, 2 * place + 2);
        return asked([Math.min(one, other), Math.max(one, other)], what, said);
      });
      const found = unexplained(PLACE, history) === null;
      if (found) explained++;
      assert.equal(found, hasOrder(0, history));
    }),
    { numRuns: 2_000 },
  );
  assert.ok(explained > 100, `${explained} histories had an order`);
});

/** Every order is tried in which nothing comes before what had ended when it began. */
function hasOrder(state: number, left: ReadonlyArray<Operation<Input, number>>): boolean {
  return left.length === 0 || left.some((next) => {
    if (left.some(({ ended }) => ended < next.begun)) return false;
    const made = PLACE.apply(state, next.input);
    return made.output === next.output && hasOrder(made.state, left.filter((one) => one !== next));
  });
}
