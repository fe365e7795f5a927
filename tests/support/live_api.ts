/**
 * The REST surface over real actors and a store in memory, asked without a socket.
 *
 * @module
 */
import { Context, Effect, References } from "effect";
import { ActorRouter } from "../../actors/actor_router.ts";
import { EventStore } from "../../actors/event_store.ts";
import { Outbox } from "../../actors/outbox.ts";
import { Notifier } from "../../actors/notifying/notifier.ts";
import { Reconciler } from "../../actors/reconciler.ts";
import type { AppOptions } from "../../routes/mod.ts";
import { type Api, makeApi, openSeason } from "./api.ts";
import { type Bridge, startBridge } from "./bridge.ts";
import type { Desks } from "./live_desks.ts";
import { scoped } from "./scoped.ts";
import { type ScriptedAccessControl, scriptedAccessControl } from "./scripted_access_control.ts";
import { NEVER_NOTIFIED, NEVER_RECONCILED } from "./silent_services.ts";

/** What a test over real actors holds in its hands. */
export interface Live {
  readonly ask: Api["ask"];
  readonly bridge: Bridge;
  readonly system: ScriptedAccessControl;
}

/** Plays a test body on a fresh service in which the season of `openSeason` is open. */
export function live(play: (live: Live) => Promise<void>): () => Promise<void> {
  return scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    const { ask } = apiOver(bridge);
    yield* Effect.promise(() => openSeason({ ask }));
    yield* Effect.promise(() => play({ ask, bridge, system }));
  }));
}

/** The app over a service that is already started. It logs errors only. */
export function apiOver(
  { router, store, outbox, reconciler, notifier }: Bridge & Partial<Desks>,
  options: Partial<AppOptions> = {},
): Api {
  const services = Context.make(ActorRouter, router).pipe(
    Context.add(EventStore, store),
    Context.add(Outbox, outbox),
    Context.add(Reconciler, reconciler ?? NEVER_RECONCILED),
    Context.add(Notifier, notifier ?? NEVER_NOTIFIED),
    Context.add(References.MinimumLogLevel, "Error"),
  );
  return makeApi({
    run: (effect) => Effect.runPromise(Effect.provideContext(effect, services)),
    ...options,
  });
}
