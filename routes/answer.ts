/**
 * What a route gives back before it becomes a `Response`.
 *
 * @module
 */

/** An answer as a value. An object body becomes JSON; text, bytes and streams name their own type. */
export interface Answer {
  readonly status: number;
  /** `null`: no body. */
  readonly body: unknown;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Aliases of customers in it are meant as such. */
  readonly isFinal?: boolean;
}

/** A successful answer. */
export function ok(body: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
}

/** An actor's version as an entity tag. */
export function etag(version: number): string {
  return `"${version}"`;
}

/** Adds what every answer carries: JSON unless said otherwise, and no caching or sniffing. */
export function toResponse(answer: Answer, requestId: string): Response {
  const { status, body } = answer;
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
    ...answer.headers,
  };
  return new Response(encode(body), { status, headers });
}

function encode(body: unknown): BodyInit | null {
  const isReady = typeof body === "string" || body instanceof Uint8Array ||
    body instanceof ReadableStream;
  if (body === null || isReady) return body as BodyInit | null;
  return JSON.stringify(body);
}

/** RFC 3339 in UTC from milliseconds since the epoch. */
export function instant(ms: number): string;
export function instant(ms: number | null): string | null;
export function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
