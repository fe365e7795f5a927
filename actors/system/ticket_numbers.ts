/**
 * Numbers for tickets that are given none.
 *
 * @module
 */
import { Effect, Random } from "effect";
import { TicketNumber } from "../address.ts";

/** Twelve digits: short enough to be read out, and no payment card has so few. */
const FIRST = 1e11;
const END = 1e12;

/** Gaps, so that one number does not tell the next. */
const STEP_MAX = 10;

/** Gives another number each time it is run. */
export type TicketNumbers = Effect.Effect<TicketNumber>;

/**
 * A run of numbers from a random place.
 *
 * What is numbered at one time lies together in the store: when each number was random, a commit
 * rewrote a page of the index for each of its tickets, a third of what it cost. The runs of two
 * processes that each number a million tickets meet in 1 of 80,000 cases; then the claim refuses
 * a number that was given before, and the caller's next try takes the next one.
 */
export const makeTicketNumbers: Effect.Effect<TicketNumbers> = Effect.gen(function* () {
  let last = yield* Random.nextIntBetween(FIRST, END);
  return Effect.map(Random.nextIntBetween(1, STEP_MAX), (step) => {
    last = last + step < END ? last + step : FIRST;
    return TicketNumber(String(last));
  });
});
