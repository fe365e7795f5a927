/**
 * What an import does when it is told to, or why not.
 *
 * @module
 */
import { Result } from "effect";
import { type CommandContext, type Decision, refuseBy } from "../decider.ts";
import type { ImportCommand, RecordOutcomes } from "./commands.ts";
import type { ImportEvent, RefusedDocument } from "./events.ts";
import type { ImportState } from "./state.ts";

/** By name: the rule, and the way out. */
export const RULES = {
  ImportAlreadySealed: [
    "A sealed import takes no further parts.",
    "Import again under another Idempotency-Key.",
  ],
  ImportPartMissing: [
    "The parts of an import come in their order, and all of them before it is sealed.",
    "Import again under another Idempotency-Key.",
  ],
} as const;

const refuse = refuseBy(RULES);

type ImportRefusal = keyof typeof RULES;
type Decided = Decision<ImportEvent, ImportRefusal>;

/** Decides one command. */
export function decide(
  state: ImportState,
  command: ImportCommand,
  { by, commandId }: CommandContext,
): Decided {
  if (command.type === "RecordOutcomes") return recordOutcomes(state, command);
  if (state.isSealed) return refuse("ImportAlreadySealed");
  switch (command.type) {
    case "StorePart": {
      const { part, documents } = command;
      return part === state.parts
        ? Result.succeed([{ type: "ImportPartStored", part, documents }])
        : refuse("ImportPartMissing", { stored: state.parts, part });
    }
    case "SealImport":
      return command.parts === state.parts
        ? Result.succeed([{ type: "ImportSealed", by, correlationId: commandId }])
        : refuse("ImportPartMissing", { stored: state.parts, parts: command.parts });
  }
}

/** Outcomes of documents that are not waited for (any more) change nothing. */
function recordOutcomes({ tasks }: ImportState, { outcomes }: RecordOutcomes): Decided {
  const waited = new Map(tasks.map((task) => [task.taskId, task]));
  const news = outcomes.filter(({ taskId }) => waited.has(taskId));
  if (news.length === 0) return Result.succeed([]);
  const refused = news.flatMap(({ taskId, refusal }): ReadonlyArray<RefusedDocument> => {
    const target = waited.get(taskId)?.target;
    return refusal === null || target === undefined
      ? []
      : [{ kind: target.kind, code: target.id, because: refusal.type }];
  });
  const taskIds = news.map(({ taskId }) => taskId);
  return Result.succeed([{ type: "DocumentsTaken", taskIds, refused }]);
}
