/**
 * What is expected but was not met yet, on a scratch disk: a season's does not fit into memory.
 *
 * @module
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** What a row is about; each has its own keys. */
export type Shelf = "log" | "index" | "command" | "factless" | "created" | "delivery" | "opened";

/** One expectation. */
export interface Expected {
  readonly key: string;
  /** Whose it is, as `riverside/ticket/T-1`. */
  readonly actor: string;
  /** In the words of its shelf; `null`: that there is nothing. */
  readonly value: string | null;
  /** The later of two for one key is the one that counts. */
  readonly position: number;
}

const TABLES = `
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
  CREATE TABLE expected (shelf TEXT, key TEXT, actor TEXT, value TEXT, position INTEGER,
    PRIMARY KEY (shelf, key)) WITHOUT ROWID;
  CREATE INDEX of_actor ON expected (shelf, actor);
  CREATE TABLE doubtful (actor TEXT PRIMARY KEY) WITHOUT ROWID;
  BEGIN;`;

const PUT = `INSERT INTO expected VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  actor = excluded.actor, value = excluded.value, position = excluded.position
  WHERE excluded.position >= expected.position`;

/** A table of expectations and one of actors whose facts are in doubt. */
export class Scratch implements Disposable {
  readonly #db: DatabaseSync;
  readonly #put: StatementSync;
  readonly #take: StatementSync;
  readonly #left: StatementSync;
  readonly #leftOf: StatementSync;
  readonly #doubt: StatementSync;
  readonly #isDoubtful: StatementSync;

  /** `path`: a file that is not there yet, or `:memory:`. */
  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    this.#db.exec(TABLES);
    this.#put = this.#db.prepare(PUT);
    this.#take = this.#db.prepare("DELETE FROM expected WHERE shelf = ? AND key = ? RETURNING *");
    const left = "SELECT * FROM expected";
    this.#left = this.#db.prepare(`${left} WHERE shelf = ? AND value IS NOT NULL`);
    // left to itself it goes through all of the shelf for each actor
    this.#leftOf = this.#db.prepare(`${left} INDEXED BY of_actor WHERE shelf = ? AND actor = ?`);
    this.#doubt = this.#db.prepare("INSERT INTO doubtful VALUES (?) ON CONFLICT DO NOTHING");
    this.#isDoubtful = this.#db.prepare("SELECT 1 FROM doubtful WHERE actor = ?");
  }

  put(shelf: Shelf, { key, actor, value, position }: Expected): void {
    this.#put.run(shelf, key, actor, value, position);
  }

  /** Met: gives the expectation, once. */
  take(shelf: Shelf, key: string): Expected | null {
    return this.#take.get(shelf, key) as Expected | undefined ?? null;
  }

  /** Not met by the end. Expected absences are none of them. */
  *left(shelf: Shelf): Generator<Expected> {
    for (const row of this.#left.iterate(shelf)) yield row as unknown as Expected;
  }

  /** As `left`, of one actor alone. */
  leftOf(shelf: Shelf, actor: string): ReadonlyArray<Expected> {
    return this.#leftOf.all(shelf, actor) as unknown as ReadonlyArray<Expected>;
  }

  /** What is said elsewhere of an actor whose facts are damaged cannot be judged. */
  doubt(actor: string): void {
    this.#doubt.run(actor);
  }

  isDoubtful(actor: string): boolean {
    return this.#isDoubtful.get(actor) !== undefined;
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
