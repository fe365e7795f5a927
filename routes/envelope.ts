/**
 * Puts a command into the envelope it travels in: its id, its fingerprint, who asked.
 *
 * @module
 */
import { hash } from "node:crypto";
import type { Envelope } from "../actors/actor_router.ts";
import type { Tagged } from "../actors/decider.ts";
import { givenRequestId, readIdempotencyKey, readIfMatch } from "./headers.ts";
import type { Arrival } from "./route.ts";

/** 132 bits in base64url: no two commands meet. */
const ID_LENGTH = 22;

/**
 * The same key on the same path is the same command; without a key every request is a new one.
 * Throws the 400 of a bad header as a `Problem`.
 */
export function seal(method: string, command: Tagged, asked: Arrival): Envelope {
  const { caller, headers, path, requestId } = asked;
  const key = readIdempotencyKey(headers);
  return {
    commandId: key === null ? freshId() : keyedId([caller.tenant, method, path, key]),
    fresh: key === null,
    command,
    // nobody can repeat an id that was made just now
    fingerprint: key === null ? "" : digest([path, command]),
    expected: readIfMatch(headers),
    by: caller.id,
    requestId,
    requestGiven: givenRequestId(headers) !== null,
    correlationId: null,
    causationId: null,
    delivery: null,
  };
}

/** The envelope as it would be with another command in it. */
export function resealed(envelope: Envelope, command: Tagged, { path }: Arrival): Envelope {
  return { ...envelope, command, fingerprint: envelope.fresh ? "" : digest([path, command]) };
}

/** A note beside a request: it is written once each time, whatever is repeated. */
export function sealNote(command: Tagged, { caller, requestId }: Arrival): Envelope {
  return {
    commandId: freshId(),
    fresh: true,
    command,
    fingerprint: "",
    expected: null,
    by: caller.id,
    requestId,
    correlationId: null,
    causationId: null,
    delivery: null,
  };
}

function keyedId(parts: ReadonlyArray<string>): string {
  return `k-${digest(parts).slice(0, ID_LENGTH)}`;
}

function digest(parts: ReadonlyArray<unknown>): string {
  return hash("sha256", JSON.stringify(parts), "base64url");
}

/**
 * Grows with time but for its last 80 bits, as UUID version 7 does: what is written at one time
 * lies together in the store, and a commit touches fewer pages.
 */
function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  const now = Date.now();
  view.setUint32(0, now / 0x10000);
  view.setUint16(4, now % 0x10000);
  return `c-${bytes.toBase64({ alphabet: "base64url", omitPadding: true })}`;
}
