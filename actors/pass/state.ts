/**
 * What one pass is: its admissions, its card, in sync and used, each for itself.
 *
 * @module
 */
import {
  bind,
  type BoundCredential,
  type CredentialFault,
  shut,
  tombstone,
} from "../credentials.ts";
import { addScan, annulScan, countUse, UNUSED, type Usage, type Use } from "../scan.ts";
import {
  confirm,
  distrust,
  evolveSync,
  raise,
  SILENT,
  type Sync,
  type SyncEvent,
} from "../sync.ts";
import {
  type Admission,
  admissionOf,
  type Admissions,
  idsIn,
  move,
  moveAll,
  request,
} from "./admissions.ts";
import type {
  AdmissionAdded,
  CardTerms,
  PassAcquired,
  PassEvent,
  PassIssued,
  PassReissued,
  PrintRequested,
  ReprintRequested,
  Source,
} from "./events.ts";
import { acknowledged } from "./plan.ts";

/** The fold of its facts. What it shows is derived: see `status` and `view`. */
export interface PassState {
  /** What is wanted; `printed` is wanted before it is so. */
  readonly entitlement: "absent" | "unprinted" | "printed" | "cancelling" | "cancelled" | "deleted";
  readonly passType: string;
  readonly customerId: string;
  readonly source: Source;
  /** `null` until the first admission sets it. */
  readonly accessControl: string | null;
  readonly admissions: Admissions;
  /** Of the last print. */
  readonly printer: string;
  /** Of the last print; `null` before the first. */
  readonly card: CardTerms | null;
  /** Of the last print; 0 before the first. */
  readonly generation: number;
  /** The card of `generation` is bound. */
  readonly issued: boolean;
  /** Generations that were confirmed while they were wanted. */
  readonly printCount: number;
  /** Printing of the card by the access control's printer: did it come out? */
  readonly production: "produced" | "unproduced" | "producing";
  readonly printFault: string | null;
  readonly credentials: ReadonlyArray<BoundCredential>;
  readonly blocked: boolean;
  /** As far as the access control has confirmed. */
  readonly blockedThere: boolean;
  /** Why the last answer could not be accepted. */
  readonly attention: CredentialFault | null;
  /** Of the last revocation, re-print, block or cancel. */
  readonly reason: string | null;
  readonly sync: Sync;
  readonly usage: Usage;
}

/** Before its first fact. */
export const initial: PassState = {
  entitlement: "absent",
  passType: "",
  customerId: "",
  source: { kind: "item", code: "", orderId: "" },
  accessControl: null,
  admissions: {},
  printer: "",
  card: null,
  generation: 0,
  issued: false,
  printCount: 0,
  production: "produced",
  printFault: null,
  credentials: [],
  blocked: false,
  blockedThere: false,
  attention: null,
  reason: null,
  sync: SILENT,
  usage: UNUSED,
};

/** As the API says it. */
export type PassStatus =
  | "unprinted"
  | "issuing"
  | "active"
  | "updating"
  | "reissuing"
  | "blocked"
  | "cancelling"
  | "cancelled"
  | "deleted"
  | "attention";

/** The one word for people. */
export function status(state: PassState): PassStatus {
  switch (state.entitlement) {
    case "absent":
      return "unprinted";
    case "printed":
      return state.issued ? issuedStatus(state) : unissuedStatus(state);
    default:
      return state.entitlement;
  }
}

/** Total: any fact on any state gives a state. */
export function evolve(state: PassState, event: PassEvent): PassState {
  switch (event.type) {
    case "PassAcquired":
      return acquired(state, event);
    case "AdmissionAdded":
      return added(state, event);
    case "AdmissionRemoved":
    case "AdmissionRevoked":
    case "PassUpdated":
      return changed(state, event);
    case "PrintRequested":
    case "ReprintRequested":
      return requested(state, event);
    case "UpdateRequested": {
      const admissions = request(state.admissions, event.records);
      return { ...raised(state, event.revision), admissions };
    }
    case "PassIssued":
    case "PassReissued":
      return issued(state, event);
    case "CardTombstoned":
    case "CardBoundThenRevoked":
    case "LateCredentialBound":
    case "AttentionRaised":
    case "CardRevoked":
      return carded(state, event);
    case "CardNotProduced":
    case "ProduceRequested":
    case "CardProduced":
      return produced(state, event);
    case "PassBlocked":
    case "PassUnblocked":
    case "PassBlockConfirmed":
    case "PassUnblockConfirmed":
      return blocked(state, event);
    case "PassCancelRequested":
    case "PassCancelled":
    case "PassDeleted":
      return ended(state, event);
    case "PassTransferred":
      return { ...state, customerId: event.customerId };
    case "ScanRecorded":
      return { ...state, usage: addScan(state.usage, event) };
    case "AdmissionUsedIn":
      return used(state, event, "in");
    case "AdmissionUsedOut":
      return used(state, event, "out");
    case "AdmissionReEntered":
      return used(state, event, "re-entry");
    case "ScanAnnulled":
      return { ...state, usage: annulScan(state.usage, event) };
    default:
      return synced(state, event);
  }
}

type Of<Type extends PassEvent["type"]> = Extract<PassEvent, { readonly type: Type }>;

function issuedStatus({ blocked, blockedThere, admissions }: PassState): PassStatus {
  if (blocked) return "blocked";
  const isBehind = blockedThere || idsIn(admissions, "requested", "revoking").length > 0;
  return isBehind ? "updating" : "active";
}

function unissuedStatus(state: PassState): PassStatus {
  const { attention, generation, printCount, sync: { outstanding } } = state;
  const hasFailed = outstanding !== null && outstanding.failed !== null &&
    outstanding.command === "issueCard" && outstanding.generation === generation;
  if (attention !== null || hasFailed) return "attention";
  return printCount === 0 ? "issuing" : "reissuing";
}

function acquired(state: PassState, event: PassAcquired): PassState {
  const { passType, customerId, source, accessControl, allAccess } = event;
  const admissions = allAccess.map((performance): [string, Admission] => [
    `all-access.${performance}`,
    {
      performance,
      seat: null,
      orderId: source.orderId,
      priceType: "",
      state: "pending",
      record: null,
    },
  ]);
  return {
    ...state,
    entitlement: "unprinted",
    passType,
    customerId,
    source,
    accessControl,
    admissions: Object.fromEntries(admissions),
  };
}

function added(state: PassState, event: AdmissionAdded): PassState {
  const { admissionId, performance, orderId, priceType, seat, accessControl } = event;
  if (admissionOf(state.admissions, admissionId) !== undefined) return state;
  const admission: Admission = {
    performance,
    seat,
    orderId,
    priceType,
    state: "pending",
    record: null,
  };
  return {
    ...state,
    accessControl: state.accessControl ?? accessControl,
    admissions: { ...state.admissions, [admissionId]: admission },
  };
}

function changed(
  state: PassState,
  event: Of<"AdmissionRemoved" | "AdmissionRevoked" | "PassUpdated">,
): PassState {
  if (event.type === "PassUpdated") {
    return {
      ...state,
      admissions: confirmedAdmissions(state.admissions, event),
      sync: confirm(state.sync, event.seq),
    };
  }
  const isRemoved = event.type === "AdmissionRemoved";
  const to = isRemoved ? "revoked" : "revoking";
  const admissions = move(state.admissions, [event.admissionId], to);
  return isRemoved
    ? { ...state, admissions }
    : { ...raised(state, event.revision), admissions, reason: event.reason };
}

function requested(state: PassState, event: PrintRequested | ReprintRequested): PassState {
  const { printer, card, generation, records, revision } = event;
  return {
    ...raised(state, revision),
    ...cardless(state),
    entitlement: "printed",
    admissions: request(moveAll(state.admissions, { effective: "requested" }), records),
    printer,
    card,
    generation,
    reason: event.type === "ReprintRequested" ? event.reason : state.reason,
  };
}

function issued(state: PassState, event: PassIssued | PassReissued): PassState {
  const { seq, generation, credentials } = event;
  return {
    ...state,
    issued: true,
    printCount: state.printCount + 1,
    attention: null,
    credentials: bind(state.credentials, credentials, { generation, state: "live" }),
    admissions: confirmedAdmissions(state.admissions, event),
    sync: confirm(state.sync, seq),
  };
}

function carded(
  state: PassState,
  event: Of<
    | "CardTombstoned"
    | "CardBoundThenRevoked"
    | "LateCredentialBound"
    | "AttentionRaised"
    | "CardRevoked"
  >,
): PassState {
  if (event.type === "CardTombstoned") {
    return { ...state, credentials: tombstone(state.credentials) };
  }
  const { seq, generation } = event;
  if (event.type === "AttentionRaised") {
    const concerns = !state.issued && generation === state.generation;
    const attention = concerns ? event.code : state.attention;
    return { ...state, attention, sync: distrust(state.sync, seq) };
  }
  const credentials = event.type === "CardRevoked"
    ? shut(state.credentials, event.credentials)
    : bind(state.credentials, event.credentials, { generation, state: "dead" });
  const heard = event.type === "LateCredentialBound" ? raised(state, event.revision) : state;
  return { ...heard, credentials, sync: confirm(heard.sync, seq) };
}

function produced(
  state: PassState,
  event: Of<"CardNotProduced" | "ProduceRequested" | "CardProduced">,
): PassState {
  if (event.type === "ProduceRequested") {
    const { printer, revision } = event;
    return { ...raised(state, revision), production: "producing", printer };
  }
  const after = { ...state, sync: confirm(state.sync, event.seq) };
  if (event.generation !== state.generation || !state.issued) return after;
  return event.type === "CardProduced"
    ? { ...after, production: "produced", printFault: null }
    : { ...after, production: "unproduced", printFault: event.fault };
}

function blocked(
  state: PassState,
  event: Of<"PassBlocked" | "PassUnblocked" | "PassBlockConfirmed" | "PassUnblockConfirmed">,
): PassState {
  if (event.type === "PassBlocked" || event.type === "PassUnblocked") {
    const { reason, revision } = event;
    return { ...raised(state, revision), blocked: event.type === "PassBlocked", reason };
  }
  const { seq, generation } = event;
  const isOfThisCard = state.issued && generation === state.generation;
  const isBlock = event.type === "PassBlockConfirmed";
  return {
    ...state,
    blockedThere: isOfThisCard ? isBlock : state.blockedThere,
    sync: confirm(state.sync, seq),
  };
}

function ended(
  state: PassState,
  event: Of<"PassCancelRequested" | "PassCancelled" | "PassDeleted">,
): PassState {
  const open = ["pending", "requested", "effective", "revoking"] as const;
  const allRevoked = move(state.admissions, idsIn(state.admissions, ...open), "revoked");
  if (event.type === "PassDeleted") {
    return { ...state, entitlement: "deleted", admissions: allRevoked };
  }
  const after: PassState = { ...state, ...cardless(state), reason: event.reason };
  if (event.type === "PassCancelled") {
    return { ...after, entitlement: "cancelled", admissions: allRevoked };
  }
  const moves = { pending: "revoked", requested: "revoking", effective: "revoking" } as const;
  return {
    ...after,
    entitlement: "cancelling",
    admissions: moveAll(state.admissions, moves),
    sync: raised(state, event.revision).sync,
  };
}

/** The last card is wanted no more, and with it go its block and its fault. */
function cardless({ credentials }: PassState): Partial<PassState> {
  return {
    issued: false,
    attention: null,
    production: "produced",
    printFault: null,
    blocked: false,
    blockedThere: false,
    credentials: tombstone(credentials),
  };
}

function confirmedAdmissions(
  admissions: Admissions,
  { effective, revoked }: {
    readonly effective: ReadonlyArray<string>;
    readonly revoked: ReadonlyArray<string>;
  },
): Admissions {
  return move(move(admissions, effective, "effective"), revoked, "revoked");
}

function raised(state: PassState, revision: number): PassState {
  return { ...state, sync: raise(state.sync, revision, acknowledged(state)) };
}

function used(
  state: PassState,
  { performance, scanId }: { readonly performance: string; readonly scanId: string },
  use: Use,
): PassState {
  return { ...state, usage: countUse(state.usage, { scanId, performance, use }) };
}

/**
 * An issue that an operator gave up was never applied: its orders are to be printed again. An
 * update that was given up put nothing on the card; what it took off counts as taken off.
 */
function synced(state: PassState, event: SyncEvent): PassState {
  const { outstanding } = state.sync;
  const after = { ...state, sync: evolveSync(state.sync, event) };
  if (event.type !== "DeliveryDiscarded" || outstanding?.seq !== event.seq) return after;
  if (outstanding.generation !== state.generation || state.entitlement !== "printed") return after;
  const { command, admissionIds } = outstanding;
  if (command === "updateCard" && state.issued) {
    const sent = new Set(admissionIds);
    const lost = idsIn(state.admissions, "requested").filter((id) => sent.has(id));
    const gone = idsIn(state.admissions, "revoking").filter((id) => !sent.has(id));
    return { ...after, admissions: move(move(state.admissions, lost, "pending"), gone, "revoked") };
  }
  if (command !== "issueCard") return after;
  if (state.issued) return { ...after, production: "unproduced" };
  const admissions = moveAll(state.admissions, { requested: "pending", revoking: "revoked" });
  return { ...after, entitlement: "unprinted", attention: null, admissions };
}
