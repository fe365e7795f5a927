/**
 * One actor folded from its commits, and what these lead to expect elsewhere.
 *
 * @module
 */
import { type AnyActorType } from "../../../actors/actor_type.ts";
import { type Address, addressKey } from "../../../actors/address.ts";
import type { Tagged } from "../../../actors/decider.ts";
import type { BrokenLink } from "../../../actors/event_store.ts";
import { type ChainPlace, chainStart, followChain } from "../chain.ts";
import { holderOf } from "../claims.ts";
import { EMPTY } from "../codec.ts";
import { attentionKey, claimKey, relationKey, unfinishedKey } from "../keys.ts";
import type { KvEntry } from "../kv.ts";
import { type Commit, packClaim, unpackCommit } from "../records.ts";
import { fromStored } from "../upcast.ts";
import { expectedKey, expectedValue } from "./expected.ts";
import type { Scratch } from "./scratch.ts";

/** As far as the commits have been followed. */
export interface Walk {
  readonly address: Address;
  readonly type: AnyActorType;
  readonly place: ChainPlace;
  readonly state: unknown;
  /** Of the newest fact. */
  readonly position: number;
  readonly at: number;
}

/** One commit followed. */
export interface Step {
  readonly walk: Walk;
  readonly commit: Commit;
  /** The state after each of its facts, by version. */
  readonly states: ReadonlyMap<number, unknown>;
}

/** Before the first commit. */
export function startWalk(address: Address, type: AnyActorType): Walk {
  const place = chainStart(address);
  return { address, type, place, state: type.initial, position: 0, at: 0 };
}

/**
 * Past the next commit, with all that it leads to expect in `scratch`; or why not.
 *
 * Somebody who edits a fact can make it fit no state at all.
 */
export function followAndExpect(
  walk: Walk,
  entry: KvEntry,
  scratch: Scratch,
): Step | BrokenLink {
  try {
    const step = follow(walk, entry);
    if (!("reason" in step)) expectFrom(step, walk.state, scratch);
    return step;
  } catch {
    return { version: walk.place.version, reason: "It makes no state" };
  }
}

function follow(walk: Walk, entry: KvEntry): Step | BrokenLink {
  const { type, place: { version } } = walk;
  const place = followChain(walk.place, entry);
  if ("reason" in place) return place;
  const commit = unpackCommit(entry.value);
  if (commit === null) throw new Error("A commit of the chain does not decode any more");
  const states = new Map<number, unknown>();
  let { state } = walk;
  for (const [i, stored] of commit.events.entries()) {
    const event = fromStored(stored);
    if (event === null) return { version: version + i, reason: "It was written by newer code" };
    state = type.evolve(state, event);
    states.set(version + i, state);
  }
  const position = commit.position + commit.events.length - 1;
  return { walk: { ...walk, place, state, position, at: commit.at }, commit, states };
}

/** What must be found in the indexes, the commands and the deliveries because of this commit. */
function expectFrom({ walk, commit }: Step, before: unknown, scratch: Scratch): void {
  const { address, type, state, position } = walk;
  const { tenant } = address;
  const actor = addressKey(address);
  const events = commit.events.map((stored) => fromStored(stored)).filter((event) =>
    event !== null
  );
  const index = (key: Deno.KvKey, value: Uint8Array | null, whose = actor) =>
    scratch.put("index", {
      key: expectedKey(key),
      actor: whose,
      value: expectedValue(value),
      position,
    });
  for (const claim of events.flatMap((event) => type.claims(event, state))) {
    const holder = holderOf(address, claim);
    const isForgotten = claim.space === "holding" && claim.state === "dead";
    const value = isForgotten ? null : packClaim(holder, claim);
    index(claimKey(tenant, { claim, holder }), value, addressKey({ tenant, ...holder }));
  }
  for (const relation of events.flatMap((event) => type.relations(event))) {
    index([...relationKey(tenant, relation), address.kind, address.id], EMPTY);
  }
  if (type.isUnfinished !== undefined) {
    index(unfinishedKey(address), type.isUnfinished(state) ? EMPTY : null);
  }
  const needed = type.needsPerson?.(state) === true;
  // most never need one: nothing is expected of them, which is quicker
  if (needed || type.needsPerson?.(before) === true) {
    index(attentionKey(address), needed ? EMPTY : null);
  }
  const types = events.map((event: Tagged) => event.type).join();
  const value = `${commit.at} ${commit.by} ${walk.place.version - 1} ${types}`;
  scratch.put("command", { key: `${tenant}/${commit.commandId}`, actor, value, position });
  for (const id of commit.created) {
    scratch.put("delivery", { key: `${tenant}/${id}`, actor, value: "", position });
  }
}
