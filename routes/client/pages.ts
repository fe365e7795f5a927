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

/** One page in memory at a time. Whoever stops early fetches no further one. */
export async function* pages<Item>(
  send: Send,
  path: string,
  filter: Filter = {},
): AsyncIterable<Item> {
  let cursor: string | null = null;
  do {
    const query: URLSearchParams = new URLSearchParams({ limit: String(LIMIT) });
    for (const [name, value] of Object.entries(filter)) {
      if (value !== undefined) query.set(name, value);
    }
    if (cursor !== null) query.set("cursor", cursor);
    const { body } = await send({ method: "GET", path: `${path}?${query}` });
    const page = body as Page<Item>;
    yield* page.data;
    cursor = page.next;
  } while (cursor !== null);
}
