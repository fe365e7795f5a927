/**
 * `deno task restore`: a backup as the data of a service that starts with it.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import { DATA_FILE, lockFolder, openFile } from "../kv/data_folder.ts";
import { markRestored } from "../kv/restored.ts";
import { type BackupError, FilesUnusable, WouldOverwrite } from "./failures.ts";
import { attempt, exists, flush } from "./files.ts";
import { checkBackup, type Manifest } from "./manifest.ts";

/**
 * Copies a backup that is whole into a folder without data that no process uses.
 *
 * The data appears under its name when it is on disk and marked as restored, so that a restore
 * that did not end leaves a folder without data.
 */
export const restore = Effect.fnUntraced(function* (
  from: string,
  folder: string,
): Effect.fn.Return<Manifest, BackupError> {
  const manifest = yield* checkBackup(from);
  yield* attempt(folder, () => Deno.mkdir(folder, { recursive: true, mode: 0o700 }));
  yield* Effect.scoped(Effect.andThen(lockFolder(folder), putData(from, folder)));
  return manifest;
});

const putData = Effect.fnUntraced(function* (from: string, folder: string) {
  const path = `${folder}/${DATA_FILE}`;
  if (yield* attempt(path, () => exists(path))) return yield* new WouldOverwrite({ path });
  const part = `${path}.part`;
  yield* attempt(part, () => Deno.copyFile(`${from}/${DATA_FILE}`, part));
  const at = yield* Clock.currentTimeMillis;
  yield* Effect.scoped(Effect.flatMap(openFile(folder, part), (kv) => markRestored(kv, at))).pipe(
    Effect.catchTag(
      "StoreUnavailable",
      ({ reason }) => Effect.fail(new FilesUnusable({ path: part, reason })),
    ),
  );
  yield* attempt(path, async () => {
    await flush(part);
    await Deno.rename(part, path);
    await flush(folder);
  });
});
