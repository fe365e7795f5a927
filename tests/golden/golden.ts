/**
 * What was stored once, as files that are never written again; `make.ts` adds to them.
 *
 * @module
 */
import type { Kind } from "../../actors/address.ts";
import { inFolder } from "../support/service_file.ts";

/** One stored fact, and what it must be for the code of today. */
export interface GoldenEvent {
  /** As in `EVENT_TYPES`. */
  readonly kind: string;
  readonly type: string;
  /** Of its shape, when it was stored. */
  readonly version: number;
  /** CBOR as it is stored within a commit. */
  readonly hex: string;
  readonly event: unknown;
}

/** One stored record with its checksum, and what it must be for the code of today. */
export interface GoldenRecord {
  /** As in `RECORDS`. */
  readonly record: string;
  readonly hex: string;
  readonly value: unknown;
}

/** One actor of a stored folder. */
export interface GoldenState {
  readonly tenant: string;
  readonly kind: Kind;
  readonly id: string;
  readonly version: number;
  readonly state: unknown;
}

/** Where the files are, without a slash at the end. */
export const GOLDEN: string = decodeURIComponent(new URL(".", import.meta.url).pathname)
  .replace(/\/$/, "");

/** Every line of a file of lines; none when there is no file yet. */
export async function readLines<Line>(name: string): Promise<ReadonlyArray<Line>> {
  try {
    const text = await Deno.readTextFile(`${GOLDEN}/${name}`);
    return text.trimEnd().split("\n").map((line) => JSON.parse(line) as Line);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Versions of which a data folder is stored. */
export async function storedVersions(): Promise<ReadonlyArray<string>> {
  const names = await Array.fromAsync(Deno.readDir(`${GOLDEN}/releases`), ({ name }) => name);
  return names.filter((name) => name.endsWith(".kv.gz")).map((name) => name.slice(0, -6)).sort();
}

/** The stored folder of a version, unpacked into a temporary one. */
export async function withStoredFolder<A>(
  version: string,
  use: (folder: string) => Promise<A>,
): Promise<A> {
  return await inFolder(async (folder) => {
    const packed = await Deno.open(`${GOLDEN}/releases/${version}.kv.gz`);
    const data = await Deno.create(`${folder}/gatehouse.kv`);
    await packed.readable.pipeThrough(new DecompressionStream("gzip")).pipeTo(data.writable);
    return await use(folder);
  });
}
