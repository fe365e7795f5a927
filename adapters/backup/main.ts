/**
 * The tasks `backup`, `restore` and `verify` of a data folder, as one program.
 *
 * Ends with 0, with 1 when a verification has found faults that it did not repair, with 64 when the
 * words are not understood, with 65 when the data does not allow it, with 75 when it is in use.
 *
 * @module
 */
import { Console, Effect } from "effect";
import denoJson from "../../deno.json" with { type: "json" };
import type { Fault } from "../kv/verifying/mod.ts";
import { backUp } from "./backup.ts";
import { type BackupError, sentenceOf } from "./failures.ts";
import { restore } from "./restore.ts";
import { verifyFolder } from "./verify.ts";

/** As in sysexits.h. */
const EXIT_USAGE = 64;

const USAGE = [
  "deno task backup [FOLDER] [BACKUPS]: a copy of the data in FOLDER (./data), also while it is in",
  "  use, as a new folder in BACKUPS (FOLDER/backups)",
  "deno task restore BACKUP FOLDER: that copy as the data of FOLDER, which must have none",
  "deno task verify [FOLDER] [BACKUP] [--json] [--repair]: everything in FOLDER, or in a backup, held",
  "  against itself, and the history of an earlier BACKUP found in it; --repair rewrites what follows",
  "  from facts: heads, snapshots, indexes",
].join("\n");

const DATA = "./data";

type Ending = Effect.Effect<number, BackupError>;

const backupTask = Effect.fnUntraced(function* (folder: string, into: string) {
  const { path, manifest } = yield* backUp(folder, { into, version: denoJson.version });
  const { actors, commits, position, sizeBytes } = manifest;
  yield* Console.log(
    `${path}: ${actors} actors, ${commits} commits up to position ${position}, ${sizeBytes} bytes`,
  );
  return 0;
});

const restoreTask = Effect.fnUntraced(function* (from: string, folder: string) {
  const { actors, commits, startedAt } = yield* restore(from, folder);
  yield* Console.log(
    `${folder}: ${actors} actors, ${commits} commits, as of ${startedAt}. What happened since is ` +
      "not known here, nor who the customers are: put customers.jsonl beside it, and see " +
      "docs/operations.md before the gates are told anything.",
  );
  return 0;
});

const verifyTask = Effect.fnUntraced(function* (
  folder: string,
  since: string | null,
  flags: ReadonlySet<string>,
) {
  const write = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  const json = flags.has("--json");
  const { counts, faults, repaired } = yield* verifyFolder(folder, {
    repair: flags.has("--repair"),
    since,
    found: (fault) => write(json ? JSON.stringify(told(fault)) : lineOf(fault)),
  });
  const words = Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(", ");
  const summary = `${words}: ${faults} faults, ${repaired} repaired`;
  yield* Console.log(json ? JSON.stringify({ ...counts, faults, repaired }) : summary);
  return faults > repaired ? 1 : 0;
});

function told({ mend, ...fault }: Fault) {
  return { ...fault, repairable: mend.length > 0 };
}

function lineOf({ address, version, kind, detail }: Fault): string {
  return `${address}${version === null ? "" : ` at version ${version}`}: ${kind}: ${detail}`;
}

function taskOf([word, ...words]: ReadonlyArray<string>): Ending | null {
  const flags = new Set(words.filter((one) => one.startsWith("--")));
  const [first, second, third] = words.filter((one) => !flags.has(one));
  const isKnown = word === "verify" && flags.isSubsetOf(new Set(["--json", "--repair"]));
  if (third !== undefined || flags.size > 0 && !isKnown) return null;
  switch (word) {
    case "backup":
      return backupTask(first ?? DATA, second ?? `${first ?? DATA}/backups`);
    case "restore":
      return first === undefined || second === undefined ? null : restoreTask(first, second);
    case "verify":
      return verifyTask(first ?? DATA, second ?? null, flags);
    default:
      return null;
  }
}

const program = Effect.suspend(() =>
  taskOf(Deno.args) ?? Effect.as(Console.error(USAGE), EXIT_USAGE)
).pipe(
  Effect.catch((error) => {
    const { sentence, exitCode } = sentenceOf(error);
    return Effect.as(Console.error(sentence), exitCode);
  }),
);

if (import.meta.main) Deno.exit(await Effect.runPromise(program));
