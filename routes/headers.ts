/**
 * The request headers that steer a command: `Idempotency-Key`, `If-Match`, `Prefer`, and the id; and
 * the one that spares a read its answer, `If-None-Match`.
 *
 * @module
 */
import { faulty } from "./problem.ts";

/** Longest wait for a confirmation. */
const WAIT_MAX_S = 10;

/** What `Prefer` asks for, as far as it is understood. */
export interface Preference {
  /** Seconds; 0: do not wait. */
  readonly waitS: number;
  readonly representation: boolean;
  /** Value of `Preference-Applied`, or `null`. */
  readonly applied: string | null;
}

const NO_PREFERENCE: Preference = { waitS: 0, representation: false, applied: null };

/** Reads `Prefer` (RFC 7240). What is not understood is ignored, as it demands; the first counts. */
export function readPrefer(headers: Headers): Preference {
  const value = headers.get("prefer");
  if (value === null) return NO_PREFERENCE;
  let waitS: number | null = null;
  let representation = false;
  for (const part of value.split(",")) {
    const preference = part.split(";", 1)[0]?.trim().toLowerCase() ?? "";
    const seconds = /^wait *= *"?(\d{1,9})"?$/.exec(preference)?.[1];
    if (seconds !== undefined) waitS ??= Math.min(Number(seconds), WAIT_MAX_S);
    if (/^return *= *"?representation"?$/.test(preference)) representation = true;
  }
  const applied = [
    ...(waitS === null ? [] : [`wait=${waitS}`]),
    ...(representation ? ["return=representation"] : []),
  ];
  return { waitS: waitS ?? 0, representation, applied: applied.join(", ") || null };
}

/** The version in `If-Match`; `null` when there is none or any will do. Throws the 400. */
export function readIfMatch(headers: Headers): number | null {
  const value = headers.get("if-match");
  if (value === null || value === "*") return null;
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(value)?.[1];
  if (version === undefined) {
    throw faulty("bad-header", [{
      pointer: "/headers/if-match",
      detail: 'must be one version in quotes, as "3", or *',
    }]);
  }
  return Number(version);
}

/**
 * Whether `If-None-Match` (RFC 9110) names this version. What is no entity tag of ours names none:
 * the whole answer is never wrong.
 */
export function hasVersion(headers: Headers, version: number): boolean {
  const tags = (headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim());
  return tags.some((tag) => tag === "*" || tag.replace(/^W\//, "") === `"${version}"`);
}

/** The key without its quotes, or `null`. Throws the 400. */
export function readIdempotencyKey(headers: Headers): string | null {
  const value = headers.get("idempotency-key");
  if (value === null) return null;
  const key = /^"(.*)"$/.exec(value)?.[1] ?? value;
  if (!/^[\x20-\x7E]{1,255}$/.test(key) || /^"|"$/.test(key)) {
    throw faulty("bad-header", [{
      pointer: "/headers/idempotency-key",
      detail: "must be 1 to 255 printable ASCII characters, quoted or bare",
    }]);
  }
  return key;
}

/** The caller's request id where it is a plain one, else a new one. */
export function readRequestId(headers: Headers): string {
  return givenRequestId(headers) ?? crypto.randomUUID();
}

/** The caller's request id; `null`: there is none, or no plain one. */
export function givenRequestId(headers: Headers): string | null {
  const given = headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : null;
}
