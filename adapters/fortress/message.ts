/**
 * The text of a command on the wire: the same bytes for the same command, on every attempt.
 *
 * @module
 */
import type {
  AdmissionRecord,
  CardMessage,
  OutgoingCommand,
  SubjectCommand,
  TicketMessage,
} from "../../actors/access_control.ts";

const encoder = new TextEncoder();

/** Field order is fixed here and does not depend on how the command was built or stored. */
export function encodeCommand(command: OutgoingCommand): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify({
    commandId: command.commandId,
    tenant: command.tenant,
    seq: command.seq,
    subject: { kind: command.subject.kind, id: command.subject.id },
    command: command.body.command,
    ...part(command.body),
  }));
}

function part(body: SubjectCommand): object {
  return "card" in body ? { card: card(body.card) } : { ticket: ticket(body.ticket) };
}

function card(message: CardMessage): object {
  return {
    generation: message.generation,
    passType: message.passType,
    productCode: message.productCode,
    memberId: message.memberId,
    printer: message.printer,
    validFrom: message.validFrom,
    validTo: message.validTo,
    credential: message.credential,
    admissions: message.admissions.map(admission),
    ...reason(message.reason),
  };
}

function ticket(message: TicketMessage): object {
  return {
    ...admission(message),
    generation: message.generation,
    delivery: message.delivery,
    printer: message.printer,
    ...(message.credentials.length === 0
      ? {}
      : { credentials: message.credentials.map(({ kind, value }) => ({ kind, value })) }),
    ...reason(message.reason),
  };
}

function admission(record: AdmissionRecord): object {
  return {
    admissionId: record.admissionId,
    ProductCode: record.ProductCode,
    StadiumCode: record.StadiumCode,
    StandCode: record.StandCode,
    AreaCode: record.AreaCode,
    PriceBandCode: record.PriceBandCode,
    row: record.row,
    seat: record.seat,
    Tst1: record.Tst1,
    Tst2: record.Tst2,
  };
}

function reason(text: string | null): object {
  return text === null ? {} : { reason: text };
}
