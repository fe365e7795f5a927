/**
 * Actors found by an order, a customer or a performance; and those that are not finished.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address, Kind } from "../../actors/address.ts";
import type { PageRequest, Relation } from "../../actors/event_store.ts";
import { relationKey, UNFINISHED } from "./keys.ts";
import { justAfter, type Reader } from "./reader.ts";

const KIND_AND_ID = /^([a-z-]{1,32})\/([\w.-]{1,200})$/;

/** One page, by kind and id. */
export const related = Effect.fnUntraced(function* (
  reader: Reader,
  { tenant, relation }: { readonly tenant: string; readonly relation: Relation },
  { cursor, limit }: PageRequest,
) {
  const prefix = relationKey(tenant, relation);
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
