/**
 * Ids of commands that Gatehouse gives itself.
 *
 * @module
 */
import { Effect, Random } from "effect";

/** An id that nobody has used: 100 random bits. */
export const freshId = Effect.fnUntraced(function* (prefix: string): Effect.fn.Return<string> {
  const high = yield* Random.nextIntBetween(0, 2 ** 50);
  const low = yield* Random.nextIntBetween(0, 2 ** 50);
  return `${prefix}-${high.toString(36).padStart(10, "0")}${low.toString(36).padStart(10, "0")}`;
});
