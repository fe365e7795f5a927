/**
 * Effects as test bodies.
 *
 * @module
 */
import { Effect, type Scope } from "effect";

/** Runs `effect` as a test; what it opened is closed before the test ends. */
export function scoped<E>(effect: Effect.Effect<unknown, E, Scope.Scope>): () => Promise<void> {
  return async () => {
    await Effect.runPromise(Effect.scoped(effect));
  };
}
