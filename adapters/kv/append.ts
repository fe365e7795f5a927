/**
 * One append as mutations, and where it leaves the actor.
 *
 * @module
 */
import { holderOf } from "./claims.ts";
import { isNew } from "./deliveries.ts";
import type { Append } from "../../actors/event_store.ts";
import type { Mutation } from "./batch.ts";
import { firstLink, linkOf } from "./chain.ts";
import { EMPTY, encode, pack } from "./codec.ts";
import {
  attentionKey,
  claimKey,
  commandKey,
  commitKey,
  factlessKey,
  headKey,
  relationKey,
  requestKey,
  snapshotKey,
  unfinishedKey,
} from "./keys.ts";
import {
  type LogReference,
  packClaim,
  packCommand,
  packCommit,
  packHead,
  packSnapshot,
} from "./records.ts";

/** A state up to this size rides in the head and is written each time; measured as cheapest. */
export const INLINE_STATE_MAX_BYTES = 512;

/** Facts between two snapshots of a state that is larger. */
export const SNAPSHOT_EVERY = 50;

/** A larger state is not kept at all but folded from its facts; KV takes 64 KiB. */
export const SNAPSHOT_MAX_BYTES = 60_000;

/** What is known of an actor's head without reading it. */
export interface KnownHead {
  readonly version: number;
  /** Whether the state is in the head. */
  readonly inline: boolean;
  /** Newest snapshot beside the head, 0 for none. */
  readonly snapshotVersion: number;
  /** The chain's hash of the newest commit; empty before the first. */
  readonly link: string;
}

/** The head before an actor's first fact. */
export const NO_HEAD: KnownHead = { version: 0, inline: true, snapshotVersion: 0, link: "" };

/** An append that knows its outcome, but not yet its place. */
export interface Prepared {
  /** Where the actor will stand; only once the mutations are made, as they hold its place. */
  readonly next: () => KnownHead;
  readonly log: LogReference | null;
  readonly mutations: (at: { position: number; order: number }) => Array<Mutation>;
}

/** `head` is where the actor stands; the version has been checked. */
export function prepareAppend(append: Append, head: KnownHead): Prepared {
  const { address, events } = append;
  if (events.length === 0) {
    const mutations: Prepared["mutations"] = ({ order }) => [
      [[...factlessKey(address), order], pack(append.command.commandId)],
      ...indexMutations(append),
    ];
    return { next: () => head, log: null, mutations };
  }
  const { at } = append.cause;
  const { stateVersion } = append;
  const firstVersion = head.version + 1;
  const created = append.deliveries.filter(isNew).map((delivery) => delivery.id);
  const { next, state, snapshot } = placeState(append, head);
  const previous = head.link === "" ? firstLink(address) : head.link;
  let link = "";
  const mutations: Prepared["mutations"] = ({ position }) => {
    const newest = position + events.length - 1;
    const all = indexMutations(append);
    const commit = packCommit(append.cause, events, { position, created, previous });
    link = linkOf(commit);
    all.push(
      [commitKey(address, firstVersion), commit],
      [headKey(address), packHead({ ...next, stateVersion, at, state, position: newest, link })],
    );
    if (snapshot !== null) {
      const record = packSnapshot({ stateVersion, at, state: snapshot });
      all.push([snapshotKey(address, next.version), record]);
    }
    return all;
  };
  const log = { address, firstVersion, count: events.length };
  return { next: () => ({ ...next, link }), log, mutations };
}

/** What is written even when nothing happened: the command, and what the actor is found by. */
function indexMutations(append: Append): Array<Mutation> {
  const { address, command } = append;
  const all: Array<Mutation> = [
    [commandKey(address.tenant, command.commandId), packCommand(command)],
  ];
  const { commandId, requestId, refusal } = command;
  if (requestId !== null && (append.requestGiven === true || refusal !== null)) {
    all.push([requestKey(address.tenant, requestId, commandId), EMPTY]);
  }
  for (const claim of append.claims) {
    const holder = holderOf(address, claim);
    const forgotten = claim.space === "holding" && claim.state === "dead";
    const record = forgotten ? null : packClaim(holder, claim);
    all.push([claimKey(address.tenant, { claim, holder }), record]);
  }
  for (const relation of append.relations) {
    const key = [...relationKey(address.tenant, relation), address.kind, address.id];
    all.push([key, EMPTY]);
  }
  if (append.unfinished !== undefined) {
    all.push([unfinishedKey(address), append.unfinished ? EMPTY : null]);
  }
  if (append.needsPerson !== undefined) {
    all.push([attentionKey(address), append.needsPerson ? EMPTY : null]);
  }
  return all;
}

/** In the head while small; else a snapshot beside it, at the crossing and every 50 facts. */
function placeState(append: Append, head: KnownHead) {
  const version = head.version + append.events.length;
  const { snapshotVersion } = head;
  const keep = { next: { version, inline: false, snapshotVersion }, state: null, snapshot: null };
  if (!head.inline && version - snapshotVersion < SNAPSHOT_EVERY) return keep;
  const state = encode(append.state);
  if (state.byteLength <= INLINE_STATE_MAX_BYTES) {
    return { next: { version, inline: true, snapshotVersion }, state, snapshot: null };
  }
  if (state.byteLength > SNAPSHOT_MAX_BYTES) return keep;
  const next = { version, inline: false, snapshotVersion: version };
  return { next, state: null, snapshot: state };
}
