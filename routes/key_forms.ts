/**
 * What of a key is sent and shown: never a hash, and the key itself once.
 *
 * @module
 */
import * as v from "valibot";
import { isOver, type KeyState } from "../actors/key/mod.ts";
import { instant } from "./answer.ts";
import { Time } from "./answers.ts";
import { isExpired, type Key, SCOPES } from "./keys.ts";
import { figure, Id, Instant, maybe } from "./schemas.ts";

const DAY_MS = 86_400_000;

const OVERLAP_MAX_MS = 30 * DAY_MS;

/** As the configuration has it. */
const Limit = v.strictObject({
  perSecond: figure(1, 100_000),
  burst: figure(1, 1_000_000),
});

const Milliseconds = v.pipe(Instant, v.transform((text) => Date.parse(text)));

/** Body of a new key. */
export const CreateBody = v.strictObject({
  id: Id,
  scopes: v.pipe(
    v.array(v.picklist(SCOPES)),
    v.maxLength(SCOPES.length, `must have at most ${SCOPES.length} scopes`),
    v.check((scopes) => new Set(scopes).size === scopes.length, "must not name a scope twice"),
    v.description("At most what the asking key may do itself"),
  ),
  expiresAt: v.pipe(maybe(Milliseconds), v.description("Yet to come")),
  rateLimit: maybe(Limit),
});

/** Body of a rotation. */
export const RotateKeyBody = v.strictObject({
  overlapMs: v.optional(
    v.pipe(
      figure(0, OVERLAP_MAX_MS),
      v.description("So long the secret before stays valid; a day unless given"),
    ),
    DAY_MS,
  ),
});

/** Body of an end. */
export const ExpireBody = v.strictObject({
  at: v.pipe(maybe(Milliseconds), v.description("Now, unless given")),
});

const SHOWN = {
  id: v.string(),
  source: v.pipe(
    v.picklist(["configuration", "service"]),
    v.description("A key of the configuration is changed there"),
  ),
  status: v.picklist(["active", "expired"]),
  scopes: v.array(v.picklist(SCOPES)),
  expiresAt: v.nullable(Time),
  rateLimit: v.nullable(v.object({ perSecond: v.number(), burst: v.number() })),
  createdAt: v.nullable(Time),
  secrets: v.pipe(
    v.array(v.object({ generation: v.number(), until: v.nullable(Time) })),
    v.description("Those that are valid, the newest first"),
  ),
  version: v.nullable(v.number()),
};

/** A key as it is told of. */
export const KeyAnswer = v.object(SHOWN);

/** A key with its newest secret, which is not shown again. */
export const KeyWithSecret = v.object({
  ...SHOWN,
  key: v.pipe(
    v.nullable(v.string()),
    v.description("The key in clear, this once; `null` in the answer to a repeated request"),
  ),
});

/** A key of the service, with all that its facts say of it. */
export interface ServiceKey {
  readonly id: string;
  readonly version: number;
  readonly state: KeyState;
}

/** A key of the service. */
export function showKey({ id, version, state }: ServiceKey, now: number): object {
  const { scopes, expiresAt, rateLimit, createdAt } = state;
  const isEnded = isOver(state, now);
  const valid = isEnded ? [] : state.secrets.filter(({ until }) => until === null || until > now);
  return {
    id,
    source: "service",
    status: isEnded ? "expired" : "active",
    scopes,
    expiresAt: instant(expiresAt),
    rateLimit,
    createdAt: instant(createdAt),
    secrets: valid.map(({ generation, until }) => ({ generation, until: instant(until) })),
    version,
  };
}

/** A key of the configuration. */
export function showConfigured(key: Key, now: number): object {
  const { id, source, scopes, expiresAt, rateLimit } = key;
  const isEnded = isExpired(key, now);
  return {
    id,
    source,
    status: isEnded ? "expired" : "active",
    scopes: SCOPES.filter((scope) => scopes.has(scope)),
    expiresAt: instant(expiresAt),
    rateLimit,
    createdAt: null,
    secrets: isEnded ? [] : [{ generation: 1, until: null }],
    version: null,
  };
}
