/**
 * Everything that a pass says no to, with the rule and the way out.
 *
 * @module
 */
import { type Decision, refuseBy } from "../decider.ts";
import type { IncidentRefusal } from "../incidents.ts";
import type { RepairRefusal } from "../repair.ts";
import type { SyncRefusal } from "../subject.ts";
import type { PassEvent } from "./events.ts";

/** By name: the rule, and the way out. */
export const RULES = {
  PassUnknown: [
    "A pass must be acquired before anything else can be done with it.",
    "Acquire the pass.",
  ],
  PassAlreadyAcquired: [
    "A pass is acquired once.",
    "Use another pass id, or go on with this pass.",
  ],
  PassOfOtherCustomer: [
    "A pass is loaded by orders of its holder.",
    "Use the holder's order, or transfer the pass.",
  ],
  PassOfOtherType: [
    "A bundle or item loads a pass of the type that is assigned to it.",
    "Name a pass of this type, or none.",
  ],
  PassTypeUnknown: [
    "A pass is of a type in the reference data.",
    "Define the pass type.",
  ],
  SourceUnknown: [
    "A pass comes from a bundle or an item in the reference data.",
    "Define the bundle or item.",
  ],
  PassNotAssigned: [
    "A bundle or item gives the pass that is assigned to it.",
    "Assign this pass type to the bundle or item.",
  ],
  PerformanceUnknown: [
    "An admission is for a performance in the reference data.",
    "Define the performance.",
  ],
  PassNotEligible: [
    "A pass holds admissions to performances that name it as eligible.",
    "Make the pass type eligible, or print the admission as a ticket.",
  ],
  OtherAccessControl: [
    "All admissions of one pass are on one access control.",
    "Use another pass for this performance.",
  ],
  AccessControlUnknown: [
    "A card is issued by an access-control system that is configured.",
    "Name a configured access-control system in the pass type or its performances.",
  ],
  PerformanceAlreadyOnPass: [
    "A pass without multiple admissions holds one admission to a performance.",
    "Take the other admission off first.",
  ],
  AdmissionAlreadyOnPass: [
    "An admission id is used once on a pass.",
    "Use another admission id.",
  ],
  PassFull: [
    "A pass holds as many admissions as fit into one message.",
    "Use another pass for further admissions.",
  ],
  AdmissionUnknown: [
    "Only an admission on the pass can be taken off.",
    "Look at the admissions of the pass.",
  ],
  AdmissionAlreadyRevoked: [
    "An admission is taken off once.",
    "Nothing needs to be done.",
  ],
  AdmissionUsed: [
    "An admission that was used is not taken away without override.",
    "Repeat with override if it shall be so.",
  ],
  NothingToPrint: [
    "An order is printed on a pass that holds something of it.",
    "Add the order's admissions first.",
  ],
  OrderAlreadyPrinted: [
    "A printed order is not printed again.",
    "Re-print the pass if a new card is wanted.",
  ],
  MappingMissing: [
    "Every code that the access control needs must be mapped before the print.",
    "Add the named codes to the pass type or the performance.",
  ],
  PassNotPrinted: [
    "Only a pass with a card can be re-printed, blocked or unblocked.",
    "Print it first.",
  ],
  PrintAlreadyRequested: [
    "A pass waits for one card at a time.",
    "Wait for the access control, or cancel the pass.",
  ],
  ReprintAlreadyRequested: [
    "A pass waits for one new card at a time.",
    "Wait for the access control, or cancel the pass.",
  ],
  NothingToProduce: [
    "Only a confirmed card that did not come out of the printer is produced again.",
    "Re-print the pass if another card is wanted.",
  ],
  PassNotActive: [
    "Only a card that the access control has confirmed can be blocked.",
    "Wait for the access control, or cancel the pass.",
  ],
  PassAlreadyBlocked: [
    "A pass is blocked once.",
    "Unblock it when it is found, or re-print it.",
  ],
  PassNotBlocked: [
    "Only a blocked pass is unblocked.",
    "Nothing needs to be done.",
  ],
  PassUsed: [
    "A pass that was used is not cancelled without override.",
    "Repeat with override if it shall be so.",
  ],
  SameCustomer: [
    "A pass is transferred to another customer than its holder.",
    "Nothing needs to be done.",
  ],
  PassAlreadyPrinted: [
    "A pass is deleted only while nothing on it was ever printed.",
    "Cancel instead.",
  ],
  PassIsCancelling: [
    "A pass whose cancellation was asked for does nothing else.",
    "Acquire another pass.",
  ],
  PassAlreadyCancelled: [
    "A cancelled pass stays cancelled.",
    "Acquire another pass.",
  ],
  PassIsDeleted: [
    "A deleted pass stays deleted.",
    "Acquire another pass.",
  ],
} as const;

/** Names of all rules, kebab-case in the API. */
export type PassRefusal = keyof typeof RULES | IncidentRefusal | RepairRefusal | SyncRefusal;

/** Events of a pass, or its refusal. */
export type Decided = Decision<PassEvent, PassRefusal>;

/** A refusal by name, with what was compared. */
export const refuse = refuseBy(RULES);
