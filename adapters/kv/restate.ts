/**
 * The stored states of one actor, made anew from what its facts make.
 *
 * @module
 */
import type { Address } from "../../actors/address.ts";
import { INLINE_STATE_MAX_BYTES, SNAPSHOT_EVERY, SNAPSHOT_MAX_BYTES } from "./append.ts";
import type { Mutation } from "./batch.ts";
import { encode } from "./codec.ts";
import { headKey, snapshotKey } from "./keys.ts";
import { type Head, packHead, packSnapshot } from "./records.ts";

/** An actor as its facts make it. */
export interface Folded extends Omit<Head, "state"> {
  readonly state: unknown;
}

/** One snapshot; nothing where the state is too large to be kept. */
export function restateSnapshot(
  address: Address,
  { version, stateVersion, at, state }: Omit<Folded, "snapshotVersion" | "position" | "link">,
): ReadonlyArray<Mutation> {
  const bytes = encode(state);
  if (bytes.byteLength > SNAPSHOT_MAX_BYTES) return [];
  return [[snapshotKey(address, version), packSnapshot({ stateVersion, at, state: bytes })]];
}

/**
 * The head, with the state in it while that is small; else it counts on the newest snapshot, and on
 * one of its own when there is none (`snapshotVersion` 0) or that is too old.
 */
export function restateHead(address: Address, folded: Folded): ReadonlyArray<Mutation> {
  const state = encode(folded.state);
  const isInline = state.byteLength <= INLINE_STATE_MAX_BYTES;
  if (isInline) return [[headKey(address), packHead({ ...folded, state })]];
  const isRecent = folded.snapshotVersion > folded.version - SNAPSHOT_EVERY;
  const snapshots = folded.snapshotVersion > 0 && isRecent ? [] : restateSnapshot(address, folded);
  const snapshotVersion = snapshots.length > 0 ? folded.version : folded.snapshotVersion;
  return [...snapshots, [headKey(address), packHead({ ...folded, state: null, snapshotVersion })]];
}
