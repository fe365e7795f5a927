/**
 * Barcodes and card values are secrets: only a key with `barcode:read` sees them whole.
 *
 * @module
 */
import type { Key } from "./keys.ts";

/** Members that hold what a gate would open for, wherever they stand. */
const SECRET_NAMES = new Set(["value", "credential", "barcode"]);

/** Below this length, four characters would give too much of it away. */
const TAIL_FROM_LENGTH = 8;

/** `data` as this caller may see it. */
export function shownTo(caller: Key, data: unknown): unknown {
  return caller.scopes.has("barcode:read") ? data : mask(data);
}

/** A copy in which every secret is replaced by its last four characters. */
function mask(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(mask);
  if (typeof data !== "object" || data === null) return data;
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data)) {
    copy[name] = SECRET_NAMES.has(name) && typeof value === "string"
      ? maskValue(value)
      : mask(value);
  }
  return copy;
}

function maskValue(value: string): string {
  return value.length < TAIL_FROM_LENGTH ? "••••" : `••••${value.slice(-4)}`;
}
