/**
 * The stored states of one actor against those that its facts make.
 *
 * @module
 */
import type { Address } from "../../../actors/address.ts";
import { chainEnd } from "../chain.ts";
import { holds } from "../codec.ts";
import type { KvEntry } from "../kv.ts";
import { unpackHead, unpackSnapshot } from "../records.ts";
import { restateHead, restateSnapshot } from "../restate.ts";
import { type Fault, faultOf } from "./fault.ts";
import type { Step, Walk } from "./walk.ts";

/** A snapshot against the state at its version; `null`: it is right, or of another state version. */
export function judgeSnapshot(
  { walk: { address, type }, commit: { at }, states }: Step,
  { key, value }: KvEntry,
): Fault | null {
  const version = Number(key.at(-1));
  const { stateVersion } = type;
  const state = states.get(version);
  const snapshot = unpackSnapshot(value);
  if (snapshot !== null && snapshot.stateVersion !== stateVersion) return null;
  if (snapshot !== null && holds(snapshot.state, state)) return null;
  const detail = snapshot === null
    ? "The snapshot does not decode"
    : "The snapshot is not what the facts make";
  const mend = restateSnapshot(address, { version, stateVersion, at, state });
  return faultOf(address, "snapshot", { version, detail, mend });
}

/** A snapshot of a version that the actor never had. */
export function straySnapshot(address: Address, { key }: KvEntry): Fault {
  const detail = "There is a snapshot of a version without facts";
  return faultOf(address, "snapshot", { version: Number(key.at(-1)), detail, mend: [[key, null]] });
}

/**
 * The head against the end of the walk; `newestSnapshot` is that of the whole ones.
 *
 * A head that decodes and names another commit is a fault of the chain: either can be the false one.
 */
export function judgeHead(
  walk: Walk,
  entry: KvEntry | null,
  newestSnapshot: number,
): Fault | null {
  const { address, type, state, position, at, place } = walk;
  const { stateVersion } = type;
  const version = place.version - 1;
  const wrong = (detail: string) => {
    const folded = { version, stateVersion, at, state, position, link: place.link };
    const mend = restateHead(address, { ...folded, snapshotVersion: newestSnapshot });
    return faultOf(address, "head", { version, detail, mend });
  };
  if (entry === null) return wrong("There are facts, and no head");
  const head = unpackHead(entry.value);
  if (head === null) return wrong("The head does not decode");
  const broken = chainEnd(place, head);
  if (broken !== null) {
    return faultOf(address, "chain", { version: broken.version, detail: broken.reason });
  }
  if (head.position !== position) return wrong("The head has another place in the log");
  if (head.at !== at) return wrong("The head has another time than its newest fact");
  if (head.snapshotVersion > newestSnapshot) {
    return wrong(`The head counts on a snapshot of version ${head.snapshotVersion}`);
  }
  if (head.state === null || head.stateVersion !== stateVersion) return null;
  return holds(head.state, state) ? null : wrong("The state is not what the facts make");
}
