/**
 * Lists: `?limit=`, opaque cursors that are good for their own list only, and the `Link` header.
 *
 * @module
 */
import { hash } from "node:crypto";
import * as v from "valibot";
import type { Address, Kind } from "../actors/address.ts";
import type { Heads, Page, PageRequest } from "../actors/event_store.ts";
import { type Answer, ok } from "./answer.ts";
import { faulty } from "./problem.ts";
import type { Asked } from "./route.ts";
import { wholeNumber } from "./schemas.ts";

/** Query fields of every list. */
export const LIST_FIELDS = {
  limit: v.pipe(
    v.optional(wholeNumber(1, 500), "50"),
    v.description("Items of a page; at most 500"),
  ),
  cursor: v.pipe(v.optional(v.string()), v.description("`next` of the page before")),
};

/** The query of a list without filters. */
export const ListQuery = v.strictObject(LIST_FIELDS);

interface ListFields {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The page that is asked for. Throws the 400 of a cursor that this list did not give out. */
export function readPage({ query, path }: Asked<ListFields>): PageRequest {
  return {
    cursor: query.cursor === undefined ? null : openCursor(query.cursor, path),
    limit: query.limit,
  };
}

/** A page of what is all there, by its names: the cursor is the last name of the page before. */
export function pageByName<A>(
  all: ReadonlyArray<A>,
  { cursor, limit }: PageRequest,
  nameOf: (one: A) => string,
): Page<A> {
  const rest = all
    .filter((one) => cursor === null || nameOf(one) > cursor)
    .sort((one, other) => nameOf(one) < nameOf(other) ? -1 : 1);
  const data = rest.slice(0, limit);
  const last = data.at(-1);
  return { data, next: last === undefined || rest.length === data.length ? null : nameOf(last) };
}

/** Says of whom items are missing; nothing where they are all there. */
function missing({ damaged }: Pick<Heads, "damaged">): {
  readonly quarantined?: ReadonlyArray<ReturnType<typeof nameOf>>;
} {
  return damaged === undefined ? {} : { quarantined: damaged.map(nameOf) };
}

/** `{data, next}`, each item as `show` makes it; `quarantined` says of whom items are missing. */
export function listAnswer<A>(
  asked: Asked<ListFields>,
  page: Page<A> & Pick<Heads, "damaged">,
  show: (item: A) => unknown,
): Answer {
  const data = page.data.map(show);
  if (page.next === null) return ok({ data, next: null, ...missing(page) });
  const next = makeCursor(page.next, asked.path);
  const search = new URLSearchParams(asked.search);
  search.set("cursor", next);
  return ok({ data, next, ...missing(page) }, { link: `<${asked.path}?${search}>; rel="next"` });
}

/** A damaged actor as answers name it. */
export function nameOf({ kind, id }: Address): { readonly kind: Kind; readonly id: string } {
  return { kind, id };
}

function makeCursor(inner: string, path: string): string {
  return `${base64url(inner)}.${stamp(inner, path)}`;
}

function openCursor(cursor: string, path: string): string {
  const [encoded = "", stamped] = cursor.split(".");
  const inner = textOf(encoded);
  if (inner === null || stamped !== stamp(inner, path)) {
    throw faulty("bad-query", [{
      pointer: "/query/cursor",
      detail: "must be the `next` of this list",
    }]);
  }
  return inner;
}

/** Against slips, not against attacks: a cursor grants nothing. */
function stamp(inner: string, path: string): string {
  return hash("sha256", `${path}\n${inner}`, "base64url").slice(0, 8);
}

function base64url(text: string): string {
  const options = { alphabet: "base64url", omitPadding: true } as const;
  return new TextEncoder().encode(text).toBase64(options);
}

function textOf(encoded: string): string | null {
  try {
    return new TextDecoder().decode(Uint8Array.fromBase64(encoded, { alphabet: "base64url" }));
  } catch {
    return null;
  }
}
