/**
 * What a pass does when it is told to, or why not.
 *
 * @module
 */
import { Result } from "effect";
import type { CommandContext } from "../decider.ts";
import { decideAcknowledgement } from "../incidents.ts";
import { decideRepair } from "../repair.ts";
import { decideSync, followUp, type Subject } from "../subject.ts";
import type { BlockPass, PassCommand, ProducePass, UnblockPass } from "./commands.ts";
import { cancel, remove, transfer } from "./ending.ts";
import type { PassEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { acquire, addAdmission, removeAdmission } from "./holding.ts";
import { load, withdraw } from "./loading.ts";
import * as plan from "./plan.ts";
import { print, reprint } from "./printing.ts";
import { type Decided, refuse } from "./refusals.ts";
import { decideScan } from "./scanned.ts";
import { type PassState, status } from "./state.ts";

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
    case "LoadPass":
      return state.entitlement === "absent"
        ? load(state, command, context)
        : endedPass(state) ?? load(state, command, context);
    case "RecordScan":
      return Result.succeed(decideScan(state, command.scan, context));
    case "AcknowledgeIncident":
      return decideAcknowledgement(state.usage, command);
    case "ResendCredentials":
    case "BlockStray":
      return decideRepair(state, command, {
        isSettled: plan.acknowledged(state) === state.sync.desired,
        isOpen: state.entitlement === "printed" && state.issued && !state.blocked,
      });
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
      | "LoadPass"
      | "RecordScan"
      | "AcknowledgeIncident"
      | "ResendCredentials"
      | "BlockStray"
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
    case "WithdrawAdmissions":
      return withdraw(state, command, context);
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

/** The rule against a pass that is not there, or no longer. */
function endedPass({ entitlement, reason }: PassState): Decided | null {
  switch (entitlement) {
    case "absent":
      return refuse("PassUnknown");
    case "cancelling":
      return refuse("PassIsCancelling", { reason });
    case "cancelled":
      return refuse("PassAlreadyCancelled", { reason });
    case "deleted":
      return refuse("PassIsDeleted");
    default:
      return null;
  }
}
