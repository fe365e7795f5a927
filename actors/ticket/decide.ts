/**
 * What a ticket does when it is told to, or why not.
 *
 * @module
 */
import { Result } from "effect";
import { bare, exposed, live } from "../credentials.ts";
import type { CommandContext } from "../decider.ts";
import { decideAcknowledgement } from "../incidents.ts";
import { decideRepair } from "../repair.ts";
import { usedWhen } from "../scan.ts";
import { decideSync, followUp, type Subject } from "../subject.ts";
import type {
  AllocateTicket,
  CancelTicket,
  PrintTicket,
  ProduceTicket,
  ReprintTicket,
  TicketCommand,
  UnprintTicket,
} from "./commands.ts";
import type { TicketEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import * as plan from "./plan.ts";
import { printable } from "./printable.ts";
import { type Decided, refuse } from "./refusals.ts";
import { decideScan } from "./scanned.ts";
import { status, type TicketState } from "./state.ts";

const SUBJECT: Subject<TicketState, TicketEvent> = {
  evolve,
  sync: (state) => state.sync,
  ...plan,
};

/** The events of a command, with the next delivery where one is due; or the first rule against it. */
export function decide(
  state: TicketState,
  command: TicketCommand,
  context: CommandContext,
): Decided {
  return Result.map(
    choose(state, command, context),
    (events) => followUp(SUBJECT, state, { events, unsent: context.unsent }),
  );
}

function choose(state: TicketState, command: TicketCommand, context: CommandContext): Decided {
  switch (command.type) {
    case "AllocateTicket":
      return allocate(state, command, context);
    case "PrintTicket":
      return print(state, command, context);
    case "ReprintTicket":
      return reprint(state, command, context);
    case "UnprintTicket":
      return unprint(state, command, context);
    case "CancelTicket":
      return cancel(state, command, context);
    case "ProduceTicket":
      return produce(state, command);
    case "RecordScan":
      return Result.succeed(decideScan(state, command.scan, context));
    case "AcknowledgeIncident":
      return decideAcknowledgement(state.usage, command);
    case "ResendCredentials":
    case "BlockStray":
      return decideRepair(state, command, {
        isSettled: plan.acknowledged(state) === state.sync.desired,
        isOpen: state.entitlement === "printed" && state.issued,
      });
    default:
      return decideSync(SUBJECT, state, command);
  }
}

function allocate(state: TicketState, command: AllocateTicket, context: CommandContext): Decided {
  if (state.entitlement !== "absent") {
    return refuse("TicketAlreadyAllocated", { status: status(state), orderId: state.orderId });
  }
  const performance = context.catalogue.performance(command.performance);
  if (performance === undefined) {
    return refuse("PerformanceUnknown", { performance: command.performance });
  }
  if (performance.ticketTemplate === null) {
    const { eligiblePasses } = performance;
    const type = eligiblePasses.length > 0 ? "NotPrintableAsTicket" : "NotPrintable";
    return refuse(type, { performance: command.performance, eligiblePasses });
  }
  const accessControl = command.accessControl ?? performance.accessControl;
  if (context.catalogue.ticketMode(accessControl) === undefined) {
    return refuse("AccessControlUnknown", { accessControl });
  }
  const ticketNumber = command.ticketNumber ?? context.ticketNumber;
  return Result.succeed([{ ...command, type: "TicketAllocated", ticketNumber, accessControl }]);
}

function print(state: TicketState, { printer }: PrintTicket, context: CommandContext): Decided {
  const ended = endedTicket(state);
  if (ended !== null) return ended;
  const now = status(state);
  if (now === "printed") return refuse("TicketAlreadyPrinted", { generation: state.generation });
  if (now === "barcode-requested") return refuse("PrintAlreadyRequested", { status: now });
  return Result.map(printable(state, context), (terms) => [{
    type: "PrintRequested",
    ...nextIssue(state),
    printer,
    ...terms,
  }]);
}

function reprint(state: TicketState, command: ReprintTicket, context: CommandContext): Decided {
  const ended = endedTicket(state);
  if (ended !== null) return ended;
  const now = status(state);
  if (now === "unprinted") return refuse("TicketNotPrinted", { status: now });
  if (now === "barcode-requested") return refuse("PrintAlreadyRequested", { status: now });
  const used = usedWhen(state.usage, state.performance);
  if (used !== null && !command.override) return refuse("TicketUsed", used);
  const oldTicketNumber = state.ticketNumber;
  const ticketNumber = command.ticketNumber ?? context.ticketNumber;
  if (ticketNumber === oldTicketNumber) return refuse("TicketNumberNotNew", { ticketNumber });
  return Result.map(printable(state, context), (terms) => [{
    type: "ReprintRequested",
    ...nextIssue(state),
    printer: command.printer ?? state.printer,
    ...terms,
    reason: command.reason,
    oldTicketNumber,
    ticketNumber,
    override: used !== null,
    by: context.by,
  }, ...tombstones(state, context.at)]);
}

function unprint(
  state: TicketState,
  { reason }: UnprintTicket,
  { at }: CommandContext,
): Decided {
  const ended = endedTicket(state);
  if (ended !== null) return ended;
  const now = status(state);
  if (now !== "printed") return refuse("TicketNotPrinted", { status: now });
  const used = usedWhen(state.usage, state.performance);
  if (used !== null) return refuse("TicketUsed", used);
  const revision = state.sync.desired + 1;
  return Result.succeed([
    { type: "UnprintRequested", reason, revision },
    ...tombstones(state, at),
  ]);
}

function cancel(state: TicketState, command: CancelTicket, context: CommandContext): Decided {
  const ended = endedTicket(state);
  if (ended !== null) return ended;
  const used = usedWhen(state.usage, state.performance);
  if (used !== null && !command.override) return refuse("TicketUsed", used);
  const { reason } = command;
  const { outstanding, desired } = state.sync;
  const opens = state.issued || exposed(state.credentials).length > 0;
  if (outstanding === null && !opens) return Result.succeed([{ type: "TicketCancelled", reason }]);
  const told = { reason, override: used !== null, by: context.by, revision: desired + 1 };
  return Result.succeed(
    opens
      ? [{ type: "CancelRequested", ...told }, ...tombstones(state, context.at)]
      : [{ type: "CancelQueued", ...told }],
  );
}

function produce(state: TicketState, { printer }: ProduceTicket): Decided {
  const ended = endedTicket(state);
  if (ended !== null) return ended;
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

/** The rule against a ticket that is not there, or no longer. */
function endedTicket({ entitlement, reason }: TicketState): Decided | null {
  if (entitlement === "absent") return refuse("TicketUnknown");
  if (entitlement === "cancelling") return refuse("TicketIsCancelling", { reason });
  if (entitlement === "cancelled") return refuse("TicketAlreadyCancelled", { reason });
  return null;
}

function nextIssue(
  { generation, sync }: TicketState,
): { readonly generation: number; readonly revision: number } {
  return { generation: generation + 1, revision: sync.desired + 1 };
}

function tombstones(
  { generation, credentials }: TicketState,
  at: number,
): ReadonlyArray<TicketEvent> {
  const dying = bare(live(credentials));
  return dying.length === 0
    ? []
    : [{ type: "BarcodeTombstoned", generation, credentials: dying, at }];
}
