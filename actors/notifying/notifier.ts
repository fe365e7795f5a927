/**
 * Port: the desk of those who tell webhooks what has happened.
 *
 * @module
 */
import { Context, Data, type Effect } from "effect";
import type { SendError } from "../actor_router.ts";
import type { Page, PageRequest, ReadError, Recorded } from "../event_store.ts";
import type { Attempt, SecretError, WebhookId } from "./webhook_sender.ts";

/** Why the fact that a webhook stands at is not taken. */
export interface Failing {
  /** Milliseconds since the epoch: of the first attempt. */
  readonly since: number;
  readonly attempts: number;
  /** Of the last attempt. */
  readonly reason: string;
  /** Milliseconds since the epoch; `null`: an attempt is under way, or none will be made. */
  readonly nextAttemptAt: number | null;
}

/** How far a webhook has come. */
export interface Progress {
  /** Every fact up to it that the webhook wants was taken, or skipped. */
  readonly position: number;
  readonly failing: Failing | null;
}

/** One fact on its way to one webhook. */
export interface Notification {
  /** The message id: the same on every attempt. */
  readonly id: string;
  readonly fact: Recorded;
  readonly status: "waiting" | "failing" | "delivered" | "skipped";
  /** The newest of them, oldest first; none are remembered over a restart. */
  readonly attempts: ReadonlyArray<Attempt>;
}

/** The webhook wants no such fact, or there is none. */
export class UnknownNotification extends Data.TaggedError("UnknownNotification")<{
  readonly id: string;
}> {}

/** Why something that was asked of the notifier was not done. */
export type NotifierError = SendError | ReadError | SecretError | UnknownNotification;

/** Follows the log for every webhook, and answers for how that goes. */
export class Notifier extends Context.Service<Notifier, {
  /** Why the tenant's webhooks may not have this address, as what it must be; `null`: they may. */
  readonly faultOf: (tenant: string, url: string) => string | null;
  /** What the webhook's messages of this generation are signed with. */
  readonly secret: (webhook: WebhookId, generation: number) => Effect.Effect<string, SecretError>;
  /** Called after each commit of a webhook: what it says holds from the next attempt on. */
  readonly changed: (webhook: WebhookId) => Effect.Effect<void>;
  /** Every webhook that was looked at since the start, of all tenants. Reads memory only. */
  readonly standing: () => ReadonlyArray<WebhookId & Progress>;
  readonly progress: (webhook: WebhookId) => Effect.Effect<Progress, NotifierError>;
  /** Facts that the webhook wants by its present filter, the newest first. */
  readonly notifications: (
    webhook: WebhookId,
    page: PageRequest,
  ) => Effect.Effect<Page<Notification>, NotifierError>;
  /** Where a fact lies, and whether the webhook stands at it: it failed, and all others wait. */
  readonly lookAt: (
    webhook: WebhookId,
    id: string,
  ) => Effect.Effect<
    { readonly position: number; readonly isStoodAt: boolean },
    NotifierError
  >;
  /** Sends a fact once more, now and once, out of its order and even to a paused webhook. */
  readonly redeliver: (webhook: WebhookId, id: string) => Effect.Effect<Attempt, NotifierError>;
  /** Sends a message that tells of nothing, now and once. */
  readonly test: (webhook: WebhookId) => Effect.Effect<Attempt, NotifierError>;
}>()("gatehouse/actors/notifying/Notifier") {}
