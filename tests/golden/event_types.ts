/**
 * Every type of fact with the version of its shape that is written today.
 *
 * The compiler wants each one here, and a test wants the fixture of each.
 *
 * @module
 */
import type { Kind, ReferenceKind } from "../../actors/address.ts";
import type { AuditEvent } from "../../actors/audit/events.ts";
import type { ImportEvent } from "../../actors/importing/events.ts";
import type { KeyEvent } from "../../actors/key/events.ts";
import type { OrderEvent } from "../../actors/order/events.ts";
import type { PassEvent } from "../../actors/pass/events.ts";
import type { ReconciliationEvent } from "../../actors/reconciliation/events.ts";
import type { ReferenceEvent } from "../../actors/reference/events.ts";
import type { TicketEvent } from "../../actors/ticket/events.ts";
import type { WebhookEvent } from "../../actors/webhook/events.ts";

/** Facts by the kind of their actor; reference documents share theirs. */
export interface Events {
  readonly pass: PassEvent;
  readonly ticket: TicketEvent;
  readonly order: OrderEvent;
  readonly import: ImportEvent;
  readonly webhook: WebhookEvent;
  readonly reconciliation: ReconciliationEvent;
  readonly key: KeyEvent;
  readonly audit: AuditEvent;
  readonly reference: ReferenceEvent;
}

const SHARED = {
  DeliveryQueued: 1,
  DeliveryDropped: 1,
  DeliveryFailed: 1,
  DeliveryReopened: 1,
  DeliveryDiscarded: 1,
  FenceRaised: 1,
  AnswerIgnored: 1,
  AnswerOverdue: 1,
  ResendRequested: 1,
  ResendConfirmed: 1,
  StrayFound: 1,
  ScanRecorded: 1,
  ScanAnnulled: 1,
  UseWithdrawn: 1,
  ExposureIncidentRaised: 1,
  IncidentAcknowledged: 1,
  PrintRequested: 1,
  ReprintRequested: 1,
  LateCredentialBound: 1,
  AttentionRaised: 1,
  ProduceRequested: 1,
} as const;

type EveryKind = Exclude<Kind, ReferenceKind> | "reference";

/** Version by type. */
export const EVENT_TYPES: {
  readonly [Kind in EveryKind]: { readonly [Type in Events[Kind]["type"]]: number };
} = {
  pass: {
    ...SHARED,
    PassAcquired: 1,
    AdmissionAdded: 1,
    AdmissionRemoved: 1,
    AdmissionRevoked: 1,
    UpdateRequested: 1,
    CardTombstoned: 1,
    PassIssued: 1,
    PassReissued: 1,
    CardBoundThenRevoked: 1,
    CardRevoked: 1,
    PassUpdated: 1,
    CardNotProduced: 1,
    CardProduced: 1,
    PassBlocked: 1,
    PassUnblocked: 1,
    PassBlockConfirmed: 1,
    PassUnblockConfirmed: 1,
    PassCancelRequested: 1,
    PassCancelled: 1,
    PassTransferred: 1,
    PassDeleted: 1,
    AdmissionUsedIn: 1,
    AdmissionUsedOut: 1,
    AdmissionReEntered: 1,
  },
  ticket: {
    ...SHARED,
    TicketAllocated: 1,
    BarcodeTombstoned: 1,
    BarcodeBound: 1,
    BarcodeBoundThenRevoked: 1,
    BarcodeRevoked: 1,
    TicketNotProduced: 1,
    TicketProduced: 1,
    UnprintRequested: 1,
    TicketUnprinted: 1,
    CancelQueued: 1,
    CancelRequested: 1,
    TicketCancelled: 1,
    TicketUsedIn: 1,
    TicketUsedOut: 1,
    TicketReEntered: 1,
  },
  order: {
    OrderPlaced: 1,
    LinesAdded: 1,
    OrderPrintRequested: 1,
    OrderReprintRequested: 1,
    LinesReleased: 1,
    LinesExchanged: 1,
    TasksQueued: 1,
    TasksFinished: 1,
    PassNotAcquired: 1,
  },
  import: { ImportPartStored: 1, ImportSealed: 1, DocumentsTaken: 1 },
  webhook: {
    WebhookDefined: 1,
    WebhookChanged: 1,
    WebhookSecretRotated: 1,
    WebhookDisabled: 1,
    WebhookFactSkipped: 1,
    WebhookRemoved: 1,
  },
  reconciliation: {
    DifferencesFound: 1,
    DifferencesGone: 1,
    RepairsApproved: 1,
    DifferenceIgnored: 1,
    RepairsCarriedOut: 1,
  },
  audit: { ActionRequested: 1, ActionFailed: 1, BarcodesShown: 1, CustomerErased: 1 },
  key: { KeyCreated: 1, KeyRotated: 1, KeyExpired: 1, KeyRemoved: 1 },
  reference: {
    PerformanceDefined: 1,
    PassTypeDefined: 1,
    BundleDefined: 1,
    ItemDefined: 1,
    TicketTemplateDefined: 1,
    PerformanceRemoved: 1,
    PassTypeRemoved: 1,
    BundleRemoved: 1,
    ItemRemoved: 1,
    TicketTemplateRemoved: 1,
  },
};
