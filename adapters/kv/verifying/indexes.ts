/**
 * Claims, relations, unfinished actors and those that need a person: rebuilt from the facts and held against what is stored.
 *
 * @module
 */
import { addressKey, type Kind } from "../../../actors/address.ts";
import { ATTENTION, ATTENTION_LISTED, CLAIMS, RELATIONS, UNFINISHED } from "../keys.ts";
import type { Kv, KvEntry } from "../kv.ts";
import { unpackClaim } from "../records.ts";
import { entriesOf } from "./entries.ts";
import { expectedKey, expectedValue, storedOf } from "./expected.ts";
import type { Found } from "./fault.ts";
import type { Scratch } from "./scratch.ts";

/** Of what the key and the value of each are made; said instead of the key, which can be a secret. */
const NAMES: Readonly<Record<string, string>> = {
  b: "a barcode that is claimed",
  n: "a ticket number that is claimed",
  u: "a holding of a pass",
  i: "a relation that it is found by",
  f: "the list of the unfinished",
  a: "the list of those that need a person",
};

/** All actors must have been judged before. Gives the number of entries. */
export async function judgeIndexes(kv: Kv, scratch: Scratch, found: Found): Promise<number> {
  let entries = 0;
  const tell = (actor: string, detail: string, mend: ReturnType<typeof storedOf>) =>
    found({ kind: "index", address: actor, version: null, detail, mend: [mend] });
  for (const prefix of [...CLAIMS, RELATIONS, UNFINISHED, ATTENTION]) {
    for await (const entry of entriesOf(kv, prefix)) {
      entries += 1;
      const key = expectedKey(entry.key);
      const expected = scratch.take("index", key);
      const value = expected?.value ?? null;
      if (value === expectedValue(entry.value as Uint8Array)) continue;
      const actor = expected?.actor ?? actorIn(entry);
      if (scratch.isDoubtful(actor)) continue;
      const name = nameOf(entry.key);
      const detail = value === null ? `No fact leads to ${name}` : `Wrong is ${name}`;
      await tell(actor, detail, storedOf({ key, value }));
    }
  }
  // data of an earlier version is listed at its first start, and not known to be before
  const isListed = (await kv.get(ATTENTION_LISTED)).value !== null;
  for (const expected of scratch.left("index")) {
    const mend = storedOf(expected);
    if (!isListed && mend[0][0] === ATTENTION[0]) continue;
    await tell(expected.actor, `Missing is ${nameOf(mend[0])}`, mend);
  }
  return entries;
}

function nameOf([letter]: Deno.KvKey): string {
  return NAMES[String(letter)] ?? "an entry";
}

/** Whose it says it is: a claim in its record, the others at the end of their key. */
function actorIn({ key, value }: KvEntry): string {
  const tenant = String(key[1]);
  const claimed = key[0] === "b" || key[0] === "n" ? unpackClaim(value, "") : null;
  const holder = claimed?.holder ?? { kind: key.at(-2) as Kind, id: String(key.at(-1)) };
  return addressKey({ tenant, ...holder });
}
