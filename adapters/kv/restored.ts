/**
 * What restored data needs to be told before it is served again.
 *
 * @module
 */
import { Effect } from "effect";
import { RESTORED_MARK } from "../../actors/reconciling/restored.ts";
import { pack } from "./codec.ts";
import { HEADS, markKey, witnessKey } from "./keys.ts";
import type { Kv } from "./kv.ts";
import { lastBatch } from "./last_batch.ts";
import { makeReader, type Reader } from "./reader.ts";
import { withDeadline } from "./real_time.ts";

const DEADLINE_MS = 30_000;

/**
 * Batches left out after a restore: 12 days at a thousand a second, so that no place in the log
 * that the lost tail has used is given to another fact. Whoever follows the log misses nothing.
 */
const BATCHES_LEFT_OUT = 2 ** 30;

/** Tenants marked in one commit; KV takes a thousand writes. */
const TENANTS_AT_ONCE = 500;

/**
 * Marks all tenants as restored at this time, and moves the log on.
 *
 * The KV is nobody else's, and no use to anyone when this fails half-way.
 */
export const markRestored = Effect.fnUntraced(function* (kv: Kv, at: number) {
  const reader = makeReader(kv, DEADLINE_MS);
  const last = yield* lastBatch(reader);
  const tenants = yield* tenantsIn(reader);
  yield* write(kv, [[witnessKey(0), pack(last + BATCHES_LEFT_OUT)]]);
  for (let from = 0; from < tenants.length; from += TENANTS_AT_ONCE) {
    const some = tenants.slice(from, from + TENANTS_AT_ONCE);
    yield* write(kv, some.map((tenant) => [markKey(tenant, RESTORED_MARK), pack(at)]));
  }
});

function write(kv: Kv, records: ReadonlyArray<readonly [Deno.KvKey, Uint8Array]>) {
  const atomic = records.reduce((atomic, [key, value]) => atomic.set(key, value), kv.atomic());
  return withDeadline(() => atomic.commit(), DEADLINE_MS);
}

/** Those that have any actor, found by going from one to the next. */
const tenantsIn = Effect.fnUntraced(function* (reader: Reader) {
  const tenants: Array<string> = [];
  const end = [`${String(HEADS[0])}\u0001`];
  let start: Deno.KvKey = HEADS;
  for (;;) {
    const [next] = yield* reader.list({ start, end }, { limit: 1 });
    if (next === undefined) return tenants;
    const tenant = String(next.key[1]);
    tenants.push(tenant);
    start = [...HEADS, `${tenant}\u0001`];
  }
});
