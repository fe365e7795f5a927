/**
 * The hash chain of one actor: each commit names the hash of the one before it, and the head names
 * the newest. Whoever changes, removes or moves a commit has to change all that follow.
 *
 * @module
 */
import { Effect } from "effect";
import { hash } from "node:crypto";
import { type Address, addressKey } from "../../actors/address.ts";
import type { BrokenLink, StoreUnavailable } from "../../actors/event_store.ts";
import { commitKey, commitsKey } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import { type Reader, SCAN_PAGE } from "./reader.ts";
import { type Head, unpackCommit } from "./records.ts";

/** What the first commit names: its own actor, so that no commit can be given to another one. */
export function firstLink(address: Address): string {
  return hash("sha256", addressKey(address));
}

/** What the next commit names: SHA-256 of the whole record, a microsecond for 135 bytes. */
export function linkOf(commit: Uint8Array): string {
  return hash("sha256", commit);
}

/** Where a walk along the chain has come to. */
export interface ChainPlace {
  /** Version that the next commit begins with. */
  readonly version: number;
  /** What it names. */
  readonly link: string;
}

/** Before the first commit. */
export function chainStart(address: Address): ChainPlace {
  return { version: 1, link: firstLink(address) };
}

/** Past one commit, or why it is not the next one. */
export function followChain(
  { version, link }: ChainPlace,
  { key, value }: KvEntry,
): ChainPlace | BrokenLink {
  if (key.at(-1) !== version) {
    return { version, reason: `The commit of fact ${version} is missing` };
  }
  const commit = unpackCommit(value);
  if (commit === null) return { version, reason: `The commit of fact ${version} does not decode` };
  if (commit.previous !== link) {
    return { version, reason: `The commit of fact ${version} does not follow from what is before` };
  }
  return { version: version + commit.events.length, link: linkOf(value as Uint8Array) };
}

/** The end of a whole chain: the head names the newest commit. `null`: it does. */
export function chainEnd({ version, link }: ChainPlace, head: Head): BrokenLink | null {
  if (head.version !== version - 1) {
    return { version, reason: `The head is at version ${head.version}, its commits are not` };
  }
  if (head.link === link) return null;
  return { version: head.version, reason: "The head does not name the newest commit" };
}

/** Walks the commits up to the head's version, page by page. `null`: the chain is whole. */
export const brokenLink = Effect.fnUntraced(function* (
  reader: Reader,
  address: Address,
  head: Head,
): Effect.fn.Return<BrokenLink | null, StoreUnavailable> {
  let place: ChainPlace = chainStart(address);
  while (place.version <= head.version) {
    const page: ReadonlyArray<KvEntry> = yield* reader.list(
      { prefix: commitsKey(address), start: commitKey(address, place.version) },
      { limit: SCAN_PAGE },
    );
    for (const entry of page) {
      if (place.version > head.version) break;
      const next = followChain(place, entry);
      if ("reason" in next) return next;
      place = next;
    }
    if (page.length < SCAN_PAGE) break;
  }
  return chainEnd(place, head);
});
