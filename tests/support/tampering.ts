/**
 * Somebody who can write into the data, knows the format, and makes every checksum right again.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import type { Address } from "../../actors/address.ts";
import { linkOf } from "../../adapters/kv/chain.ts";
import { pack, unpack } from "../../adapters/kv/codec.ts";
import { commitKey, commitsKey, headKey } from "../../adapters/kv/keys.ts";
import type { KvEntry } from "../../adapters/kv/kv.ts";
import { packHead, unpackCommit, unpackHead } from "../../adapters/kv/records.ts";
import type { Dice } from "../../adapters/simulator/dice.ts";
import type { SimulatedDisk } from "./simulated_kv.ts";

/** Edited, and the way back. */
export interface Edit {
  readonly what: string;
  readonly undo: () => void;
}

type Write = readonly [key: Deno.KvKey, value: Uint8Array | null];

/** What is written instead; `null`: this actor has too little for it. */
type Tamper = (
  at: { readonly address: Address; readonly commits: ReadonlyArray<KvEntry>; readonly dice: Dice },
  disk: SimulatedDisk,
) => ReadonlyArray<Write> | null;

/** Every way of changing what happened, by name. */
export const TAMPERINGS: Readonly<Record<string, Tamper>> = {
  "a byte is changed": ({ commits, dice }) => {
    const { key, value } = one(commits, dice);
    const at = 4 + dice.pick(value.length - 4);
    const changed = value.with(at, (value[at] ?? 0) ^ (1 + dice.pick(255)));
    return [[key, resealed(changed)]];
  },
  "an envelope field is edited": ({ commits, dice }) => {
    const { key, value } = one(commits, dice);
    const field = 1 + dice.pick(6);
    const fields = [...unpack(value) ?? []];
    fields[field] = field === 1 ? Number(fields[1]) + 1 : `${String(fields[field])}x`;
    return [[key, pack(...fields)]];
  },
  "an event is edited": ({ commits, dice }) => {
    const { key, value } = one(commits, dice);
    const fields = [...unpack(value) ?? []];
    const [[type, version, data], ...others] = fields[7] as [[string, number, object]];
    fields[7] = [[type, version, { ...data, edited: true }], ...others];
    return [[key, pack(...fields)]];
  },
  "a commit is deleted": ({ commits, dice }) => [[one(commits, dice).key, null]],
  "two commits are swapped": ({ commits, dice }) => {
    if (commits.length < 2) return null;
    const first = dice.pick(commits.length - 1);
    const [some, other] = [bytes(commits[first]), bytes(commits[first + 1])];
    return [[some.key, other.value], [other.key, some.value]];
  },
  "the tail is cut off": ({ commits, dice }) =>
    commits.slice(dice.pick(commits.length)).map(({ key }) => [key, null]),
  "the tail is cut off, and the head made to fit": ({ address, commits, dice }, disk) => {
    const kept = dice.pick(commits.length);
    const cut = commits.slice(kept).map(({ key }): Write => [key, null]);
    const last = kept === 0 ? null : bytes(commits[kept - 1]);
    return [...cut, [headKey(address), last === null ? null : headAt(disk, address, last)]];
  },
  "a commit is invented": ({ address, commits }, disk) => {
    const last = bytes(commits.at(-1));
    const fields = [...unpack(last.value) ?? []];
    const version = 1 + (unpackHead(disk.read(headKey(address)).value)?.version ?? 0);
    return [[commitKey(address, version), pack(...fields.with(-1, linkOf(last.value)))]];
  },
};

/** Those that the actor's own verification cannot see: what is left of it fits together. */
export const ONLY_IN_THE_WHOLE: ReadonlyArray<string> = [
  "the tail is cut off, and the head made to fit",
  "a commit is invented",
];

/** Changes what is stored of one actor; `null` when it has too little for that. */
export function tamper(
  disk: SimulatedDisk,
  address: Address,
  { what, dice }: { readonly what: string; readonly dice: Dice },
): Edit | null {
  const commits = disk.scan({ prefix: commitsKey(address) }, { limit: Infinity });
  const writes = TAMPERINGS[what]?.({ address, commits, dice }, disk) ?? null;
  if (writes === null) return null;
  const before = writes.map(([key]): Write => [key, disk.read(key).value as Uint8Array | null]);
  write(disk, writes);
  return { what, undo: () => write(disk, before) };
}

function write(disk: SimulatedDisk, writes: ReadonlyArray<Write>): void {
  disk.apply({ checks: [], mutations: writes.map(([key, value]) => ({ key, value })) });
}

function one(commits: ReadonlyArray<KvEntry>, dice: Dice) {
  return bytes(commits[dice.pick(commits.length)]);
}

function bytes(entry: KvEntry | undefined) {
  if (!(entry?.value instanceof Uint8Array)) throw new Error("A stored commit is bytes");
  return { key: entry.key, value: entry.value };
}

function resealed(record: Uint8Array): Uint8Array {
  new DataView(record.buffer, record.byteOffset).setUint32(0, crc32(record.subarray(4)));
  return record;
}

/** A head that names this commit as the newest. */
function headAt(
  disk: SimulatedDisk,
  address: Address,
  { key, value }: { readonly key: Deno.KvKey; readonly value: Uint8Array },
): Uint8Array {
  const head = unpackHead(disk.read(headKey(address)).value);
  const commit = unpackCommit(value);
  if (head === null || commit === null) throw new Error("What is to be edited decodes");
  const version = Number(key.at(-1)) + commit.events.length - 1;
  const position = commit.position + commit.events.length - 1;
  const snapshotVersion = Math.min(head.snapshotVersion, version);
  return packHead({ ...head, version, position, snapshotVersion, link: linkOf(value) });
}
