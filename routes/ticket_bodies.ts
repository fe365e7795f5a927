/**
 * The bodies of a ticket's commands, by verb.
 *
 * @module
 */
import * as v from "valibot";
import { Id, Label, maybe, Override, Seat, Text, TicketNumber } from "./schemas.ts";

const Acknowledgement = v.strictObject({ scanId: Id, reason: maybe(Text) });

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
    override: Override,
  }),
  unprint: v.strictObject({ reason: Text }),
  cancel: v.strictObject({ reason: Text, override: Override }),
  produce: v.strictObject({ printer: maybe(Id) }),
  "acknowledge-incident": Acknowledgement,
};
