/**
 * `deno task backup`: a copy of the data as it is at one moment, while the service goes on.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import { DATA_FILE, openFile } from "../kv/data_folder.ts";
import { COMMITS, HEADS, LOG } from "../kv/keys.ts";
import { lastOf } from "../kv/log_matching.ts";
import { SCHEMA_VERSION } from "../kv/schema.ts";
import { copyData, countRecords } from "./copy.ts";
import { type BackupError, NoData, WouldOverwrite } from "./failures.ts";
import { attempt, exists, flush, sha256Of } from "./files.ts";
import { type Manifest, writeManifest } from "./manifest.ts";

/** A backup that is there. */
export interface BackedUp {
  readonly path: string;
  readonly manifest: Manifest;
}

/**
 * Makes a new folder in `into`, named by the time, with the data of `folder` and a manifest.
 *
 * Everything that was answered before the call is in it. The folder appears when all is on disk;
 * one with `.part` behind its name is what a backup left that did not end.
 */
export const backUp = Effect.fnUntraced(function* (
  folder: string,
  { into, version }: { readonly into: string; readonly version: string },
): Effect.fn.Return<BackedUp, BackupError> {
  const source = `${folder}/${DATA_FILE}`;
  if (!(yield* attempt(source, () => exists(source)))) return yield* new NoData({ path: folder });
  const startedAt = new Date(yield* Clock.currentTimeMillis).toISOString();
  const path = `${into}/${startedAt.replaceAll(/[:.]/g, "")}`;
  if (yield* attempt(path, () => exists(path))) return yield* new WouldOverwrite({ path });
  const part = `${path}.part`;
  const data = `${part}/${DATA_FILE}`;
  yield* attempt(part, () => Deno.mkdir(part, { recursive: true, mode: 0o700 }));
  yield* attempt(source, () => copyData(source, data));
  const held = yield* Effect.scoped(whatIsIn(part));
  const { size: sizeBytes } = yield* attempt(data, () => Deno.stat(data));
  const sha256 = yield* attempt(data, () => sha256Of(data));
  const manifest = { version, layout: SCHEMA_VERSION, startedAt, ...held, sizeBytes, sha256 };
  yield* writeManifest(part, manifest);
  yield* attempt(path, async () => {
    await flush(part);
    await Deno.rename(part, path);
    await flush(into);
  });
  return { path, manifest };
});

/** Opened by KV itself: what it cannot open is no backup. */
const whatIsIn = Effect.fnUntraced(function* (folder: string) {
  const file = `${folder}/${DATA_FILE}`;
  const kv = yield* openFile(folder, file);
  const [newest] = yield* attempt(
    file,
    () => Array.fromAsync(kv.list({ prefix: LOG }, { limit: 1, reverse: true })),
  );
  const records = countRecords(file);
  return {
    position: newest === undefined ? 0 : lastOf(Number(newest.key.at(-1))),
    actors: records.get(String(HEADS[0])) ?? 0,
    commits: records.get(String(COMMITS[0])) ?? 0,
  };
});
