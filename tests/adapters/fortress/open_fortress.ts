/**
 * A fortress adapter with short bounds, for tests.
 *
 * @module
 */
import { Effect, type Scope } from "effect";
import type { AccessControl } from "../../../actors/access_control.ts";
import { type FortressOptions, makeFortress } from "../../../adapters/fortress/mod.ts";
import { startSimulator } from "../../../adapters/simulator/mod.ts";

/** The token that every test shows; it must never come back in an outcome. */
export const TOKEN = "token-that-must-not-leak";

/** An adapter on `url`. */
export function openFortress(
  url: string,
  overrides: Partial<FortressOptions> = {},
): Effect.Effect<AccessControl, never, Scope.Scope> {
  return makeFortress({
    tenant: "riverside",
    name: "main",
    url,
    token: TOKEN,
    tickets: "barcode",
    retry: { firstMs: 10, maxMs: 100, attemptTimeoutMs: 5000 },
    breaker: { failures: 5, openMs: 100 },
    pollMs: 1000,
    reconcileEveryMs: 300_000,
    repair: "propose",
    ...overrides,
  });
}

/** An adapter with a simulator of its own behind it. */
export const openWithSimulator = Effect.fnUntraced(function* () {
  const simulator = yield* Effect.orDie(startSimulator({ token: TOKEN, seed: 7 }));
  const accessControl = yield* openFortress(simulator.url);
  return { simulator, accessControl };
});
