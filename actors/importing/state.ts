/**
 * An import as its facts make it.
 *
 * @module
 */
import type { ReferenceKind } from "../address.ts";
import type { ReferenceCommand } from "../reference/mod.ts";
import type { ImportedDocument, ImportEvent, RefusedDocument } from "./events.ts";

/** The command that puts one document. */
export interface ImportTask {
  /** Also the id of that command: given twice, it acts once. */
  readonly taskId: string;
  readonly target: { readonly kind: ReferenceKind; readonly id: string };
  readonly command: ReferenceCommand;
  readonly by: string;
  readonly correlationId: string;
}

/** The whole import. */
export interface ImportState {
  readonly parts: number;
  readonly isSealed: boolean;
  /** Empty from the seal on: they are in the tasks then. */
  readonly documents: ReadonlyArray<ImportedDocument>;
  /** How many documents it has. */
  readonly total: number;
  /** Not yet known to be put. */
  readonly tasks: ReadonlyArray<ImportTask>;
  readonly refused: ReadonlyArray<RefusedDocument>;
}

/** Nothing was handed over. */
export const initial: ImportState = {
  parts: 0,
  isSealed: false,
  documents: [],
  total: 0,
  tasks: [],
  refused: [],
};

/** Total and pure. */
export function evolve(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case "ImportPartStored": {
      const documents = [...state.documents, ...event.documents];
      return { ...state, parts: event.part + 1, documents, total: documents.length };
    }
    case "ImportSealed": {
      const { by, correlationId } = event;
      const tasks = state.documents.map(({ kind, code, document }, index): ImportTask => ({
        taskId: `${correlationId}.d${index}`,
        target: { kind, id: code },
        command: { type: "PutReference", document },
        by,
        correlationId,
      }));
      return { ...state, isSealed: true, documents: [], tasks };
    }
    case "DocumentsTaken": {
      const taken = new Set(event.taskIds);
      const tasks = state.tasks.filter(({ taskId }) => !taken.has(taskId));
      return { ...state, tasks, refused: [...state.refused, ...event.refused] };
    }
  }
}
