/**
 * API keys: created, rotated, ended, listed. A key is shown in clear once, to whoever made it.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import * as v from "valibot";
import type { Envelope } from "../actors/actor_router.ts";
import { fold } from "../actors/actor_type.ts";
import { EventStore } from "../actors/event_store.ts";
import { key as keyType } from "../actors/key/mod.ts";
import { etag, ok } from "./answer.ts";
import { pageOfActors } from "./answers.ts";
import { seal } from "./envelope.ts";
import {
  type ChangedKey,
  changeKey,
  findConfigured,
  isLastAdmin,
  makeSecret,
  readKey,
} from "./key_changes.ts";
import {
  CreateBody,
  ExpireBody,
  KeyAnswer,
  KeyWithSecret,
  RotateKeyBody,
  type ServiceKey,
  showConfigured,
  showKey,
} from "./key_forms.ts";
import { fingerprint, type Key, requireScope } from "./keys.ts";
import { listAnswer, ListQuery, pageByName, readPage } from "./list.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { faulty, problem } from "./problem.ts";
import { type Arrival, type Asked, param, type Route, route } from "./route.ts";

/** Of the service, a tenant; those that were removed do not count. */
const KEYS_MAX = 1_000;

/** Who stands in facts beside keys. */
const RESERVED = ["gatehouse", "nobody"];

const SHARED = { access: "admin", tag: "keys" } as const;
const ONE = { ...SHARED, path: "/v1/keys/{keyId}", query: NO_QUERY } as const;

/** `/v1/keys`, `/v1/keys/{keyId}`, `…/rotate` and `…/expire` */
export const KEY_ROUTES: ReadonlyArray<Route> = [
  route({
    ...SHARED,
    method: "GET",
    path: "/v1/keys",
    summary: "The tenant's keys by id, those of the configuration too; never a hash or a key",
    query: ListQuery,
    body: NO_BODY,
    answers: { 200: { description: "A page", schema: pageOfActors(KeyAnswer) } },
    handle: (asked) => list(asked),
  }),
  route({
    ...SHARED,
    method: "POST",
    path: "/v1/keys",
    summary: "Creates a key, valid at once, and shows it this once",
    command: "CreateKey",
    query: NO_QUERY,
    body: CreateBody,
    example: { id: "gate-office", scopes: ["commands:write", "read"] },
    answers: { 201: { description: "The key, in clear", schema: KeyWithSecret } },
    problems: ["key-in-configuration", "too-many-keys"],
    handle: (asked) => create(asked),
  }),
  route({
    ...ONE,
    method: "GET",
    summary: "One key",
    body: NO_BODY,
    answers: { 200: { description: "The key", schema: KeyAnswer } },
    handle: (asked) => read(asked),
  }),
  route({
    ...ONE,
    method: "DELETE",
    summary: "Ends a key for good, at once; its id is never used again",
    command: "RemoveKey",
    body: NO_BODY,
    answers: {
      200: {
        description: "It is removed",
        schema: v.object({ id: v.string(), version: v.number(), removed: v.literal(true) }),
      },
    },
    problems: ["key-in-configuration"],
    handle: (asked) => remove(asked),
  }),
  route({
    ...ONE,
    method: "POST",
    path: "/v1/keys/{keyId}/rotate",
    summary: "Makes a new secret and shows it this once; until the overlap ends both are valid",
    command: "RotateKey",
    body: RotateKeyBody,
    example: { overlapMs: 86_400_000 },
    answers: { 200: { description: "The key, in clear", schema: KeyWithSecret } },
    problems: ["key-in-configuration"],
    handle: (asked) => rotate(asked),
  }),
  route({
    ...ONE,
    method: "POST",
    path: "/v1/keys/{keyId}/expire",
    summary: "Ends a key at a time, or now",
    command: "ExpireKey",
    body: ExpireBody,
    example: {},
    answers: { 200: { description: "The key", schema: KeyAnswer } },
    problems: ["key-in-configuration"],
    handle: (asked) => expire(asked),
  }),
];

type Listed = ServiceKey | Key;

function list(asked: Asked<v.InferOutput<typeof ListQuery>>) {
  const request = readPage(asked);
  const { caller: { tenant }, house } = asked;
  return Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis;
    const configured = house.keys.of(tenant).filter(({ source }) => source === "configuration");
    const { keys, ...rest } = yield* keysOf(tenant);
    const all: ReadonlyArray<Listed> = [...configured, ...keys];
    return listAnswer(
      asked,
      { ...pageByName(all, request, ({ id }) => id), ...rest },
      (one) => "state" in one ? showKey(one, now) : showConfigured(one, now),
    );
  });
}

const keysOf = Effect.fnUntraced(function* (tenant: string) {
  const store = yield* EventStore;
  const { data, ...rest } = yield* store.heads(tenant, "key");
  const keys = data.flatMap(({ id, loaded }): ReadonlyArray<ServiceKey> => {
    const state = fold(keyType, loaded);
    return state.secrets.length === 0 ? [] : [{ id, version: loaded.version, state }];
  });
  return { keys, ...rest };
});

function create(asked: Asked<unknown, v.InferOutput<typeof CreateBody>>) {
  const { caller: { tenant }, house, body } = asked;
  const { id, ...given } = body;
  for (const scope of given.scopes) requireScope(asked.caller, scope);
  if (RESERVED.includes(id) || house.accessControls(tenant).some(({ name }) => name === id)) {
    const detail = `must not be ${RESERVED.join(", ")} or the name of an access control`;
    throw faulty("invalid", [{ pointer: "/id", detail }]);
  }
  if (findConfigured(house.keys, { tenant, id }) !== undefined) {
    throw problem("key-in-configuration");
  }
  const told = { type: "CreateKey", ...given } as const;
  // with another id it is another request
  const envelope = seal("POST", { ...told, ...{ id } }, asked);
  return Effect.gen(function* () {
    yield* assertToCome(given.expiresAt, { tenant, envelope });
    const others = (yield* keysOf(tenant)).keys.filter((one) => one.id !== id);
    if (others.length >= KEYS_MAX) return yield* problem("too-many-keys");
    const secret = makeSecret();
    const sha256 = fingerprint(secret);
    const command = () => ({ ...told, sha256 });
    const changed = yield* changeKey(asked, { id, envelope, command });
    const { body, headers } = yield* withSecret(changed, secret);
    return { status: 201, body, headers: { ...headers, location: `/v1/keys/${id}` } };
  });
}

/** A key that was made stays made: its repeat is answered also when its time has come since. */
const assertToCome = Effect.fnUntraced(function* (
  at: number | null,
  { tenant, envelope }: { readonly tenant: string; readonly envelope: Envelope },
) {
  if (at === null || at > (yield* Clock.currentTimeMillis)) return;
  const store = yield* EventStore;
  const isRepeat = !envelope.fresh && (yield* store.command(tenant, envelope.commandId)) !== null;
  if (isRepeat) return;
  const detail = "must be a time that is yet to come";
  return yield* faulty("invalid", [{ pointer: "/expiresAt", detail }]);
});

function rotate(asked: Asked<unknown, v.InferOutput<typeof RotateKeyBody>>) {
  const { caller, house, body } = asked;
  const id = param(asked, "keyId");
  const known = house.keys.of(caller.tenant).filter((key) => key.id === id);
  // whoever is shown the secret can do what the key can
  for (const { scopes } of known) scopes.forEach((scope) => requireScope(caller, scope));
  const told = { type: "RotateKey", ...body } as const;
  const envelope = seal("POST", told, asked);
  const secret = makeSecret();
  const command = () => ({ ...told, sha256: fingerprint(secret) });
  return Effect.flatMap(
    changeKey(asked, { id, envelope, command }),
    (changed) => withSecret(changed, secret),
  );
}

/** What a repeated request made is thrown away: the first one's is the key. */
function withSecret({ key, isRepeated, headers }: ChangedKey, secret: string) {
  return Effect.map(
    Clock.currentTimeMillis,
    (now) => ok({ ...showKey(key, now), key: isRepeated ? null : secret }, headers),
  );
}

function expire(asked: Asked<unknown, v.InferOutput<typeof ExpireBody>>) {
  const { caller: { tenant }, house, body: { at: expiresAt } } = asked;
  const id = param(asked, "keyId");
  const told = { type: "ExpireKey", expiresAt } as const;
  const envelope = seal("POST", told, asked);
  return Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis;
    const command = () => ({
      ...told,
      isLastAdmin: isLastAdmin(house.keys, { tenant, id }, Math.max(expiresAt ?? now, now)),
    });
    const { key, headers } = yield* changeKey(asked, { id, envelope, command });
    return ok(showKey(key, yield* Clock.currentTimeMillis), headers);
  });
}

function remove(asked: Arrival) {
  const { caller: { tenant }, house } = asked;
  const id = param(asked, "keyId");
  const told = { type: "RemoveKey" } as const;
  const envelope = seal("DELETE", told, asked);
  return Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis;
    const command = () => ({
      ...told,
      isLastAdmin: isLastAdmin(house.keys, { tenant, id }, now),
    });
    const { key, headers } = yield* changeKey(asked, { id, envelope, command });
    return ok({ id, version: key.version, removed: true }, headers);
  });
}

function read(asked: Arrival) {
  const { caller: { tenant }, house } = asked;
  const name = { tenant, id: param(asked, "keyId") };
  const configured = findConfigured(house.keys, name);
  return Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis;
    if (configured !== undefined) return ok(showConfigured(configured, now));
    const key = yield* readKey(name);
    return ok(showKey(key, now), { etag: etag(key.version) });
  });
}
