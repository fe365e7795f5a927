/**
 * The open differences with one access control, as the facts make them.
 *
 * @module
 */
import type { SubjectKind } from "../address.ts";
import type { RepairCommand } from "../repair.ts";
import type { FoundDifference, ReconciliationEvent, RepairsApproved } from "./events.ts";

/** A difference, and what is done about it. */
export interface Finding extends FoundDifference {
  /** `repaired`: its actor was told; the next comparison shows whether it has helped. */
  readonly state: "proposed" | "approved" | "repaired" | "ignored";
}

/** The command that repairs one difference. */
export interface RepairTask {
  /** Also the id of that command: given twice, it acts once. */
  readonly taskId: string;
  readonly findingId: string;
  readonly target: { readonly kind: SubjectKind; readonly id: string };
  readonly command: RepairCommand;
  readonly by: string;
  readonly correlationId: string;
}

/** All that is known to differ. */
export interface ReconciliationState {
  /** Of the newest difference: ids are numbers in a row. */
  readonly lastNumber: number;
  /** By id, in the order in which they were found. */
  readonly findings: { readonly [id: string]: Finding };
  /** Repairs that are not known to be carried out. */
  readonly tasks: ReadonlyArray<RepairTask>;
}

/** Nothing is known to differ. */
export const initial: ReconciliationState = { lastNumber: 0, findings: {}, tasks: [] };

/** Total and pure. */
export function evolve(
  state: ReconciliationState,
  event: ReconciliationEvent,
): ReconciliationState {
  switch (event.type) {
    case "DifferencesFound": {
      const found = event.differences.map((one) =>
        [one.id, { ...one, state: "proposed" }] as const
      );
      return {
        ...state,
        lastNumber: state.lastNumber + found.length,
        findings: { ...state.findings, ...Object.fromEntries(found) },
      };
    }
    case "DifferencesGone":
      return { ...state, findings: without(state.findings, event.ids) };
    case "RepairsApproved":
      return {
        ...state,
        findings: moved(state.findings, event.ids, "approved"),
        tasks: [...state.tasks, ...event.ids.flatMap((id) => taskOf(state, event, id))],
      };
    case "DifferenceIgnored":
      return { ...state, findings: moved(state.findings, [event.id], "ignored") };
    case "RepairsCarriedOut": {
      const told = new Set(event.taskIds);
      const refused = new Set(event.refused.map(({ taskId }) => taskId));
      const idsOf = (isMeant: (taskId: string) => boolean) =>
        state.tasks.filter(({ taskId }) => told.has(taskId) && isMeant(taskId))
          .map(({ findingId }) => findingId);
      const repaired = moved(state.findings, idsOf((id) => !refused.has(id)), "repaired");
      return {
        ...state,
        findings: without(repaired, idsOf((id) => refused.has(id))),
        tasks: state.tasks.filter(({ taskId }) => !told.has(taskId)),
      };
    }
  }
}

/** In the order in which they were found. */
export function findingsOf({ findings }: ReconciliationState): ReadonlyArray<Finding> {
  return Object.values(findings);
}

/** Own entries only. */
export function findingOf(
  { findings }: ReconciliationState,
  id: string,
): Finding | undefined {
  return Object.hasOwn(findings, id) ? findings[id] : undefined;
}

function taskOf(
  state: ReconciliationState,
  { by, accessControl, correlationId }: RepairsApproved,
  findingId: string,
): ReadonlyArray<RepairTask> {
  const finding = findingOf(state, findingId);
  if (finding === undefined || finding.actor === null || finding.proposal === "none") return [];
  const { actor: target, revision, credential: value, credentialKind: kind } = finding;
  const command: RepairCommand = finding.proposal === "resend"
    ? { type: "ResendCredentials", revision }
    : { type: "BlockStray", revision, accessControl, credentials: [{ kind, value }] };
  const taskId = `${correlationId}.${findingId}`;
  return [{ taskId, findingId, target, command, by, correlationId }];
}

function moved(
  findings: ReconciliationState["findings"],
  ids: ReadonlyArray<string>,
  to: Finding["state"],
): ReconciliationState["findings"] {
  const meant = new Set(ids);
  return Object.fromEntries(
    Object.entries(findings).map(([id, one]) => [id, meant.has(id) ? { ...one, state: to } : one]),
  );
}

function without(
  findings: ReconciliationState["findings"],
  ids: ReadonlyArray<string>,
): ReconciliationState["findings"] {
  const meant = new Set(ids);
  return Object.fromEntries(Object.entries(findings).filter(([id]) => !meant.has(id)));
}
