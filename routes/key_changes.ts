/**
 * How a key is changed: one change at a time, and the ring knows of it before it is answered.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { Effect, Semaphore } from "effect";
import { ActorRouter, type Envelope, UnknownActor } from "../actors/actor_router.ts";
import type { KeyCommand, KeyState } from "../actors/key/mod.ts";
import { etag } from "./answer.ts";
import { heldKeys } from "./key_ring.ts";
import type { ServiceKey } from "./key_forms.ts";
import { isExpired, type Key, type KeyName, type KeyRing } from "./keys.ts";
import { type Failure, problem } from "./problem.ts";
import type { Arrival } from "./route.ts";

/** The ring is read just after the commit: a busy actor is asked again. */
const VIEWS_MAX = 20;

/** What is to be done to which key. */
export interface KeyChange {
  readonly id: string;
  /** Sealed as the request tells it: by that a repeat is known. */
  readonly envelope: Envelope;
  /** As it is decided, made when its turn has come. */
  readonly command: () => KeyCommand;
}

/** A change that was carried out, now or when it was asked for first. */
export interface ChangedKey {
  /** As the change left it. */
  readonly key: ServiceKey;
  readonly isRepeated: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Whether a key is the last admin must not change between looking and deciding. */
const turns = Semaphore.makeUnsafe(1);

/** 256 random bits. */
export function makeSecret(): string {
  return `gh_${randomBytes(32).toString("base64url")}`;
}

/** Whether nobody else of the tenant will have the scope `admin` when this key is over. */
export function isLastAdmin(ring: KeyRing, { tenant, id }: KeyName, at: number): boolean {
  const admins = ring.of(tenant).filter(({ scopes }) => scopes.has("admin"));
  const isThis = (key: KeyName & { readonly source: string }) =>
    key.id === id && key.source === "service";
  const isValid = admins.some((key) => isThis(key) && !isExpired(key, Date.now()));
  return isValid && !admins.some((key) => !isThis(key) && !isExpired(key, at));
}

/** Carries a change out. A key of the configuration cannot be changed here. */
export function changeKey(
  asked: Arrival,
  change: KeyChange,
): Effect.Effect<ChangedKey, Failure, ActorRouter> {
  return turns.withPermit(carryOut(asked, change));
}

const carryOut = Effect.fnUntraced(function* (asked: Arrival, change: KeyChange) {
  const { caller: { tenant }, house } = asked;
  const { id, envelope, command } = change;
  const address = { tenant, kind: "key", id } as const;
  const router = yield* ActorRouter;
  const decided = { ...envelope, command: command() };
  const { record: { version }, replayed } = yield* router.send(address, decided).pipe(
    Effect.catchTag("UnknownActor", (unknown) =>
      Effect.fail(
        findConfigured(house.keys, { tenant, id }) === undefined
          ? unknown
          : problem("key-in-configuration"),
      )),
    Effect.tapErrorTag("Quarantined", () => dropKey(house.keys, { tenant, id })),
  );
  const now = yield* Effect.retry(router.view(address), { times: VIEWS_MAX });
  house.keys.hold({ tenant, id }, heldKeys({ tenant, id }, now.state as KeyState));
  const then = replayed ? yield* router.view(address, version) : now;
  const headers: Record<string, string> = { etag: etag(version) };
  if (replayed) headers["idempotency-replayed"] = "true";
  const key = { id, version, state: then.state as KeyState };
  return { key, isRepeated: replayed, headers } satisfies ChangedKey;
});

/**
 * Its secrets are no key any more: what the ring has of it was read before, and nothing can be
 * decided on what is stored, so that nobody could end it. The last admin stays, as ever.
 */
function dropKey(ring: KeyRing, name: KeyName): Effect.Effect<void> {
  return Effect.sync(() => {
    if (!isLastAdmin(ring, name, Date.now())) ring.hold(name, []);
  });
}

/** A key of the service that was not removed. */
export const readKey = Effect.fnUntraced(function* ({ tenant, id }: KeyName) {
  const address = { tenant, kind: "key", id } as const;
  const router = yield* ActorRouter;
  const { version, state } = yield* router.view(address);
  const key = { id, version, state: state as KeyState };
  if (key.state.secrets.length === 0) return yield* new UnknownActor({ address });
  return key;
});

/** The key of this name in the configuration. */
export function findConfigured(ring: KeyRing, { tenant, id }: KeyName): Key | undefined {
  return ring.of(tenant).find((key) => key.id === id && key.source === "configuration");
}
