/**
 * What one single ticket is: wanted, issued, in sync and used, each for itself.
 *
 * @module
 */
import type { AdmissionRecord } from "../access_control.ts";
import { TicketNumber } from "../address.ts";
import {
  bind,
  type BoundCredential,
  type CredentialFault,
  shut,
  tombstone,
} from "../credentials.ts";
import type { Seat } from "../mapping.ts";
import { addScan, annulScan, countUse, UNUSED, type Usage } from "../scan.ts";
import {
  confirm,
  distrust,
  evolveSync,
  raise,
  SILENT,
  type Sync,
  type SyncEvent,
} from "../sync.ts";
import type {
  BarcodeBound,
  CancelQueued,
  CancelRequested,
  PrintRequested,
  ReprintRequested,
  TicketAllocated,
  TicketEvent,
} from "./events.ts";
import { acknowledged } from "./plan.ts";

/** Printing by the access control's printer: did it come out? */
export type Production = "produced" | "unproduced" | "producing";

export interface TicketState {
  /** What is wanted; `printed` is wanted before it is so. */
  readonly entitlement:
    | "absent"
    | "unprinted"
    | "printed"
    | "unprinting"
    | "cancelling"
    | "cancelled";
  readonly orderId: string;
  readonly customerId: string;
  readonly performance: string;
  readonly priceType: string;
  readonly seat: Seat | null;
  readonly ticketNumber: TicketNumber;
  readonly accessControl: string;
  /** Of the last print. */
  readonly printer: string;
  readonly delivery: "barcode" | "print";
  /** Codes of the last print; `null` before the first. */
  readonly record: AdmissionRecord | null;
  /** Of the last print; 0 before the first. */
  readonly generation: number;
  /** The credentials of `generation` are bound. */
  readonly issued: boolean;
  /** Generations that were confirmed while they were wanted. */
  readonly printCount: number;
  readonly production: Production;
  readonly printFault: string | null;
  readonly credentials: ReadonlyArray<BoundCredential>;
  /** Why the last answer could not be accepted. */
  readonly attention: CredentialFault | null;
  /** Of the last re-print, unprint or cancel. */
  readonly reason: string | null;
  readonly sync: Sync;
  readonly usage: Usage;
}

export const initial: TicketState = {
  entitlement: "absent",
  orderId: "",
  customerId: "",
  performance: "",
  priceType: "",
  seat: null,
  ticketNumber: TicketNumber(""),
  accessControl: "",
  printer: "",
  delivery: "barcode",
  record: null,
  generation: 0,
  issued: false,
  printCount: 0,
  production: "produced",
  printFault: null,
  credentials: [],
  attention: null,
  reason: null,
  sync: SILENT,
  usage: UNUSED,
};

export type TicketStatus =
  | "unprinted"
  | "barcode-requested"
  | "printed"
  | "cancelling"
  | "cancelled"
  | "attention";

/** The one word for people. An unprinted ticket may still have to be confirmed so: see `sync`. */
export function status(state: TicketState): TicketStatus {
  switch (state.entitlement) {
    case "absent":
    case "unprinted":
    case "unprinting":
      return "unprinted";
    case "cancelling":
    case "cancelled":
      return state.entitlement;
    case "printed":
      if (state.issued) return "printed";
      return state.attention !== null || hasFailedIssue(state) ? "attention" : "barcode-requested";
  }
}

/** The issue of the present generation needs an operator. */
export function hasFailedIssue({ sync: { outstanding }, generation }: TicketState): boolean {
  return outstanding !== null && outstanding.failed !== null &&
    outstanding.command === "issueTicket" && outstanding.generation === generation;
}

export function evolve(state: TicketState, event: TicketEvent): TicketState {
  switch (event.type) {
    case "TicketAllocated":
      return allocated(state, event);
    case "PrintRequested":
    case "ReprintRequested":
      return requested(state, event);
    case "BarcodeTombstoned":
      return { ...state, credentials: tombstone(state.credentials) };
    case "BarcodeBound":
      return bound(state, event);
    case "BarcodeBoundThenRevoked": {
      const { seq, generation, credentials } = event;
      return {
        ...state,
        credentials: bind(state.credentials, credentials, { generation, state: "dead" }),
        sync: confirm(state.sync, seq),
      };
    }
    case "LateCredentialBound": {
      const { seq, revision, generation, credentials } = event;
      return {
        ...state,
        credentials: bind(state.credentials, credentials, { generation, state: "dead" }),
        sync: confirm(raise(state.sync, revision, acknowledged(state)), seq),
      };
    }
    case "AttentionRaised": {
      const concerns = !state.issued && event.generation === state.generation;
      const attention = concerns ? event.code : state.attention;
      return { ...state, attention, sync: distrust(state.sync, event.seq) };
    }
    case "BarcodeRevoked":
      return {
        ...state,
        credentials: shut(state.credentials, event.credentials),
        sync: confirm(state.sync, event.seq),
      };
    case "TicketNotProduced":
    case "ProduceRequested":
    case "TicketProduced":
      return produced(state, event);
    case "UnprintRequested":
      return {
        ...state,
        entitlement: "unprinting",
        ...ended(state),
        reason: event.reason,
        sync: raise(state.sync, event.revision, acknowledged(state)),
      };
    case "TicketUnprinted":
      return { ...state, entitlement: "unprinted", ...ended(state) };
    case "CancelQueued":
    case "CancelRequested":
      return cancelling(state, event);
    case "TicketCancelled":
      return { ...state, entitlement: "cancelled", ...ended(state), reason: event.reason };
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
    ...state,
    entitlement: "printed",
    ...ended(state),
    printer: event.printer,
    delivery: event.delivery,
    record: event.record,
    generation: event.generation,
    ticketNumber: isReprint ? event.ticketNumber : state.ticketNumber,
    reason: isReprint ? event.reason : state.reason,
    sync: raise(state.sync, event.revision, acknowledged(state)),
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
  event: Extract<
    TicketEvent,
    { readonly type: "TicketNotProduced" | "ProduceRequested" | "TicketProduced" }
  >,
): TicketState {
  if (event.type === "ProduceRequested") {
    const sync = raise(state.sync, event.revision, acknowledged(state));
    return { ...state, production: "producing", printer: event.printer, sync };
  }
  const after = { ...state, sync: confirm(state.sync, event.seq) };
  if (event.generation !== state.generation || !state.issued) return after;
  return event.type === "TicketProduced"
    ? { ...after, production: "produced", printFault: null }
    : { ...after, production: "unproduced", printFault: event.fault };
}

function cancelling(state: TicketState, event: CancelQueued | CancelRequested): TicketState {
  return {
    ...state,
    entitlement: "cancelling",
    ...ended(state),
    reason: event.reason,
    sync: raise(state.sync, event.revision, acknowledged(state)),
  };
}

/** Nothing of the last generation is wanted any more; live values are dead with it. */
function ended(
  { credentials }: TicketState,
): Pick<TicketState, "issued" | "attention" | "production" | "printFault" | "credentials"> {
  return {
    issued: false,
    attention: null,
    production: "produced",
    printFault: null,
    credentials: tombstone(credentials),
  };
}

function used(state: TicketState, scanId: string, use: "in" | "out" | "re-entry"): TicketState {
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
  if (state.issued) return { ...state, sync, production: "unproduced" };
  const entitlement = state.entitlement === "printed" ? "unprinted" : state.entitlement;
  return { ...state, sync, entitlement, attention: null };
}
