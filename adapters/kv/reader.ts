/**
 * Reads with a deadline each, and nothing but bytes coming out of them.
 *
 * @module
 */
import { Effect } from "effect";
import type { StoreUnavailable } from "../../actors/event_store.ts";
import { GatheredReads, KEYS_PER_CALL } from "./gathered_reads.ts";
import type { Kv, KvEntry, KvListOptions, KvRange } from "./kv.ts";
import { withDeadline } from "./real_time.ts";

/** Calls under way for one large read; more only queue inside KV. */
const CALLS_AT_ONCE = 8;

/** Entries of one page of a scan; KV's own limit for a round trip. */
export const SCAN_PAGE = 500;

/** Reads of one KV handle. */
export interface Reader {
  readonly get: (key: Deno.KvKey) => Effect.Effect<unknown, StoreUnavailable>;
  /** Values in the order of `keys`, `null` where there is none. Any number of keys. */
  readonly getMany: (
    keys: ReadonlyArray<Deno.KvKey>,
  ) => Effect.Effect<ReadonlyArray<unknown>, StoreUnavailable>;
  /** At most `limit` (1 to `SCAN_PAGE`) entries in one snapshot. */
  readonly list: (
    range: KvRange,
    options: KvListOptions,
  ) => Effect.Effect<ReadonlyArray<KvEntry>, StoreUnavailable>;
  /** Entries of a prefix, page by page: no snapshot, but it never holds KV for long. */
  readonly listAll: (
    prefix: Deno.KvKey,
    max?: number,
  ) => Effect.Effect<ReadonlyArray<KvEntry>, StoreUnavailable>;
}

/** The key just after `key` and everything below it that could be stored before the next one. */
export function justAfter(key: Deno.KvKey): Deno.KvKey {
  return [...key, ""];
}

/** Reads through one handle. */
export function makeReader(kv: Kv, deadlineMs: number): Reader {
  const gathered = new GatheredReads(kv, deadlineMs);

  const get = (key: Deno.KvKey) => Effect.map(gathered.values([key]), ([value]) => value);

  const list = (range: KvRange, options: KvListOptions) =>
    withDeadline(
      () => Array.fromAsync(kv.list(range, { ...options, batchSize: options.limit })),
      deadlineMs,
    );

  const getMany = Effect.fnUntraced(function* (keys: ReadonlyArray<Deno.KvKey>) {
    if (keys.length === 0) return [];
    if (keys.length <= KEYS_PER_CALL) return yield* gathered.values(keys);
    const calls: Array<ReadonlyArray<Deno.KvKey>> = [];
    for (let at = 0; at < keys.length; at += KEYS_PER_CALL) {
      calls.push(keys.slice(at, at + KEYS_PER_CALL));
    }
    const answers = yield* Effect.forEach(calls, (some) => gathered.values(some), {
      concurrency: CALLS_AT_ONCE,
    });
    return answers.flat();
  });

  const listAll = Effect.fnUntraced(function* (prefix: Deno.KvKey, max = Infinity) {
    const all: Array<KvEntry> = [];
    let from: KvRange = { prefix };
    while (true) {
      const page: ReadonlyArray<KvEntry> = yield* list(from, { limit: SCAN_PAGE });
      all.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < SCAN_PAGE || all.length >= max) return all;
      from = { prefix, start: justAfter(last.key) };
    }
  });

  return { get, getMany, list, listAll };
}
