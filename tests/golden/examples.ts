/**
 * A fact of each type that neither the demo nor the stories of the tests come to.
 *
 * @module
 */
import { Barcode } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import type { IncidentAcknowledged } from "../../actors/incidents.ts";
import type { Difference } from "../../actors/reconciliation/events.ts";
import type { RepairEvent } from "../../actors/repair.ts";
import type { ExposureIncidentRaised, ScanAnnulled, UseWithdrawn } from "../../actors/scan.ts";
import type { SyncEvent } from "../../actors/sync.ts";
import type { Events } from "./event_types.ts";

const AT = Date.UTC(2026, 7, 1, 12);
const card = [{ kind: "card", value: Barcode("card9") }] as const;
const barcode = [{ kind: "standard", value: Barcode("b9") }] as const;

type SharedEvent =
  | SyncEvent
  | RepairEvent
  | ScanAnnulled
  | UseWithdrawn
  | ExposureIncidentRaised
  | IncidentAcknowledged;

const SHARED: ReadonlyArray<SharedEvent> = [
  { type: "DeliveryDropped", seq: 4 },
  { type: "DeliveryReopened", seq: 4 },
  { type: "DeliveryDiscarded", seq: 4, reason: "seen there" },
  { type: "FenceRaised", seq: 4, lastSeq: 9 },
  { type: "AnswerIgnored", seq: 4, because: "late", answer: "done" },
  { type: "AnswerOverdue", seq: 4 },
  { type: "ResendRequested", revision: 3 },
  { type: "ResendConfirmed", seq: 5, generation: 1 },
  { type: "StrayFound", generation: 0, credentials: barcode, accessControl: "main", revision: 3 },
  { type: "ScanAnnulled", scanId: "s-1", by: "s-2" },
  { type: "UseWithdrawn", scanId: "s-1", performance: "M01", by: "s-3" },
  {
    type: "ExposureIncidentRaised",
    scanId: "s-1",
    revoked: "credential",
    revokedAt: AT,
    scannedAt: AT + 60_000,
    online: false,
    performance: "M01",
    gate: "G4",
  },
  { type: "IncidentAcknowledged", scanId: "s-1", reason: "Was asked to leave" },
];

const difference: Difference = {
  kind: "unknown",
  actor: { kind: "ticket", id: "T-1" },
  credential: Barcode("b9"),
  credentialKind: "standard",
  ours: null,
  theirs: { state: "live", actor: { kind: "ticket", id: "T-1" }, admissionIds: ["T-1"] },
  proposal: "block",
  revision: 3,
};

const document = {
  url: "https://example.org/hook",
  description: "the box office",
  filter: {
    kind: "ticket",
    actorKind: null,
    id: null,
    type: "BarcodeBound",
    order: null,
    customer: null,
    performance: "M01",
    barcode: null,
    correlation: null,
    from: AT,
    to: null,
  },
  paused: false,
} as const;

const PASS: ReadonlyArray<Events["pass"]> = [
  ...SHARED,
  { type: "LateCredentialBound", seq: 4, generation: 1, credentials: card, revision: 3 },
  { type: "AdmissionRemoved", admissionId: "A-1", reason: "returned" },
  { type: "CardBoundThenRevoked", seq: 4, generation: 1, credentials: card, externalId: "x-1" },
  { type: "CardProduced", seq: 4, generation: 1 },
  { type: "PassUnblockConfirmed", seq: 4, generation: 1 },
  { type: "PassTransferred", from: "C-9", customerId: "C-10", reason: "given away" },
  { type: "AdmissionUsedOut", performance: "M01", scanId: "s-2" },
  { type: "AdmissionReEntered", performance: "M01", scanId: "s-3" },
];

const TICKET: ReadonlyArray<Events["ticket"]> = [
  ...SHARED,
  { type: "LateCredentialBound", seq: 4, generation: 1, credentials: barcode, revision: 3 },
  {
    type: "BarcodeBoundThenRevoked",
    seq: 4,
    generation: 1,
    credentials: barcode,
    externalId: null,
  },
  { type: "TicketProduced", seq: 4, generation: 1 },
  { type: "TicketUnprinted", reason: "wrong paper" },
  { type: "TicketUsedOut", scanId: "s-2" },
  { type: "TicketReEntered", scanId: "s-3" },
];

const WEBHOOK: ReadonlyArray<Events["webhook"]> = [
  { type: "WebhookDefined", document, at: AT },
  { type: "WebhookChanged", document: { ...document, paused: true }, at: AT },
  { type: "WebhookSecretRotated", generation: 2, previousUntil: AT + 86_400_000, at: AT },
  { type: "WebhookDisabled", because: "It has not answered for three days." },
  { type: "WebhookFactSkipped", position: 42, reason: "Its receiver does not know this kind" },
  { type: "WebhookRemoved" },
];

const RECONCILIATION: ReadonlyArray<Events["reconciliation"]> = [
  { type: "DifferencesFound", differences: [{ ...difference, id: "d-1", again: false }] },
  { type: "DifferencesGone", ids: ["d-1"] },
  {
    type: "RepairsApproved",
    ids: ["d-1"],
    by: "box-office",
    accessControl: "main",
    correlationId: "c-1",
  },
  { type: "DifferenceIgnored", id: "d-1", by: "box-office" },
  { type: "RepairsCarriedOut", taskIds: ["t-1"], refused: [{ taskId: "t-1", because: "Changed" }] },
];

const KEY: ReadonlyArray<Events["key"]> = [
  {
    type: "KeyCreated",
    sha256: "0".repeat(64),
    scopes: ["read", "commands:write"],
    expiresAt: null,
    rateLimit: { perSecond: 10, burst: 20 },
    at: AT,
  },
  { type: "KeyRotated", sha256: "1".repeat(64), generation: 2, previousUntil: AT + 1, at: AT },
  { type: "KeyExpired", expiresAt: AT },
  { type: "KeyRemoved" },
];

const AUDIT: ReadonlyArray<Events["audit"]> = [
  {
    type: "ActionRequested",
    route: "POST /v1/adapters/{name}/pause",
    path: "/v1/adapters/main/pause",
  },
  {
    type: "ActionRequested",
    route: "POST /v1/deliveries/retry",
    path: "/v1/deliveries/retry",
    filter: { status: "dead", accessControl: "main", actor: "ticket/T-1", max: 100 },
  },
  {
    type: "ActionFailed",
    route: "POST /v1/deliveries/{deliveryId}/retry",
    path: "/v1/deliveries/D-1/retry",
    status: 409,
    code: "delivery-not-open",
  },
  { type: "BarcodesShown", route: "GET /v1/tickets/{ticketId}", path: "/v1/tickets/T-1" },
  { type: "CustomerErased", alias: "cu-1", reason: "asked for it" },
];

const IMPORT: ReadonlyArray<Events["import"]> = [
  {
    type: "ImportPartStored",
    part: 0,
    documents: [{
      kind: "item",
      code: "SCARF",
      document: { name: "Scarf", assignedPass: null },
    }],
  },
  { type: "ImportSealed", by: "box-office", correlationId: "c-1" },
  {
    type: "DocumentsTaken",
    taskIds: ["t-1"],
    refused: [{ kind: "item", code: "HAT", because: "UnknownPass" }],
  },
];

const REFERENCE: ReadonlyArray<Events["reference"]> = [
  { type: "PerformanceRemoved" },
  { type: "PassTypeRemoved" },
  { type: "BundleRemoved" },
  { type: "ItemRemoved" },
  { type: "TicketTemplateRemoved" },
];

const ORDER: ReadonlyArray<Events["order"]> = [{
  type: "PassNotAcquired",
  passId: "P-1",
  customerId: "C-9",
  holding: { group: "type.SEASON", exclusive: true },
}];

/** By kind. */
export const EXAMPLES: { readonly [Kind in keyof Events]: ReadonlyArray<Tagged> } = {
  pass: PASS,
  ticket: TICKET,
  order: ORDER,
  import: IMPORT,
  webhook: WEBHOOK,
  reconciliation: RECONCILIATION,
  key: KEY,
  audit: AUDIT,
  reference: REFERENCE,
};
