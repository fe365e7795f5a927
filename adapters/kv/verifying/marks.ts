/**
 * Small named values: whether each decodes, and what can be done about one that does not.
 *
 * @module
 */
import { RESTORED_MARK } from "../../../actors/reconciling/restored.ts";
import type { Mutation } from "../batch.ts";
import { pack, unpack } from "../codec.ts";
import { MARKS } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { entriesOf } from "./entries.ts";
import type { Found } from "./fault.ts";

/** `now` in milliseconds since the epoch. */
export async function judgeMarks(
  kv: Kv,
  { found, now }: { readonly found: Found; readonly now: number },
): Promise<void> {
  for await (const { key, value } of entriesOf(kv, MARKS)) {
    if (unpack(value) !== null) continue;
    const [tenant, name] = key.slice(1).map(String) as [string, string];
    const address = `${tenant}/mark/${name}`;
    const mend = mendOf({ key, name, now });
    await found({ kind: "record", address, version: null, detail: "It does not decode", mend });
  }
}

/**
 * Nothing for what would do harm when it is forgotten: a pause would end, a webhook would be sent
 * its whole history, and another key would make every receiver's secret a false one.
 */
function mendOf(
  { key, name, now }: { readonly key: Deno.KvKey; readonly name: string; readonly now: number },
): ReadonlyArray<Mutation> {
  // as if it had just been restored: the lists are compared once before anything is taken back
  if (name === RESTORED_MARK) return [[key, pack(now)]];
  // scans come again and count once; what was left out of them is lost already
  return /^(scans|reconciliation)\//.test(name) ? [[key, null]] : [];
}
