/**
 * Going through everything under a prefix in the background, however much it is.
 *
 * @module
 */
import { Effect } from "effect";
import type { StoreUnavailable } from "../../actors/event_store.ts";
import type { KvEntry } from "./kv.ts";
import { justAfter, type Reader, SCAN_PAGE } from "./reader.ts";

/** Not interrupted while KV reads a page: the handle is closed after that. */
export const eachPage = Effect.fnUntraced(function* (
  reader: Reader,
  prefix: Deno.KvKey,
  use: (page: ReadonlyArray<KvEntry>) => Effect.Effect<void, StoreUnavailable>,
): Effect.fn.Return<void, StoreUnavailable> {
  let last: KvEntry | undefined;
  do {
    const range = last === undefined ? { prefix } : { prefix, start: justAfter(last.key) };
    const page: ReadonlyArray<KvEntry> = yield* Effect.uninterruptible(
      reader.list(range, { limit: SCAN_PAGE }),
    );
    yield* use(page);
    last = page.length < SCAN_PAGE ? undefined : page.at(-1);
  } while (last !== undefined);
});
