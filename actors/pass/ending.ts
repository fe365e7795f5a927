/**
 * How a customer's holding of a pass ends: cancelled, given to another, or deleted.
 *
 * @module
 */
import { Result } from "effect";
import { exposed } from "../credentials.ts";
import type { CommandContext } from "../decider.ts";
import { usedWhen } from "../scan.ts";
import { idsIn } from "./admissions.ts";
import type { CancelPass, TransferPass } from "./commands.ts";
import { tombstones } from "./printing.ts";
import { type Decided, refuse } from "./refusals.ts";
import { type PassState, status } from "./state.ts";

/** At once where no gate can know of it, else when the access control confirms. */
export function cancel(
  state: PassState,
  { reason, override }: CancelPass,
  { by, at }: CommandContext,
): Decided {
  const used = Object.keys(state.usage.passages)
    .map((performance) => usedWhen(state.usage, performance))
    .find((when) => when !== null) ?? null;
  if (used !== null && !override) return refuse("PassUsed", used);
  const opens = state.issued || exposed(state.credentials).length > 0;
  if (state.sync.outstanding === null && !opens) {
    return Result.succeed([{ type: "PassCancelled", reason }]);
  }
  return Result.succeed([{
    type: "PassCancelRequested",
    reason,
    override: used !== null,
    by,
    admissionIds: idsIn(state.admissions, "pending", "requested", "effective"),
    revision: state.sync.desired + 1,
  }, ...tombstones(state, at)]);
}

/** Another holder; the card is unaffected (rule 62). */
export function transfer(state: PassState, { customerId, reason }: TransferPass): Decided {
  const { customerId: from } = state;
  if (customerId === from) return refuse("SameCustomer");
  return Result.succeed([{ type: "PassTransferred", from, customerId, reason }]);
}

/** Rule B8: as if it had never been, while nothing of it was printed. */
export function remove(state: PassState): Decided {
  const { generation } = state;
  return generation > 0
    ? refuse("PassAlreadyPrinted", { status: status(state), generation })
    : Result.succeed([{ type: "PassDeleted" }]);
}
