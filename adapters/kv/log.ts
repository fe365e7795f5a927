/**
 * The log of everything, in commit order: one record a batch refers to the facts of its actors.
 *
 * @module
 */
import { Effect } from "effect";
import { addressKey } from "../../actors/address.ts";
import type { LogFilter, Page, PageRequest, Recorded } from "../../actors/event_store.ts";
import { POSITIONS_PER_BATCH } from "./batch.ts";
import { commitKey, logKey } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import type { Quarantine } from "./quarantine.ts";
import { type Reader, SCAN_PAGE } from "./reader.ts";
import { type LogReference, unpackCommit, unpackLog } from "./records.ts";
import { toRecorded } from "./streams.ts";

/** Batches looked at for one page: a page can be short and still have a next one. */
const BATCHES_PER_PAGE = SCAN_PAGE;

/** Commits read at once while a page fills. */
const COMMITS_PER_READ = 100;

interface Place extends LogReference {
  /** Of its first fact. */
  readonly position: number;
}

/** Reads of the log. */
export class Log {
  readonly #reader: Reader;
  readonly #quarantine: Quarantine;
  readonly #settledThrough: () => number;

  /** `settledThrough`: newest batch before which no other one can still appear. */
  constructor(reader: Reader, quarantine: Quarantine, settledThrough: () => number) {
    this.#reader = reader;
    this.#quarantine = quarantine;
    this.#settledThrough = settledThrough;
  }

  /**
   * Facts of a tenant after the cursor, which is the position seen last.
   *
   * Work a page is bounded, so it may be short, even empty, with a `next`. Facts that do not decode
   * are left out: they quarantine their actor, not the log.
   */
  readonly page = Effect.fnUntraced(
    function* (this: Log, tenant: string, filter: LogFilter, request: PageRequest) {
      const seen = request.cursor === null ? -1 : positionOf(request.cursor);
      if (seen === null) return { data: [], next: null } satisfies Page<Recorded>;
      const from = Math.floor((seen + 1) / POSITIONS_PER_BATCH);
      const to = Math.max(from, this.#settledThrough() + 1);
      const batches = yield* this.#reader.list(
        { start: logKey(from), end: logKey(to) },
        { limit: BATCHES_PER_PAGE },
      );
      const places = batches.flatMap((entry) => this.#places(entry))
        .filter((place) =>
          place.position + place.count - 1 > seen && wanted(tenant, filter, place)
        );

      const data: Array<Recorded> = [];
      for (let at = 0; at < places.length; at += COMMITS_PER_READ) {
        const facts = yield* this.#facts(places.slice(at, at + COMMITS_PER_READ));
        for (const fact of facts) {
          if (fact.position <= seen || !matches(fact, filter)) continue;
          const last = data.at(-1);
          if (data.length === request.limit && last !== undefined) {
            return { data, next: String(last.position) };
          }
          data.push(fact);
        }
      }
      const last = batches.length < BATCHES_PER_PAGE ? undefined : batches.at(-1);
      return { data, next: last === undefined ? null : String(lastPosition(last)) };
    }.bind(this),
  );

  #places(entry: KvEntry): ReadonlyArray<Place> {
    const logged = unpackLog(entry.value);
    if (logged === null) {
      this.#quarantine.note(`log/${String(entry.key.at(-1))}`);
      return [];
    }
    let position = Number(entry.key.at(-1)) * POSITIONS_PER_BATCH;
    return logged.facts.map((reference) => {
      const place = { ...reference, position };
      position += reference.count;
      return place;
    });
  }

  readonly #facts = Effect.fnUntraced(
    function* (this: Log, places: ReadonlyArray<Place>) {
      const keys = places.map((place) => commitKey(place.address, place.firstVersion));
      const records = yield* this.#reader.getMany(keys);
      return places.flatMap(({ address, firstVersion }, i) => {
        const commit = unpackCommit(records[i]);
        const recorded = commit === null ? null : toRecorded(address, commit, firstVersion);
        if (recorded === null) this.#quarantine.note(addressKey(address));
        return recorded ?? [];
      });
    }.bind(this),
  );
}

function wanted(tenant: string, { kind, id }: LogFilter, { address }: Place): boolean {
  return address.tenant === tenant && (kind === null || address.kind === kind) &&
    (id === null || address.id === id);
}

function matches({ event, at }: Recorded, { type, from, to }: LogFilter): boolean {
  return (type === null || event.type === type) && (from === null || at >= from) &&
    (to === null || at < to);
}

function positionOf(cursor: string): number | null {
  return /^\d{1,16}$/.test(cursor) ? Number(cursor) : null;
}

function lastPosition(batch: KvEntry): number {
  return (Number(batch.key.at(-1)) + 1) * POSITIONS_PER_BATCH - 1;
}
