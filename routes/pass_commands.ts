/**
 * The commands of a pass.
 *
 * @module
 */
import type { AcknowledgeIncident } from "../actors/incidents.ts";
import type {
  AcquirePass,
  AddAdmission,
  BlockPass,
  CancelPass,
  DeletePass,
  PrintPass,
  ProducePass,
  RemoveAdmission,
  ReprintPass,
  TransferPass,
  UnblockPass,
} from "../actors/pass/mod.ts";
import { commandRoute } from "./command.ts";
import { PASS_BODIES } from "./pass_bodies.ts";
import type { Route } from "./route.ts";
import { SUBJECTS } from "./subjects.ts";

const { pass } = SUBJECTS;

/** `POST /v1/passes/{passId}/…` */
export const PASS_COMMANDS: ReadonlyArray<Route> = [
  commandRoute<AcquirePass>(pass, {
    verb: "acquire",
    type: "AcquirePass",
    summary: "A pass exists, unprinted, by a bundle or an item that gives it",
    body: PASS_BODIES.acquire,
    example: {
      passType: "SEASON",
      customerId: "C-9",
      source: { kind: "bundle", code: "SEASON-26", orderId: "O-4711" },
    },
  }),
  commandRoute<AddAdmission>(pass, {
    verb: "add-admission",
    type: "AddAdmission",
    summary: "An admission on the pass, pending until its order is printed",
    body: PASS_BODIES["add-admission"],
    example: {
      admissionId: "A-1",
      performance: "M01",
      orderId: "O-4711",
      priceType: "adult",
      seat: { section: "N12", row: "F", number: "11" },
    },
  }),
  commandRoute<RemoveAdmission>(pass, {
    verb: "remove-admission",
    type: "RemoveAdmission",
    summary: "Takes an admission off the pass; it is revoked at once",
    body: PASS_BODIES["remove-admission"],
    example: { admissionId: "A-1", reason: "Returned by the customer" },
  }),
  commandRoute<PrintPass>(pass, {
    verb: "print",
    type: "PrintPass",
    summary: "The order's admissions become effective: issues the card, or updates its record",
    body: PASS_BODIES.print,
    example: { orderId: "O-4711", printer: "CARDS-1" },
  }),
  commandRoute<ReprintPass>(pass, {
    verb: "reprint",
    type: "ReprintPass",
    summary: "The old card is dead, a new one opens the effective admissions",
    body: PASS_BODIES.reprint,
    example: { reason: "Card broken" },
  }),
  commandRoute<ProducePass>(pass, {
    verb: "produce",
    type: "ProducePass",
    summary: "Prints a confirmed card again that did not come out of the printer; no new card",
    body: PASS_BODIES.produce,
    example: { printer: "CARDS-2" },
  }),
  commandRoute<BlockPass>(pass, {
    verb: "block",
    type: "BlockPass",
    summary: "Lost or stolen: the card opens nothing until it is unblocked",
    body: PASS_BODIES.block,
    example: { reason: "Reported stolen" },
  }),
  commandRoute<UnblockPass>(pass, {
    verb: "unblock",
    type: "UnblockPass",
    summary: "Found again: the card opens what it opened before",
    body: PASS_BODIES.unblock,
    example: { reason: "Found again" },
  }),
  commandRoute<CancelPass>(pass, {
    verb: "cancel",
    type: "CancelPass",
    summary: "The pass and all its admissions are dead for good",
    body: PASS_BODIES.cancel,
    example: { reason: "Season refunded" },
  }),
  commandRoute<TransferPass>(pass, {
    verb: "transfer",
    type: "TransferPass",
    summary: "Another holder; the card is unaffected",
    body: PASS_BODIES.transfer,
    example: { customerId: "C-10", reason: "Accounts merged" },
  }),
  commandRoute<DeletePass>(pass, {
    verb: "delete",
    type: "DeletePass",
    summary: "Gone, as long as nothing on it was ever printed",
    body: PASS_BODIES.delete,
    example: {},
  }),
  commandRoute<AcknowledgeIncident>(pass, {
    verb: "acknowledge-incident",
    type: "AcknowledgeIncident",
    summary: "Somebody has seen to an entry on what was revoked: it needs attention no more",
    body: PASS_BODIES["acknowledge-incident"],
    example: { scanId: "S-1", reason: "Was asked to leave" },
  }),
];
