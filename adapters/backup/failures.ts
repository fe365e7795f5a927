/**
 * Why nothing was backed up, restored or verified.
 *
 * @module
 */
import { Data } from "effect";
import type { DataFolderError } from "../kv/errors.ts";

/** There is no data in the folder. */
export class NoData extends Data.TaggedError("NoData")<{ readonly path: string }> {}

/** Something is there already; nothing of it was touched. */
export class WouldOverwrite extends Data.TaggedError("WouldOverwrite")<{
  readonly path: string;
}> {}

/** Not a backup, or not any more what it was when it was made. */
export class BackupFaulty extends Data.TaggedError("BackupFaulty")<{
  readonly path: string;
  readonly reason: string;
}> {}

/** The system, or SQLite, did not do what it was asked for. */
export class FilesUnusable extends Data.TaggedError("FilesUnusable")<{
  readonly path: string;
  readonly reason: string;
}> {}

/** Every way in which one of the three tasks ends without its result. */
export type BackupError = NoData | WouldOverwrite | BackupFaulty | FilesUnusable | DataFolderError;

/** As in sysexits.h: wrong data, and a temporary failure. */
const EXIT_DATA = 65;
const EXIT_TEMPORARY = 75;

/** For the person who asked, and for the program that did. */
export function sentenceOf(error: BackupError): {
  readonly sentence: string;
  readonly exitCode: number;
} {
  const { path } = error;
  switch (error._tag) {
    case "NoData":
      return { sentence: `There is no data in ${path}.`, exitCode: EXIT_DATA };
    case "WouldOverwrite":
      return {
        sentence: `${path} is there already, and nothing is overwritten. Name another one.`,
        exitCode: EXIT_DATA,
      };
    case "BackupFaulty":
      return { sentence: `${path} is no whole backup: ${error.reason}.`, exitCode: EXIT_DATA };
    case "FilesUnusable":
    case "DataFolderUnusable":
      return { sentence: `${path} cannot be used: ${error.reason}.`, exitCode: EXIT_DATA };
    case "DataFolderTaken":
      return {
        sentence: `The data folder ${path} is in use by a running Gatehouse. Stop that one first.`,
        exitCode: EXIT_TEMPORARY,
      };
    case "DataFolderNewer":
      return {
        sentence: `The data in ${path} has layout ${error.found}, and this version knows ` +
          `${error.known}. Use the newer version that wrote it.`,
        exitCode: EXIT_DATA,
      };
  }
}
