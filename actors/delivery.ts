/**
 * One message to an access-control system, from its commit to its confirmation.
 *
 * @module
 */
import type { CommandName, SubjectCommand } from "./access_control.ts";
import type { SubjectKind } from "./address.ts";
import type { Json } from "./decider.ts";

/** `dead` waits for an operator; `confirmed`, `superseded` and `discarded` are the end. */
export const DELIVERY_STATUSES = [
  "pending",
  "sending",
  "confirmed",
  "retrying",
  "dead",
  "superseded",
  "discarded",
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One call, as it went. */
export interface Attempt {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  /** `done`, `accepted`, `rejected` …; an asked one starts with `asked:`. */
  readonly outcome: string;
  /** What came back, without credentials. */
  readonly answer: Json;
}

/** The message with all that happened to it. */
export interface Delivery {
  /** The wire's `commandId`: unique, and the same on every attempt. */
  readonly id: string;
  readonly tenant: string;
  readonly actor: { readonly kind: SubjectKind; readonly id: string };
  readonly accessControl: string;
  readonly seq: number;
  readonly command: CommandName;
  /** Takes rights away: it goes before the grants of other subjects. */
  readonly revokes: boolean;
  /** Command that it was first queued for. */
  readonly correlationId: string;
  readonly createdAt: number;
  readonly status: DeliveryStatus;
  /** Milliseconds since the epoch; `null`: as soon as its lane is free, or never again. */
  readonly nextAttemptAt: number | null;
  /** Handed to the network and perhaps received: from then on it can no longer be superseded. */
  readonly sent: boolean;
  /** All of them, also those no longer kept in `attempts`. */
  readonly attemptCount: number;
  /** The newest 20, oldest first. */
  readonly attempts: ReadonlyArray<Attempt>;
  /** Why it is dead or discarded, or what replaced it. */
  readonly reason: string | null;
  readonly body: SubjectCommand;
}

/** Nothing more happens to it by itself. A dead one waits for an operator. */
export function isSettled(status: DeliveryStatus): boolean {
  return status === "confirmed" || status === "superseded" || status === "discarded";
}
