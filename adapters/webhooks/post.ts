/**
 * One POST within a deadline and a size, sent exactly once, to the address given and no other.
 *
 * @module
 */
import { Effect } from "effect";
import { makeClient } from "../fortress/call.ts";

/** What of an answer is read, for people to see. */
const ANSWER_MAX_BYTES = 4 * 1024;

/** What of it is kept. */
const ANSWER_MAX_CHARS = 500;

/** A signed message. */
export interface SignedMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back; without a status there was no whole head of an answer. */
export interface Posted {
  readonly status: number | null;
  readonly retryAfter: string | null;
  readonly answer: string | null;
  /** Why no answer came. */
  readonly reason: string | null;
}

/** Opens the way out; it closes with the scope. Nothing is pooled, so that nothing is sent twice. */
export const openPost = Effect.fnUntraced(function* (timeoutMs: number) {
  const client = yield* Effect.acquireRelease(
    Effect.sync(makeClient),
    (opened) => Effect.sync(() => opened.close()),
  );
  return (message: SignedMessage): Effect.Effect<Posted> =>
    Effect.tryPromise({
      try: (signal) => exchange(message, { client, signal }),
      catch: (error) => nothingCame(reasonOf(error)),
    }).pipe(
      Effect.catch(Effect.succeed),
      Effect.timeoutOrElse({
        duration: timeoutMs,
        orElse: () => Effect.succeed(nothingCame(`no answer within ${timeoutMs} ms`)),
      }),
    );
});

async function exchange(
  { url, headers, body }: SignedMessage,
  { client, signal }: { readonly client: Deno.HttpClient; readonly signal: AbortSignal },
): Promise<Posted> {
  const response = await fetch(url, {
    client,
    method: "POST",
    headers,
    body,
    redirect: "manual",
    signal,
  });
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    answer: await readStart(response),
    reason: null,
  };
}

/** The start of the answer; its status counts even when the connection breaks inside. */
async function readStart({ body }: Response): Promise<string | null> {
  if (body === null) return null;
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  try {
    for await (const chunk of body) {
      sizeBytes += chunk.length;
      text += decoder.decode(chunk.subarray(0, ANSWER_MAX_BYTES), { stream: true });
      if (sizeBytes >= ANSWER_MAX_BYTES) break;
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
  }
  return text === "" ? null : text.slice(0, ANSWER_MAX_CHARS);
}

function nothingCame(reason: string): Posted {
  return { status: null, retryAfter: null, answer: null, reason };
}

/**
 * Deno tells "no connection" apart from "connection lost" only in the text of the cause; without a
 * cause it has not even tried, as with ports that no browser would ask.
 */
function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "this process may not connect to the host: name it in GATEHOUSE_ALLOW_NET";
  }
  if (!(error instanceof Error)) return "the request failed";
  if (!(error.cause instanceof Error)) return `the request was not made: ${error.message}`;
  return error.cause.message.includes("client error (Connect)")
    ? "no connection could be made"
    : "the connection was lost before the answer";
}
