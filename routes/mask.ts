/**
 * Barcodes and card values are secrets: only a key with `barcode:read` sees them whole.
 *
 * @module
 */
import { replaceAliases } from "../actors/customers.ts";
import { MASK, masked, TAIL_LENGTH } from "../actors/masked.ts";
import type { Key } from "./keys.ts";

/** Members that hold what a gate would open for, wherever they stand. */
const SECRET_NAMES = new Set(["value", "credential", "barcode"]);

/** Members that name a customer, or hold what people have written. */
const PERSONAL_NAMES = new Set([
  "customerId",
  "customer",
  "memberId",
  "from",
  "reason",
  "printFault",
  "fault",
]);

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

/** Whether something unmasked stands in it; four characters of a barcode are none. */
export function holdsBarcodes(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return false;
  if (Array.isArray(data)) return data.some(holdsBarcodes);
  return Object.entries(data).some(([name, value]) =>
    SECRET_NAMES.has(name) && typeof value === "string"
      ? value.length > TAIL_LENGTH && !value.startsWith(MASK)
      : holdsBarcodes(value)
  );
}

/** A copy without personal data and secrets: nothing of a customer, and no free text is left. */
export function anonymous(data: unknown): unknown {
  const bare = replaced(mask(data), PERSONAL_NAMES, () => MASK);
  // on its way out, an alias that is left would be told whose it is
  return JSON.parse(replaceAliases(JSON.stringify(bare), () => MASK));
}

/** A copy in which every secret is replaced by its last four characters. */
function mask(data: unknown): unknown {
  return replaced(data, SECRET_NAMES, masked);
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
