/**
 * Messages to webhooks over HTTP, signed as Standard Webhooks has it.
 *
 * @module
 */
import { Clock, Effect, Layer } from "effect";
import { Webhook } from "standardwebhooks";
import { EventStore } from "../../actors/event_store.ts";
import { type Attempt, type Letter, WebhookSender } from "../../actors/notifying/webhook_sender.ts";
import { addressFault, type AllowedHosts } from "./hosts.ts";
import { openPost, type Posted } from "./post.ts";
import { makeSecrets } from "./secrets.ts";

const TIMEOUT_MS = 10_000;

/** `WebhookSender` over the network; `hostsOf` names what each tenant's webhooks may reach. */
export function layer(
  hostsOf: (tenant: string) => AllowedHosts,
): Layer.Layer<WebhookSender, never, EventStore> {
  return Layer.effect(
    WebhookSender,
    Effect.gen(function* () {
      const secret = makeSecrets(yield* EventStore);
      const post = yield* openPost(TIMEOUT_MS);
      const faultOf = (tenant: string, url: string) => addressFault(url, hostsOf(tenant));

      const send = Effect.fn("WebhookSender.send")(function* (letter: Letter) {
        const { to, url, body, generations } = letter;
        const at = yield* Clock.currentTimeMillis;
        const secrets = yield* Effect.forEach(generations, (one) => secret(to, one));
        // the configuration may have changed since the address was given
        const fault = faultOf(to.tenant, url);
        const posted = fault === null
          ? yield* post({ url, body, headers: headersOf(letter, secrets, at) })
          : { status: null, retryAfter: null, answer: null, reason: `its address ${fault}` };
        const now = yield* Clock.currentTimeMillis;
        return attemptOf(posted, { at, now });
      });

      return WebhookSender.of({ faultOf, secret, send });
    }),
  );
}

/** The time is that of the attempt: receivers refuse old ones, so that none can be replayed. */
function headersOf(
  { messageId, body }: Letter,
  secrets: ReadonlyArray<string>,
  at: number,
): Record<string, string> {
  const sentAt = new Date(at);
  return {
    "content-type": "application/cloudevents+json",
    "user-agent": "Gatehouse",
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(at / 1000)),
    "webhook-signature": secrets
      .map((secret) => new Webhook(secret).sign(messageId, sentAt, body))
      .join(" "),
  };
}

function attemptOf(
  { status, retryAfter, answer, reason }: Posted,
  { at, now }: { readonly at: number; readonly now: number },
): Attempt {
  const isTaken = status !== null && status >= 200 && status < 300;
  return {
    at,
    durationMs: now - at,
    httpStatus: status,
    outcome: isTaken ? "delivered" : status === 410 ? "gone" : "failed",
    reason: isTaken ? null : reason ?? reasonOf(status),
    answer,
    retryAfterMs: isTaken ? null : waitMs(retryAfter, now),
  };
}

function reasonOf(status: number | null): string {
  const isRedirect = status !== null && status >= 300 && status < 400;
  return isRedirect ? `it answered ${status}: redirects are not followed` : `it answered ${status}`;
}

/** Seconds or an HTTP date. `null`: not said, or not readable. */
function waitMs(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null) return null;
  const text = retryAfter.trim();
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(asked) ? null : Math.max(asked, 0);
}
