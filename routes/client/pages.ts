/**
 * Lists, read to their end page by page.
 *
 * @module
 */
import type { Send } from "./transport.ts";

/** The most that the service gives at once. */
const LIMIT = 500;

interface Page<Item> {
  readonly data: ReadonlyArray<Item>;
  readonly next: string | null;
}

/** Query fields of a list; one that is `undefined` is left out. */
export type Filter = Readonly<Record<string, string | undefined>>;

/** `?a=1&b=2`, or nothing at all. */
export function queryOf(filter: Filter): string {
  const given = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]]
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

/** One page in memory at a time. Whoever stops early fetches no further one. */
export async function* pages<Item>(
  send: Send,
  path: string,
  filter: Filter = {},
): AsyncIterable<Item> {
  let cursor: string | null = null;
  do {
    const query: string = queryOf({ limit: String(LIMIT), ...filter, cursor: cursor ?? undefined });
    const { body } = await send({ method: "GET", path: `${path}${query}` });
    const page = body as Page<Item>;
    yield* page.data;
    cursor = page.next;
  } while (cursor !== null);
}
