/**
 * Cursors of paged lists: the last key part(s) that were seen, as text that fits into a URL.
 *
 * A cursor that nobody gave out names no place: its page is empty.
 *
 * @module
 */
import type { KvEntry } from "./kv.ts";

/** Keys of an index end in a number, or in a number and an id. */
const NUMBER_AND_ID = /^(\d{1,16})(?:\.([\w.-]{1,200}))?$/;

/** The cursor for what is older than `key`. */
export function cursorOf(key: Deno.KvKey, prefix: Deno.KvKey): string {
  return key.slice(prefix.length).join(".");
}

/** What is older than `end`, or everything. */
export type Below = { readonly prefix: Deno.KvKey; readonly end?: Deno.KvKey };

/** Everything older than the cursor; `null` when it is not one of ours. */
export function rangeBelow(prefix: Deno.KvKey, cursor: string | null): Below | null {
  if (cursor === null) return { prefix };
  const match = NUMBER_AND_ID.exec(cursor);
  if (match === null) return null;
  const [, number, id] = match;
  const place = id === undefined ? [Number(number)] : [Number(number), id];
  return { prefix, end: [...prefix, ...place] };
}

/** What follows after the last entry of a page, or `null` when it was the last one. */
export function rangeAfter(
  prefix: Deno.KvKey,
  page: { readonly entries: ReadonlyArray<KvEntry>; readonly limit: number },
): Below | null {
  const last = page.entries.at(-1);
  return last === undefined || page.entries.length < page.limit ? null : { prefix, end: last.key };
}
