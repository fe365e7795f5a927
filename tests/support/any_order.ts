/**
 * The same things in an order that a seed decides.
 *
 * @module
 */
import { makeDice } from "../../adapters/simulator/dice.ts";

/** All of them, each once. */
export function inAnyOrder<A>(all: ReadonlyArray<A>, seed: number): ReadonlyArray<A> {
  const dice = makeDice(seed);
  return all
    .map((one) => ({ one, at: dice.roll() }))
    .sort((some, other) => some.at - other.at)
    .map(({ one }) => one);
}
