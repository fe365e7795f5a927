/**
 * A webhook: an address outside that is told of facts. Each is an actor, each change of it a fact.
 *
 * @module
 */
import { type ActorType, UNHEARD } from "../actor_type.ts";
import { decide, type WebhookCommand } from "./decide.ts";
import type { WebhookEvent } from "./events.ts";
import { evolve, initial, type WebhookState } from "./state.ts";

export type { WebhookCommand } from "./decide.ts";
export { RULES as WEBHOOK_RULES } from "./decide.ts";
export type { WebhookDocument } from "./events.ts";
export { isActive, signingAt, type WebhookState } from "./state.ts";

/** How the actor system runs a webhook. It never tells an access control anything. */
export const webhook: ActorType<WebhookState, WebhookCommand, WebhookEvent> = {
  ...UNHEARD,
  kind: "webhook",
  stateVersion: 2,
  creators: ["DefineWebhook"],
  initial,
  decide,
  evolve,
  sentence: (event) => {
    switch (event.type) {
      case "WebhookDefined":
        return "Webhook defined; it is sent what happens from here on";
      case "WebhookChanged":
        return event.document.paused ? "Webhook changed, and paused" : "Webhook changed";
      case "WebhookSecretRotated":
        return `Webhook has secret ${event.generation}; the one before signs too until ${
          new Date(event.previousUntil).toISOString()
        }`;
      case "WebhookDisabled":
        return `Webhook disabled: ${event.because}`;
      case "WebhookFactSkipped":
        return `Fact ${event.position} of the log is not sent to the webhook: ${event.reason}`;
      case "WebhookRemoved":
        return "Webhook removed";
    }
  },
};
