/**
 * Deliveries against the commits that created them, and against where they must lie.
 *
 * @module
 */
import { addressKey } from "../../../actors/address.ts";
import { type Delivery, isSettled } from "../../../actors/delivery.ts";
import { allUnsettledKey, SETTLED } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { unpackDelivery } from "../records.ts";
import { entriesOf } from "./entries.ts";
import type { Fault, Found } from "./fault.ts";
import type { Scratch } from "./scratch.ts";

const PREFIXES = { open: allUnsettledKey(), settled: SETTLED };

/** All actors must have been judged before. Gives the number of records. */
export async function judgeDeliveries(kv: Kv, scratch: Scratch, found: Found): Promise<number> {
  let deliveries = 0;
  for (const place of ["open", "settled"] as const) {
    for await (const { key, value } of entriesOf(kv, PREFIXES[place])) {
      deliveries += 1;
      const [tenant, id] = [String(key[1]), String(key[2])];
      const name = `${tenant}/${id}`;
      const delivery = unpackDelivery(value, { tenant, id });
      const told = delivery === null ? null : addressKey({ tenant, ...delivery.actor });
      const expected = scratch.take("delivery", name) ?? scratch.take("opened", name);
      const actor = expected?.actor ?? told ?? name;
      // one that was settled and opens again lies in both places
      if (place === "open") {
        scratch.put("opened", { key: name, actor, value: null, position: 0 });
      }
      const isKnown = expected !== null || scratch.isDoubtful(actor);
      const detail = told !== null && told !== actor
        ? "is of another actor than its commit"
        : isKnown
        ? misplaced(delivery, place)
        : "was created by no commit";
      if (detail !== null) await found(faultIn(actor, `Delivery ${id} ${detail}`));
    }
  }
  for (const { key, actor } of scratch.left("delivery")) {
    await found(faultIn(actor, `Delivery ${key.slice(key.indexOf("/") + 1)} is missing`));
  }
  return deliveries;
}

function misplaced(delivery: Delivery | null, place: keyof typeof PREFIXES): string | null {
  if (delivery === null) return "does not decode";
  if (isSettled(delivery.status) === (place === "settled")) return null;
  return `lies among the ${place}, and is ${delivery.status}`;
}

function faultIn(address: string, detail: string): Fault {
  return { kind: "delivery", address, version: null, detail, mend: [] };
}
