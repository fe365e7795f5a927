/**
 * How each fact changes a pass.
 *
 * @module
 */
import { tombstoneAt } from "../credentials.ts";
import { acknowledge } from "../incidents.ts";
import { boundDead, doubted, printed, revoked } from "../issuing.ts";
import { evolveRepair } from "../repair.ts";
import { addScan, annulScan, countUse, withdrawUse } from "../scan.ts";
import { confirm, evolveSync, type SyncEvent } from "../sync.ts";
import {
  type Admission,
  admissionOf,
  dateRevoked,
  endAll,
  move,
  moveAll,
  request,
  takenEffect,
} from "./admissions.ts";
import { blocked, cardless, confirmedAdmissions, issued, raised, requested } from "./card.ts";
import type { AdmissionAdded, Of, PassAcquired, PassEvent } from "./events.ts";
import { acknowledged } from "./plan.ts";
import type { PassState } from "./state.ts";

const USES = {
  AdmissionUsedIn: "in",
  AdmissionUsedOut: "out",
  AdmissionReEntered: "re-entry",
} as const;

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
      return { ...state, credentials: tombstoneAt(state.credentials, event) };
    case "CardBoundThenRevoked":
      return boundDead(state, event);
    case "LateCredentialBound":
      return boundDead(raised(state, event.revision), event);
    case "AttentionRaised":
      return doubted(state, event);
    case "CardRevoked":
      return revoked(state, event);
    case "CardNotProduced":
      return printed(state, event, { production: "unproduced", printFault: event.fault });
    case "ProduceRequested":
      return { ...raised(state, event.revision), production: "producing", printer: event.printer };
    case "CardProduced":
      return printed(state, event, { production: "produced", printFault: null });
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
    case "AdmissionUsedOut":
    case "AdmissionReEntered":
      return { ...state, usage: countUse(state.usage, { ...event, use: USES[event.type] }) };
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

function acquired(state: PassState, event: PassAcquired): PassState {
  const { passType, customerId, source, accessControl, allAccess, holding } = event;
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
    holding,
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
  const moved = move(state.admissions, [event.admissionId], to);
  if (isRemoved) return { ...state, admissions: moved };
  const admissions = dateRevoked(moved, event);
  return { ...raised(state, event.revision), admissions, reason: event.reason };
}

function ended(
  state: PassState,
  event: Of<"PassCancelRequested" | "PassCancelled" | "PassDeleted">,
): PassState {
  const allRevoked = endAll(state.admissions);
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
    const { effective: lost, revoked } = takenEffect(state.admissions, admissionIds);
    const admissions = move(move(state.admissions, lost, "pending"), revoked, "revoked");
    return { ...after, admissions };
  }
  if (command !== "issueCard") return after;
  if (outstanding.resend) return { ...after, resending: false };
  if (state.issued) return { ...after, production: "unproduced" };
  const admissions = moveAll(state.admissions, { requested: "pending", revoking: "revoked" });
  return { ...after, entitlement: "unprinted", attention: null, admissions };
}
