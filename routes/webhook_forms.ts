/**
 * What of a webhook is sent and shown.
 *
 * @module
 */
import * as v from "valibot";
import type { Failing, Notification } from "../actors/notifying/notifier.ts";
import type { Attempt } from "../actors/notifying/webhook_sender.ts";
import type { WebhookDocument, WebhookState } from "../actors/webhook/mod.ts";
import { instant } from "./answer.ts";
import { EVENT_FILTERS, questionOf } from "./events.ts";
import type { Key } from "./keys.ts";
import { shownTo } from "./mask.ts";
import { maybe, Text } from "./schemas.ts";

const HOUR_MS = 3_600_000;

const FILTERS = v.strictObject(EVENT_FILTERS);

/** Body of a webhook, whole: what is left out is `null`, `false` or empty from then on. */
export const WebhookBody = v.pipe(
  v.strictObject({
    url: v.pipe(
      v.string(),
      v.maxLength(500, "must have at most 500 characters"),
      v.url("must be an http or https URL"),
    ),
    description: maybe(Text),
    filter: v.pipe(
      v.optional(FILTERS, {}),
      v.description("As the log's; facts that all of it holds for are sent"),
    ),
    paused: v.optional(v.boolean(), false),
  }),
  v.transform(({ filter, ...given }): WebhookDocument => ({
    ...given,
    filter: questionOf(filter),
  })),
);

/** Body of a rotation. */
export const RotateBody = v.pipe(
  v.strictObject({
    overlapHours: v.optional(
      v.pipe(
        v.number(),
        v.minValue(0, "must be from 0 to 168"),
        v.maxValue(168, "must be from 0 to 168"),
      ),
      24,
    ),
  }),
  v.transform(({ overlapHours }) => ({ overlapMs: Math.round(overlapHours * HOUR_MS) })),
);

const Time = v.pipe(v.string(), v.isoTimestamp());

const SHOWN = {
  id: v.string(),
  version: v.number(),
  url: v.string(),
  description: v.nullable(v.string()),
  filter: v.record(v.string(), v.string()),
  paused: v.boolean(),
  status: v.picklist(["active", "paused", "disabled"]),
  disabled: v.pipe(v.nullable(v.string()), v.description("Why; a change enables it again")),
  secrets: v.array(v.object({ generation: v.number(), until: v.nullable(Time) })),
};

/** A webhook as a command leaves it. */
export const WebhookAnswer = v.object(SHOWN);

/** A webhook with its newest secret, which is not shown again. */
export const WebhookWithSecret = v.object({ ...SHOWN, secret: v.string() });

/** A webhook with how far it has come. */
export const WebhookRead = v.object({
  ...SHOWN,
  position: v.pipe(v.number(), v.description("All that it wants was taken or skipped, up to here")),
  failing: v.nullable(v.object({
    since: Time,
    attempts: v.number(),
    reason: v.string(),
    nextAttemptAt: v.nullable(Time),
  })),
});

/** One call. */
export const AttemptAnswer = v.object({
  at: Time,
  durationMs: v.number(),
  httpStatus: v.nullable(v.number()),
  outcome: v.picklist(["delivered", "failed", "gone"]),
  reason: v.nullable(v.string()),
  answer: v.nullable(v.string()),
});

/** One fact on its way. */
export const NotificationAnswer = v.object({
  id: v.pipe(v.string(), v.description("The `webhook-id` of every attempt")),
  position: v.number(),
  actor: v.object({ kind: v.string(), id: v.string() }),
  type: v.string(),
  at: Time,
  status: v.picklist(["waiting", "failing", "delivered", "skipped"]),
  attempts: v.array(AttemptAnswer),
});

/** A webhook as `caller` may see it; a barcode in its filter is a secret like any other. */
export function showWebhook(
  caller: Key,
  { id, version, state }: {
    readonly id: string;
    readonly version: number;
    readonly state: WebhookState & { readonly document: WebhookDocument };
  },
): object {
  const { document: { url, description, filter, paused }, disabled, secrets } = state;
  return {
    id,
    version,
    url,
    description,
    filter: shownTo(caller, showFilter(filter)),
    paused,
    status: disabled !== null ? "disabled" : paused ? "paused" : "active",
    disabled,
    secrets: secrets.map(({ generation, until }) => ({ generation, until: instant(until) })),
  };
}

/** In the words in which it was given. */
function showFilter(
  { actorKind, id, from, to, ...plain }: WebhookDocument["filter"],
): Record<string, string> {
  const actor = id === null || actorKind === null ? id : `${actorKind}/${id}`;
  const all = { ...plain, actor, from: instant(from), to: instant(to) };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(given);
}

/** Why the webhook stands still, if it does. */
export function showFailing(failing: Failing | null): object | null {
  if (failing === null) return null;
  const { since, nextAttemptAt } = failing;
  return { ...failing, since: instant(since), nextAttemptAt: instant(nextAttemptAt) };
}

/** One call. What came back is shown as it came: it is text, and hostile. */
export function showAttempt({ at, retryAfterMs: _wait, ...attempt }: Attempt): object {
  return { at: instant(at), ...attempt };
}

/** One fact on its way. Its content is the log's to tell. */
export function showNotification({ id, fact, status, attempts }: Notification): object {
  const { position, address, event, at } = fact;
  return {
    id,
    position,
    actor: { kind: address.kind, id: address.id },
    type: event.type,
    at: instant(at),
    status,
    attempts: attempts.map(showAttempt),
  };
}
