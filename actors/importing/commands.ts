/**
 * What an import can be told to do.
 *
 * @module
 */
import type { Refusal } from "../decider.ts";
import type { ImportedDocument } from "./events.ts";

/** Keep some documents; the first part makes the import. */
export interface StorePart {
  readonly type: "StorePart";
  /** From 0, in order. */
  readonly part: number;
  readonly documents: ReadonlyArray<ImportedDocument>;
}

/** All parts are there: carry it out. */
export interface SealImport {
  readonly type: "SealImport";
  /** How many there must be. */
  readonly parts: number;
}

/** What became of documents, told by who put them. Repeated ones change nothing. */
export interface RecordOutcomes {
  readonly type: "RecordOutcomes";
  readonly outcomes: ReadonlyArray<
    { readonly taskId: string; readonly refusal: Refusal | null }
  >;
}

/** Everything that an import listens to. */
export type ImportCommand = StorePart | SealImport | RecordOutcomes;
