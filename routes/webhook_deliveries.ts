/**
 * What a webhook was sent: looked at, sent again, and tried out.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { Notifier } from "../actors/notifying/notifier.ts";
import type { WebhookId } from "../actors/notifying/webhook_sender.ts";
import { ok } from "./answer.ts";
import { pageOf } from "./answers.ts";
import { listAnswer, ListQuery, readPage } from "./list.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { type Arrival, param, type Route, route } from "./route.ts";
import {
  AttemptAnswer,
  NotificationAnswer,
  showAttempt,
  showNotification,
} from "./webhook_forms.ts";

const SHARED = { access: "admin", tag: "webhooks" } as const;

/** `/v1/webhooks/{webhookId}/test` and `/v1/webhooks/{webhookId}/deliveries…` */
export const WEBHOOK_DELIVERY_ROUTES: ReadonlyArray<Route> = [
  attemptRoute({
    path: "/v1/webhooks/{webhookId}/test",
    summary: "Sends a message that tells of nothing, once, and says how that went",
    attempt: (notifier, asked) => notifier.test(webhookOf(asked)),
  }),
  route({
    ...SHARED,
    method: "GET",
    path: "/v1/webhooks/{webhookId}/deliveries",
    summary: "Facts that it wants by its present filter, the newest first, with recent attempts",
    query: ListQuery,
    body: NO_BODY,
    answers: {
      200: {
        description: "A page; it may be short before the end",
        schema: pageOf(NotificationAnswer),
      },
    },
    handle: (asked) => {
      const request = readPage(asked);
      return Effect.gen(function* () {
        const notifier = yield* Notifier;
        const page = yield* notifier.notifications(webhookOf(asked), request);
        return listAnswer(asked, page, showNotification);
      });
    },
  }),
  attemptRoute({
    path: "/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver",
    summary: "Sends a fact once more under the same `webhook-id`, and says how that went",
    attempt: (notifier, asked) => notifier.redeliver(webhookOf(asked), param(asked, "deliveryId")),
  }),
];

/** Sends at once, and answers with what came of it. */
function attemptRoute({ path, summary, attempt }: {
  readonly path: string;
  readonly summary: string;
  readonly attempt: (
    notifier: Notifier["Service"],
    asked: Arrival,
  ) => ReturnType<Notifier["Service"]["test"]>;
}): Route {
  return route({
    ...SHARED,
    method: "POST",
    path,
    summary,
    query: NO_QUERY,
    body: v.strictObject({}),
    example: {},
    answers: { 200: { description: "The attempt, whatever came of it", schema: AttemptAnswer } },
    handle: (asked) =>
      Effect.gen(function* () {
        return ok(showAttempt(yield* attempt(yield* Notifier, asked)));
      }),
  });
}

function webhookOf(asked: Arrival): WebhookId {
  return { tenant: asked.caller.tenant, id: param(asked, "webhookId") };
}
