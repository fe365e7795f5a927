/**
 * The keys that this process knows: those of the configuration, and those managed while it runs.
 *
 * @module
 */
import { Effect } from "effect";
import { fold } from "../actors/actor_type.ts";
import { EventStore, type ReadError } from "../actors/event_store.ts";
import { key as keyType, type KeyState } from "../actors/key/mod.ts";
import type { HeldKey, Key, KeyName, KeyRing, Scope } from "./keys.ts";

/** A ring with the keys of the configuration, to which those of the service are added. */
export function makeKeyRing(configured: Iterable<HeldKey>): KeyRing {
  const keys = new Map<string, Key>(configured);
  const own = new Map<string, ReadonlyMap<string, Changing>>();
  return {
    find: (sha256) => keys.get(sha256),
    of: (tenant) =>
      [...keys.values()].filter((key) => key.tenant === tenant && key.accessControl === null),
    hold: ({ tenant, id }, held) => {
      const name = `${tenant}/${id}`;
      const before = own.get(name) ?? new Map<string, Changing>();
      const now = new Map(
        held.map(([sha256, key]) =>
          [sha256, Object.assign(before.get(sha256) ?? { ...key }, key)] as const
        ),
      );
      for (const [sha256, key] of before) {
        if (now.has(sha256)) continue;
        keys.delete(sha256);
        key.expiresAt = 0;
      }
      for (const [sha256, key] of now) keys.set(sha256, key);
      own.set(name, now);
    },
  };
}

/** Changed in place: whoever is being answered as this key sees that its time is over. */
type Changing = { -readonly [Field in keyof Key]: Key[Field] };

/**
 * Puts all keys of the service on the ring: no request may be served before. One whose head does
 * not decode is none, and the log has named it; the others are not kept from it.
 */
export const loadKeys = Effect.fnUntraced(function* (
  ring: KeyRing,
  tenants: ReadonlyArray<string>,
): Effect.fn.Return<void, ReadError, EventStore> {
  const store = yield* EventStore;
  for (const tenant of tenants) {
    for (const { id, loaded } of (yield* store.heads(tenant, "key")).data) {
      ring.hold({ tenant, id }, heldKeys({ tenant, id }, fold(keyType, loaded)));
    }
  }
});

/** A secret ends with its overlap, and never later than the key. */
export function heldKeys({ tenant, id }: KeyName, state: KeyState): ReadonlyArray<HeldKey> {
  const { secrets, expiresAt, rateLimit } = state;
  const scopes = new Set(state.scopes as ReadonlyArray<Scope>);
  return secrets.map(({ sha256, until }): HeldKey => [sha256, {
    tenant,
    id,
    scopes,
    expiresAt: earlier(until, expiresAt),
    accessControl: null,
    rateLimit,
    source: "service",
  }]);
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? one ?? other : Math.min(one, other);
}
