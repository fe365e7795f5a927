/**
 * Tickets and passes in each of their states, and the answers that bring them there.
 *
 * @module
 */
import type {
  Answer,
  Credential,
  CredentialKind,
  Done,
  Scan,
} from "../../actors/access_control.ts";
import { Barcode } from "../../actors/address.ts";
import { pass, type PassCommand, type PassEvent, type PassState } from "../../actors/pass/mod.ts";
import type { Ownership, SyncCommand } from "../../actors/sync.ts";
import {
  ticket,
  type TicketCommand,
  type TicketEvent,
  type TicketState,
} from "../../actors/ticket/mod.ts";
import { type Given, given } from "./given.ts";

/** A ticket with a past. */
export type GivenTicket = Given<TicketState, TicketCommand, TicketEvent>;
/** A pass with a past. */
export type GivenPass = Given<PassState, PassCommand, PassEvent>;

/** A credential of any kind. */
export function credential(kind: CredentialKind, value: string): Credential {
  return { kind, value: Barcode(value) };
}

/** Applied there, with these credentials. */
export function done(credentials: ReadonlyArray<Credential> = [], more: Partial<Done> = {}): Done {
  return {
    type: "done",
    credentials,
    externalId: null,
    printed: true,
    printFault: null,
    ...more,
  };
}

/** The outbox tells the answer; every value is free unless said otherwise. */
export function answered(
  seq: number,
  answer: Answer,
  owner: Ownership = "free",
): Extract<SyncCommand, { readonly type: "RecordAnswer" }> {
  const credentials = answer.type === "done" ? answer.credentials : [];
  return {
    type: "RecordAnswer",
    seq,
    answer,
    owners: credentials.map(({ value }) => ({ value, owner })),
  };
}

/** Issued: one standard barcode, or one card. */
export function issued(seq: number, value: string): ReturnType<typeof answered> {
  const kind = value.startsWith("card") ? "card" : "standard";
  return answered(seq, done([credential(kind, value)]));
}

/** Never going to work. */
export function rejected(seq: number, code = "poison"): ReturnType<typeof answered> {
  return answered(seq, { type: "rejected", code, message: "Not possible" });
}

/** No valid answer ever came. */
export function deadLetter(seq: number, applied: "no" | "unknown" = "unknown"): SyncCommand {
  return { type: "RecordDeadLetter", seq, code: "no-answer", message: "Gave up", applied };
}

const PASSAGE = {
  gate: "G4",
  direction: "in",
  online: true,
  result: "accepted",
  annuls: null,
  code: "ok",
} as const;

/** A scan that opened gate 4 from outside. */
export function aScan(scanId: string, more: Partial<Scan> = {}): Scan {
  const at = Date.UTC(2026, 8, 5, 14);
  return { scanId, at, value: Barcode("b1"), productCode: "M01", ...PASSAGE, ...more };
}

/** Such a scan as the access control sends it. */
export const SCAN_ITEM = {
  scanId: "S-1",
  at: "2026-08-01T19:32:00+02:00",
  value: "1234567890128",
  ProductCode: "M01",
  ...PASSAGE,
} as const;

/** The access control tells a scan. */
export function scanned(
  scanId: string,
  more: Partial<Scan> = {},
): { type: "RecordScan"; scan: Scan } {
  return { type: "RecordScan", scan: aScan(scanId, more) };
}

/** A ticket for seat F 11 at the first match. */
export const ALLOCATE = {
  type: "AllocateTicket",
  orderId: "4711",
  customerId: "C-9",
  performance: "M01",
  priceType: "adult",
  seat: { section: "North", row: "F", number: "11" },
  ticketNumber: null,
  accessControl: null,
} as const;

/** A season pass from a bundle. */
export const ACQUIRE = {
  type: "AcquirePass",
  passType: "SEASON",
  customerId: "C-9",
  source: { kind: "bundle", code: "SEASON-26", orderId: "4711" },
} as const;

/** An admission to the first match, unless said otherwise. */
export function add(admissionId: string, performance = "M01", orderId = "4711"): PassCommand {
  const seat = { section: "North", row: "F", number: "11" };
  return { type: "AddAdmission", admissionId, performance, orderId, priceType: "adult", seat };
}

/** Of the ticket, on the printer without paper. */
export const PRINT_TICKET = { type: "PrintTicket", printer: "Virtual" } as const;

/** Of the order that the pass comes from. */
export const PRINT_PASS = {
  type: "PrintPass",
  orderId: "4711",
  printer: "Virtual",
  admissionIds: null,
} as const;

/** Of a ticket that was not used. */
export const CANCEL_TICKET = {
  type: "CancelTicket",
  reason: "returned",
  override: false,
} as const;

/** Of a pass that was not used. */
export const CANCEL_PASS = { type: "CancelPass", reason: "returned", override: false } as const;

/** Of the lost card. */
export const REPRINT_PASS = { type: "ReprintPass", reason: "lost", printer: null } as const;

/** Of the lost ticket. */
export const REPRINT_TICKET = {
  type: "ReprintTicket",
  reason: "lost",
  printer: null,
  ticketNumber: null,
  override: false,
} as const;

/** The barcode is dead, the admission kept. */
export const UNPRINT_TICKET = { type: "UnprintTicket", reason: "wrong paper" } as const;

type TicketNames =
  | "absent"
  | "unprinted"
  | "requested"
  | "printed"
  | "used"
  | "unproduced"
  | "producing"
  | "reprinting"
  | "reprintingNext"
  | "unprinting"
  | "rejected"
  | "unanswered"
  | "attention"
  | "cancellingRequested"
  | "cancelling"
  | "cancelled";

/** Every state of a ticket, by name. The sent deliveries stay unanswered where the name says so. */
export function ticketsInEveryState(): Readonly<Record<TicketNames, GivenTicket>> {
  const absent = given(ticket);
  const unprinted = absent.after(ALLOCATE);
  const requested = unprinted.after(PRINT_TICKET);
  const printed = requested.after(issued(1, "b1"));
  const used = printed.after(scanned("s1"));
  const unproduced = requested.after(
    answered(1, done([credential("standard", "b1")], { printed: false, printFault: "paper" })),
  );
  const reprinting = printed.after(REPRINT_TICKET, NEXT_NUMBER);
  return {
    absent,
    unprinted,
    requested,
    printed,
    used,
    unproduced,
    producing: unproduced.after({ type: "ProduceTicket", printer: null }),
    reprinting,
    reprintingNext: reprinting.after(answered(2, done())),
    unprinting: printed.after(UNPRINT_TICKET),
    rejected: requested.after(rejected(1)),
    unanswered: requested.after(deadLetter(1)),
    attention: requested.after(answered(1, done([credential("standard", "b1")]), "foreign")),
    cancellingRequested: requested.after(CANCEL_TICKET),
    cancelling: printed.after(CANCEL_TICKET),
    cancelled: unprinted.after(CANCEL_TICKET),
  };
}

/** A re-print needs a number that the ticket does not have. */
export const NEXT_NUMBER = { ticketNumber: "900000000002" as GivenTicket["state"]["ticketNumber"] };

type PassNames =
  | "absent"
  | "empty"
  | "unprinted"
  | "issuing"
  | "active"
  | "used"
  | "unproduced"
  | "producing"
  | "updating"
  | "blocking"
  | "blocked"
  | "unblocking"
  | "reissuing"
  | "reissuingNext"
  | "rejected"
  | "unanswered"
  | "attention"
  | "cancellingIssuing"
  | "cancelling"
  | "cancelled"
  | "deleted";

/** Every state of a pass, by name. */
export function passesInEveryState(): Readonly<Record<PassNames, GivenPass>> {
  const absent = given(pass);
  const empty = absent.after(ACQUIRE);
  const unprinted = empty.after(add("A-1")).after(add("A-2", "M02", "4712"));
  const issuing = unprinted.after(PRINT_PASS);
  const active = issuing.after(issued(1, "card1"));
  const unproduced = issuing.after(
    answered(1, done([credential("card", "card1")], { printed: false, printFault: "jam" })),
  );
  const blocked = active.after({ type: "BlockPass", reason: "lost" });
  const reissuing = active.after(REPRINT_PASS);
  return {
    absent,
    empty,
    unprinted,
    issuing,
    active,
    used: active.after(scanned("s1", { value: Barcode("card1") })),
    unproduced,
    producing: unproduced.after({ type: "ProducePass", printer: null }),
    updating: active.after({ ...PRINT_PASS, orderId: "4712" }),
    blocking: blocked,
    blocked: blocked.after(answered(2, done())),
    unblocking: blocked.after(answered(2, done())).after({ type: "UnblockPass", reason: "found" }),
    reissuing,
    reissuingNext: reissuing.after(answered(2, done())),
    rejected: issuing.after(rejected(1)),
    unanswered: issuing.after(deadLetter(1)),
    attention: issuing.after(answered(1, done([credential("card", "card1")]), "foreign")),
    cancellingIssuing: issuing.after(CANCEL_PASS),
    cancelling: active.after(CANCEL_PASS),
    cancelled: unprinted.after(CANCEL_PASS),
    deleted: unprinted.after({ type: "DeletePass" }),
  };
}
