/**
 * The log of everything, in commit order: read by the cheaper of two ways.
 *
 * @module
 */
import { Effect } from "effect";
import { type Address, addressKey } from "../../actors/address.ts";
import type {
  LogFilter,
  LoggedPage,
  LogRequest,
  ReadError,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import { isWanted, lastOf, type LogPage, logPage, relatedOnly } from "./log_matching.ts";
import { mergeLogs } from "./log_of_actors.ts";
import { BATCHES_PER_PAGE, rangeOf, scanLog, type Scanned } from "./log_scan.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Reader } from "./reader.ts";
import { related } from "./relations.ts";
import type { Streams } from "./streams.ts";

/** With more actors than this a scan of the log finds its facts soon enough. */
const ACTORS_MAX = 200;

/** So few batches are scanned without asking which actors it is about: a live reader's way. */
const SHORT_BATCHES = 8;

/** What the log is read from. */
interface Sources {
  readonly reader: Reader;
  readonly quarantine: Quarantine;
  readonly streams: Streams;
  /** Newest batch before which no other one can still appear. */
  readonly settledThrough: () => number;
}

/** Reads of the log. */
export class Log {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Nothing can still appear at or below this position. */
  tip(): number {
    return lastOf(this.#sources.settledThrough());
  }

  /** Facts of a tenant beyond the cursor, which is the position seen last; work is bounded. */
  readonly page = Effect.fnUntraced(
    function* (
      this: Log,
      tenant: string,
      filter: LogFilter,
      request: LogRequest,
    ): Effect.fn.Return<LoggedPage, ReadError> {
      const page = logPage(tenant, filter, { request, settled: this.#sources.settledThrough() });
      if (page === null) return { data: [], next: null };
      const { data, next, damaged } = (yield* this.#merged(page)) ??
        (yield* scanLog(this.#sources, page));
      const named = damaged.find(({ address }) => address.id === filter.id);
      if (named !== undefined) return yield* named;
      const once = new Map(damaged.map(({ address }) => [addressKey(address), address]));
      return once.size === 0 ? { data, next } : { data, next, damaged: [...once.values()] };
    }.bind(this),
  );

  /** The page by its actors' own facts; `null`: a scan is cheaper, or one of them is damaged. */
  readonly #merged = Effect.fnUntraced(
    function* (this: Log, page: LogPage): Effect.fn.Return<Scanned | null, StoreUnavailable> {
      const { from, to } = rangeOf(page);
      const batches = Math.min(to - from, BATCHES_PER_PAGE);
      if (batches <= SHORT_BATCHES) return null;
      const actors = yield* this.#actors(page);
      if (actors === null || actors.length > batches) return null;
      return yield* mergeLogs(this.#sources.streams, page, actors).pipe(
        Effect.map((merged) => ({ ...merged, damaged: [] })),
        Effect.catchTag("Quarantined", () => Effect.succeed(null)),
      );
    }.bind(this),
  );

  /** All actors that the page can be about; `null`: too many to name. */
  readonly #actors = Effect.fnUntraced(
    function* (this: Log, page: LogPage) {
      const named = yield* this.#named(page);
      if (named === null || named.length > ACTORS_MAX) return null;
      const wanted = named.filter((address) => isWanted(page, address));
      const left = yield* relatedOnly(
        this.#sources.reader,
        page,
        wanted.map((address) => ({ address })),
      );
      return left.map(({ address }) => address);
    }.bind(this),
  );

  readonly #named = Effect.fnUntraced(
    function* (this: Log, { tenant, filter }: LogPage) {
      const { kind, id, actors = null, related: relations = [] } = filter;
      if (actors !== null) return actors.map((one): Address => ({ tenant, ...one }));
      if (kind !== null && id !== null) return [{ tenant, kind, id } satisfies Address];
      for (const relation of relations) {
        const { data, next } = yield* related(this.#sources.reader, { tenant, relation }, {
          cursor: null,
          limit: ACTORS_MAX,
        });
        if (next !== null) continue;
        const { by, value } = relation;
        const itself = by === "customer" ? [] : [{ kind: by, id: value }];
        return [...data, ...itself].map((one): Address => ({ tenant, ...one }));
      }
      return null;
    }.bind(this),
  );
}
