/**
 * How each fact changes a ticket.
 *
 * @module
 */
import { bind, shut, tombstone, tombstoneAt } from "../credentials.ts";
import { acknowledge } from "../incidents.ts";
import { evolveRepair } from "../repair.ts";
import { addScan, annulScan, countUse, type Use } from "../scan.ts";
import { confirm, distrust, evolveSync, raise, type SyncEvent } from "../sync.ts";
import type {
  BarcodeBound,
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
    case "BarcodeBoundThenRevoked":
    case "LateCredentialBound":
    case "AttentionRaised":
    case "BarcodeRevoked":
      return revoked(state, event);
    case "TicketNotProduced":
    case "ProduceRequested":
    case "TicketProduced":
      return produced(state, event);
    case "UnprintRequested":
    case "CancelQueued":
    case "CancelRequested":
      return ending(state, event);
    case "TicketUnprinted":
      return { ...state, ...ended(state), entitlement: "unprinted" };
    case "TicketCancelled":
      return { ...state, ...ended(state), entitlement: "cancelled", reason: event.reason };
    case "ScanRecorded":
      return { ...state, usage: addScan(state.usage, event) };
    case "TicketUsedIn":
      return used(state, event.scanId, "in");
    case "TicketUsedOut":
      return used(state, event.scanId, "out");
    case "TicketReEntered":
      return used(state, event.scanId, "re-entry");
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
    ...ended(state),
    entitlement: "printed",
    printer: event.printer,
    delivery: event.delivery,
    record: event.record,
    generation: event.generation,
    ticketNumber: isReprint ? event.ticketNumber : state.ticketNumber,
    reason: isReprint ? event.reason : state.reason,
  };
}

function bound(state: TicketState, event: BarcodeBound): TicketState {
  const { seq, generation, credentials } = event;
  return {
    ...state,
    issued: true,
    printCount: state.printCount + 1,
    attention: null,
    credentials: bind(state.credentials, credentials, { generation, state: "live" }),
    sync: confirm(state.sync, seq),
  };
}

function produced(
  state: TicketState,
  event: Of<"TicketNotProduced" | "ProduceRequested" | "TicketProduced">,
): TicketState {
  if (event.type === "ProduceRequested") {
    const { printer, revision } = event;
    return { ...raised(state, revision), production: "producing", printer };
  }
  const after = { ...state, sync: confirm(state.sync, event.seq) };
  if (event.generation !== state.generation || !state.issued) return after;
  return event.type === "TicketProduced"
    ? { ...after, production: "produced", printFault: null }
    : { ...after, production: "unproduced", printFault: event.fault };
}

function revoked(
  state: TicketState,
  event: Of<
    | "BarcodeTombstoned"
    | "BarcodeBoundThenRevoked"
    | "LateCredentialBound"
    | "AttentionRaised"
    | "BarcodeRevoked"
  >,
): TicketState {
  if (event.type === "BarcodeTombstoned") {
    return { ...state, credentials: tombstoneAt(state.credentials, event) };
  }
  const { seq, generation } = event;
  if (event.type === "AttentionRaised") {
    const concerns = !state.issued && generation === state.generation;
    const attention = concerns ? event.code : state.attention;
    return { ...state, attention, sync: distrust(state.sync, seq) };
  }
  const credentials = event.type === "BarcodeRevoked"
    ? shut(state.credentials, event.credentials)
    : bind(state.credentials, event.credentials, { generation, state: "dead" });
  const heard = event.type === "LateCredentialBound" ? raised(state, event.revision) : state;
  return { ...heard, credentials, sync: confirm(heard.sync, seq) };
}

function ending(
  state: TicketState,
  event: Of<"UnprintRequested" | "CancelQueued" | "CancelRequested">,
): TicketState {
  const entitlement = event.type === "UnprintRequested" ? "unprinting" : "cancelling";
  const { reason, revision } = event;
  return { ...raised(state, revision), ...ended(state), entitlement, reason };
}

function raised(state: TicketState, revision: number): TicketState {
  return { ...state, sync: raise(state.sync, revision, acknowledged(state)) };
}

/** Nothing of the last generation is wanted any more; live values are dead with it. */
function ended(
  { credentials }: TicketState,
): Pick<
  TicketState,
  "issued" | "attention" | "production" | "printFault" | "credentials" | "resending"
> {
  return {
    issued: false,
    attention: null,
    production: "produced",
    printFault: null,
    credentials: tombstone(credentials),
    resending: false,
  };
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
