/**
 * Files that are on disk when it is said that they are.
 *
 * @module
 */
import { Effect } from "effect";
import { createHash } from "node:crypto";
import { reasonOf } from "../kv/errors.ts";
import { FilesUnusable } from "./failures.ts";

/** A call to the system, or to SQLite, about `path`. */
export function attempt<A>(
  path: string,
  call: () => Promise<A>,
): Effect.Effect<A, FilesUnusable> {
  return Effect.tryPromise({
    try: call,
    catch: (cause) => new FilesUnusable({ path, reason: reasonOf(cause) }),
  });
}

/** Whether there is anything under this name. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Returns when the file, or the names in the folder, would survive a loss of power. */
export async function flush(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true });
  await file.sync();
}

/** In 64 hexadecimal digits; reads the file once, in pieces. */
export async function sha256Of(path: string): Promise<string> {
  const sum = createHash("sha256");
  using file = await Deno.open(path, { read: true });
  for await (const piece of file.readable) sum.update(piece);
  return sum.digest("hex");
}
