/**
 * `deno task verify`: everything in a data folder or a backup held against itself.
 *
 * @module
 */
import { Clock, Effect, type Scope } from "effect";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { DATA_FILE, lockFolder, openFile } from "../kv/data_folder.ts";
import { DataFolderTaken } from "../kv/errors.ts";
import type { Kv } from "../kv/kv.ts";
import { type Fault, type StoreCounts, verifyStore } from "../kv/verifying/mod.ts";
import { copyData } from "./copy.ts";
import { type BackupError, NoData } from "./failures.ts";
import { attempt, exists } from "./files.ts";
import { checkBackup, isBackup } from "./manifest.ts";

/** How a verification ended. */
export interface Verified {
  readonly counts: StoreCounts;
  readonly faults: number;
  /** Of the faults, those that are none any more. */
  readonly repaired: number;
}

/** What is asked for, and who hears of it. */
export interface VerifyOptions {
  /**
   * Rewrites heads, snapshots and indexes that are not what the facts make, and marks that can be
   * done without; never a fact.
   */
  readonly repair: boolean;
  /** A backup whose history must still be in the folder; `null`: it is not held against any. */
  readonly since: string | null;
  readonly found: (fault: Fault) => void;
}

/**
 * Looks at every record of a folder.
 *
 * A stopped one is read where it is; of a running one, and of a backup, a copy that is removed
 * afterwards. Only a stopped one can be repaired: `DataFolderTaken` otherwise.
 */
export const verifyFolder = Effect.fnUntraced(function* (
  folder: string,
  { repair, since, found }: VerifyOptions,
): Effect.fn.Return<Verified, BackupError> {
  return yield* Effect.scoped(Effect.gen(function* () {
    const data = `${folder}/${DATA_FILE}`;
    if (!(yield* attempt(data, () => exists(data)))) return yield* new NoData({ path: folder });
    const aside = yield* openAside(folder);
    const kv = yield* openData(folder, { aside, repair });
    const earlier = since === null ? null : yield* openCopy(since, `${aside}/since.kv`);
    const now = yield* Clock.currentTimeMillis;
    const totals = { faults: 0, repaired: 0 };
    const counts = yield* attempt(folder, () =>
      verifyStore(kv, {
        types: ACTOR_TYPES,
        earlier,
        scratch: `${aside}/expected.sqlite`,
        now,
        found: async (fault) => {
          totals.faults += 1;
          found(fault);
          if (repair && await mend(kv, fault)) totals.repaired += 1;
        },
      }));
    return { counts, ...totals };
  }));
});

/** A place for what is needed meanwhile, in the folder itself: it may be as large as the data. */
function openAside(folder: string): Effect.Effect<string, BackupError, Scope.Scope> {
  return Effect.acquireRelease(
    attempt(folder, () => Deno.makeTempDir({ dir: folder, prefix: "verify-" })),
    (aside) => Effect.promise(() => Deno.remove(aside, { recursive: true })),
  );
}

/** The data that nobody writes to as long as the scope is open. */
const openData = Effect.fnUntraced(function* (
  folder: string,
  { aside, repair }: { readonly aside: string; readonly repair: boolean },
): Effect.fn.Return<Kv, BackupError, Scope.Scope> {
  const data = `${folder}/${DATA_FILE}`;
  const copy = `${aside}/${DATA_FILE}`;
  if (yield* isBackup(folder)) {
    if (repair) return yield* new DataFolderTaken({ path: folder });
    return yield* openCopy(folder, copy);
  }
  const isStopped = yield* lockFolder(folder).pipe(
    Effect.as(true),
    Effect.catchTag(
      "DataFolderTaken",
      (taken) => repair ? Effect.fail(taken) : Effect.succeed(false),
    ),
  );
  if (isStopped) return yield* openFile(folder, data);
  yield* attempt(copy, () => copyData(data, copy));
  return yield* openFile(folder, copy);
});

/** The data of a backup that is whole, in a copy: KV writes when it opens. */
const openCopy = Effect.fnUntraced(function* (
  backup: string,
  copy: string,
): Effect.fn.Return<Kv, BackupError, Scope.Scope> {
  yield* checkBackup(backup);
  yield* attempt(backup, () => Deno.copyFile(`${backup}/${DATA_FILE}`, copy));
  return yield* openFile(backup, copy);
});

/** Whether the fault is none any more. */
async function mend(kv: Kv, fault: Fault): Promise<boolean> {
  if (fault.mend.length === 0) return false;
  let atomic = kv.atomic();
  for (const [key, value] of fault.mend) {
    atomic = value === null ? atomic.delete(key) : atomic.set(key, value);
  }
  return (await atomic.commit()).ok;
}
