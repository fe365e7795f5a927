/**
 * Where in the log a moment lies.
 *
 * @module
 */
import { Effect } from "effect";
import { commitKey, logKey } from "./keys.ts";
import type { Reader } from "./reader.ts";
import { unpackCommit, unpackLog } from "./records.ts";

/** Steps of one search; 2^50 batches are never written. */
const STEPS_MAX = 50;

/**
 * The first batch from `from` on whose facts are not before `at`; `to` when there is none.
 *
 * As good as the clocks that made the facts: whoever filters by time looks a little further.
 */
export const batchAt = Effect.fnUntraced(function* (
  reader: Reader,
  { from, to, at }: { readonly from: number; readonly to: number; readonly at: number },
) {
  let low = from;
  let high = to;
  for (let step = 0; step < STEPS_MAX && low < high; step += 1) {
    const middle = Math.floor((low + high) / 2);
    const next = yield* nextBatch(reader, middle, high);
    if (next === null || next.at >= at) high = middle;
    else low = next.number + 1;
  }
  return low;
});

/** The first batch from `start` on that tells its time. */
const nextBatch = Effect.fnUntraced(function* (reader: Reader, start: number, end: number) {
  const entries = yield* reader.list({ start: logKey(start), end: logKey(end) }, { limit: 1 });
  const [entry] = entries;
  if (entry === undefined) return null;
  const number = Number(entry.key.at(-1));
  const [first] = unpackLog(entry.value)?.facts ?? [];
  if (first === undefined) return { number, at: -Infinity };
  const record = yield* reader.getMany([commitKey(first.address, first.firstVersion)]);
  return { number, at: unpackCommit(record[0])?.at ?? -Infinity };
});
