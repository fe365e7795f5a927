/**
 * The reconciliation with one access control: what its list and ours differ in, and its repairs.
 *
 * @module
 */
import { type ActorType, UNHEARD } from "../actor_type.ts";
import type { ReconciliationCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import type { ReconciliationEvent } from "./events.ts";
import { evolve, initial, type ReconciliationState } from "./state.ts";

export type { ApproveRepairs, IgnoreDifference, RecordComparison } from "./commands.ts";
export { RULES as RECONCILIATION_RULES } from "./decide.ts";
export type { Difference, Side } from "./events.ts";
export { type Finding, findingOf, findingsOf, type ReconciliationState } from "./state.ts";

/**
 * How the actor system runs a reconciliation; its id is the access control's name. It tells passes
 * and tickets, never an access control: a repair is the delivery of the actor that it is about.
 */
export const reconciliation: ActorType<
  ReconciliationState,
  ReconciliationCommand,
  ReconciliationEvent
> = {
  ...UNHEARD,
  kind: "reconciliation",
  stateVersion: 1,
  creators: ["RecordComparison"],
  initial,
  decide,
  evolve,
  isUnfinished: ({ tasks }) => tasks.length > 0,
  sentence: (event) => {
    switch (event.type) {
      case "DifferencesFound":
        return `The access control's list and ours differ in ${
          credentials(event.differences.length)
        }`;
      case "DifferencesGone":
        return `The lists do not differ that way any more in ${credentials(event.ids.length)}`;
      case "RepairsApproved":
        return `Repair of ${credentials(event.ids.length)} approved by ${event.by}`;
      case "DifferenceIgnored":
        return `Difference ${event.id} is left as it is, by ${event.by}`;
      case "RepairsCarriedOut": {
        const { taskIds, refused } = event;
        const told = `Repair of ${credentials(taskIds.length - refused.length)} ordered`;
        return refused.length === 0 ? told : `${told}, ${refused.length} no longer as compared`;
      }
    }
  },
};

function credentials(n: number): string {
  return n === 1 ? "1 credential" : `${n} credentials`;
}
