/**
 * Actors found by an order, a customer or a performance; those that are not finished, and those
 * that a person must see to.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address, Kind } from "../../actors/address.ts";
import type { Page, PageRequest, Relation, StoreUnavailable } from "../../actors/event_store.ts";
import { ATTENTION, relationKey, UNFINISHED } from "./keys.ts";
import { justAfter, type Reader } from "./reader.ts";

const KIND_AND_ID = /^([a-z-]{1,32})\/([\w.-]{1,200})$/;

/** One page, by kind and id. */
export function related(
  reader: Reader,
  { tenant, relation }: { readonly tenant: string; readonly relation: Relation },
  page: PageRequest,
): Effect.Effect<Listed, StoreUnavailable> {
  return pageUnder(reader, relationKey(tenant, relation), page);
}

/** Those of one tenant that need a person: one page, by kind and id. */
export function listAttention(
  reader: Reader,
  tenant: string,
  page: PageRequest,
): Effect.Effect<Listed, StoreUnavailable> {
  return pageUnder(reader, [...ATTENTION, tenant], page);
}

type Listed = Page<{ readonly kind: Kind; readonly id: string }>;

const pageUnder = Effect.fnUntraced(function* (
  reader: Reader,
  prefix: Deno.KvKey,
  { cursor, limit }: PageRequest,
): Effect.fn.Return<Listed, StoreUnavailable> {
  const seen = cursor === null ? [] : KIND_AND_ID.exec(cursor)?.slice(1) ?? null;
  if (seen === null) return { data: [], next: null };
  const start = justAfter([...prefix, ...seen]);
  const entries = yield* reader.list({ prefix, start }, { limit: limit + 1 });
  const data = entries.slice(0, limit).map(({ key }) => ({
    kind: key.at(-2) as Kind,
    id: String(key.at(-1)),
  }));
  const last = data.at(-1);
  const more = last !== undefined && entries.length > limit;
  return { data, next: more ? `${last.kind}/${last.id}` : null };
});

/** All actors whose last append said so. */
export const listUnfinished = Effect.fnUntraced(function* (reader: Reader) {
  const entries = yield* reader.listAll(UNFINISHED);
  return entries.map(({ key: [, tenant, kind, id] }): Address => ({
    tenant: String(tenant),
    kind: kind as Kind,
    id: String(id),
  }));
});
