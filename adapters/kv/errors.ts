/**
 * Why the data cannot be opened; and what a failed KV call means.
 *
 * @module
 */
import { Data } from "effect";

/** Another running process owns the folder. */
export class DataFolderTaken extends Data.TaggedError("DataFolderTaken")<{
  readonly path: string;
}> {}

/** The data was written by a newer version of this program. */
export class DataFolderNewer extends Data.TaggedError("DataFolderNewer")<{
  readonly path: string;
  readonly found: number;
  readonly known: number;
}> {}

/** The folder cannot be made, locked, opened or written. */
export class DataFolderUnusable extends Data.TaggedError("DataFolderUnusable")<{
  readonly path: string;
  readonly reason: string;
}> {}

/** Every way in which opening ends without a store. */
export type DataFolderError = DataFolderTaken | DataFolderNewer | DataFolderUnusable;

/**
 * What a failed commit left behind: `locked` and `full` wrote nothing, `unclear` may have.
 *
 * The texts are SQLite's own.
 */
export type CommitFault = "locked" | "full" | "unclear";

/** Reads the fault out of what a commit threw. */
export function commitFault(cause: unknown): CommitFault {
  const text = reasonOf(cause);
  if (/database (table )?is locked/i.test(text)) return "locked";
  if (/disk is full|no space left/i.test(text)) return "full";
  return "unclear";
}

/** One line out of anything that was thrown. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
