/**
 * What the policy of automatic repair lets one cycle mend without asking. Pure.
 *
 * @module
 */
import type { Finding } from "../reconciliation/mod.ts";

/** Repairs that one cycle may have under way: more are left to the next. */
export const REPAIRS_MAX = 500;

/** Ids to approve; never of what was repaired just before, to no avail. */
export function mendable(findings: ReadonlyArray<Finding>): ReadonlyArray<string> {
  const underWay = findings.filter(({ state }) => state === "approved").length;
  return findings
    .filter(({ state, proposal, again }) => state === "proposed" && proposal !== "none" && !again)
    .slice(0, Math.max(0, REPAIRS_MAX - underWay))
    .map(({ id }) => id);
}
