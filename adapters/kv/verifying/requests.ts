/**
 * What commands are found by their requests, against the commands.
 *
 * @module
 */
import { addressKey } from "../../../actors/address.ts";
import { commandKey, REQUESTS } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { unpackCommand } from "../records.ts";
import { entriesOf } from "./entries.ts";
import type { Found } from "./fault.ts";

/**
 * Gives the number of entries. One that is missing is not missed: whether there was one is told by
 * nothing else, and commands of before there were any have none.
 */
export async function judgeRequests(kv: Kv, found: Found): Promise<number> {
  let entries = 0;
  for await (const { key } of entriesOf(kv, REQUESTS)) {
    entries += 1;
    const [tenant, requestId, commandId] = key.slice(1).map(String) as [string, string, string];
    const { value: record } = await kv.get(commandKey(tenant, commandId));
    const command = record === null ? null : unpackCommand(record, { tenant, commandId });
    // a record that does not decode is told with the commands
    if (record !== null && (command === null || command.requestId === requestId)) continue;
    await found({
      kind: "index",
      address: command === null ? `${tenant}/command/${commandId}` : addressKey(command.address),
      version: null,
      detail: "A request leads to a command that is gone, or that it has not begun",
      mend: [[key, null]],
    });
  }
  return entries;
}
