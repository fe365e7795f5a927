/**
 * What a line says: a command with its key, nothing at all, or something that cannot be sent.
 *
 * @module
 */
import { hash } from "node:crypto";
import * as v from "valibot";
import type { BatchItem } from "../../routes/client/mod.ts";
import type { Line } from "./lines.ts";

const Entry = v.strictObject({
  path: v.pipe(v.string(), v.regex(/^\/v1\/[\x21-\x7E]{1,500}$/)),
  body: v.optional(v.unknown(), {}),
  idempotencyKey: v.optional(v.pipe(v.string(), v.regex(/^[\x20-\x7E]{1,255}$/))),
});

/** Why a line cannot be sent, in a word that can be counted. */
export type Fault = "line-too-long" | "line-not-json" | "line-not-a-command";

/** A line, read. */
export type Read =
  | { readonly kind: "blank" }
  | { readonly kind: "faulty"; readonly fault: Fault }
  | { readonly kind: "command"; readonly item: Required<BatchItem> };

/**
 * A line without a key gets one from its content and its number, so that the same file sent twice
 * acts once, and two equal lines of one file act twice.
 */
export function readEntry({ number, text }: Line): Read {
  if (text === null) return { kind: "faulty", fault: "line-too-long" };
  if (text.trim() === "") return { kind: "blank" };
  const json = parse(text);
  if (json === undefined) return { kind: "faulty", fault: "line-not-json" };
  const { success, output } = v.safeParse(Entry, json);
  if (!success) return { kind: "faulty", fault: "line-not-a-command" };
  const idempotencyKey = output.idempotencyKey ?? keyOf(number, text);
  return { kind: "command", item: { path: output.path, body: output.body, idempotencyKey } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keyOf(number: number, text: string): string {
  return `load-${number}-${hash("sha256", text.trim(), "base64url").slice(0, 22)}`;
}
