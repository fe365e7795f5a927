/**
 * What a webhook does when it is told to, or why not.
 *
 * @module
 */
import { Equal, Result } from "effect";
import { type CommandContext, type Decision, refuseBy } from "../decider.ts";
import type { WebhookDocument, WebhookEvent } from "./events.ts";
import type { WebhookState } from "./state.ts";

/** Everything that a webhook listens to. */
export type WebhookCommand =
  /** Facts from now on are sent to it; its first secret has generation 1. */
  | { readonly type: "DefineWebhook"; readonly document: WebhookDocument }
  | { readonly type: "ChangeWebhook"; readonly document: WebhookDocument }
  | {
    readonly type: "RotateSecret";
    /** How long the secret before goes on signing. */
    readonly overlapMs: number;
  }
  /** Told by who sends: nobody takes what is sent, or wants any more of it. */
  | { readonly type: "DisableWebhook"; readonly because: string }
  | {
    readonly type: "SkipFact";
    /** Of the fact, in the log. */
    readonly position: number;
    /** It is what the webhook stands at: it was not taken, and all before it was. */
    readonly isStoodAt: boolean;
    readonly reason: string;
  }
  | { readonly type: "RemoveWebhook" };

/** By name: the rule, and the way out. */
export const RULES = {
  WebhookAlreadyDefined: [
    "A webhook is defined once.",
    "Change it instead.",
  ],
  WebhookNotDefined: [
    "Only a webhook that was not removed can be told anything.",
    "Define another one.",
  ],
  FactNotStoodAt: [
    "Only a fact that was not taken, and that all others wait for, can be skipped.",
    "Look at the webhook: what it does not stand at is sent in its turn, or was taken.",
  ],
} as const;

const refuse = refuseBy(RULES);

type WebhookRefusal = keyof typeof RULES;

/**
 * Decides one command. Changing it to what it is already is no event, unless it was disabled; what
 * was skipped is not skipped again.
 */
export function decide(
  { document, secrets, disabled, skipped }: WebhookState,
  command: WebhookCommand,
  { at }: CommandContext,
): Decision<WebhookEvent, WebhookRefusal> {
  if (command.type === "DefineWebhook") {
    return document === null && secrets.length === 0
      ? Result.succeed([{ type: "WebhookDefined", document: command.document, at }])
      : refuse("WebhookAlreadyDefined");
  }
  if (document === null) return refuse("WebhookNotDefined");
  switch (command.type) {
    case "ChangeWebhook":
      return Result.succeed(
        disabled === null && Equal.equals(document, command.document)
          ? []
          : [{ type: "WebhookChanged", document: command.document, at }],
      );
    case "RotateSecret": {
      const generation = (secrets[0]?.generation ?? 0) + 1;
      const previousUntil = at + command.overlapMs;
      return Result.succeed([{ type: "WebhookSecretRotated", generation, previousUntil, at }]);
    }
    case "DisableWebhook":
      return Result.succeed(
        disabled === null ? [{ type: "WebhookDisabled", because: command.because }] : [],
      );
    case "SkipFact": {
      const { position, reason, isStoodAt } = command;
      if (skipped.includes(position)) return Result.succeed([]);
      if (!isStoodAt) return refuse("FactNotStoodAt");
      return Result.succeed([{ type: "WebhookFactSkipped", position, reason }]);
    }
    case "RemoveWebhook":
      return Result.succeed([{ type: "WebhookRemoved" }]);
  }
}
