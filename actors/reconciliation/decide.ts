/**
 * What a reconciliation does when it is told to, or why not.
 *
 * @module
 */
import { Result } from "effect";
import { type CommandContext, type Decision, refuseBy } from "../decider.ts";
import type {
  ApproveRepairs,
  IgnoreDifference,
  ReconciliationCommand,
  RecordComparison,
  RecordOutcomes,
} from "./commands.ts";
import type { ReconciliationEvent } from "./events.ts";
import { findingOf, findingsOf, type ReconciliationState } from "./state.ts";

/** By name: the rule, and the way out. */
export const RULES = {
  DifferenceUnknown: [
    "Only a difference that the last comparison has found is approved or ignored.",
    "Look at the reconciliation again.",
  ],
  DifferenceNotProposed: [
    "A difference is approved or ignored once.",
    "Nothing needs to be done; the next comparison shows what has become of it.",
  ],
  NothingProposed: [
    "Only a difference that Gatehouse can mend is approved.",
    "Mend it at the access control, or re-print; or ignore it.",
  ],
} as const;

const refuse = refuseBy(RULES);

type Decided = Decision<ReconciliationEvent, keyof typeof RULES>;

/** Decides one command. */
export function decide(
  state: ReconciliationState,
  command: ReconciliationCommand,
  context: CommandContext,
): Decided {
  switch (command.type) {
    case "RecordComparison":
      return Result.succeed(recordComparison(state, command));
    case "ApproveRepairs":
      return approve(state, command, context);
    case "IgnoreDifference":
      return ignore(state, command, context);
    case "RecordOutcomes":
      return Result.succeed(recordOutcomes(state, command));
  }
}

/** An operator may have approved one in the meantime: what is being repaired is not touched. */
function recordComparison(
  state: ReconciliationState,
  { found, gone }: RecordComparison,
): ReadonlyArray<ReconciliationEvent> {
  const ids = gone.filter((id) => {
    const known = findingOf(state, id);
    return known !== undefined && known.state !== "approved";
  });
  const left = new Set(ids);
  const open = findingsOf(state).filter(({ id }) => !left.has(id));
  const repaired = findingsOf(state).filter((one) => one.state === "repaired");
  const news = found.filter((one) => !open.some(({ credential }) => credential === one.credential));
  const differences = news.map((one, index) => ({
    ...one,
    id: `D-${state.lastNumber + index + 1}`,
    again: repaired.some(({ credential }) => credential === one.credential),
  }));
  return [
    ...(ids.length === 0 ? [] : [{ type: "DifferencesGone" as const, ids }]),
    ...(differences.length === 0 ? [] : [{ type: "DifferencesFound" as const, differences }]),
  ];
}

function approve(
  state: ReconciliationState,
  { ids }: ApproveRepairs,
  { by, id: accessControl, commandId: correlationId }: CommandContext,
): Decided {
  for (const id of ids) {
    const known = findingOf(state, id);
    if (known === undefined) return refuse("DifferenceUnknown", { id });
    if (known.state !== "proposed") {
      return refuse("DifferenceNotProposed", { id, state: known.state });
    }
    if (known.proposal === "none") return refuse("NothingProposed", { id, kind: known.kind });
  }
  if (ids.length === 0) return Result.succeed([]);
  return Result.succeed([{ type: "RepairsApproved", ids, by, accessControl, correlationId }]);
}

function ignore(
  state: ReconciliationState,
  { id }: IgnoreDifference,
  { by }: CommandContext,
): Decided {
  const known = findingOf(state, id);
  if (known === undefined) return refuse("DifferenceUnknown", { id });
  return known.state === "proposed"
    ? Result.succeed([{ type: "DifferenceIgnored", id, by }])
    : refuse("DifferenceNotProposed", { id, state: known.state });
}

function recordOutcomes(
  { tasks }: ReconciliationState,
  { outcomes }: RecordOutcomes,
): ReadonlyArray<ReconciliationEvent> {
  const waited = new Set(tasks.map(({ taskId }) => taskId));
  const news = outcomes.filter(({ taskId }) => waited.has(taskId));
  if (news.length === 0) return [];
  return [{
    type: "RepairsCarriedOut",
    taskIds: news.map(({ taskId }) => taskId),
    refused: news.flatMap(({ taskId, refusal }) =>
      refusal === null ? [] : [{ taskId, because: refusal.type }]
    ),
  }];
}
