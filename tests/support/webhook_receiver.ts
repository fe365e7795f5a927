/**
 * Somebody whom webhooks are sent to: remembers every message, and answers as it is told.
 *
 * @module
 */
import { Webhook } from "standardwebhooks";

/** One message as it came. */
export interface Received {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The CloudEvent. */
  readonly event: {
    readonly specversion: string;
    readonly type: string;
    readonly subject: string;
    readonly data: {
      readonly position: number;
      readonly version: number;
      readonly sentence: string;
    };
  };
}

/** A server on this machine, closed with `await using`. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** In the order of their arrival, those that were not taken too. */
  readonly received: ReadonlyArray<Received>;
  /** What comes next is answered so, one answer a message; 204 when there is none left. */
  readonly answerNext: (...answers: ReadonlyArray<Response>) => void;
}

/** Opens one. */
export function openReceiver(): Receiver {
  const received: Array<Received> = [];
  const answers: Array<Response> = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (req) => {
    const body = await req.text();
    const headers = Object.fromEntries(req.headers);
    received.push({ id: headers["webhook-id"] ?? "", headers, body, event: JSON.parse(body) });
    return answers.shift() ?? new Response(null, { status: 204 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/hook`,
    received,
    answerNext: (...more) => void answers.push(...more),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Throws unless the secret has signed this message, by the public library's own judgement. */
export function verifySignature(secret: string, { body, headers }: Received): void {
  new Webhook(secret).verify(body, { ...headers });
}
