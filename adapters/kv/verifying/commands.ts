/**
 * What is kept of commands against the facts that they made.
 *
 * @module
 */
import { addressKey, type Kind } from "../../../actors/address.ts";
import { unpack } from "../codec.ts";
import { COMMANDS, FACTLESS } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { unpackCommand } from "../records.ts";
import { COMMANDS_KEPT_MS } from "../sweeping.ts";
import { entriesOf } from "./entries.ts";
import type { Fault, Found } from "./fault.ts";
import type { Scratch } from "./scratch.ts";

/** All actors must have been judged before. Gives the number of commands. */
export async function judgeCommands(
  kv: Kv,
  { scratch, found, now }: {
    readonly scratch: Scratch;
    readonly found: Found;
    /** Milliseconds since the epoch. */
    readonly now: number;
  },
): Promise<number> {
  await expectFactless(kv, scratch, found);
  let commands = 0;
  for await (const { key, value: record } of entriesOf(kv, COMMANDS)) {
    commands += 1;
    const [tenant, commandId] = [String(key[1]), String(key[2])];
    const name = `${tenant}/${commandId}`;
    const command = unpackCommand(record, { tenant, commandId });
    if (command === null) {
      scratch.take("command", name);
      scratch.take("factless", name);
      await found(faultIn(`${tenant}/command/${commandId}`, "It does not decode"));
      continue;
    }
    const actor = addressKey(command.address);
    const { at, by, version, events } = command;
    const expected = scratch.take(events.length === 0 ? "factless" : "command", name);
    if (scratch.isDoubtful(actor)) continue;
    const value = events.length === 0 ? "" : `${at} ${by} ${version} ${events.join()}`;
    if (expected?.value === value && expected.actor === actor) continue;
    const detail = expected === null ? "no commit or list of its actor" : "its commit differently";
    await found(faultIn(actor, `Command ${commandId} is told by ${detail}`));
  }
  for (const { key, actor, value } of scratch.left("command")) {
    const isSwept = Number(value?.split(" ")[0]) < now - COMMANDS_KEPT_MS;
    if (!isSwept) await found(faultIn(actor, `The record of command ${idOf(key)} is missing`));
  }
  for (const { key, actor } of scratch.left("factless")) {
    await found(faultIn(actor, `The record of command ${idOf(key)} is missing`));
  }
  return commands;
}

async function expectFactless(kv: Kv, scratch: Scratch, found: Found): Promise<void> {
  for await (const { key, value } of entriesOf(kv, FACTLESS)) {
    const tenant = String(key[1]);
    const actor = addressKey({ tenant, kind: key[2] as Kind, id: String(key[3]) });
    const [commandId] = unpack(value) ?? [];
    if (typeof commandId !== "string") {
      await found(faultIn(actor, "An entry of its list of commands does not decode"));
      continue;
    }
    scratch.put("factless", { key: `${tenant}/${commandId}`, actor, value: "", position: 0 });
  }
}

function idOf(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}

function faultIn(address: string, detail: string): Fault {
  return { kind: "command", address, version: null, detail, mend: [] };
}
