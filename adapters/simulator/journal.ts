/**
 * The simulator's memory on disk: one JSON record for each thing that happened, replayed at start.
 *
 * @module
 */
import { Data, Effect, type Scope } from "effect";
import { applyChange } from "./change.ts";
import { applyScan } from "./gate.ts";
import type { Change, ScanRecord, World } from "./world.ts";

/** One thing that happened. */
export type Entry =
  | { readonly boot: string }
  | { readonly change: Change }
  | { readonly scan: ScanRecord };

/** The file cannot be opened or read. */
export class JournalUnusable extends Data.TaggedError("JournalUnusable")<{
  readonly path: string;
  readonly reason: string;
}> {}

/**
 * Writes an entry down, before it happens. Throws what the file system throws; then nothing
 * happened. A process that is killed keeps what was written; a machine that loses power may not.
 */
export type Journal = (entry: Entry) => void;

/** Opens the journal of `world` and has everything in it happen again; no path, no memory. */
export const openJournal: (
  world: World,
  path: string | undefined,
) => Effect.Effect<Journal, JournalUnusable, Scope.Scope> = Effect.fnUntraced(
  function* (world: World, path: string | undefined) {
    if (path === undefined) return () => {};
    const file = yield* Effect.acquireRelease(
      Effect.try({
        try: () => Deno.openSync(path, { read: true, append: true, create: true, mode: 0o600 }),
        catch: (error) => new JournalUnusable({ path, reason: String(error) }),
      }),
      (opened) => Effect.sync(() => opened.close()),
    );
    const text = yield* Effect.try({
      try: () => Deno.readTextFileSync(path),
      catch: (error) => new JournalUnusable({ path, reason: String(error) }),
    });
    const journal = journalTo(file);
    for (const line of text.split("\n")) replay(world, line);
    if (text === "") journal({ boot: world.boot });
    return journal;
  },
);

/** The line break comes first, so that a record torn by a full disk spoils no later one. */
function journalTo(file: Deno.FsFile): Journal {
  const encoder = new TextEncoder();
  return (entry) => {
    let rest = encoder.encode(`\n${JSON.stringify(entry)}`);
    while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
  };
}

/** A torn record was never answered, so that leaving it out is the truth. */
function replay(world: World, line: string): void {
  const entry = parseEntry(line);
  if (entry === null) return;
  if ("boot" in entry) world.boot = entry.boot;
  else if ("change" in entry) applyChange(world, entry.change);
  else applyScan(world, entry.scan);
}

function parseEntry(line: string): Entry | null {
  if (line === "") return null;
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return null;
  }
}
