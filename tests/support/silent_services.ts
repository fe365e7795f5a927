/**
 * Services behind routes that a test of other things needs, and that have nothing to do there.
 *
 * @module
 */
import { Effect } from "effect";
import { Notifier, UnknownNotification } from "../../actors/notifying/notifier.ts";
import { Reconciler } from "../../actors/reconciler.ts";

/** No access control was ever compared with anything. */
export const NEVER_RECONCILED = Reconciler.of({
  request: () => Effect.void,
  checks: () => new Map(),
});

/** Every address is allowed, and nothing is ever sent to it. */
export const NEVER_NOTIFIED = Notifier.of({
  faultOf: () => null,
  secret: () => Effect.succeed("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
  changed: () => Effect.void,
  standing: () => [],
  progress: () => Effect.succeed({ position: 0, failing: null }),
  notifications: () => Effect.succeed({ data: [], next: null }),
  lookAt: (_webhook, id) => Effect.fail(new UnknownNotification({ id })),
  redeliver: (_webhook, id) => Effect.fail(new UnknownNotification({ id })),
  test: () =>
    Effect.succeed({
      at: 1_800_000_000_000,
      durationMs: 1,
      httpStatus: 204,
      outcome: "delivered",
      reason: null,
      answer: null,
      retryAfterMs: null,
    }),
});
