/**
 * What a ticket is found by, and the values that it alone may have.
 *
 * @module
 */
import { credentialClaims } from "../credentials.ts";
import type { Claim, Relation } from "../event_store.ts";
import type { TicketEvent } from "./events.ts";
import type { TicketState } from "./state.ts";

/** Barcodes are unique in the tenant; ticket numbers in their performance. The dead stay claimed. */
export function claims(event: TicketEvent, state: TicketState): ReadonlyArray<Claim> {
  switch (event.type) {
    case "TicketAllocated":
      return [numbered(event.ticketNumber, event.performance, "live")];
    case "ReprintRequested":
      return [
        numbered(event.oldTicketNumber, state.performance, "dead"),
        numbered(event.ticketNumber, state.performance, "live"),
      ];
    case "TicketCancelled":
      return [numbered(state.ticketNumber, state.performance, "dead")];
    case "BarcodeBound":
      return credentialClaims(event, "live");
    case "BarcodeTombstoned":
    case "BarcodeBoundThenRevoked":
    case "LateCredentialBound":
    case "StrayFound":
      return credentialClaims(event, "dead");
    default:
      return [];
  }
}

/** Order, buyer and performance, from the first fact on. */
export function relations(event: TicketEvent): ReadonlyArray<Relation> {
  return event.type !== "TicketAllocated" ? [] : [
    { by: "order", value: event.orderId },
    { by: "customer", value: event.customerId },
    { by: "performance", value: event.performance },
  ];
}

function numbered(value: string, scope: string, state: Claim["state"]): Claim {
  return { space: "ticket-number", value, scope, state, note: "" };
}
