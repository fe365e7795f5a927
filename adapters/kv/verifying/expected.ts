/**
 * Keys and values of the store as texts, to be held against each other.
 *
 * @module
 */

/** Equal for equal keys only. */
export function expectedKey(key: Deno.KvKey): string {
  return JSON.stringify(key);
}

/** Equal for equal bytes only; `null`: there is nothing. */
export function expectedValue(value: Uint8Array | null): string | null {
  return value?.toHex() ?? null;
}

/** Back from the texts, to write it. */
export function storedOf(
  { key, value }: { readonly key: string; readonly value: string | null },
): readonly [key: Deno.KvKey, value: Uint8Array | null] {
  return [JSON.parse(key), value === null ? null : Uint8Array.fromHex(value)];
}
