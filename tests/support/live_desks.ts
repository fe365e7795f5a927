/**
 * The real desks of comparisons and webhooks beside a service in memory; no receiver takes anything.
 *
 * @module
 */
import { Context, Effect, Layer, References, type Scope } from "effect";
import type { AccessControl } from "../../actors/access_control.ts";
import { AccessControls, accessControls } from "../../actors/access_controls.ts";
import { ActorRouter } from "../../actors/actor_router.ts";
import { EventStore } from "../../actors/event_store.ts";
import { layer as notifying } from "../../actors/notifying/mod.ts";
import { Notifier } from "../../actors/notifying/notifier.ts";
import { type Attempt, WebhookSender } from "../../actors/notifying/webhook_sender.ts";
import { Reconciler } from "../../actors/reconciler.ts";
import { layer as reconciling } from "../../actors/reconciling/mod.ts";
import { customersInMemory } from "../../adapters/customers/mod.ts";
import { cloudEvents } from "../../routes/mod.ts";
import type { Bridge } from "./bridge.ts";
import { NEVER_NOTIFIED } from "./silent_services.ts";

/** What a service has beside its actors. */
export interface Desks {
  readonly notifier: Notifier["Service"];
  readonly reconciler: Reconciler["Service"];
}

const REFUSED: Attempt = {
  at: 1_800_000_000_000,
  durationMs: 1,
  httpStatus: 503,
  outcome: "failed",
  reason: "It answered 503",
  answer: null,
  retryAfterMs: null,
};

/** Of all these systems; they stop with the scope, and log errors only. */
export const startDesks = Effect.fnUntraced(function* (
  { router, store }: Bridge,
  systems: ReadonlyArray<AccessControl>,
): Effect.fn.Return<Desks, never, Scope.Scope> {
  const { faultOf, secret } = NEVER_NOTIFIED;
  const sender = WebhookSender.of({ faultOf, secret, send: () => Effect.succeed(REFUSED) });
  const services = Context.make(ActorRouter, router).pipe(
    Context.add(EventStore, store),
    Context.add(AccessControls, accessControls(systems.map(({ tenant }) => tenant), systems)),
    Context.add(WebhookSender, sender),
  );
  const context = yield* Layer.build(
    Layer.orDie(Layer.mergeAll(reconciling, notifying(cloudEvents(customersInMemory())))).pipe(
      Layer.provide(Layer.succeedContext(services)),
    ),
  ).pipe(Effect.provideService(References.MinimumLogLevel, "Error"));
  return {
    notifier: Context.get(context, Notifier),
    reconciler: Context.get(context, Reconciler),
  };
});
