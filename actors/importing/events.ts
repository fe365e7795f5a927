/**
 * Facts of an import of reference data. Stored format: add, never rename.
 *
 * @module
 */
import type { ReferenceKind } from "../address.ts";
import type { Document } from "../reference/mod.ts";

/** One document on its way into the reference data. */
export interface ImportedDocument {
  readonly kind: ReferenceKind;
  readonly code: string;
  readonly document: Document;
}

/** A document that its actor did not take. */
export interface RefusedDocument {
  readonly kind: ReferenceKind;
  readonly code: string;
  /** The rule's name. */
  readonly because: string;
}

/** Some of its documents are stored. None of them counts before the import is sealed. */
export interface ImportPartStored {
  readonly type: "ImportPartStored";
  /** From 0, without gaps. */
  readonly part: number;
  readonly documents: ReadonlyArray<ImportedDocument>;
}

/** It is whole: from here on all of it is carried out, whatever happens to the process. */
export interface ImportSealed {
  readonly type: "ImportSealed";
  /** Id of the key that asked, and of the command that sealed it. */
  readonly by: string;
  readonly correlationId: string;
}

/** Some of its documents are the reference data now. */
export interface DocumentsTaken {
  readonly type: "DocumentsTaken";
  /** Ids of the commands that put them. */
  readonly taskIds: ReadonlyArray<string>;
  readonly refused: ReadonlyArray<RefusedDocument>;
}

/** Every fact of an import. */
export type ImportEvent = ImportPartStored | ImportSealed | DocumentsTaken;
