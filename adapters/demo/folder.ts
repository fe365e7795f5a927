/**
 * The demo's own data folder, emptied before each demo.
 *
 * @module
 */
import { Data, Effect } from "effect";
import { reasonOf } from "../kv/errors.ts";

/** Never anyone's real data: only the demo writes here. */
export const DEMO_FOLDER = "./.demo";

/** The folder is fixed, so there is one demo at a time. */
export class DemoRunning extends Data.TaggedError("DemoRunning")<{ readonly path: string }> {}

/** The demo's folder cannot be made or emptied. */
export class DemoFolderUnusable extends Data.TaggedError("DemoFolderUnusable")<{
  readonly path: string;
  readonly reason: string;
}> {}

/** Removes the last demo, unless it is still running. */
export const clearDemoFolder: Effect.Effect<void, DemoRunning | DemoFolderUnusable> = Effect
  .gen(function* () {
    const path = DEMO_FOLDER;
    const isFree = yield* unusable(() => isUnlocked(`${path}/gatehouse.lock`));
    if (!isFree) return yield* new DemoRunning({ path });
    yield* unusable(() => emptyFolder(path));
  });

function unusable<A>(work: () => Promise<A>): Effect.Effect<A, DemoFolderUnusable> {
  return Effect.tryPromise({
    try: work,
    catch: (cause) => new DemoFolderUnusable({ path: DEMO_FOLDER, reason: reasonOf(cause) }),
  });
}

async function isUnlocked(path: string): Promise<boolean> {
  try {
    using lock = await Deno.open(path, { write: true });
    return await lock.tryLock(true);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return true;
    throw cause;
  }
}

/** File by file: the folder itself stays, since leave to remove it is leave for its parent. */
async function emptyFolder(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true, mode: 0o700 });
  for await (const { name, isFile } of Deno.readDir(path)) {
    if (isFile) await Deno.remove(`${path}/${name}`);
  }
}
