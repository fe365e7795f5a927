/**
 * How a webhook is told something: its actor first, then whoever sends to it.
 *
 * @module
 */
import { Effect } from "effect";
import { ActorRouter, type Envelope, UnknownActor } from "../actors/actor_router.ts";
import type { Address } from "../actors/address.ts";
import { Notifier } from "../actors/notifying/notifier.ts";
import type { WebhookCommand, WebhookState } from "../actors/webhook/mod.ts";
import { etag } from "./answer.ts";
import { seal } from "./envelope.ts";
import { type Arrival, param } from "./route.ts";

/** As every command is sealed, and held against what a webhook listens to. */
export function sealWebhook(method: string, command: WebhookCommand, asked: Arrival): Envelope {
  return seal(method, command, asked);
}

/** Gives the webhook as the command left it, however late the command is repeated. */
export const changeWebhook = Effect.fnUntraced(
  function* (asked: Arrival, id: string, envelope: Envelope) {
    const address = { tenant: asked.caller.tenant, kind: "webhook", id } as const;
    const { version, headers } = yield* carryOut(address, envelope);
    return { defined: yield* viewWebhook(address, version), headers };
  },
);

/** The version that the command left; from the next attempt on it holds. */
export const carryOut = Effect.fnUntraced(function* (address: Address, envelope: Envelope) {
  const router = yield* ActorRouter;
  const notifier = yield* Notifier;
  const { record: { version }, replayed } = yield* router.send(address, envelope);
  if (!replayed) yield* notifier.changed({ tenant: address.tenant, id: address.id });
  const headers: Record<string, string> = { etag: etag(version) };
  if (replayed) headers["idempotency-replayed"] = "true";
  return { version, headers };
});

/** One that was not removed; now, or as it was at a version. */
export const viewWebhook = Effect.fnUntraced(function* (address: Address, atVersion?: number) {
  const router = yield* ActorRouter;
  const view = yield* router.view(address, atVersion);
  const { document, ...rest } = view.state as WebhookState;
  if (document === null) return yield* new UnknownActor({ address });
  return { id: address.id, version: view.version, state: { ...rest, document } };
});

/** Of the webhook that the path names. */
export function addressOf(asked: Arrival): Address {
  return { tenant: asked.caller.tenant, kind: "webhook", id: param(asked, "webhookId") };
}
