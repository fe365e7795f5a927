/**
 * Barcodes and card values are secrets: only a key with `barcode:read` sees them whole.
 *
 * @module
 */
import type { Key } from "./keys.ts";

/** Members that hold what a gate would open for, wherever they stand. */
const SECRET_NAMES = new Set(["value", "credential", "barcode"]);

/** Members that name a customer, or hold what people have written. */
const PERSONAL_NAMES = new Set(["customerId", "memberId", "from", "reason", "printFault", "fault"]);

/** Below this length, four characters would give too much of it away. */
const TAIL_FROM_LENGTH = 8;

/** `data` as this caller may see it. */
export function shownTo(caller: Key, data: unknown): unknown {
  return caller.scopes.has("barcode:read") ? data : mask(data);
}

/** What stands at a JSON Pointer of something, as this caller may see it. */
export function shownAt(caller: Key, pointer: string, data: unknown): unknown {
  const name = pointer.slice(pointer.lastIndexOf("/") + 1);
  const { [name]: shown } = shownTo(caller, { [name]: data }) as Record<string, unknown>;
  return shown;
}

/** A copy without personal data and secrets: nothing of a customer, and no free text is left. */
export function anonymous(data: unknown): unknown {
  return replaced(mask(data), PERSONAL_NAMES, () => "••••");
}

/** A copy in which every secret is replaced by its last four characters. */
function mask(data: unknown): unknown {
  return replaced(data, SECRET_NAMES, maskValue);
}

/** A copy in which texts under these names are replaced, wherever they stand. */
function replaced(
  data: unknown,
  names: ReadonlySet<string>,
  replace: (text: string) => string,
): unknown {
  if (Array.isArray(data)) return data.map((one) => replaced(one, names, replace));
  if (typeof data !== "object" || data === null) return data;
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data)) {
    copy[name] = names.has(name) && typeof value === "string"
      ? replace(value)
      : replaced(value, names, replace);
  }
  return copy;
}

function maskValue(value: string): string {
  return value.length < TAIL_FROM_LENGTH ? "••••" : `••••${value.slice(-4)}`;
}
