/**
 * The commands of a pass.
 *
 * @module
 */
import * as v from "valibot";
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
import type { Route } from "./route.ts";
import { Id, Label, maybe, Seat, Text } from "./schemas.ts";
import { SUBJECTS } from "./subjects.ts";

const { pass } = SUBJECTS;

const Reason = v.strictObject({ reason: Text });

/** `POST /v1/passes/{passId}/…` */
export const PASS_COMMANDS: ReadonlyArray<Route> = [
  commandRoute<AcquirePass>(pass, {
    verb: "acquire",
    type: "AcquirePass",
    summary: "A pass exists, unprinted, by a bundle or an item that gives it",
    body: v.strictObject({
      passType: Id,
      customerId: Id,
      source: v.strictObject({ kind: v.picklist(["bundle", "item"]), code: Id, orderId: Id }),
    }),
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
    body: v.strictObject({
      admissionId: Id,
      performance: Id,
      orderId: Id,
      priceType: Label,
      seat: maybe(Seat),
    }),
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
    body: v.strictObject({
      admissionId: Id,
      reason: Text,
      override: v.nullish(v.boolean(), false),
    }),
    example: { admissionId: "A-1", reason: "Returned by the customer" },
  }),
  commandRoute<PrintPass>(pass, {
    verb: "print",
    type: "PrintPass",
    summary: "The order's admissions become effective: issues the card, or updates its record",
    body: v.pipe(
      v.strictObject({ orderId: Id, printer: v.nullish(Id, "Virtual") }),
      v.transform((body) => ({ ...body, admissionIds: null })),
    ),
    example: { orderId: "O-4711", printer: "CARDS-1" },
  }),
  commandRoute<ReprintPass>(pass, {
    verb: "reprint",
    type: "ReprintPass",
    summary: "The old card is dead, a new one opens the effective admissions",
    body: v.strictObject({ reason: Text, printer: maybe(Id) }),
    example: { reason: "Card broken" },
  }),
  commandRoute<ProducePass>(pass, {
    verb: "produce",
    type: "ProducePass",
    summary: "Prints a confirmed card again that did not come out of the printer; no new card",
    body: v.strictObject({ printer: maybe(Id) }),
    example: { printer: "CARDS-2" },
  }),
  commandRoute<BlockPass>(pass, {
    verb: "block",
    type: "BlockPass",
    summary: "Lost or stolen: the card opens nothing until it is unblocked",
    body: Reason,
    example: { reason: "Reported stolen" },
  }),
  commandRoute<UnblockPass>(pass, {
    verb: "unblock",
    type: "UnblockPass",
    summary: "Found again: the card opens what it opened before",
    body: Reason,
    example: { reason: "Found again" },
  }),
  commandRoute<CancelPass>(pass, {
    verb: "cancel",
    type: "CancelPass",
    summary: "The pass and all its admissions are dead for good",
    body: v.strictObject({ reason: Text, override: v.nullish(v.boolean(), false) }),
    example: { reason: "Season refunded" },
  }),
  commandRoute<TransferPass>(pass, {
    verb: "transfer",
    type: "TransferPass",
    summary: "Another holder; the card is unaffected",
    body: v.strictObject({ customerId: Id, reason: Text }),
    example: { customerId: "C-10", reason: "Accounts merged" },
  }),
  commandRoute<DeletePass>(pass, {
    verb: "delete",
    type: "DeletePass",
    summary: "Gone, as long as nothing on it was ever printed",
    body: v.strictObject({}),
    example: {},
  }),
];
