/**
 * The bodies of a ticket's commands, by verb.
 *
 * @module
 */
import * as v from "valibot";
import { Id, Label, maybe, Seat, Text, TicketNumber } from "./schemas.ts";

/** What `POST /v1/tickets/{ticketId}/{verb}` takes. */
export const TICKET_BODIES = {
  allocate: v.strictObject({
    orderId: Id,
    customerId: Id,
    performance: Id,
    priceType: Label,
    seat: maybe(Seat),
    ticketNumber: maybe(TicketNumber),
    accessControl: maybe(Id),
  }),
  print: v.strictObject({ printer: v.nullish(Id, "Virtual") }),
  reprint: v.strictObject({
    reason: Text,
    printer: maybe(Id),
    ticketNumber: maybe(TicketNumber),
    override: v.nullish(v.boolean(), false),
  }),
  unprint: v.strictObject({ reason: Text }),
  cancel: v.strictObject({ reason: Text, override: v.nullish(v.boolean(), false) }),
  produce: v.strictObject({ printer: maybe(Id) }),
};
