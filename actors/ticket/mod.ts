/**
 * The single ticket: one admission on paper, with a barcode of the access control's.
 *
 * @module
 */
import type { ActorType } from "../actor_type.ts";
import { openIncidents } from "../incidents.ts";
import { claims, relations } from "./claims.ts";
import type { TicketCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import type { TicketEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { messageOf, revisions } from "./plan.ts";
import { initial, status, type TicketState } from "./state.ts";
import { sentence } from "./words.ts";

export type {
  AllocateTicket,
  CancelTicket,
  PrintTicket,
  ProduceTicket,
  ReprintTicket,
  TicketCommand,
  UnprintTicket,
} from "./commands.ts";
export type { TicketEvent } from "./events.ts";
export { RULES as TICKET_RULES } from "./refusals.ts";
export { status, type TicketState } from "./state.ts";
export { view } from "./view.ts";

/** How the actor system runs a ticket. */
export const ticket: ActorType<TicketState, TicketCommand, TicketEvent> = {
  kind: "ticket",
  stateVersion: 4,
  creators: ["AllocateTicket", "BlockStray"],
  initial,
  decide,
  evolve,
  message(state, seq) {
    const message = messageOf(state, seq);
    if (message === null) throw new Error(`Delivery ${seq} of a ticket is not outstanding`);
    return message;
  },
  revisions,
  accessControl: (state) => state.accessControl,
  claims,
  needsPerson: (state) => status(state) === "attention" || openIncidents(state.usage).length > 0,
  relations,
  sentence,
};
