/**
 * The yardstick: the store's rows written by `node:sqlite`, one transaction a batch.
 *
 * @module
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Append } from "../actors/event_store.ts";
import { NO_HEAD, prepareAppend } from "../adapters/kv/append.ts";
import { type Mutation, POSITIONS_PER_BATCH } from "../adapters/kv/batch.ts";
import { deliveryMutations } from "../adapters/kv/deliveries.ts";

/** Bytes of one key and of its value. */
export type Row = readonly [key: Uint8Array, value: Uint8Array];

/**
 * `plain`: keys and values, the least that SQLite can be asked for. `kv`: the table and the index
 * that Deno KV 0.14 itself keeps them in, so every new row is written into two trees.
 */
export type Layout = "plain" | "kv";

const LAYOUTS: Readonly<Record<Layout, { readonly create: string; readonly upsert: string }>> = {
  plain: {
    create: "CREATE TABLE data (k BLOB PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID;",
    upsert: "INSERT INTO data VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v",
  },
  kv: {
    create: `CREATE TABLE data (
      k BLOB PRIMARY KEY, v BLOB NOT NULL, v_encoding INTEGER NOT NULL, version INTEGER NOT NULL,
      seq INTEGER NOT NULL DEFAULT 0, expiration_ms INTEGER NOT NULL DEFAULT -1
    ) WITHOUT ROWID;
    CREATE INDEX data_expiration_ms ON data (expiration_ms);`,
    upsert: `INSERT INTO data VALUES (?, ?, 3, 1, 0, -1) ON CONFLICT (k) DO UPDATE SET
      v = excluded.v, version = excluded.version`,
  },
};

/** One database file of its own. */
export class RawSqlite {
  readonly #db: DatabaseSync;
  readonly #upsert: StatementSync;

  constructor(file: string, layout: Layout) {
    const { create, upsert } = LAYOUTS[layout];
    this.#db = new DatabaseSync(file);
    this.#db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    this.#db.exec(create);
    this.#upsert = this.#db.prepare(upsert);
  }

  /** One transaction, on disk when it returns. */
  commit(rows: ReadonlyArray<Row>): void {
    this.#db.exec("BEGIN IMMEDIATE");
    for (const [key, value] of rows) this.#upsert.run(key, value);
    this.#db.exec("COMMIT");
  }

  close(): void {
    this.#db.close();
  }
}

/** What the store would write for the appends of one batch. */
export function mutationsOf(
  appends: ReadonlyArray<Append>,
  batch: number,
): ReadonlyArray<Mutation> {
  return appends.flatMap((append, i) => {
    const head = { ...NO_HEAD, version: append.expected };
    const place = batch * POSITIONS_PER_BATCH + i;
    const mutations = prepareAppend(append, head).mutations({ position: place, order: place });
    return [...mutations, ...append.deliveries.flatMap(deliveryMutations)];
  });
}

/** Keys in KV's own order and nearly its own size, so that both trees grow alike. */
export function toRow([key, value]: Mutation): Row {
  const parts = key.flatMap((part) => {
    if (typeof part === "string") return [2, ...new TextEncoder().encode(part), 0];
    const number = new DataView(new ArrayBuffer(8));
    number.setFloat64(0, Number(part));
    return [0x21, ...new Uint8Array(number.buffer)];
  });
  return [new Uint8Array(parts), value ?? new Uint8Array(0)];
}
