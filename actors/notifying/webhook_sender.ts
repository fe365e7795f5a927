/**
 * Port: sends one message to one webhook, signed, exactly once.
 *
 * @module
 */
import { Context, type Effect } from "effect";
import type {
  CommitUnknown,
  OwnershipLost,
  Quarantined,
  StoreUnavailable,
} from "../event_store.ts";

/** A webhook's place: its id inside its tenant. */
export interface WebhookId {
  readonly tenant: string;
  readonly id: string;
}

/** A message ready to go. */
export interface Letter {
  readonly to: WebhookId;
  readonly url: string;
  /** The same however often it is sent: receivers know repeats by it. */
  readonly messageId: string;
  readonly body: string;
  /** Each signs; the newest first. */
  readonly generations: ReadonlyArray<number>;
}

/** One call, as it went. */
export interface Attempt {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  /** `gone`: the receiver wants nothing any more. */
  readonly outcome: "delivered" | "failed" | "gone";
  /** Why it was not delivered, as a sentence without its stop. */
  readonly reason: string | null;
  /** What came back, as far as it was read. Hostile text. */
  readonly answer: string | null;
  /** What the receiver asked to wait for. */
  readonly retryAfterMs: number | null;
}

/** Why a secret cannot be had now. */
export type SecretError = StoreUnavailable | Quarantined | CommitUnknown | OwnershipLost;

/** The way out to webhooks. */
export class WebhookSender extends Context.Service<WebhookSender, {
  /** Why the tenant's webhooks may not have this address, as what it must be; `null`: they may. */
  readonly faultOf: (tenant: string, url: string) => string | null;
  /** The same at every call; it is derived and stored nowhere. */
  readonly secret: (webhook: WebhookId, generation: number) => Effect.Effect<string, SecretError>;
  /** Within a deadline. Whatever the other side does is an attempt, not a failure. */
  readonly send: (letter: Letter) => Effect.Effect<Attempt, SecretError>;
}>()("gatehouse/actors/notifying/WebhookSender") {}
