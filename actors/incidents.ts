/**
 * How people say that they have seen to an entry on what was revoked.
 *
 * @module
 */
import { Result } from "effect";
import { type Decision, refuseBy } from "./decider.ts";
import { isIncident, isOpenIncident, type SeenScan, type Usage } from "./scan.ts";

/** Somebody has seen to it; who and when is the fact's own. */
export interface IncidentAcknowledged {
  readonly type: "IncidentAcknowledged";
  /** The scan that told of it. */
  readonly scanId: string;
  /** What was found or done; `null`: nothing was said. */
  readonly reason: string | null;
}

/** It needs nobody any more. */
export interface AcknowledgeIncident {
  readonly type: "AcknowledgeIncident";
  readonly scanId: string;
  readonly reason: string | null;
}

/** By name: the rule, and the way out. */
export const INCIDENT_RULES = {
  IncidentUnknown: [
    "Only an entry on what was revoked is acknowledged, while its scan is remembered.",
    "Look at the scans: 20 are remembered, and those that nobody has seen to the longest.",
  ],
} as const;

const refuse = refuseBy(INCIDENT_RULES);

/** Names of the rules. */
export type IncidentRefusal = keyof typeof INCIDENT_RULES;

/** Scans that nobody has seen to, of those that are remembered, oldest first. */
export function openIncidents({ scans }: Usage): ReadonlyArray<SeenScan> {
  return scans.filter(isOpenIncident);
}

/** Also of what was cancelled long ago. A second time is no event. */
export function decideAcknowledgement(
  { scans }: Usage,
  { scanId, reason }: AcknowledgeIncident,
): Decision<IncidentAcknowledged, IncidentRefusal> {
  const scan = scans.find((seen) => seen.scanId === scanId);
  if (scan === undefined || !isIncident(scan)) {
    return refuse("IncidentUnknown", { scanId });
  }
  if (scan.acknowledged === true) return Result.succeed([]);
  return Result.succeed([{ type: "IncidentAcknowledged", scanId, reason }]);
}

/** After `IncidentAcknowledged`. */
export function acknowledge(usage: Usage, { scanId }: IncidentAcknowledged): Usage {
  return {
    ...usage,
    scans: usage.scans.map((seen) =>
      seen.scanId === scanId ? { ...seen, acknowledged: true } : seen
    ),
  };
}
