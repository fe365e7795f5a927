/**
 * Everything that an order says no to, with the rule and the way out.
 *
 * @module
 */
import { refuseBy } from "../decider.ts";

/** By name: the rule, and the way out. */
export const RULES = {
  OtherCustomer: [
    "An order belongs to one customer.",
    "Place another order for this customer.",
  ],
  LineAlreadyInOrder: [
    "A line id stands once in an order.",
    "Use another line id.",
  ],
  LineUnknown: [
    "Only lines of the order can be named.",
    "Look the order's lines up.",
  ],
  LineNotStanding: [
    "A line that was cancelled or refused is not printed, cancelled or exchanged.",
    "Sell it again under another line id.",
  ],
  OrderFull: [
    "An order holds a bounded number of lines and passes and tickets.",
    "Place another order.",
  ],
  PerformanceUnknown: [
    "A performance is sold when it is in the reference data.",
    "Define the performance.",
  ],
  BundleUnknown: [
    "A bundle is sold when it is in the reference data.",
    "Define the bundle.",
  ],
  ItemUnknown: [
    "An item is sold when it is in the reference data.",
    "Define the item.",
  ],
  PassTypeUnknown: [
    "The assigned pass of a bundle or an item is a pass type in the reference data.",
    "Define the pass type.",
  ],
  NotPrintable: [
    "A performance needs a ticket template or an eligible pass to be sold.",
    "Give the performance a ticket template or an eligible pass.",
  ],
  NotPrintableAsTicket: [
    "A performance without a ticket template is not printed on paper.",
    "Name the pass that shall hold the admission.",
  ],
  PassNotEligible: [
    "A pass holds admissions to performances that name its type as eligible.",
    "Make the pass type eligible for the performance, or sell a ticket.",
  ],
  PassNotNamed: [
    "An admission on a pass needs to know which.",
    "Name the pass.",
  ],
  PriceTypeMissing: [
    "An admission has a price type.",
    "Name the price type.",
  ],
  SeatNotOfBundle: [
    "Seats are given for performances of the bundle.",
    "Leave out the seat of the other performance.",
  ],
  OrderAlreadyPrinted: [
    "A printed order is not printed again without a reason: nothing is cancelled in passing.",
    "Ask for a re-print with its reason.",
  ],
  OrderNotPrinted: [
    "Only what was printed can be re-printed.",
    "Print it first.",
  ],
  NothingToPrint: [
    "An order without a standing line has nothing to print.",
    "Sell a line first.",
  ],
} as const;

/** Names of all rules, kebab-case in the API. */
export type OrderRefusal = keyof typeof RULES;

/** A refusal by name, with what was compared. */
export const refuse = refuseBy(RULES);
