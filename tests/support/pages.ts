/**
 * Reads a paged list to its end.
 *
 * @module
 */
import { Effect } from "effect";
import assert from "node:assert/strict";
import type { Page, PageRequest } from "../../actors/event_store.ts";

/** Everything, page by page; no page may hold more than `limit`. */
export const everyPage = Effect.fnUntraced(function* <A, E>(
  limit: number,
  ask: (request: PageRequest) => Effect.Effect<Page<A>, E>,
) {
  const all: Array<A> = [];
  let cursor: string | null = null;
  do {
    const page: Page<A> = yield* ask({ cursor, limit });
    assert.ok(page.data.length <= limit);
    all.push(...page.data);
    cursor = page.next;
  } while (cursor !== null);
  return all;
});
