/**
 * A consistent copy of a data file that may be written to meanwhile.
 *
 * @module
 */
import { backup, DatabaseSync } from "node:sqlite";
import { flush } from "./files.ts";

/** More pages than a file can have: all in one step, which is one snapshot and restarts never. */
const PAGES_AT_ONCE = 2 ** 31 - 1;

/**
 * Copies `from` as it is at one moment into `to`, a new file that is on disk when this returns.
 *
 * It reads beside the writer, whose commits go on into the write-ahead log; that log cannot be
 * folded in until the copy is made.
 */
export async function copyData(from: string, to: string): Promise<void> {
  using source = new DatabaseSync(from, { readOnly: true });
  await backup(source, to, { rate: PAGES_AT_ONCE });
  await Deno.chmod(to, 0o600);
  await flush(to);
}

/** Number of records under each letter that opens a key. */
export function countRecords(file: string): ReadonlyMap<string, number> {
  using data = new DatabaseSync(file, { readOnly: true });
  const rows = data.prepare(
    "SELECT substr(k, 2, 1) AS letter, count(*) AS count FROM kv GROUP BY 1",
  );
  return new Map(
    rows.all().map(({ letter, count }) =>
      [new TextDecoder().decode(letter as Uint8Array), Number(count)] as const
    ),
  );
}
