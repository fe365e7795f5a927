/**
 * The commands of a single ticket.
 *
 * @module
 */
import type { AcknowledgeIncident } from "../actors/incidents.ts";
import type {
  AllocateTicket,
  CancelTicket,
  PrintTicket,
  ProduceTicket,
  ReprintTicket,
  UnprintTicket,
} from "../actors/ticket/mod.ts";
import { commandRoute } from "./command.ts";
import { TICKET_BODIES } from "./ticket_bodies.ts";
import type { Route } from "./route.ts";
import { SUBJECTS } from "./subjects.ts";

const { ticket } = SUBJECTS;

/** `POST /v1/tickets/{ticketId}/…` */
export const TICKET_COMMANDS: ReadonlyArray<Route> = [
  commandRoute<AllocateTicket>(ticket, {
    verb: "allocate",
    type: "AllocateTicket",
    summary: "A single ticket exists, unprinted",
    body: TICKET_BODIES.allocate,
    example: {
      orderId: "O-4711",
      customerId: "C-9",
      performance: "M01",
      priceType: "adult",
      seat: { section: "N12", row: "F", number: "11" },
    },
  }),
  commandRoute<PrintTicket>(ticket, {
    verb: "print",
    type: "PrintTicket",
    summary: "Requests the barcode, or the print, from the access control",
    body: TICKET_BODIES.print,
    example: { printer: "BOX-1" },
  }),
  commandRoute<ReprintTicket>(ticket, {
    verb: "reprint",
    type: "ReprintTicket",
    summary: "The old barcode is dead, a new one is requested, the ticket number is renewed",
    body: TICKET_BODIES.reprint,
    example: { reason: "Lost in the mail" },
  }),
  commandRoute<UnprintTicket>(ticket, {
    verb: "unprint",
    type: "UnprintTicket",
    summary: "The barcode is dead, the admission is kept",
    body: TICKET_BODIES.unprint,
    example: { reason: "Printed on the wrong paper" },
  }),
  commandRoute<CancelTicket>(ticket, {
    verb: "cancel",
    type: "CancelTicket",
    summary: "Dead for good; a used one only with `override`",
    body: TICKET_BODIES.cancel,
    example: { reason: "Returned by the customer" },
  }),
  commandRoute<ProduceTicket>(ticket, {
    verb: "produce",
    type: "ProduceTicket",
    summary: "Prints a confirmed ticket again that did not come out of the printer; no new barcode",
    body: TICKET_BODIES.produce,
    example: { printer: "BOX-2" },
  }),
  commandRoute<AcknowledgeIncident>(ticket, {
    verb: "acknowledge-incident",
    type: "AcknowledgeIncident",
    summary: "Somebody has seen to an entry on what was revoked: it needs attention no more",
    body: TICKET_BODIES["acknowledge-incident"],
    example: { scanId: "S-1", reason: "Was asked to leave" },
  }),
];
