/**
 * How the cases of the event store's contract reach a store.
 *
 * @module
 */
import type { Effect } from "effect";
import type { EventStore } from "../../actors/event_store.ts";

/** Runs a program on the store of the present case. */
export type Run = <A, E>(
  program: (store: EventStore["Service"]) => Effect.Effect<A, E>,
) => Promise<A>;
