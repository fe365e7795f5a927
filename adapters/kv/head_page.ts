/**
 * All actors of one kind: at once, or page by page for those who go through millions and keep none.
 *
 * @module
 */
import { Effect } from "effect";
import type { Address, Kind } from "../../actors/address.ts";
import type {
  Heads,
  ListedHead,
  Loaded,
  Page,
  PageRequest,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import { headKey, headsKey } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import { justAfter, type Reader } from "./reader.ts";
import { unpackHead } from "./records.ts";
import type { Streams } from "./streams.ts";

/** States read at once: large ones lie beside their heads. */
const LOADS_AT_ONCE = 8;

interface Sources {
  readonly reader: Reader;
  readonly streams: Streams;
}

interface Shelf {
  readonly tenant: string;
  readonly kind: Kind;
}

/** All by id. A damaged actor is left out, counted and named: the list is of all the others. */
export const listHeads = Effect.fnUntraced(function* (
  sources: Sources,
  shelf: Shelf,
): Effect.fn.Return<Heads, StoreUnavailable> {
  const entries = yield* sources.reader.listAll(headsKey(shelf.tenant, shelf.kind));
  const { data, ...missing } = sorted(yield* readHeads(sources, shelf, entries));
  return { data: data.map(({ id, loaded }) => ({ id, loaded })), ...missing };
});

/** One page by id, as `listHeads` has it; the cursor is the id seen last. */
export const readHeadPage = Effect.fnUntraced(function* (
  sources: Sources,
  shelf: Shelf,
  { cursor, limit }: PageRequest,
): Effect.fn.Return<Page<ListedHead> & Pick<Heads, "damaged">, StoreUnavailable> {
  const { tenant, kind } = shelf;
  const prefix = headsKey(tenant, kind);
  const after = cursor === null ? {} : { start: justAfter(headKey({ tenant, kind, id: cursor })) };
  const entries = yield* sources.reader.list({ prefix, ...after }, { limit });
  const { data, ...missing } = sorted(yield* readHeads(sources, shelf, entries));
  const heads = data.map(({ id, loaded, value }) => {
    return { id, loaded, position: unpackHead(value)?.position ?? 0 };
  });
  const last = entries.at(-1);
  const next = last === undefined || entries.length < limit ? null : String(last.key.at(-1));
  return { data: heads, next, ...missing };
});

interface ReadHead {
  readonly id: string;
  readonly loaded: Loaded;
  readonly value: unknown;
}

function readHeads(
  { streams }: Sources,
  { tenant, kind }: Shelf,
  entries: ReadonlyArray<KvEntry>,
): Effect.Effect<ReadonlyArray<ReadHead | Address>, StoreUnavailable> {
  return Effect.forEach(entries, ({ key, value }) => {
    const address = { tenant, kind, id: String(key.at(-1)) };
    return streams.loadListed(address, value).pipe(
      Effect.map((loaded): ReadHead | Address => ({ id: address.id, loaded, value })),
      Effect.catchTag("Quarantined", () => Effect.succeed(address)),
    );
  }, { concurrency: LOADS_AT_ONCE });
}

function sorted(all: ReadonlyArray<ReadHead | Address>) {
  const data = all.flatMap((one) => "loaded" in one ? [one] : []);
  const damaged = all.flatMap((one) => "loaded" in one ? [] : [one]);
  return damaged.length === 0 ? { data } : { data, damaged };
}
