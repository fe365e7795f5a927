/**
 * Who changed one field of an actor, and when.
 *
 * @module
 */
import { Effect, JsonPointer, type Schema } from "effect";
import { ActorRouter } from "../actor_router.ts";
import type { AnyActorType } from "../actor_type.ts";
import type { Address } from "../address.ts";
import type { Recorded } from "../event_store.ts";
import { factsBetween } from "./past.ts";

/** A field took another value; `null` also where it was not there. */
export interface Change {
  readonly fact: Recorded;
  readonly before: Schema.Json;
  readonly after: Schema.Json;
}

/** Facts that are looked through, the newest ones. */
const BLAME_FACTS_MAX = 5000;

/** What of an actor is looked at. */
export interface Blamed {
  readonly type: AnyActorType;
  /** As people are shown it. */
  readonly show: (state: unknown) => object;
  /** JSON Pointer (RFC 6901) into what is shown. */
  readonly pointer: string;
}

/** Every change of the field, oldest first, with the fact that made it. */
export const blame = Effect.fn("Inspecting.blame")(function* (
  address: Address,
  { type, show, pointer }: Blamed,
) {
  const router = yield* ActorRouter;
  const { version } = yield* router.view(address);
  const first = Math.max(0, version - BLAME_FACTS_MAX);
  let state = first === 0 ? type.initial : (yield* router.view(address, first)).state;
  const facts = yield* factsBetween(address, { from: first + 1, to: version });
  const tokens = tokensOf(pointer);
  let before = first === 0 ? null : at(plain(show(state)), tokens);
  const changes: Array<Change> = [];
  for (const fact of facts) {
    state = type.evolve(state, fact.event);
    const after = at(plain(show(state)), tokens);
    if (JSON.stringify(after) !== JSON.stringify(before)) changes.push({ fact, before, after });
    before = after;
  }
  return changes;
});

/** As JSON says it: what is not there is not there. */
export function plain(value: object): Schema.Json {
  return JSON.parse(JSON.stringify(value)) as Schema.Json;
}

function tokensOf(pointer: string): ReadonlyArray<string> {
  return pointer.split("/").slice(1).map(JsonPointer.unescapeToken);
}

function at(document: Schema.Json, tokens: ReadonlyArray<string>): Schema.Json {
  let found: unknown = document;
  for (const token of tokens) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, token)) return null;
    found = (found as Record<string, unknown>)[token];
  }
  return found as Schema.Json;
}
