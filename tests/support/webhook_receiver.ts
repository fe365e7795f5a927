/**
 * Somebody outside who is told of facts: takes messages over HTTP and answers as a test wants.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { eventually } from "./eventually.ts";
import type { BoxOffice } from "./service_client.ts";

/** A CloudEvent, as far as tests look at it. */
export interface CloudEvent {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: string;
  readonly data: {
    readonly position: number;
    readonly sentence: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** A message as it arrived. */
export interface Received {
  /** The `webhook-id`. */
  readonly id: string;
  readonly path: string;
  readonly headers: Headers;
  readonly text: string;
  readonly event: CloudEvent;
}

/** What is answered to one message. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A receiver that is listening. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly messages: ReadonlyArray<Received>;
  /** The next messages are answered so; after that all are taken. */
  readonly answer: (...replies: ReadonlyArray<Reply>) => void;
  /** The messages, once there are so many. */
  readonly until: (count: number) => Promise<ReadonlyArray<Received>>;
}

/** Opens one, for `await using`. */
export function openReceiver(): Receiver {
  const messages: Array<Received> = [];
  const replies: Array<Reply> = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, take);
  const host = `127.0.0.1:${server.addr.port}`;

  async function take(request: Request): Promise<Response> {
    const text = await request.text();
    const { headers, url } = request;
    messages.push({
      id: headers.get("webhook-id") ?? "",
      path: new URL(url).pathname,
      headers,
      text,
      event: JSON.parse(text),
    });
    const { status, body = null, ...reply } = replies.shift() ?? { status: 204 };
    return new Response(body, { status, headers: { ...reply.headers } });
  }

  return {
    url: `http://${host}/hook`,
    host,
    messages,
    answer: (...more) => void replies.push(...more),
    until: (count) =>
      eventually(`${count} messages`, () => messages.length < count ? null : [...messages]),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Whether a secret has signed the message, as the receivers' own library finds. */
export function isSignedWith(secret: string, { text, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(text, Object.fromEntries(headers));
    return true;
  } catch {
    return false;
  }
}

/** `GET /v1/webhooks/{id}`, and what else is answered about one. */
export interface WebhookBody {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly disabled: string | null;
  readonly filter: Readonly<Record<string, string>>;
  /** Only when it is new. */
  readonly secret: string;
  readonly position: number;
  readonly failing: { readonly attempts: number; readonly reason: string } | null;
}

/** Defines a webhook; `more` goes into its body. */
export async function subscribe(
  box: BoxOffice,
  url: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<WebhookBody> {
  const { status, body } = await box.ask<WebhookBody>("POST", "webhooks", {
    body: { url, ...more },
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** One webhook as it is now. */
export async function webhook(
  box: BoxOffice,
  { id }: { readonly id: string },
): Promise<WebhookBody> {
  const { status, body } = await box.ask<WebhookBody>("GET", `webhooks/${id}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** A fact that costs no access control anything: the item `code` is defined, or renamed. */
export async function putItem(box: BoxOffice, code: string, name = code): Promise<void> {
  const { status, body } = await box.ask("PUT", `items/${code}`, { body: { name } });
  assert.equal(status, 200, JSON.stringify(body));
}
