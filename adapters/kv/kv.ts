/**
 * The part of Deno KV that the store uses, so that a simulated one can stand in its place.
 *
 * @module
 */

/** One stored value; both `null` when there is none. */
export interface KvEntry {
  readonly key: Deno.KvKey;
  readonly value: unknown;
  readonly versionstamp: string | null;
}

/** Keys under `prefix`, from `start` on (inclusive) or before `end` (exclusive); KV takes no three. */
export type KvRange =
  | { readonly prefix: Deno.KvKey }
  | { readonly prefix: Deno.KvKey; readonly start: Deno.KvKey }
  | { readonly prefix: Deno.KvKey; readonly end: Deno.KvKey }
  | { readonly start: Deno.KvKey; readonly end: Deno.KvKey };

/** How much of a range, and from which end. */
export interface KvListOptions {
  readonly limit: number;
  readonly reverse?: boolean;
  /** Entries a round trip, at most 500. */
  readonly batchSize?: number;
}

/** `ok: false`: the check failed and nothing was written. */
export type KvCommit =
  | { readonly ok: true; readonly versionstamp: string }
  | { readonly ok: false };

/** Only check, set and delete: with the other mutations an atomic is not all or nothing. */
export interface KvAtomic {
  check(check: { readonly key: Deno.KvKey; readonly versionstamp: string | null }): KvAtomic;
  set(key: Deno.KvKey, value: unknown): KvAtomic;
  delete(key: Deno.KvKey): KvAtomic;
  commit(): Promise<KvCommit>;
}

/** A native `Deno.Kv` is one. */
export interface Kv {
  get(key: Deno.KvKey): Promise<KvEntry>;
  /** At most 10 keys. */
  getMany(keys: ReadonlyArray<Deno.KvKey>): Promise<ReadonlyArray<KvEntry>>;
  list(range: KvRange, options: KvListOptions): AsyncIterable<KvEntry>;
  atomic(): KvAtomic;
  close(): void;
}

/** The handle that writes and the one that reads; the same one where only one is possible. */
export interface Handles {
  readonly writer: Kv;
  readonly reader: Kv;
}
