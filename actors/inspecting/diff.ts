/**
 * What changed in an actor between two versions, and what happened in between.
 *
 * @module
 */
import { Effect, JsonPatch } from "effect";
import { ActorRouter, UnknownVersion } from "../actor_router.ts";
import type { Address } from "../address.ts";
import type { Recorded } from "../event_store.ts";
import { plain } from "./blame.ts";
import { factsBetween } from "./past.ts";

/** Facts that are told in words; the patch is whole however many there are. */
const DIFF_FACTS_MAX = 500;

/** Two versions and the way from one to the other. */
export interface Difference {
  readonly from: number;
  readonly to: number;
  /** Makes the first shown form into the second (RFC 6902). */
  readonly patch: JsonPatch.JsonPatch;
  /** The newest of those between, oldest first. */
  readonly facts: ReadonlyArray<Recorded>;
}

/** What is compared. */
export interface Compared {
  /** 0: before the first fact; `null`: the version before `to`. */
  readonly from: number | null;
  /** `null`: the present one. */
  readonly to: number | null;
  /** As people are shown it. */
  readonly show: (view: { readonly version: number; readonly state: unknown }) => object;
}

/** Compares what people were shown at two versions. One that is yet to come is not found. */
export const difference = Effect.fn("Inspecting.difference")(function* (
  address: Address,
  { from: asked, to: until, show }: Compared,
) {
  const router = yield* ActorRouter;
  const latest = yield* router.view(address, until ?? undefined);
  const to = until ?? latest.version;
  const from = asked ?? to - 1;
  if (latest.version !== to || from > to) {
    return yield* new UnknownVersion({ address, newest: latest.version });
  }
  const before = from === 0 ? {} : plain(show(yield* router.view(address, from)));
  const patch = JsonPatch.get(before, plain(show(latest)));
  const first = Math.max(from + 1, to - DIFF_FACTS_MAX + 1);
  const facts = yield* factsBetween(address, { from: first, to });
  return { from, to, patch, facts } satisfies Difference;
});
