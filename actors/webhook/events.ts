/**
 * Facts of one webhook. Stored format: add, never rename. No secret ever stands in them.
 *
 * @module
 */
import type { LogQuestion } from "../log_question.ts";

/** Where facts are sent, and which. */
export interface WebhookDocument {
  /** Without credentials, query and fragment: it can be read in the log. */
  readonly url: string;
  readonly description: string | null;
  readonly filter: LogQuestion;
  /** Nothing is sent; its place in the log stays where it is. */
  readonly paused: boolean;
}

/** Facts of the log after this one are sent to it. */
export interface WebhookDefined {
  readonly type: "WebhookDefined";
  readonly document: WebhookDocument;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** It is as given from now on, whole, and enabled again if it was disabled. */
export interface WebhookChanged {
  readonly type: "WebhookChanged";
  readonly document: WebhookDocument;
  /** Milliseconds since the epoch: failures before it do not count any more. */
  readonly at: number;
}

/** A new secret signs from now on. */
export interface WebhookSecretRotated {
  readonly type: "WebhookSecretRotated";
  /** Of the new secret; the first one was 1. */
  readonly generation: number;
  /** Milliseconds since the epoch: until then the secret before signs too. */
  readonly previousUntil: number;
  /** Milliseconds since the epoch: secrets that have ended by then are forgotten. */
  readonly at: number;
}

/** Nothing more is sent until somebody changes it. */
export interface WebhookDisabled {
  readonly type: "WebhookDisabled";
  /** One sentence. */
  readonly because: string;
}

/** A fact that its receiver does not take is not sent to it any more; the next one is. */
export interface WebhookFactSkipped {
  readonly type: "WebhookFactSkipped";
  /** Of the fact, in the log. */
  readonly position: number;
  /** As an operator has put it. */
  readonly reason: string;
}

/** Nothing is ever sent again. */
export interface WebhookRemoved {
  readonly type: "WebhookRemoved";
}

/** Every fact of a webhook. */
export type WebhookEvent =
  | WebhookDefined
  | WebhookChanged
  | WebhookSecretRotated
  | WebhookDisabled
  | WebhookFactSkipped
  | WebhookRemoved;
