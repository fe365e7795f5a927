/**
 * One atomic commit out of the writes of many callers, within the limits of KV.
 *
 * @module
 */
import { Cause, type Effect, Exit } from "effect";
import {
  type CommitUnknown,
  type OwnershipLost,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import { pack } from "./codec.ts";
import { keySizeBytes, logKey, OWNER, witnessKey } from "./keys.ts";
import type { Kv, KvAtomic } from "./kv.ts";
import { type DeliveryName, type LogReference, packLog } from "./records.ts";

/** Positions of one batch; more facts than this never fit into one. */
export const POSITIONS_PER_BATCH = 1024;

/** KV refuses longer keys (2 KiB) and larger values (64 KiB). */
const KEY_MAX_BYTES = 2_000;
const VALUE_MAX_BYTES = 65_000;

/** The log's record, or the witness of a batch that has nothing to log. */
const OWN_MUTATIONS = 1;

/** What an atomic may hold: KV allows 1000 mutations, 80 KiB of keys and 800 KiB in all. */
export interface BatchLimits {
  readonly writesMax: number;
  readonly mutationsMax: number;
  readonly keysMaxBytes: number;
  readonly valuesMaxBytes: number;
}

/** `null` deletes. */
export type Mutation = readonly [key: Deno.KvKey, value: Uint8Array | null];

/** Every way in which a queued write can fail. */
export type WriteError = StoreUnavailable | CommitUnknown | OwnershipLost;

/** What one caller wants written, all or none. */
export interface Write {
  /** Things that it rewrites: two batches in flight never share one, so the last queued wins. */
  readonly touches: ReadonlyArray<string>;
  /** Its facts, for the log of everything. */
  readonly log: LogReference | null;
  /** Deliveries that begin with it, for the same log. */
  readonly created: ReadonlyArray<DeliveryName>;
  /**
   * Called when the batch is formed, as only then the places are known: `position` of its first
   * fact, and `order`, unique among all writes and growing.
   */
  readonly mutations: (at: {
    readonly position: number;
    readonly order: number;
  }) => ReadonlyArray<Mutation>;
  /** Called once, before the caller hears of it, and even when the caller is gone. */
  readonly settled: (exit: Exit.Exit<number, WriteError>) => void;
}

/** A write in the queue. */
export interface Waiting {
  readonly write: Write;
  readonly resume: (result: Effect.Effect<number, WriteError>) => void;
}

/** Formed: its places are given out, its bytes are made, it is ready to go. */
export interface Batch {
  readonly number: number;
  readonly slot: number;
  readonly versionstamp: string;
  readonly members: ReadonlyArray<Waiting & { readonly position: number }>;
  readonly mutations: ReadonlyArray<Mutation>;
  readonly touches: ReadonlySet<string>;
  /** It has a record in the log: the witness that it was written. Else its slot has one. */
  readonly logged: boolean;
}

/** Ends one write, whatever became of it. */
export function settle({ write, resume }: Waiting, exit: Exit.Exit<number, WriteError>): void {
  write.settled(exit);
  resume(exit);
}

/**
 * Takes writes from the front of `queue` as long as they fit and `busy` has nothing of theirs.
 *
 * A write that could never fit, or does not encode, is settled here: it must not fail the others.
 */
export function formBatch(
  queue: Array<Waiting>,
  options: {
    readonly number: number;
    readonly slot: number;
    readonly versionstamp: string;
    readonly limits: BatchLimits;
    readonly busy: (touched: string) => boolean;
  },
): Batch | null {
  const { number, slot, versionstamp, limits, busy } = options;
  const members: Array<Batch["members"][number]> = [];
  const mutations: Array<Mutation> = [];
  const log: Array<LogReference> = [];
  const created: Array<DeliveryName> = [];
  const touches = new Set<string>();
  let [facts, keysBytes, valuesBytes, taken] = [0, 0, 0, 0];

  for (const waiting of queue) {
    const { write } = waiting;
    if (members.length >= limits.writesMax || write.touches.some(busy)) break;
    const count = write.log?.count ?? 0;
    const position = number * POSITIONS_PER_BATCH + facts;
    const order = number * POSITIONS_PER_BATCH + members.length;
    const measured = measure(write, { position, order, limits });
    if (Exit.isExit(measured)) {
      settle(waiting, measured);
      taken++;
      continue;
    }
    const full = facts + count > POSITIONS_PER_BATCH ||
      mutations.length + measured.mutations.length + OWN_MUTATIONS > limits.mutationsMax ||
      keysBytes + measured.keysBytes > limits.keysMaxBytes ||
      valuesBytes + measured.valuesBytes > limits.valuesMaxBytes;
    if (full) break;
    taken++;
    facts += count;
    keysBytes += measured.keysBytes;
    valuesBytes += measured.valuesBytes;
    members.push({ ...waiting, position });
    for (const mutation of measured.mutations) mutations.push(mutation);
    for (const touched of write.touches) touches.add(touched);
    if (write.log !== null) log.push(write.log);
    created.push(...write.created);
  }
  queue.splice(0, taken);
  if (members.length === 0) return null;
  const logged = log.length + created.length > 0;
  mutations.push(
    logged ? [logKey(number), packLog({ facts: log, created })] : [witnessKey(slot), pack(number)],
  );
  return { number, slot, versionstamp, members, mutations, touches, logged };
}

function measure(
  write: Write,
  { position, order, limits }: {
    readonly position: number;
    readonly order: number;
    readonly limits: BatchLimits;
  },
) {
  let mutations: ReadonlyArray<Mutation>;
  try {
    mutations = write.mutations({ position, order });
  } catch (defect) {
    return Exit.failCause(Cause.die(defect));
  }
  let [keysBytes, valuesBytes] = [0, 0];
  for (const [key, value] of mutations) {
    const keyBytes = keySizeBytes(key);
    const valueBytes = value === null ? 0 : value.byteLength;
    if (keyBytes > KEY_MAX_BYTES) return tooLarge(`A key of ${keyBytes} bytes`);
    if (valueBytes > VALUE_MAX_BYTES) return tooLarge(`A record of ${valueBytes} bytes`);
    keysBytes += keyBytes;
    valuesBytes += valueBytes;
  }
  const alone = mutations.length + OWN_MUTATIONS <= limits.mutationsMax &&
    keysBytes <= limits.keysMaxBytes && valuesBytes <= limits.valuesMaxBytes &&
    (write.log?.count ?? 0) <= POSITIONS_PER_BATCH;
  return alone ? { mutations, keysBytes, valuesBytes } : tooLarge("A write this large");
}

function tooLarge(what: string): Exit.Exit<never, StoreUnavailable> {
  return Exit.fail(new StoreUnavailable({ reason: `${what} is more than KV takes` }));
}

/** The batch as KV's atomic, with the one check that a foreign owner makes fail. */
export function toAtomic(kv: Kv, batch: Batch): KvAtomic {
  let atomic = kv.atomic().check({ key: OWNER, versionstamp: batch.versionstamp });
  for (const [key, value] of batch.mutations) {
    atomic = value === null ? atomic.delete(key) : atomic.set(key, value);
  }
  return atomic;
}
