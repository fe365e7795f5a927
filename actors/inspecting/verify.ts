/**
 * Whether what is stored of an actor is what was written, and what its facts make: the hash chain
 * walked, the states folded from zero and compared. The order of a state's fields is not a difference.
 *
 * @module
 */
import { Effect, JsonPatch, type Schema } from "effect";
import { UnknownActor } from "../actor_router.ts";
import type { AnyActorType } from "../actor_type.ts";
import type { Address } from "../address.ts";
import {
  type BrokenLink,
  EventStore,
  type Quarantined,
  type Recorded,
  type StoreUnavailable,
} from "../event_store.ts";
import { factsBetween } from "./past.ts";

/** One thing that is not as it must be. */
export interface Drift {
  readonly kind: "damaged" | "missing" | "differs" | "chain";
  /** Of the stored state, or of the first fact in doubt; `null`: the facts themselves. */
  readonly version: number | null;
  readonly detail: string;
  /** From the stored state to the one that the facts make. */
  readonly patch: JsonPatch.JsonPatch;
}

/** What was looked at, and what was found. */
export interface Verification {
  readonly version: number;
  readonly facts: number;
  /** Versions of the stored states that were compared. */
  readonly snapshots: ReadonlyArray<number>;
  /** Of another state version: the store folds them anew, so they cannot be compared. */
  readonly outdated: ReadonlyArray<number>;
  readonly drift: ReadonlyArray<Drift>;
}

/**
 * Walks the chain of one actor, folds all its facts and holds every stored state against them.
 *
 * Changes nothing that is stored. What is found to be wrong quarantines the actor until it is found
 * whole. Where the chain is broken the facts are not read: anything may be in them.
 */
export const verify = Effect.fn("Inspecting.verify")(function* (
  address: Address,
  type: AnyActorType,
): Effect.fn.Return<Verification, UnknownActor | StoreUnavailable, EventStore> {
  const store = yield* EventStore;
  const verification = yield* look(address, type);
  const { drift } = verification;
  const wrong = drift.find((one) => !isReplaceable(one));
  if (wrong !== undefined) store.quarantine(address, wrong.detail);
  else if (drift.length === 0) store.release(address);
  return verification;
});

/** A stored state that does not decode is passed over: nothing is decided on it. */
function isReplaceable({ kind, version }: Drift): boolean {
  return kind === "damaged" && version !== null;
}

const look = Effect.fnUntraced(function* (
  address: Address,
  type: AnyActorType,
): Effect.fn.Return<Verification, UnknownActor | StoreUnavailable, EventStore> {
  const store = yield* EventStore;
  const read = Effect.gen(function* () {
    const broken = yield* store.brokenLink(address);
    if (broken !== null) return broken;
    const infos = yield* store.snapshots(address);
    const { version } = yield* store.load(address);
    const facts = yield* factsBetween(address, { from: 1, to: version });
    return { infos, version, facts };
  });
  const found = yield* Effect.catchTag(read, "Quarantined", Effect.succeed);
  if ("_tag" in found) return { ...NOTHING, drift: [damaged(null, found)] };
  if ("reason" in found) return { ...NOTHING, drift: [unchained(found)] };
  const { infos, version, facts } = found;
  if (version === 0) return yield* new UnknownActor({ address });
  const compared = infos.filter(({ stateVersion }) => stateVersion === type.stateVersion)
    .map((info) => info.version);
  const states = statesAt(type, facts, new Set(compared));
  const drifts = yield* Effect.forEach(compared, (at) => compare(address, at, states.get(at)));
  return {
    version,
    facts: facts.length,
    snapshots: compared,
    outdated: infos.map((info) => info.version).filter((one) => !compared.includes(one)),
    drift: [...missing(version, facts), ...drifts.flat()],
  };
});

const NOTHING = { version: 0, facts: 0, snapshots: [], outdated: [] };

function damaged(version: number | null, { reason }: Quarantined): Drift {
  return { kind: "damaged", version, detail: reason, patch: [] };
}

function missing(version: number, facts: ReadonlyArray<Recorded>): ReadonlyArray<Drift> {
  const isWhole = facts.length === version && facts.every((fact, i) => fact.version === i + 1);
  const detail = `The head is at version ${version}, and ${facts.length} facts were found`;
  return isWhole ? [] : [{ kind: "missing", version: null, detail, patch: [] }];
}

function unchained({ version, reason }: BrokenLink): Drift {
  return { kind: "chain", version, detail: reason, patch: [] };
}

/** The folded states at these versions. */
function statesAt(
  type: AnyActorType,
  facts: ReadonlyArray<Recorded>,
  versions: ReadonlySet<number>,
): ReadonlyMap<number, unknown> {
  const states = new Map<number, unknown>();
  let state = type.initial;
  for (const { event, version } of facts) {
    state = type.evolve(state, event);
    if (versions.has(version)) states.set(version, state);
  }
  return states;
}

const compare = Effect.fnUntraced(function* (
  address: Address,
  version: number,
  folded: unknown,
): Effect.fn.Return<ReadonlyArray<Drift>, StoreUnavailable, EventStore> {
  const store = yield* EventStore;
  const snapshot = yield* Effect.catchTag(
    store.snapshot(address, version),
    "Quarantined",
    Effect.succeed,
  );
  // passed by another append since it was listed
  if (snapshot === null) return [];
  if ("_tag" in snapshot) return [damaged(version, snapshot)];
  const patch = JsonPatch.get(snapshot.state as Schema.Json, folded as Schema.Json);
  if (patch.length === 0) return [];
  const detail = `The state stored at version ${version} is not the one that the facts make`;
  return [{ kind: "differs", version, detail, patch }];
});
