/**
 * What the routes need of the service around them.
 *
 * @module
 */
import type { Effect } from "effect";
import type { BreakerPolicy, PacePolicy, RetryPolicy } from "../actors/access_control.ts";
import type { ActorRouter } from "../actors/actor_router.ts";
import type { Customers } from "../actors/customers.ts";
import type { Json } from "../actors/decider.ts";
import type { EventStore } from "../actors/event_store.ts";
import type { RateLimit } from "../actors/key/mod.ts";
import type { Notifier } from "../actors/notifying/notifier.ts";
import type { Outbox } from "../actors/outbox.ts";
import type { Reconciler } from "../actors/reconciler.ts";
import type { Symbology } from "../actors/ticket_template.ts";
import type { ApiPages } from "./api_page/pages.tsx";
import type { Invitation } from "./console/invitation.ts";
import type { KeyRing } from "./keys.ts";
import type { RateLimits } from "./rate_limit.ts";
import type { SlowBodies } from "./slow_bodies.ts";
import type { StreamSlots } from "./stream_slots.ts";

/** What a route's effect may use. */
export type Services = ActorRouter | EventStore | Notifier | Outbox | Reconciler;

/** Who the aliases in facts stand for. */
export type CustomerNames = Customers["Service"];

/** A configured access-control system, as far as routes speak of it. */
export interface AccessControlInfo {
  readonly name: string;
  readonly kind: string;
  /** Who prints single tickets. */
  readonly tickets: "barcode" | "print";
  /** How barcodes are drawn for its readers; `null`: as the template says. */
  readonly symbology: Symbology | null;
  readonly settings: AccessControlSettings;
}

/** How a system is reached and treated. Its token never comes here. */
export interface AccessControlSettings {
  readonly url: string;
  /** It has a key to bring answers and scans by itself. */
  readonly mayReply: boolean;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  readonly pace: PacePolicy;
  readonly pollMs: number;
  readonly reconcileEveryMs: number;
  readonly repair: "propose" | "automatic";
}

/** Whether requests should be sent here, and why not. */
export interface Readiness {
  readonly ready: boolean;
  /** Somebody should look, but requests are answered. */
  readonly degraded?: boolean;
  /** One entry a part of the service: its state in a word or a few numbers. */
  readonly checks: { readonly [name: string]: Json };
}

/** What `makeApp` is given. */
export interface AppOptions {
  /** Runs a request's effect to its end, whatever becomes of the client. It never fails by itself. */
  readonly run: <A>(effect: Effect.Effect<A, never, Services>) => Promise<A>;
  readonly keys: KeyRing;
  readonly customers: CustomerNames;
  readonly accessControls: (tenant: string) => ReadonlyArray<AccessControlInfo>;
  /** The server can only be reached from its own machine: `/metrics` needs no key. */
  readonly loopbackOnly: boolean;
  readonly version: string;
  /** Prometheus text. */
  readonly metrics: () => string | Promise<string>;
  readonly ready: () => Readiness;
  /** Aborted when the server stops: streams end, so that nothing is waited for. */
  readonly stopping?: AbortSignal;
  /** A link that opens the console without a key being typed; none by default. */
  readonly invitation?: Invitation | null;
  /** How many requests all keys of a tenant may send together; `null`, the default: no bound. */
  readonly rateLimit?: (tenant: string) => RateLimit | null;
  /** Largest body in bytes; 64 KiB by default. */
  readonly bodyBytesMax?: number;
  /** How long a body may take to arrive, in milliseconds; 10 s by default. */
  readonly bodyDeadlineMs?: number;
}

/** The options, with what the routes know of themselves. */
export interface House extends Required<AppOptions> {
  readonly limits: RateLimits;
  readonly streams: StreamSlots;
  readonly bodies: SlowBodies;
  /** The OpenAPI document as JSON text, made when first asked for. */
  readonly document: () => string;
  /** The same for people. */
  readonly apiPages: () => ApiPages;
  /** Methods that a concrete path is served with; none: there is no such path. */
  readonly methodsOf: (path: string) => ReadonlyArray<string>;
}
