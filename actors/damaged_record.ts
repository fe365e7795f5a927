/**
 * Damage of a record that is no single actor's: who can do without it must not wait for it.
 *
 * @module
 */
import { Effect } from "effect";
import type { Json } from "./decider.ts";
import { type EventStore, type ReadError, StoreUnavailable } from "./event_store.ts";

/** Whether only one claim or mark cannot be read, and all others can. */
export function isDamage(error: { readonly _tag: string }): error is StoreUnavailable {
  return error instanceof StoreUnavailable && error.isDamage === true;
}

/** `damaged` gives what counts instead of a mark that does not decode, and should say so. */
export function readMarkOr<E>(
  store: EventStore["Service"],
  { tenant, name }: { readonly tenant: string; readonly name: string },
  damaged: Effect.Effect<Json | null, E>,
): Effect.Effect<Json | null, ReadError | E> {
  return Effect.catchIf(
    store.readMark(tenant, name),
    (error: ReadError) => isDamage(error),
    () => damaged,
  );
}
