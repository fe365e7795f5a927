/**
 * The stored states of one actor made anew from its facts, where they are not what these make.
 *
 * @module
 */
import { Effect } from "effect";
import { type ActorBusy, ActorRouter, UnknownActor } from "../actor_router.ts";
import type { AnyActorType } from "../actor_type.ts";
import type { Address } from "../address.ts";
import {
  type CommitUnknown,
  EventStore,
  type OwnershipLost,
  Quarantined,
  type Recorded,
  type StoreUnavailable,
} from "../event_store.ts";
import type { Restated } from "../restated.ts";
import { factsBetween } from "./past.ts";

/** What was looked at, and what was mended. */
export interface Rebuilt extends Restated {
  readonly version: number;
  readonly facts: number;
}

/**
 * Folds all facts of one actor while it carries out nothing, and rewrites what differs: whole again,
 * it is quarantined no more.
 *
 * Where its chain is broken it is `Quarantined` and left alone: its facts are in doubt.
 */
export const rebuild = Effect.fn("Inspecting.rebuild")(function* (
  address: Address,
  type: AnyActorType,
): Effect.fn.Return<
  Rebuilt,
  UnknownActor | ActorBusy | StoreUnavailable | CommitUnknown | OwnershipLost | Quarantined,
  EventStore | ActorRouter
> {
  const router = yield* ActorRouter;
  const store = yield* EventStore;
  const work = Effect.provideService(refold(address, type), EventStore, store);
  return yield* router.alone(address, work);
});

const refold = Effect.fnUntraced(function* (address: Address, type: AnyActorType) {
  const store = yield* EventStore;
  const broken = yield* store.brokenLink(address);
  if (broken !== null) return yield* new Quarantined({ address, reason: broken.reason });
  const { version } = yield* store.load(address);
  if (version === 0) return yield* new UnknownActor({ address });
  const facts = yield* factsBetween(address, { from: 1, to: version });
  const states = foldAll(type, facts);
  const restated = yield* store.restate(address, {
    version,
    stateVersion: type.stateVersion,
    at: (one) => states[one - 1] ?? null,
  });
  store.release(address);
  return { version, facts: facts.length, ...restated };
});

function foldAll(type: AnyActorType, facts: ReadonlyArray<Recorded>) {
  let state: unknown = type.initial;
  return facts.map(({ event, at }) => {
    state = type.evolve(state, event);
    return { at, state };
  });
}
