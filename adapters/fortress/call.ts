/**
 * One HTTP call within a deadline and a size, sent exactly once.
 *
 * @module
 */
import { Data, Effect } from "effect";

/** An HTTP answer; what it means is not judged here. */
export interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  /** `null`: larger than `bodyMax`, or not read because the status says it all. */
  readonly body: Uint8Array | null;
}

/** No whole HTTP answer came. */
export class CallFailed extends Data.TaggedError("CallFailed")<{
  readonly reason: string;
  /** `no`: no connection was made, so not a byte of the request arrived. */
  readonly arrived: "no" | "unknown";
  /** Known when the connection broke inside the body. */
  readonly status: number | null;
}> {}

/** Bounds and secrets of one call. */
export interface CallOptions {
  readonly client: Deno.HttpClient;
  readonly token: string;
  readonly timeoutMs: number;
  readonly bodyMaxBytes: number;
  /** A POST with its idempotency key; without it the call is a GET. */
  readonly post?: { readonly key: string; readonly body: Uint8Array<ArrayBuffer> };
}

/**
 * An HTTP client that never sends a request twice.
 *
 * With pooled connections a POST whose kept-alive connection was closed before the answer goes out
 * again unasked (measured on Deno 2.9.6: 4 arrivals for 3 calls, without a pool 3 for 3); HTTP/2
 * has the same habit for refused streams.
 */
export function makeClient(): Deno.HttpClient {
  return Deno.createHttpClient({ poolMaxIdlePerHost: 0, http1: true, http2: false });
}

/** Calls `url` once. Redirects are not followed: the token goes to the configured system only. */
export const call = Effect.fnUntraced(function* (url: URL, options: CallOptions) {
  const progress: { status: number | null } = { status: null };
  const reply = yield* Effect.tryPromise({
    try: (signal) => exchange(url, { ...options, signal, progress }),
    catch: (error) => callFailed(error, progress.status),
  }).pipe(Effect.timeoutOption(options.timeoutMs));
  if (reply._tag === "Some") return reply.value;
  return yield* new CallFailed({
    reason: `no answer within ${options.timeoutMs} ms`,
    arrived: "unknown",
    status: progress.status,
  });
});

interface Exchange extends CallOptions {
  readonly signal: AbortSignal;
  readonly progress: { status: number | null };
}

async function exchange(url: URL, options: Exchange): Promise<Reply> {
  const headers = new Headers({ authorization: `Bearer ${options.token}` });
  if (options.post !== undefined) {
    headers.set("content-type", "application/json");
    headers.set("idempotency-key", options.post.key);
  }
  const response = await fetch(url, {
    client: options.client,
    method: options.post === undefined ? "GET" : "POST",
    headers,
    body: options.post?.body ?? null,
    redirect: "manual",
    signal: options.signal,
  });
  options.progress.status = response.status;
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: await readBody(response, options.bodyMaxBytes),
  };
}

const STATUSES_WITH_MEANING_IN_BODY: ReadonlySet<number> = new Set([200, 202, 409, 422]);

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  if (response.body === null) return new Uint8Array();
  if (!STATUSES_WITH_MEANING_IN_BODY.has(response.status)) {
    await response.body.cancel();
    return null;
  }
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return concat(chunks, sizeBytes);
}

function concat(chunks: ReadonlyArray<Uint8Array>, sizeBytes: number): Uint8Array {
  const whole = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

function callFailed(error: unknown, status: number | null): CallFailed {
  if (error instanceof Deno.errors.NotCapable) {
    return new CallFailed({
      reason: "this process may not connect to the access control: its network permission lacks it",
      arrived: "no",
      status,
    });
  }
  const connect = connectFault(error);
  if (connect !== null && status === null) {
    return new CallFailed({ reason: `not reachable: ${connect}`, arrived: "no", status });
  }
  const reason = status === null
    ? "the connection was lost before the answer"
    : "the connection was lost inside the answer";
  return new CallFailed({ reason, arrived: "unknown", status });
}

/** Deno tells "no connection" apart from "connection lost" only in the text of the cause. */
function connectFault(error: unknown): string | null {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
  const mark = "client error (Connect)";
  const at = cause.indexOf(mark);
  if (at < 0) return null;
  const detail = cause.slice(at + mark.length).replace(/^:\s*/, "").slice(0, 120);
  return detail === "" ? "no connection" : detail;
}
