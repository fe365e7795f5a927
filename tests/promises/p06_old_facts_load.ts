/**
 * P6: what any version has ever stored is read by the code of today, to the same value.
 *
 * @module
 */
import { Effect } from "effect";
import { isDeepStrictEqual } from "node:util";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { readState } from "../../actors/system/cell.ts";
import { verifyFolder } from "../../adapters/backup/verify.ts";
import { decode } from "../../adapters/kv/codec.ts";
import { fromStored, type StoredEvent } from "../../adapters/kv/upcast.ts";
import {
  type GoldenEvent,
  type GoldenRecord,
  type GoldenState,
  readLines,
  storedVersions,
  withStoredFolder,
} from "../golden/golden.ts";
import { plain, RECORDS } from "../golden/records.ts";
import { inStore } from "../support/data_tasks.ts";
import type { Trial } from "./trial.ts";

/** The same whatever the seed. */
export const OLD_FACTS_LOAD: Trial = {
  promise: "P6",
  title: "Every stored fact, record and data folder of any version is today what it was",
  round: playRound,
  rounds: 1,
};

async function playRound() {
  const facts = await readLines<GoldenEvent>("events.jsonl");
  const records = await readLines<GoldenRecord>("records.jsonl");
  const versions = await storedVersions();
  const broken = [
    ...facts.filter(isOther).map(({ kind, type, version }) =>
      `${kind} ${type} of version ${version} is not what it was`
    ),
  ];
  for (const { record, hex, value } of records) {
    const today = plain(RECORDS[record]?.read(Uint8Array.fromHex(hex)));
    if (!isDeepStrictEqual(today, value)) broken.push(`The ${record} is not what it was`);
  }
  for (const version of versions) {
    broken.push(...await withStoredFolder(version, (folder) => openFolder(folder, version)));
  }
  const tried = { facts: facts.length, records: records.length, folders: versions.length };
  return { tried, broken };
}

function isOther({ hex, event }: GoldenEvent): boolean {
  const today = fromStored(decode(Uint8Array.fromHex(hex)) as StoredEvent);
  return !isDeepStrictEqual(plain(today), event);
}

async function openFolder(folder: string, version: string): Promise<ReadonlyArray<string>> {
  const broken: Array<string> = [];
  await Effect.runPromise(verifyFolder(folder, {
    repair: false,
    since: null,
    found: ({ address, detail }) => void broken.push(`${version}: ${address}: ${detail}`),
  }));
  const states = await readLines<GoldenState>(`releases/${version}.jsonl`);
  await inStore(folder, (store) =>
    Effect.gen(function* () {
      for (const { version: at, state, ...address } of states) {
        const type = ACTOR_TYPES.find(({ kind }) => kind === address.kind);
        const now = type === undefined ? null : yield* readState(store, type, address);
        if (isDeepStrictEqual(plain(now), { version: at, state })) continue;
        broken.push(`${version}: ${address.kind} ${address.id} is not what it was`);
      }
    }));
  return broken;
}
