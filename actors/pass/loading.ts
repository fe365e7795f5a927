/**
 * What an order does to a pass in one step: put a whole line on it, and take it off again.
 *
 * @module
 */
import { Result } from "effect";
import type { CommandContext } from "../decider.ts";
import { idsIn } from "./admissions.ts";
import type { LoadPass, WithdrawAdmissions } from "./commands.ts";
import { cancel } from "./ending.ts";
import type { PassEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { acquire, addAdmission, removeAdmission } from "./holding.ts";
import { type Decided, refuse } from "./refusals.ts";
import type { PassState } from "./state.ts";

/**
 * Acquires the pass where it is not there yet, and puts all admissions of the line on it, or none.
 *
 * Only the holder's own orders load a pass (rule B1).
 */
export function load(state: PassState, command: LoadPass, context: CommandContext): Decided {
  const { customerId, orderId, admissions } = command;
  return Result.flatMap(acquireFor(state, command, context), (acquired) => {
    const events: Array<PassEvent> = [...acquired];
    let next = events.reduce(evolve, state);
    for (const admission of admissions) {
      const added = addAdmission(next, { type: "AddAdmission", ...admission, orderId }, context);
      if (Result.isFailure(added)) return added;
      events.push(...added.success);
      next = added.success.reduce(evolve, next);
    }
    return next.customerId === customerId ? Result.succeed(events) : refuse("PassOfOtherCustomer");
  });
}

function acquireFor(state: PassState, command: LoadPass, context: CommandContext): Decided {
  const { customerId, acquire: wanted } = command;
  if (state.entitlement === "absent") {
    return wanted === null
      ? refuse("PassUnknown")
      : acquire(state, { type: "AcquirePass", customerId, ...wanted }, context);
  }
  if (state.customerId !== customerId) return refuse("PassOfOtherCustomer");
  if (wanted !== null && wanted.passType !== state.passType) {
    return refuse("PassOfOtherType", { passType: state.passType, wanted: wanted.passType });
  }
  return Result.succeed([]);
}

/** Takes a line's admissions off; a pass that the line gave goes with them when nothing is left. */
export function withdraw(
  state: PassState,
  { admissionIds, reason, override, cancelWhenEmpty }: WithdrawAdmissions,
  context: CommandContext,
): Decided {
  const open = idsIn(state.admissions, "pending", "requested", "effective");
  const rest = open.filter((id) => !admissionIds.includes(id) && !id.startsWith("all-access."));
  if (cancelWhenEmpty && rest.length === 0) {
    return cancel(state, { type: "CancelPass", reason, override }, context);
  }
  const events: Array<PassEvent> = [];
  let next = state;
  for (const admissionId of admissionIds.filter((id) => open.includes(id))) {
    const command = { type: "RemoveAdmission", admissionId, reason, override } as const;
    const removed = removeAdmission(next, command, context);
    if (Result.isFailure(removed)) return removed;
    events.push(...removed.success);
    next = removed.success.reduce(evolve, next);
  }
  return Result.succeed(events);
}
