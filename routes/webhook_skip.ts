/**
 * A fact that a webhook's receiver never takes: skipped by an operator, so that others are sent.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { Notifier } from "../actors/notifying/notifier.ts";
import type { WebhookCommand } from "../actors/webhook/mod.ts";
import { ok } from "./answer.ts";
import { seal } from "./envelope.ts";
import { NO_QUERY } from "./parse.ts";
import { type Asked, param, type Route, route } from "./route.ts";
import { Text } from "./schemas.ts";
import { addressOf, changeWebhook } from "./webhook_changes.ts";
import { showWebhook, WebhookAnswer } from "./webhook_forms.ts";

const SkipBody = v.strictObject({ reason: Text });

/** `/v1/webhooks/{webhookId}/deliveries/{deliveryId}/skip` */
export const WEBHOOK_SKIP_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "POST",
    path: "/v1/webhooks/{webhookId}/deliveries/{deliveryId}/skip",
    access: "admin",
    tag: "webhooks",
    summary: "Goes past the fact that the webhook stands at, for good, and on with the next one",
    command: "SkipFact",
    query: NO_QUERY,
    body: SkipBody,
    example: { reason: "Its receiver does not know this kind of fact" },
    answers: { 200: { description: "The webhook now", schema: WebhookAnswer } },
    handle: (asked) => skip(asked),
  }),
];

/** A repeat is known by what was asked; where the webhook stands has changed by then. */
function skip(asked: Asked<unknown, v.InferOutput<typeof SkipBody>>) {
  const { tenant, id } = addressOf(asked);
  const told = { type: "SkipFact", ...asked.body } as const;
  const envelope = seal("POST", told, asked);
  return Effect.gen(function* () {
    const notifier = yield* Notifier;
    const found = yield* notifier.lookAt({ tenant, id }, param(asked, "deliveryId"));
    const command: WebhookCommand = { ...told, ...found };
    const { defined, headers } = yield* changeWebhook(asked, id, { ...envelope, command });
    return ok(showWebhook(asked.caller, defined), headers);
  });
}
