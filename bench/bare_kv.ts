/**
 * The floor: what Deno KV itself takes when an append is as few rows as it could ever be.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { Effect } from "effect";
import type { Mutation } from "../adapters/kv/batch.ts";
import type { Kv } from "../adapters/kv/kv.ts";

/** What finds an actor with its state, and what knows a command again: see `adapters/kv/keys.ts`. */
const NEEDED: ReadonlyArray<Deno.KvKeyPart | undefined> = ["h", "c"];

/** Commits under way at once, as the store has at the most. */
const IN_FLIGHT = 2;

/** What the store would write, in the fewest rows: those that are needed, and one with all else. */
export function packed(mutations: ReadonlyArray<Mutation>, batch: number): ReadonlyArray<Mutation> {
  const isNeeded = ([[room]]: Mutation) => NEEDED.includes(room);
  const rest = mutations.filter((row) => !isNeeded(row)).map(([, value]) => value ?? []);
  const bytes = new Uint8Array(Buffer.concat(rest.map((value) => Uint8Array.from(value))));
  return [...mutations.filter(isNeeded), [["g", batch], bytes]];
}

/**
 * Writes all batches without a check, each as one atomic. One append at a time is one commit at a
 * time: whoever makes it waits for its answer.
 */
export const commitPacked = Effect.fnUntraced(function* (
  kv: Kv,
  { batches, atOnce }: {
    readonly batches: ReadonlyArray<ReadonlyArray<Mutation>>;
    readonly atOnce: number;
  },
) {
  const commit = (batch: ReadonlyArray<Mutation>) =>
    Effect.promise(() =>
      batch.reduce((atomic, [key, value]) => atomic.set(key, value), kv.atomic()).commit()
    );
  yield* Effect.forEach(batches, commit, {
    concurrency: Math.min(IN_FLIGHT, atOnce),
    discard: true,
  });
});
