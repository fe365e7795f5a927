/**
 * Where everything lies. One letter opens a key, the tenant is its first data part; these are the
 * stored format.
 *
 * @module
 */
import type { Address, Kind } from "../../actors/address.ts";
import type { Claim, Claimed, Relation } from "../../actors/event_store.ts";

/** The fence: who owns the data, and since which epoch. */
export const OWNER: Deno.KvKey = ["w"];

/** Version of this layout. */
export const SCHEMA: Deno.KvKey = ["m"];

/** Every actor that needs a person is listed: data of before that list has no such record. */
export const ATTENTION_LISTED: Deno.KvKey = ["m", "attention"];

/** What is written only to see whether anything can be. */
export const PROBE: Deno.KvKey = ["p"];

/** Number of the last batch without a record in the log that went through one of the slots. */
export function witnessKey(slot: number): Deno.KvKey {
  return ["q", slot];
}

/** All witnesses. */
export const WITNESSES: Deno.KvKey = ["q"];

/** What one batch recorded, for the log of everything. */
export function logKey(batch: number): Deno.KvKey {
  return ["g", batch];
}

/** The log of everything, in commit order. */
export const LOG: Deno.KvKey = ["g"];

/** The head of one actor. */
export function headKey({ tenant, kind, id }: Address): Deno.KvKey {
  return ["h", tenant, kind, id];
}

/** Heads of all actors of all tenants. */
export const HEADS: Deno.KvKey = ["h"];

/** Heads of all actors of one kind. */
export function headsKey(tenant: string, kind: Kind): Deno.KvKey {
  return ["h", tenant, kind];
}

/** Commits of all actors of all tenants. */
export const COMMITS: Deno.KvKey = ["e"];

/** All commits of one actor, by the version of their first fact. */
export function commitsKey({ tenant, kind, id }: Address): Deno.KvKey {
  return ["e", tenant, kind, id];
}

/** One commit, whose first fact made `version`. */
export function commitKey({ tenant, kind, id }: Address, version: number): Deno.KvKey {
  return ["e", tenant, kind, id, version];
}

/** Snapshots of all actors of all tenants. */
export const SNAPSHOTS: Deno.KvKey = ["s"];

/** All snapshots of one actor; its head is not among them. */
export function snapshotsKey({ tenant, kind, id }: Address): Deno.KvKey {
  return ["s", tenant, kind, id];
}

/** The state at one version. */
export function snapshotKey({ tenant, kind, id }: Address, version: number): Deno.KvKey {
  return ["s", tenant, kind, id, version];
}

/** Commands of all tenants. */
export const COMMANDS: Deno.KvKey = ["c"];

/** What became of a command. */
export function commandKey(tenant: string, commandId: string): Deno.KvKey {
  return ["c", tenant, commandId];
}

/** Commands found by their requests, of all tenants. */
export const REQUESTS: Deno.KvKey = ["x"];

/** Commands that one request has begun. */
export function requestsKey(tenant: string, requestId: string): Deno.KvKey {
  return ["x", tenant, requestId];
}

/** One of them; a command has one where it was refused, or where its caller named the request. */
export function requestKey(tenant: string, requestId: string, commandId: string): Deno.KvKey {
  return ["x", tenant, requestId, commandId];
}

/** Commands without facts of all actors of all tenants. */
export const FACTLESS: Deno.KvKey = ["r"];

/** Commands of one actor that made no fact, in commit order: refused ones, and nothing to do. */
export function factlessKey({ tenant, kind, id }: Address): Deno.KvKey {
  return ["r", tenant, kind, id];
}

const CLAIM_SPACES = { "barcode": "b", "ticket-number": "n", "holding": "u" } as const;

/** All claims of all tenants. */
export const CLAIMS: ReadonlyArray<Deno.KvKey> = Object.values(CLAIM_SPACES).map((
  space,
) => [space]);

/** Where all values lie that have one holder a scope. */
export const UNIQUE_CLAIMS = [
  { space: "barcode", prefix: [CLAIM_SPACES.barcode] },
  { space: "ticket-number", prefix: [CLAIM_SPACES["ticket-number"]] },
] as const;

/** Holders of one value in every scope. */
export function claimsKey(tenant: string, space: Claim["space"], value: string): Deno.KvKey {
  return [CLAIM_SPACES[space], tenant, value];
}

/** The holder of one value in one scope; of a holding, all its holders. */
export function scopeKey(
  tenant: string,
  { space, value, scope }: Pick<Claim, "space" | "value" | "scope">,
): Deno.KvKey {
  return [CLAIM_SPACES[space], tenant, value, scope];
}

/** Where one claim is kept. */
export function claimKey(
  tenant: string,
  { claim, holder }: { readonly claim: Claim; readonly holder: Claimed["holder"] },
): Deno.KvKey {
  const key = scopeKey(tenant, claim);
  return claim.space === "holding" ? [...key, holder.kind, holder.id] : key;
}

/** What all actors of all tenants are found by. */
export const RELATIONS: Deno.KvKey = ["i"];

/** Actors found by one value. */
export function relationKey(tenant: string, relation: Relation): Deno.KvKey {
  return ["i", tenant, relation.by, relation.value];
}

/** Actors that still have to tell others something, of all tenants. */
export const UNFINISHED: Deno.KvKey = ["f"];

/** One of them. */
export function unfinishedKey({ tenant, kind, id }: Address): Deno.KvKey {
  return [...UNFINISHED, tenant, kind, id];
}

/** Actors that a person must see to, of all tenants. */
export const ATTENTION: Deno.KvKey = ["a"];

/** One of them. */
export function attentionKey({ tenant, kind, id }: Address): Deno.KvKey {
  return [...ATTENTION, tenant, kind, id];
}

/** Settled deliveries of all tenants. */
export const SETTLED: Deno.KvKey = ["d"];

/** A delivery that is settled. */
export function settledKey(tenant: string, id: string): Deno.KvKey {
  return ["d", tenant, id];
}

/** A delivery as long as it is not settled. */
export function unsettledKey(tenant: string, id: string): Deno.KvKey {
  return ["o", tenant, id];
}

/** Deliveries that are not settled, of all tenants or of one. */
export function allUnsettledKey(tenant?: string): Deno.KvKey {
  return tenant === undefined ? ["o"] : ["o", tenant];
}

/** Small named values of all tenants. */
export const MARKS: Deno.KvKey = ["k"];

/** A small named value. */
export function markKey(tenant: string, name: string): Deno.KvKey {
  return ["k", tenant, name];
}

/**
 * Bytes that a key takes, as KV counts them: a tag and an end a text, nine bytes a number.
 *
 * Measured in UTF-8, so that the limits hold for values that came from outside.
 */
export function keySizeBytes(key: Deno.KvKey): number {
  let size = 0;
  for (const part of key) {
    if (typeof part !== "string") {
      size += 9;
      continue;
    }
    size += part.length + 2;
    for (let i = 0; i < part.length; i++) {
      const unit = part.charCodeAt(i);
      if (unit > 0x7f) size += unit > 0x7ff ? 2 : 1;
      if (unit === 0) size += 1;
    }
  }
  return size;
}
