/**
 * What stands beside the data of a backup: what it holds, and what it must still be.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { DATA_FILE } from "../kv/data_folder.ts";
import { SCHEMA_VERSION } from "../kv/schema.ts";
import { BackupFaulty, type FilesUnusable } from "./failures.ts";
import { attempt, exists, flush, sha256Of } from "./files.ts";

const MANIFEST_FILE = "manifest.json";

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const ManifestSchema = v.strictObject({
  /** Of the Gatehouse that made it. */
  version: v.string(),
  /** Of the data. */
  layout: whole,
  /** RFC 3339: everything that was answered before is in it. */
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** Place in the log up to which there can be facts. */
  position: whole,
  actors: whole,
  commits: whole,
  sizeBytes: whole,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** As it is stored. */
export type Manifest = v.InferOutput<typeof ManifestSchema>;

/** On disk when it returns. */
export function writeManifest(
  folder: string,
  manifest: Manifest,
): Effect.Effect<void, FilesUnusable> {
  const path = `${folder}/${MANIFEST_FILE}`;
  return attempt(path, async () => {
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await Deno.writeTextFile(path, text, { createNew: true, mode: 0o600 });
    await flush(path);
  });
}

/** Whether the folder is a backup, whole or not. */
export function isBackup(folder: string): Effect.Effect<boolean, FilesUnusable> {
  return attempt(folder, () => exists(`${folder}/${MANIFEST_FILE}`));
}

/** The manifest of a backup whose data is what it was, and of a layout that this code knows. */
export const checkBackup = Effect.fnUntraced(function* (
  folder: string,
): Effect.fn.Return<Manifest, FilesUnusable | BackupFaulty> {
  const faulty = (reason: string) => new BackupFaulty({ path: folder, reason });
  if (!(yield* isBackup(folder))) return yield* faulty(`it has no ${MANIFEST_FILE}`);
  const text = yield* attempt(folder, () => Deno.readTextFile(`${folder}/${MANIFEST_FILE}`));
  const json = yield* Effect.try({
    try: () => JSON.parse(text) as unknown,
    catch: () => faulty("its manifest is no JSON"),
  });
  const parsed = v.safeParse(ManifestSchema, json);
  if (!parsed.success) return yield* faulty("its manifest is not of the form of one");
  const { layout, sha256 } = parsed.output;
  if (layout !== SCHEMA_VERSION) {
    return yield* faulty(`it has layout ${layout}, and this version reads ${SCHEMA_VERSION}`);
  }
  const found = yield* attempt(folder, () => sha256Of(`${folder}/${DATA_FILE}`));
  if (found !== sha256) return yield* faulty("its data is not what was backed up");
  return parsed.output;
});
