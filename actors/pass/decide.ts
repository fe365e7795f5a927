/**
 * What a pass does when it is told to, or why not.
 *
 * @module
 */
import { Result } from "effect";
import { exposed } from "../credentials.ts";
import type { CommandContext } from "../decider.ts";
import { usedWhen } from "../scan.ts";
import { decideSync, followUp, type Subject } from "../subject.ts";
import { idsIn } from "./admissions.ts";
import type {
  BlockPass,
  CancelPass,
  PassCommand,
  ProducePass,
  TransferPass,
  UnblockPass,
} from "./commands.ts";
import type { PassEvent } from "./events.ts";
import { acquire, addAdmission, removeAdmission } from "./holding.ts";
import * as plan from "./plan.ts";
import { print, reprint, tombstones } from "./printing.ts";
import { type Decided, refuse } from "./refusals.ts";
import { decideScan } from "./scanned.ts";
import { evolve, type PassState, status } from "./state.ts";

const SUBJECT: Subject<PassState, PassEvent> = {
  evolve,
  sync: (state) => state.sync,
  ...plan,
};

/** The events of a command, with the next delivery where one is due; or the first rule against it. */
export function decide(state: PassState, command: PassCommand, context: CommandContext): Decided {
  return Result.map(
    choose(state, command, context),
    (events) => followUp(SUBJECT, state, { events, unsent: context.unsent }),
  );
}

function choose(state: PassState, command: PassCommand, context: CommandContext): Decided {
  switch (command.type) {
    case "AcquirePass":
      return acquire(state, command, context);
    case "RecordScan":
      return Result.succeed(decideScan(state, command.scan, context));
    case "RecordAnswer":
    case "RecordDeadLetter":
    case "RecordOverdue":
    case "ReopenDelivery":
    case "DiscardDelivery":
      return decideSync(SUBJECT, state, command);
    default:
      return endedPass(state) ?? whileHeld(state, command, context);
  }
}

type HeldCommand = Exclude<
  PassCommand,
  {
    readonly type:
      | "AcquirePass"
      | "RecordScan"
      | "RecordAnswer"
      | "RecordDeadLetter"
      | "RecordOverdue"
      | "ReopenDelivery"
      | "DiscardDelivery";
  }
>;

function whileHeld(state: PassState, command: HeldCommand, context: CommandContext): Decided {
  switch (command.type) {
    case "AddAdmission":
      return addAdmission(state, command, context);
    case "RemoveAdmission":
      return removeAdmission(state, command, context);
    case "PrintPass":
      return print(state, command, context);
    case "ReprintPass":
      return reprint(state, command, context);
    case "ProducePass":
      return produce(state, command);
    case "BlockPass":
      return block(state, command);
    case "UnblockPass":
      return unblock(state, command);
    case "CancelPass":
      return cancel(state, command, context);
    case "TransferPass":
      return transfer(state, command);
    case "DeletePass":
      return remove(state);
  }
}

function produce(state: PassState, { printer }: ProducePass): Decided {
  if (!state.issued || state.production !== "unproduced") {
    return refuse("NothingToProduce", { status: status(state), production: state.production });
  }
  const revision = state.sync.desired + 1;
  return Result.succeed([{
    type: "ProduceRequested",
    printer: printer ?? state.printer,
    revision,
  }]);
}

function block(state: PassState, { reason }: BlockPass): Decided {
  const now = status(state);
  if (now === "unprinted") return refuse("PassNotPrinted", { status: now });
  if (state.blocked) return refuse("PassAlreadyBlocked", { reason: state.reason });
  if (!state.issued) return refuse("PassNotActive", { status: now });
  return Result.succeed([{ type: "PassBlocked", reason, revision: state.sync.desired + 1 }]);
}

function unblock(state: PassState, { reason }: UnblockPass): Decided {
  const now = status(state);
  if (now === "unprinted") return refuse("PassNotPrinted", { status: now });
  if (!state.blocked) return refuse("PassNotBlocked", { status: now });
  return Result.succeed([{ type: "PassUnblocked", reason, revision: state.sync.desired + 1 }]);
}

function cancel(
  state: PassState,
  { reason, override }: CancelPass,
  { by }: CommandContext,
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
  }, ...tombstones(state)]);
}

function transfer(state: PassState, { customerId, reason }: TransferPass): Decided {
  const { customerId: from } = state;
  if (customerId === from) return refuse("SameCustomer", {});
  return Result.succeed([{ type: "PassTransferred", from, customerId, reason }]);
}

function remove(state: PassState): Decided {
  const { generation } = state;
  return generation > 0
    ? refuse("PassAlreadyPrinted", { status: status(state), generation })
    : Result.succeed([{ type: "PassDeleted" }]);
}

/** The rule against a pass that is not there, or no longer. */
function endedPass({ entitlement, reason }: PassState): Decided | null {
  switch (entitlement) {
    case "absent":
      return refuse("PassUnknown", {});
    case "cancelling":
      return refuse("PassIsCancelling", { reason });
    case "cancelled":
      return refuse("PassAlreadyCancelled", { reason });
    case "deleted":
      return refuse("PassIsDeleted", {});
    default:
      return null;
  }
}
