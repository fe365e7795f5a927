/**
 * The client's board of webhooks. All of it needs the scope `admin`.
 *
 * @module
 */
import type { NewWebhook, ShownWebhook, Webhook, WebhookAttempt } from "./forms.ts";
import { pages } from "./pages.ts";
import type { Send } from "./transport.ts";

/** Those of the key's tenant. A secret is told by `define` and `rotate`, and never again. */
export interface Webhooks {
  readonly list: () => AsyncIterable<Webhook>;
  readonly define: (webhook: NewWebhook) => Promise<ShownWebhook>;
  /** Whole: what is left out is as if it had never been said. */
  readonly change: (id: string, webhook: NewWebhook) => Promise<Webhook>;
  /** Both secrets sign for `overlapHours`; a day unless given. */
  readonly rotate: (id: string, overlapHours?: number) => Promise<ShownWebhook>;
  /** Sends a message that tells of nothing. A dead receiver is an answer too. */
  readonly test: (id: string) => Promise<WebhookAttempt>;
  /** Goes past the fact at which it stands, for good; `delivery` is the message's `webhook-id`. */
  readonly skip: (id: string, delivery: string, reason: string) => Promise<Webhook>;
  readonly remove: (id: string) => Promise<void>;
}

/** Over one line. */
export function webhooksOf(send: Send): Webhooks {
  const pathOf = (id: string) => `/v1/webhooks/${encodeURIComponent(id)}`;
  const post = async (path: string, body: unknown) =>
    (await send({ method: "POST", path, body })).body;
  return {
    list: () => pages(send, "/v1/webhooks"),
    define: async (webhook) => await post("/v1/webhooks", webhook) as ShownWebhook,
    change: async (id, body) =>
      (await send({ method: "PUT", path: pathOf(id), body })).body as Webhook,
    rotate: async (id, overlapHours) =>
      await post(`${pathOf(id)}/rotate`, { overlapHours }) as ShownWebhook,
    test: async (id) => await post(`${pathOf(id)}/test`, {}) as WebhookAttempt,
    skip: async (id, delivery, reason) => {
      const path = `${pathOf(id)}/deliveries/${encodeURIComponent(delivery)}/skip`;
      return await post(path, { reason }) as Webhook;
    },
    remove: async (id) => {
      await send({ method: "DELETE", path: pathOf(id) });
    },
  };
}
