/**
 * The folder on disk: one process at a time, and a file of a layout that this code knows.
 *
 * @module
 */
import { openKv } from "@deno/kv";
import { Effect, type Scope } from "effect";
import { type DataFolderError, DataFolderTaken, DataFolderUnusable, reasonOf } from "./errors.ts";
import type { Handles, Kv } from "./kv.ts";

/** Only for tests: gone when the process ends, and nobody else can open it. */
export const IN_MEMORY = ":memory:";

/** Name of the data in its folder. */
export const DATA_FILE = "gatehouse.kv";

const PRIVATE = 0o600;
const OTHERS = 0o077;

/** Whether the data lies behind KV Connect instead of in a folder here. */
export function isRemote(path: string): boolean {
  return /^https?:\/\//.test(path);
}

/**
 * Opens the data for one writer until the scope closes.
 *
 * In a folder an operating-system lock keeps a second process out; it ends with the process,
 * however that ends. Behind KV Connect there is no lock: the fence alone decides.
 */
export const openHandles = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<Handles, DataFolderError, Scope.Scope> {
  if (isRemote(path) || path === IN_MEMORY) {
    const kv = yield* openFile(path, path);
    return { writer: kv, reader: kv };
  }
  yield* attempt(path, () => Deno.mkdir(path, { recursive: true, mode: 0o700 }));
  yield* lockFolder(path);
  const file = `${path}/${DATA_FILE}`;
  yield* attempt(path, () => keepPrivate(path));
  const writer = yield* openFile(path, file);
  // Reads on the writing handle queue behind its commits; a second one was 37 times faster.
  const reader = yield* openFile(path, file);
  return { writer, reader };
});

/**
 * Nobody else on the machine reads barcodes or names, whatever the folder's mode is, and whichever
 * version made the files. SQLite gives the files that it makes beside the data the mode of the
 * data, so it has to have it first; closing the data while it is open would take SQLite's locks
 * away.
 */
async function keepPrivate(folder: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  const data = `${folder}/${DATA_FILE}`;
  (await Deno.open(data, { create: true, append: true, mode: PRIVATE })).close();
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && OURS.test(name)) await closeToOthers(`${folder}/${name}`);
  }
  // a link to it too: that is no file of the folder
  await closeToOthers(data);
}

/** What Gatehouse makes there. Anything else is somebody's who knows why it has its mode. */
const OURS =
  /^(gatehouse\.(kv|kv-wal|kv-shm|kv-journal|lock)|customers\.jsonl|simulator\.jsonl|demo\.key)$/;

async function closeToOthers(path: string): Promise<void> {
  const { mode } = await Deno.stat(path);
  if (mode !== null && (mode & OTHERS) !== 0) await Deno.chmod(path, PRIVATE);
}

/** Keeps every other process out until the scope closes; `DataFolderTaken` when one is in. */
export const lockFolder = Effect.fnUntraced(function* (path: string) {
  const lock = yield* Effect.acquireRelease(
    attempt(
      path,
      () => Deno.open(`${path}/gatehouse.lock`, { create: true, write: true, mode: PRIVATE }),
    ),
    (file) => Effect.sync(() => file.close()),
  );
  const mine = yield* attempt(path, () => lock.tryLock(true));
  if (!mine) return yield* new DataFolderTaken({ path });
});

/** One KV of its own, until the scope closes. */
export const openFile = Effect.fnUntraced(function* (path: string, file: string) {
  const kv = yield* Effect.acquireRelease(
    attempt(path, () => openKv(file)),
    (kv) => Effect.sync(() => kv.close()),
  );
  // Without the `kv` flag the package silently loads its own, much slower, native library.
  if (!(kv instanceof Deno.Kv)) {
    return yield* new DataFolderUnusable({ path, reason: "Deno runs without --unstable-kv" });
  }
  return kv as Kv;
});

function attempt<A>(path: string, call: () => Promise<A>) {
  return Effect.tryPromise({
    try: call,
    catch: (cause) => new DataFolderUnusable({ path, reason: reasonOf(cause) }),
  });
}
