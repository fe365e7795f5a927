/**
 * An import of reference data: many documents that become true together or not at all.
 *
 * @module
 */
import { type ActorType, UNHEARD } from "../actor_type.ts";
import type { ImportCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import type { ImportEvent } from "./events.ts";
import { evolve, type ImportState, initial } from "./state.ts";

export type { ImportedDocument } from "./events.ts";
export type { ImportState } from "./state.ts";
export type { SealImport, StorePart } from "./commands.ts";
export { RULES as IMPORT_RULES } from "./decide.ts";

/** How the actor system runs an import. It tells reference documents, never an access control. */
export const importing: ActorType<ImportState, ImportCommand, ImportEvent> = {
  ...UNHEARD,
  kind: "import",
  stateVersion: 1,
  creators: ["StorePart"],
  initial,
  decide,
  evolve,
  // One revision: that all of it is put. A document that was refused is for somebody to look at.
  revisions: ({ isSealed, total, tasks, refused }) => {
    const desired = isSealed && total > 0 ? 1 : 0;
    const isDone = tasks.length === 0 && refused.length === 0;
    const isBroken = desired === 1 && tasks.length === 0 && refused.length > 0;
    return {
      desired,
      queued: desired,
      acknowledged: isDone ? desired : 0,
      seq: 0,
      outstanding: isBroken ? { seq: 0, failed: true } : null,
    };
  },
  isUnfinished: ({ tasks }) => tasks.length > 0,
  sentence: (event) => {
    switch (event.type) {
      case "ImportPartStored":
        return `Part ${event.part + 1} of an import stored, with ${
          documents(event.documents.length)
        }`;
      case "ImportSealed":
        return "Import complete; its documents are put from now on";
      case "DocumentsTaken": {
        const { taskIds, refused } = event;
        const put = `${documents(taskIds.length - refused.length)} of the import put`;
        return refused.length === 0 ? put : `${put}, ${refused.length} refused`;
      }
    }
  },
};

function documents(n: number): string {
  return n === 1 ? "1 document" : `${n} documents`;
}
