/**
 * Deliveries against the commits that created them, and against where they must lie.
 *
 * @module
 */
import { addressKey } from "../../../actors/address.ts";
import { isSettled } from "../../../actors/delivery.ts";
import { allUnsettledKey, SETTLED } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { unpackDelivery } from "../records.ts";
import { entriesOf } from "./entries.ts";
import type { Fault, Found } from "./fault.ts";
import type { Scratch } from "./scratch.ts";

/** All actors must have been judged before. Gives the number of records. */
export async function judgeDeliveries(kv: Kv, scratch: Scratch, found: Found): Promise<number> {
  let deliveries = 0;
  for (const settled of [false, true]) {
    for await (const { key, value } of entriesOf(kv, settled ? SETTLED : allUnsettledKey())) {
      deliveries += 1;
      const [tenant, id] = [String(key[1]), String(key[2])];
      const name = `${tenant}/${id}`;
      const expected = scratch.take("delivery", name);
      const opened = scratch.take("opened", name);
      const delivery = unpackDelivery(value, { tenant, id });
      const actor = expected?.actor ?? opened?.actor ??
        (delivery === null ? name : addressKey({ tenant, ...delivery.actor }));
      // one that was settled and opens again lies in both places
      if (!settled) scratch.put("opened", { key: name, actor, value: null, position: 0 });
      const detail = delivery === null
        ? "does not decode"
        : isSettled(delivery.status) !== settled
        ? `lies among the ${settled ? "" : "un"}settled, and is ${delivery.status}`
        : expected === null && opened === null && !scratch.isDoubtful(actor)
        ? "was created by no commit"
        : addressKey({ tenant, ...delivery.actor }) !== actor
        ? "is of another actor than its commit"
        : null;
      if (detail !== null) await found(faultIn(actor, `Delivery ${id} ${detail}`));
    }
  }
  for (const { key, actor } of scratch.left("delivery")) {
    await found(faultIn(actor, `Delivery ${key.slice(key.indexOf("/") + 1)} is missing`));
  }
  return deliveries;
}

function faultIn(address: string, detail: string): Fault {
  return { kind: "delivery", address, version: null, detail, mend: [] };
}
