/**
 * Why the service did not start: one sentence with the cause and the mend, and an exit code.
 *
 * @module
 */
import type { ReadError } from "../../actors/event_store.ts";
import type { ConfigurationFaulty } from "../configuration/mod.ts";
import type { DemoFolderUnusable, DemoRunning } from "../demo/folder.ts";
import type { DataFolderError } from "../kv/errors.ts";
import { type ArgumentUnknown, EXIT_USAGE, sentenceOf } from "./arguments.ts";
import type { PortTaken } from "./serving.ts";

/** sysexits.h: a configuration error, and a temporary failure. */
const EX_CONFIG = 78;
const EX_TEMPFAIL = 75;

/** Everything that keeps the service from starting. */
export type StartError =
  | ArgumentUnknown
  | ConfigurationFaulty
  | DataFolderError
  | DemoFolderUnusable
  | DemoRunning
  | PortTaken
  | ReadError;

/** For the person who started it, and for the program that did. */
export interface StartFailure {
  readonly sentence: string;
  readonly exitCode: number;
}

/** Names the cause and one way to mend it; never a stack, never a secret. */
export function startFailure(error: StartError): StartFailure {
  switch (error._tag) {
    case "ArgumentUnknown":
      return { sentence: sentenceOf(error), exitCode: EXIT_USAGE };
    case "ConfigurationFaulty":
      return {
        sentence: `The configuration (${error.source}) is wrong: ${error.faults.join("; ")}.`,
        exitCode: EX_CONFIG,
      };
    case "PortTaken":
      return {
        sentence: `Port ${error.port} on ${error.host} cannot be listened on: ${error.reason}. ` +
          "Choose another port with GATEHOUSE_PORT, or another address with GATEHOUSE_HOST.",
        exitCode: EX_TEMPFAIL,
      };
    case "DataFolderTaken":
      return {
        sentence: `The data folder ${error.path} is in use by another running Gatehouse. ` +
          "Stop that one, or choose another folder with GATEHOUSE_DATA.",
        exitCode: EX_TEMPFAIL,
      };
    case "DataFolderNewer":
      return {
        sentence: `The data in ${error.path} has layout ${error.found}, and this version knows ` +
          `${error.known}. Start the newer version that wrote it.`,
        exitCode: EX_CONFIG,
      };
    case "DataFolderUnusable":
      return {
        sentence: `The data folder ${error.path} cannot be used: ${error.reason}. ` +
          "Make it writable for this user, or choose another with GATEHOUSE_DATA.",
        exitCode: EX_CONFIG,
      };
    case "DemoRunning":
      return {
        sentence: `A demo is running already, with its data in ${error.path}. ` +
          "Stop that one first; there is one at a time.",
        exitCode: EX_TEMPFAIL,
      };
    case "DemoFolderUnusable":
      return {
        sentence: `The demo's folder ${error.path} cannot be used: ${error.reason}. ` +
          "Make it writable for this user, or remove it.",
        exitCode: EX_CONFIG,
      };
    case "StoreUnavailable":
      return {
        sentence: `The stored data cannot be read now: ${error.reason}. Try again.`,
        exitCode: EX_TEMPFAIL,
      };
    case "Quarantined":
      return {
        sentence: `A stored record that the start needs is damaged: ${error.address.kind} ` +
          `${error.address.id}: ${error.reason}. Restore it from a backup.`,
        exitCode: EX_CONFIG,
      };
  }
}
