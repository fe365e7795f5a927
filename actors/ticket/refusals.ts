/**
 * Everything that a ticket says no to, with the rule and the way out.
 *
 * @module
 */
import { type Decision, refuseBy } from "../decider.ts";
import type { IncidentRefusal } from "../incidents.ts";
import type { RepairRefusal } from "../repair.ts";
import type { SyncRefusal } from "../subject.ts";
import type { TicketEvent } from "./events.ts";

/** By name: the rule, and the way out. */
export const RULES = {
  TicketUnknown: [
    "A ticket must be allocated before anything else can be done with it.",
    "Allocate the ticket.",
  ],
  TicketAlreadyAllocated: [
    "A ticket is allocated once.",
    "Use another ticket id, or go on with this ticket.",
  ],
  PerformanceUnknown: [
    "A ticket is for a performance in the reference data.",
    "Define the performance.",
  ],
  NotPrintable: [
    "A performance needs a ticket template or an eligible pass to be sold.",
    "Give the performance a ticket template.",
  ],
  NotPrintableAsTicket: [
    "A performance without a ticket template is not printed on paper.",
    "Add the admission to an eligible pass.",
  ],
  AccessControlUnknown: [
    "A ticket is printed by an access-control system that is configured.",
    "Name a configured access-control system.",
  ],
  MappingMissing: [
    "Every code that the access control needs must be mapped before the print.",
    "Add the named codes to the performance.",
  ],
  TicketAlreadyPrinted: [
    "A printed ticket is not printed again without a reason.",
    "Re-print the ticket.",
  ],
  PrintAlreadyRequested: [
    "A ticket waits for one print at a time.",
    "Wait for the access control, or cancel the ticket.",
  ],
  TicketNotPrinted: [
    "Only a printed ticket can be re-printed or unprinted.",
    "Print it first.",
  ],
  TicketUsed: [
    "A ticket that was used is not taken away without override.",
    "Repeat with override if it shall be so.",
  ],
  TicketNumberNotNew: [
    "A re-print renews the ticket number.",
    "Give another ticket number, or none.",
  ],
  TicketIsCancelling: [
    "A ticket whose cancellation was asked for does nothing else.",
    "Allocate another ticket.",
  ],
  TicketAlreadyCancelled: [
    "A cancelled ticket stays cancelled.",
    "Allocate another ticket.",
  ],
  NothingToProduce: [
    "Only a confirmed ticket that did not come out of the printer is produced again.",
    "Re-print the ticket if another one is wanted.",
  ],
} as const;

/** Names of all rules, kebab-case in the API. */
export type TicketRefusal = keyof typeof RULES | IncidentRefusal | RepairRefusal | SyncRefusal;

/** Events of a ticket, or its refusal. */
export type Decided = Decision<TicketEvent, TicketRefusal>;

/** A refusal by name, with what was compared. */
export const refuse = refuseBy(RULES);
