/**
 * Who asks: API keys, their tenants and what they may do.
 *
 * @module
 */
import { hash } from "node:crypto";
import type { RateLimit } from "../actors/key/mod.ts";
import { problem } from "./problem.ts";

/** What a key can be allowed; none contains another. */
export const SCOPES = [
  "commands:write",
  "read",
  "events:read",
  "debug:read",
  "barcode:read",
  "admin",
  "metrics",
] as const;
/** One thing that a key may be allowed. */
export type Scope = (typeof SCOPES)[number];

/** One key of one tenant. */
export interface Key {
  readonly tenant: string;
  /** Name of the key: stands in events as who asked. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Milliseconds since the epoch; `null`: never. */
  readonly expiresAt: number | null;
  /** Set: the reply key of this access-control system, good for its replies and scans only. */
  readonly accessControl: string | null;
  /** Its own, beside its tenant's; `null`: none. */
  readonly rateLimit: RateLimit | null;
  /** Where it is managed. */
  readonly source: "configuration" | "service";
}

/** A key as the ring holds it: by the SHA-256 of a secret, in lower-case hex. */
export type HeldKey = readonly [sha256: string, key: Key];

/** All keys, looked up by hash so that none is kept in the clear. */
export interface KeyRing {
  /** By SHA-256; whether its time is over is not looked at. */
  readonly find: (sha256: string) => Key | undefined;
  /** All that the tenant's callers may show, valid or not; a key with two secrets stands twice. */
  readonly of: (tenant: string) => ReadonlyArray<Key>;
  /** What this key of the service is from now on, by each of its secrets. */
  readonly hold: (name: KeyName, held: ReadonlyArray<HeldKey>) => void;
}

/** Names one key. */
export type KeyName = Pick<Key, "tenant" | "id">;

/**
 * Who may use a route: a key with the scope, everyone, or the access-control system of the path.
 */
export type Access = Scope | "everyone" | "access-control";

/** Asks on routes that are open to everyone. */
export const NOBODY: Key = {
  tenant: "",
  id: "nobody",
  scopes: new Set(),
  expiresAt: null,
  accessControl: null,
  rateLimit: null,
  source: "configuration",
};

/** The valid key that the request presents. Throws the 401 as a `Problem`. */
export function authenticate(headers: Headers, keys: KeyRing): Key {
  const presented = /^Bearer +([\x21-\x7E]{1,512})$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (presented === undefined) throw unauthenticated("Bearer");
  const key = validKey(keys, fingerprint(presented));
  if (key === null) throw unauthenticated(INVALID);
  return key;
}

/** What a key is looked up by. */
export function fingerprint(key: string): string {
  return hash("sha256", key, "hex");
}

/** The key with this SHA-256, unless there is none or its time is over. */
export function validKey(keys: Pick<KeyRing, "find">, sha256: string): Key | null {
  const key = keys.find(sha256);
  return key === undefined || isExpired(key, Date.now()) ? null : key;
}

/** Whether its time is over. */
export function isExpired({ expiresAt }: Key, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** Holds the key against the route; `system` is the access-control system in the path, if any. */
export function authorise(key: Key, access: Access, system: string | undefined): void {
  if (access === "everyone") return;
  const owned = access === "access-control" ? system : null;
  if (key.accessControl !== owned) throw unauthenticated(INVALID);
  if (access !== "access-control") requireScope(key, access);
}

/** For what a route does only on request: throws the 403 unless the key has `scope`. */
export function requireScope(key: Key, scope: Scope): void {
  if (!key.scopes.has(scope)) throw problem("missing-scope", { fields: { scope } });
}

const INVALID = 'Bearer error="invalid_token"';

function unauthenticated(challenge: string) {
  return problem("unauthenticated", { headers: { "www-authenticate": challenge } });
}
