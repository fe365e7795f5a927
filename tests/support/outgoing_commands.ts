/**
 * Complete commands for an access control, from the few fields that a test is about.
 *
 * @module
 */
import type {
  AdmissionRecord,
  CardCommand,
  CardMessage,
  Outcome,
  OutgoingCommand,
  TicketCommand,
  TicketMessage,
} from "../../actors/access_control.ts";
import type { Barcode } from "../../actors/address.ts";

/** An admission to performance `M01`. */
export function admissionRecord(overrides: Partial<AdmissionRecord> = {}): AdmissionRecord {
  return {
    admissionId: "A-1",
    ProductCode: "M01",
    StadiumCode: "RIV",
    StandCode: "N",
    AreaCode: "N12",
    PriceBandCode: "AD",
    row: "F",
    seat: "11",
    Tst1: "G4",
    Tst2: null,
    ...overrides,
  };
}

/** A command about one pass. `id` defaults to a new pass; the command id follows from it. */
export function cardCommand(
  command: CardCommand,
  options: { readonly id: string; readonly seq: number; readonly card?: Partial<CardMessage> },
): OutgoingCommand {
  const card: CardMessage = {
    generation: 1,
    passType: "SEASON",
    productCode: "ST26",
    memberId: "C-9",
    printer: "Virtual",
    validFrom: "2026-08-01",
    validTo: "2027-06-30",
    credential: null,
    admissions: [admissionRecord()],
    reason: null,
    ...options.card,
  };
  return outgoing("pass", options, { command, card });
}

/** A command about one single ticket. */
export function ticketCommand(
  command: TicketCommand,
  options: { readonly id: string; readonly seq: number; readonly ticket?: Partial<TicketMessage> },
): OutgoingCommand {
  const ticket: TicketMessage = {
    ...admissionRecord({ admissionId: options.id }),
    generation: 1,
    delivery: "barcode",
    printer: "Virtual",
    credentials: [],
    reason: null,
    ...options.ticket,
  };
  return outgoing("ticket", options, { command, ticket });
}

/** The values of a `done`; none for any other outcome. */
export function valuesOf(outcome: Outcome): ReadonlyArray<Barcode> {
  return outcome.type === "done" ? outcome.credentials.map(({ value }) => value) : [];
}

/** The only value of a `done`; fails the test for anything else. */
export function valueOf(outcome: Outcome): Barcode {
  const [value, ...more] = valuesOf(outcome);
  if (value === undefined || more.length > 0) {
    throw new Error(`Expected one credential: ${JSON.stringify(outcome)}`);
  }
  return value;
}

function outgoing(
  kind: "pass" | "ticket",
  { id, seq }: { readonly id: string; readonly seq: number },
  body: OutgoingCommand["body"],
): OutgoingCommand {
  return {
    commandId: `d-${kind}-${id}-${seq}`,
    tenant: "riverside",
    subject: { kind, id },
    seq,
    body,
  };
}
