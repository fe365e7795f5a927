/**
 * How each fact changes a ticket.
 *
 * @module
 */
import { tombstoneAt } from "../credentials.ts";
import { acknowledge } from "../incidents.ts";
import { bound, boundDead, discarded, doubted, printed, revoked } from "../issuing.ts";
import { evolveRepair } from "../repair.ts";
import { addScan, annulScan, countUse, type Use, withdrawUse } from "../scan.ts";
import { evolveSync, raise, type SyncEvent } from "../sync.ts";
import type {
  Of,
  PrintRequested,
  ReprintRequested,
  TicketAllocated,
  TicketEvent,
} from "./events.ts";
import { acknowledged } from "./plan.ts";
import type { TicketState } from "./state.ts";

/** Total: any fact on any state gives a state. */
export function evolve(state: TicketState, event: TicketEvent): TicketState {
  switch (event.type) {
    case "TicketAllocated":
      return allocated(state, event);
    case "PrintRequested":
    case "ReprintRequested":
      return requested(state, event);
    case "BarcodeBound":
      return bound(state, event);
    case "BarcodeTombstoned":
      return { ...state, credentials: tombstoneAt(state.credentials, event) };
    case "BarcodeBoundThenRevoked":
      return boundDead(state, event);
    case "LateCredentialBound":
      return boundDead(raised(state, event.revision), event);
    case "AttentionRaised":
      return doubted(state, event);
    case "BarcodeRevoked":
      return revoked(state, event);
    case "TicketNotProduced":
      return printed(state, event, { production: "unproduced", printFault: event.fault });
    case "ProduceRequested":
      return { ...raised(state, event.revision), production: "producing", printer: event.printer };
    case "TicketProduced":
      return printed(state, event, { production: "produced", printFault: null });
    case "UnprintRequested":
    case "CancelQueued":
    case "CancelRequested":
      return ending(state, event);
    case "TicketUnprinted":
      return { ...state, ...discarded(state), entitlement: "unprinted" };
    case "TicketCancelled":
      return { ...state, ...discarded(state), entitlement: "cancelled", reason: event.reason };
    case "ScanRecorded":
      return { ...state, usage: addScan(state.usage, event) };
    case "TicketUsedIn":
      return used(state, event.scanId, "in");
    case "TicketUsedOut":
      return used(state, event.scanId, "out");
    case "TicketReEntered":
      return used(state, event.scanId, "re-entry");
    case "UseWithdrawn":
      return { ...state, usage: withdrawUse(state.usage, event) };
    case "ScanAnnulled":
      return { ...state, usage: annulScan(state.usage, event) };
    case "ExposureIncidentRaised":
      return state;
    case "IncidentAcknowledged":
      return { ...state, usage: acknowledge(state.usage, event) };
    case "ResendRequested":
    case "ResendConfirmed":
    case "StrayFound":
      return evolveRepair(state, event, acknowledged(state));
    default:
      return synced(state, event);
  }
}

function allocated(state: TicketState, { type: _type, ...told }: TicketAllocated): TicketState {
  return { ...state, ...told, entitlement: "unprinted" };
}

function requested(state: TicketState, event: PrintRequested | ReprintRequested): TicketState {
  const isReprint = event.type === "ReprintRequested";
  return {
    ...raised(state, event.revision),
    ...discarded(state),
    entitlement: "printed",
    printer: event.printer,
    delivery: event.delivery,
    record: event.record,
    generation: event.generation,
    ticketNumber: isReprint ? event.ticketNumber : state.ticketNumber,
    reason: isReprint ? event.reason : state.reason,
  };
}

function ending(
  state: TicketState,
  event: Of<"UnprintRequested" | "CancelQueued" | "CancelRequested">,
): TicketState {
  const entitlement = event.type === "UnprintRequested" ? "unprinting" : "cancelling";
  const { reason, revision } = event;
  return { ...raised(state, revision), ...discarded(state), entitlement, reason };
}

function raised(state: TicketState, revision: number): TicketState {
  return { ...state, sync: raise(state.sync, revision, acknowledged(state)) };
}

function used(state: TicketState, scanId: string, use: Use): TicketState {
  const { performance } = state;
  return { ...state, usage: countUse(state.usage, { scanId, performance, use }) };
}

/** An issue that an operator gave up was never applied: the ticket is to be printed again. */
function synced(state: TicketState, event: SyncEvent): TicketState {
  const { outstanding } = state.sync;
  const sync = evolveSync(state.sync, event);
  if (event.type !== "DeliveryDiscarded" || outstanding?.seq !== event.seq) {
    return { ...state, sync };
  }
  if (outstanding.command !== "issueTicket" || outstanding.generation !== state.generation) {
    return { ...state, sync };
  }
  if (outstanding.resend) return { ...state, sync, resending: false };
  if (state.issued) return { ...state, sync, production: "unproduced" };
  const entitlement = state.entitlement === "printed" ? "unprinted" : state.entitlement;
  return { ...state, sync, entitlement, attention: null };
}
