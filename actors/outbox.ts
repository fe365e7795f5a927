/**
 * Delivers what was committed, and brings the answers back as commands.
 *
 * @module
 */
import { Context, Data, type Effect } from "effect";
import type { Answer, Called, Scan } from "./access_control.ts";
import type { SendError } from "./actor_router.ts";
import type { SubjectKind } from "./address.ts";
import type { Delivery } from "./delivery.ts";
import type { ReadError } from "./event_store.ts";

/** A dead credential that the access control has not confirmed dead. */
export interface Exposure {
  readonly actor: { readonly kind: SubjectKind; readonly id: string };
  /** Last four characters only. */
  readonly credential: string | null;
  /** Milliseconds since the epoch: since when it is revoked here. */
  readonly since: number;
  readonly delivery: string;
}

/** How one access-control system is doing, seen from here. */
export interface AdapterHealth {
  readonly name: string;
  readonly status: "up" | "down" | "paused";
  /** Of commands alone. */
  readonly breaker: "closed" | "open" | "half-open";
  /** Why it is paused or down; of one that is up, how its last call for a command failed. */
  readonly reason: string | null;
  /** When scans were last given, milliseconds since the epoch; `null`: not since the start. */
  readonly scansAt: number | null;
  /** Deliveries not settled, dead ones apart. */
  readonly backlog: number;
  readonly dead: number;
  /** Age of the oldest delivery of the backlog; `null`: none waits. */
  readonly oldestAgeMs: number | null;
  readonly exposure: ReadonlyArray<Exposure>;
}

/** No such delivery, command or adapter in this tenant. */
export class UnknownDelivery extends Data.TaggedError("UnknownDelivery")<{
  readonly id: string;
}> {}

/** The delivery is not in a status that allows this. */
export class DeliveryNotOpen extends Data.TaggedError("DeliveryNotOpen")<{
  readonly id: string;
  readonly status: Delivery["status"];
}> {}

/** Why an operator's or an access control's request was not carried out. */
export type OutboxError = SendError | ReadError | UnknownDelivery | DeliveryNotOpen;

/** The desk of those who deliver: answers and scans in, retries and pauses. */
export class Outbox extends Context.Service<Outbox, {
  /**
   * Takes an answer that the access control brought by itself.
   *
   * Repeats are recorded once. Succeeds when it is on disk; `UnknownDelivery` for a command id
   * that this system was never sent.
   */
  readonly receive: (
    tenant: string,
    accessControl: string,
    commandId: string,
    answer: Answer,
  ) => Effect.Effect<void, OutboxError>;
  /** Records gate events; gives how many were new and known. */
  readonly recordScans: (
    tenant: string,
    accessControl: string,
    scans: ReadonlyArray<Scan>,
  ) => Effect.Effect<number, OutboxError>;
  /** Tries a delivery at once: a dead one under the same command id, a waiting one earlier. */
  readonly retry: (tenant: string, id: string) => Effect.Effect<Delivery, OutboxError>;
  /** Gives a delivery up: the operator vouches for the other side. */
  readonly discard: (
    tenant: string,
    id: string,
    reason: string,
    by: string,
  ) => Effect.Effect<Delivery, OutboxError>;
  /** Sends nothing more, at once; over a restart too when it returns. */
  readonly pause: (
    tenant: string,
    accessControl: string,
    reason: string,
  ) => Effect.Effect<void, OutboxError>;
  readonly resume: (tenant: string, accessControl: string) => Effect.Effect<void, OutboxError>;
  /**
   * Asks a system, now and past its breaker, for a command that nobody ever gave. Changes nothing
   * here nor there; `null`: there is no such system.
   */
  readonly test: (tenant: string, accessControl: string) => Effect.Effect<Called | null>;
  /** Health of the tenant's access-control systems, by name. */
  readonly health: (tenant: string) => Effect.Effect<ReadonlyArray<AdapterHealth>>;
}>()("gatehouse/actors/Outbox") {}
