/**
 * All actors of one kind, page by page: for those who go through millions and keep none of them.
 *
 * @module
 */
import { Effect } from "effect";
import type { Kind } from "../../actors/address.ts";
import type { ListedHead, Page, PageRequest, StoreUnavailable } from "../../actors/event_store.ts";
import { headKey, headsKey } from "./keys.ts";
import { justAfter, type Reader } from "./reader.ts";
import { unpackHead } from "./records.ts";
import type { Streams } from "./streams.ts";

/** States read at once: large ones lie beside their heads. */
const LOADS_AT_ONCE = 8;

/** One page by id; the cursor is the id seen last. A damaged actor is left out, and counted. */
export const readHeadPage = Effect.fnUntraced(function* (
  { reader, streams }: { readonly reader: Reader; readonly streams: Streams },
  { tenant, kind }: { readonly tenant: string; readonly kind: Kind },
  { cursor, limit }: PageRequest,
): Effect.fn.Return<Page<ListedHead>, StoreUnavailable> {
  const prefix = headsKey(tenant, kind);
  const after = cursor === null ? {} : { start: justAfter(headKey({ tenant, kind, id: cursor })) };
  const entries = yield* reader.list({ prefix, ...after }, { limit });
  const heads = yield* Effect.forEach(entries, ({ key, value }) => {
    const id = String(key.at(-1));
    return streams.loadListed({ tenant, kind, id }, value).pipe(
      Effect.map((loaded) => ({ id, loaded, position: unpackHead(value)?.position ?? 0 })),
      Effect.catchTag("Quarantined", () => Effect.succeed(null)),
    );
  }, { concurrency: LOADS_AT_ONCE });
  const last = entries.at(-1);
  const next = last === undefined || entries.length < limit ? null : String(last.key.at(-1));
  return { data: heads.filter((head) => head !== null), next };
});
