/**
 * The log of everything against the commits: each fact is in it once, and nothing else is.
 *
 * @module
 */
import { addressKey } from "../../../actors/address.ts";
import { POSITIONS_PER_BATCH } from "../batch.ts";
import { LOG } from "../keys.ts";
import type { Kv } from "../kv.ts";
import { type LogEntry, type LogReference, unpackLog } from "../records.ts";
import { entriesOf } from "./entries.ts";
import type { Fault, Found } from "./fault.ts";
import type { Scratch } from "./scratch.ts";

/** Reads the whole log first: what it says is then expected of the commits. */
export async function expectLogged(kv: Kv, scratch: Scratch, found: Found): Promise<number> {
  let entries = 0;
  for await (const { key, value } of entriesOf(kv, LOG)) {
    entries += 1;
    const batch = Number(key.at(-1));
    const entry = unpackLog(value);
    if (entry === null) await found(inLog(batch, "It does not decode"));
    else expectAll(scratch, entry, batch);
  }
  return entries;
}

function expectAll(scratch: Scratch, { facts, created }: LogEntry, batch: number): void {
  let position = batch * POSITIONS_PER_BATCH;
  for (const reference of facts) {
    const actor = addressKey(reference.address);
    scratch.put("log", { key: String(position), actor, value: wordsOf(reference), position });
    position += reference.count;
  }
  for (const { tenant, id } of created) {
    scratch.put("created", { key: `${tenant}/${id}`, actor: "", value: "", position });
  }
}

/** Whether the log has this commit, at this place. */
export function isLogged(
  scratch: Scratch,
  commit: LogReference & { readonly position: number },
): boolean {
  return scratch.take("log", String(commit.position))?.value === wordsOf(commit);
}

/** Commits of which the log knows, and that are not there. */
export function* unmetReferences(scratch: Scratch, actor?: string): Generator<Fault> {
  const left = actor === undefined ? scratch.left("log") : scratch.leftOf("log", actor);
  for (const { actor: address, value } of left) {
    const detail = `The log has ${value}, which are not among the facts`;
    yield { kind: "log", address, version: null, detail, mend: [] };
  }
}

function wordsOf({ address, firstVersion, count }: LogReference): string {
  return `${addressKey(address)} ${firstVersion} to ${firstVersion + count - 1}`;
}

function inLog(batch: number, detail: string): Fault {
  return { kind: "log", address: `log/${batch}`, version: null, detail, mend: [] };
}
