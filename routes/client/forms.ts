/**
 * The forms of what the client sends and gets: those of the routes' own validators.
 *
 * @module
 */
import type { InferInput, InferOutput } from "valibot";
import type {
  AdapterAnswer,
  AdapterTestAnswer,
  CommandAnswer,
  DeliveryAnswer,
  DifferenceAnswer,
  EventAnswer,
  OperationAnswer,
  OrderAnswer,
  PassAnswer,
  ReconciliationAnswer,
  SnapshotInfoAnswer,
  TicketAnswer,
} from "../answers.ts";
import type { CustomerAnswer, ErasedAnswer } from "../customers.ts";
import type { CreateBody, KeyAnswer, KeyWithSecret } from "../key_forms.ts";
import type { GateAnswer } from "../gate_check.ts";
import type { BlameAnswer, DiffAnswer, RebuiltAnswer, VerifyAnswer } from "../inspect_past.ts";
import type { TreeAnswer } from "../operation_tree.ts";
import type { ORDER_BODIES } from "../order_bodies.ts";
import type { TicketTemplate } from "../paper/template_schema.ts";
import type { PASS_BODIES } from "../pass_bodies.ts";
import type { Bundle, Item, PassType, Performance } from "../reference_schemas.ts";
import type { SearchAnswer } from "../search.ts";
import type { BundleAnswer } from "../support_bundle.ts";
import type { TICKET_BODIES } from "../ticket_bodies.ts";
import type { RetriedAnswer, RetryBody } from "../deliveries.ts";
import type {
  AttemptAnswer,
  WebhookAnswer,
  WebhookBody,
  WebhookWithSecret,
} from "../webhook_forms.ts";

/** Of one ticket, by verb. */
export type TicketBodies = {
  readonly [Verb in keyof typeof TICKET_BODIES]: InferInput<typeof TICKET_BODIES[Verb]>;
};

/** Of one pass, by verb. */
export type PassBodies = {
  readonly [Verb in keyof typeof PASS_BODIES]: InferInput<typeof PASS_BODIES[Verb]>;
};

/** Of one order, by verb. */
export type OrderBodies = {
  readonly [Verb in keyof typeof ORDER_BODIES]: InferInput<typeof ORDER_BODIES[Verb]>;
};

/** Reference documents, by the plural of their paths. */
export interface ReferenceBodies {
  readonly "performances": InferInput<typeof Performance>;
  readonly "pass-types": InferInput<typeof PassType>;
  readonly "bundles": InferInput<typeof Bundle>;
  readonly "items": InferInput<typeof Item>;
  readonly "ticket-templates": InferInput<typeof TicketTemplate>;
}

/** What a command came to. */
export type CommandResult = InferOutput<typeof CommandAnswer> & {
  /** It had been given before under the same key: this is the answer of then. */
  readonly replayed: boolean;
};

/** A ticket as it is now. */
export type Ticket = InferOutput<typeof TicketAnswer>;

/** A pass as it is now. */
export type Pass = InferOutput<typeof PassAnswer>;

/** An order as it is now. */
export type Order = InferOutput<typeof OrderAnswer>;

/** One fact of a log. */
export type Event = InferOutput<typeof EventAnswer>;

/** One message to an access-control system. */
export type Delivery = InferOutput<typeof DeliveryAnswer>;

/** What became of a command. */
export type Operation = InferOutput<typeof OperationAnswer>;

/** One access-control system. */
export type Adapter = InferOutput<typeof AdapterAnswer>;

/** How a trial of one went. */
export type AdapterTest = InferOutput<typeof AdapterTestAnswer>;

/** What the last comparison with one has found. */
export type Reconciliation = InferOutput<typeof ReconciliationAnswer>;

/** One credential on which the two lists differ. */
export type CredentialDifference = InferOutput<typeof DifferenceAnswer>;

/** Which deliveries are to be tried again, and how many. */
export type Retry = InferInput<typeof RetryBody>;

/** What became of each. */
export type Retried = InferOutput<typeof RetriedAnswer>;

/** A webhook, without its secret. */
export type Webhook = InferOutput<typeof WebhookAnswer>;

/** A webhook with its newest secret. */
export type ShownWebhook = InferOutput<typeof WebhookWithSecret>;

/** What a webhook is to be. */
export type NewWebhook = InferInput<typeof WebhookBody>;

/** One message to a receiver. */
export type WebhookAttempt = InferOutput<typeof AttemptAnswer>;

/** An API key, without what it is. */
export type ApiKey = InferOutput<typeof KeyAnswer>;

/** An API key in clear; `null` where a repeated request was answered. */
export type ShownKey = InferOutput<typeof KeyWithSecret>;

/** What a new key is to be. */
export type NewKey = InferInput<typeof CreateBody>;

/** Whether a barcode should open a gate, and why. */
export type GateVerdict = InferOutput<typeof GateAnswer>;

/** What a search has found: `more` when that is not all. */
export type Findings = InferOutput<typeof SearchAnswer>;

/** One thing that a search has found. */
export type Hit = Findings["data"][number];

/** What changed between two versions. */
export type Difference = InferOutput<typeof DiffAnswer>;

/** Who changed one field. */
export type Blame = InferOutput<typeof BlameAnswer>;

/** Whether what is stored is what the facts say. */
export type Verified = InferOutput<typeof VerifyAnswer>;

/** Stored states that were not what the facts make, and are now. */
export type Rebuilt = InferOutput<typeof RebuiltAnswer>;

/** One stored state. */
export type SnapshotInfo = InferOutput<typeof SnapshotInfoAnswer>;

/** All about one actor, masked. */
export type SupportBundle = InferOutput<typeof BundleAnswer>;

/** A chain of commands, facts and deliveries. */
export type OperationTree = InferOutput<typeof TreeAnswer>;

/** One thing in that chain; its children are such nodes again. */
export type TreeNode = OperationTree["root"];

/** Somebody who buys, and what they have. */
export type Customer = InferOutput<typeof CustomerAnswer>;

/** What is left of somebody. */
export type Erased = InferOutput<typeof ErasedAnswer>;
