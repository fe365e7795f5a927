/**
 * Reads of one actor: its head, its snapshots and its facts.
 *
 * @module
 */
import { Effect } from "effect";
import { type Address, addressKey } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import type {
  BrokenLink,
  Loaded,
  Quarantined,
  ReadError,
  Recorded,
  SnapshotInfo,
  StoreUnavailable,
} from "../../actors/event_store.ts";
import { brokenLink } from "./chain.ts";
import { decode } from "./codec.ts";
import { commitKey, commitsKey, headKey, snapshotKey, snapshotsKey } from "./keys.ts";
import type { KnownHeads } from "./known_heads.ts";
import type { KvEntry } from "./kv.ts";
import type { Quarantine } from "./quarantine.ts";
import { justAfter, type Reader, SCAN_PAGE } from "./reader.ts";
import {
  type Commit,
  type Head,
  type Snapshot,
  unpackCommit,
  unpackHead,
  unpackSnapshot,
} from "./records.ts";
import { fromStored } from "./upcast.ts";
import type { WrittenNames } from "./written_names.ts";

const NOTHING: Loaded = { version: 0, snapshot: null, tail: [] };

/** Facts of one commit as the port gives them; `null` when newer code wrote one of them. */
export function toRecorded(
  address: Address,
  commit: Commit,
  firstVersion: number,
): ReadonlyArray<Recorded> | null {
  const { events, position, created: _, previous: __, ...cause } = commit;
  const facts: Array<Recorded> = [];
  for (const [i, stored] of events.entries()) {
    const event = fromStored(stored);
    if (event === null) return null;
    facts.push({ ...cause, address, position: position + i, version: firstVersion + i, event });
  }
  return facts;
}

/** Reads of single actors. */
export class Streams {
  readonly #reader: Reader;
  readonly #quarantine: Quarantine;
  readonly #heads: KnownHeads;
  readonly #names: WrittenNames;

  /** `heads` learns what is loaded: an append follows mostly. `names` has every actor's. */
  constructor(
    reader: Reader,
    { quarantine, heads, names }: {
      readonly quarantine: Quarantine;
      readonly heads: KnownHeads;
      readonly names: WrittenNames;
    },
  ) {
    this.#reader = reader;
    this.#quarantine = quarantine;
    this.#heads = heads;
    this.#names = names;
  }

  /** The head, or `null` for an actor without facts. */
  head(address: Address): Effect.Effect<Head | null, ReadError> {
    if (this.#names.isNew(addressKey(address))) return Effect.succeed(null);
    return Effect.flatMapEager(this.#reader.get(headKey(address)), (record) => {
      if (record === null) return Effect.succeed(null);
      return this.#headOf(address, record);
    });
  }

  #headOf(address: Address, record: unknown): Effect.Effect<Head, Quarantined> {
    const head = unpackHead(record);
    if (head === null) return Effect.fail(this.#damaged(address, "The head"));
    return Effect.succeed(head);
  }

  /** The actor as it is, or was. The head is read first, and facts only up to its version. */
  load(address: Address, atVersion?: number): Effect.Effect<Loaded, ReadError> {
    return Effect.flatMapEager(this.head(address), (head) => {
      this.#heads.learn(address, head);
      return head === null ? Effect.succeed(NOTHING) : this.#loadAt(address, head, atVersion);
    });
  }

  /** As `load`, from a head that was listed. */
  loadListed(address: Address, record: unknown): Effect.Effect<Loaded, ReadError> {
    return Effect.flatMap(
      this.#headOf(address, record),
      (head) => this.#loadAt(address, head, undefined),
    );
  }

  #loadAt(address: Address, head: Head, atVersion = head.version) {
    const { version, stateVersion, state } = head;
    if (atVersion <= 0) return Effect.succeed(NOTHING);
    if (atVersion < version || state === null) {
      return this.#fold(address, head, Math.min(atVersion, version));
    }
    const snapshot = { version, stateVersion, state: decode(state) };
    return Effect.succeed<Loaded>({ version, snapshot, tail: [] });
  }

  readonly #fold = Effect.fnUntraced(
    function* (this: Streams, address: Address, head: Head, version: number) {
      const { snapshotVersion } = head;
      if (snapshotVersion > 0 && snapshotVersion <= version) {
        const [record, facts] = yield* Effect.all([
          this.#reader.get(snapshotKey(address, snapshotVersion)),
          this.#facts(address, { from: snapshotVersion + 1, to: version }),
        ], { concurrency: 2 });
        const newest = unpackSnapshot(record);
        if (newest !== null) {
          return loadedFrom({ version, snapshot: stateAt(snapshotVersion, newest), facts });
        }
      }
      const snapshot = snapshotVersion === 0 ? null : yield* this.#snapshotBefore(address, version);
      const from = (snapshot?.version ?? 0) + 1;
      const facts = yield* this.#facts(address, { from, to: version });
      return loadedFrom({ version, snapshot, facts });
    }.bind(this),
  );

  /** The newest whole snapshot; a damaged one is passed over, as the facts can replace it. */
  readonly #snapshotBefore = Effect.fnUntraced(
    function* (this: Streams, address: Address, version: number) {
      const newest = yield* this.#reader.list(
        { prefix: snapshotsKey(address), end: justAfter(snapshotKey(address, version)) },
        { limit: 2, reverse: true },
      );
      for (const entry of newest) {
        const snapshot = unpackSnapshot(entry.value);
        if (snapshot !== null) return stateAt(lastNumber(entry), snapshot);
      }
      return null;
    }.bind(this),
  );

  /** Every fact from `from`, the first of its commit, to `to`. A gap quarantines the actor. */
  readonly #facts = Effect.fnUntraced(
    function* (this: Streams, address: Address, { from, to }: { from: number; to: number }) {
      const facts: Array<Recorded<Tagged>> = [];
      let first = from;
      while (facts.length <= to - from) {
        const fromVersion = from + facts.length;
        const limit = Math.min(SCAN_PAGE, to - from + 1 - facts.length);
        if (fromVersion > from) first = yield* this.#commitHolding(address, fromVersion);
        const page: ReadonlyArray<Recorded> = yield* this.#page(address, {
          first,
          fromVersion,
          limit,
        });
        if (page.length === 0) return yield* this.#damaged(address, `Fact ${from + facts.length}`);
        facts.push(...page);
      }
      return facts;
    }.bind(this),
  );

  /** Facts in order, oldest first, at most `limit`. */
  readonly history = Effect.fnUntraced(
    function* (
      this: Streams,
      address: Address,
      page: { readonly fromVersion: number; readonly limit: number },
    ): Effect.fn.Return<ReadonlyArray<Recorded>, ReadError> {
      const fromVersion = Math.max(1, page.fromVersion);
      const limit = Math.min(SCAN_PAGE, page.limit);
      const first = yield* this.#commitHolding(address, fromVersion);
      const facts = yield* this.#page(address, { first, fromVersion, limit });
      if (facts.length < limit) yield* this.#assertEnd(address, fromVersion + facts.length);
      return facts;
    }.bind(this),
  );

  /** Facts that the head counts and that are not there must not look as if there were no more. */
  readonly #assertEnd = Effect.fnUntraced(
    function* (this: Streams, address: Address, version: number) {
      const head = unpackHead(yield* this.#reader.get(headKey(address)));
      if (head === null || head.version < version) return;
      // listed again: it can have been appended since
      const [entry] = yield* this.#reader.list(
        { prefix: commitsKey(address), start: commitKey(address, version) },
        { limit: 1 },
      );
      if (entry !== undefined) return;
      return yield* this.#quarantine.actor(address, `Fact ${version} is missing`);
    }.bind(this),
  );

  /** Facts from the commit whose first fact is `first`, without those before `fromVersion`. */
  readonly #page = Effect.fnUntraced(
    function* (
      this: Streams,
      address: Address,
      { first, fromVersion, limit }: {
        readonly first: number;
        readonly fromVersion: number;
        readonly limit: number;
      },
    ): Effect.fn.Return<ReadonlyArray<Recorded>, ReadError> {
      const entries = yield* this.#reader.list(
        { prefix: commitsKey(address), start: commitKey(address, first) },
        { limit },
      );
      const facts: Array<Recorded> = [];
      let next = first;
      for (const entry of entries) {
        const commit = unpackCommit(entry.value);
        const recorded = commit === null ? null : toRecorded(address, commit, lastNumber(entry));
        if (recorded === null || lastNumber(entry) !== next) {
          return yield* this.#damaged(address, `Fact ${next}`);
        }
        next += recorded.length;
        facts.push(...recorded.filter((fact) => fact.version >= fromVersion));
        if (facts.length >= limit) break;
      }
      return facts.slice(0, limit);
    }.bind(this),
  );

  /** The first version of the commit that made `version`: a command can make several facts. */
  #commitHolding(address: Address, version: number): Effect.Effect<number, StoreUnavailable> {
    if (version === 1) return Effect.succeed(1);
    return Effect.map(
      this.#reader.list(
        { prefix: commitsKey(address), end: justAfter(commitKey(address, version)) },
        { limit: 1, reverse: true },
      ),
      ([entry]) => entry === undefined ? version : lastNumber(entry),
    );
  }

  /** Reads all commits again; no other read looks at the chain. */
  readonly brokenLink = Effect.fnUntraced(
    function* (this: Streams, address: Address): Effect.fn.Return<BrokenLink | null, ReadError> {
      const head = yield* this.head(address);
      const broken = head === null ? null : yield* brokenLink(this.#reader, address, head);
      if (broken !== null) this.#quarantine.actor(address, broken.reason);
      return broken;
    }.bind(this),
  );

  /** Newest first. */
  readonly snapshots = Effect.fnUntraced(
    function* (this: Streams, address: Address) {
      const head = yield* this.head(address);
      if (head === null) return [];
      const infos: Array<SnapshotInfo> = [];
      if (head.state !== null) infos.push(infoOf(head.version, { ...head, state: head.state }));
      const entries = yield* this.#reader.listAll(snapshotsKey(address));
      for (const entry of entries.toReversed()) {
        const snapshot = unpackSnapshot(entry.value);
        if (snapshot !== null && lastNumber(entry) !== infos[0]?.version) {
          infos.push(infoOf(lastNumber(entry), snapshot));
        }
      }
      return infos;
    }.bind(this),
  );

  readonly snapshot = Effect.fnUntraced(
    function* (this: Streams, address: Address, version: number) {
      const head = yield* this.head(address);
      if (head?.version === version && head.state !== null) return withState(head.state);
      const record = yield* this.#reader.get(snapshotKey(address, version));
      if (record === null) return null;
      const snapshot = unpackSnapshot(record);
      if (snapshot === null) {
        const reason = `Snapshot ${version} does not decode`;
        return yield* this.#quarantine.snapshot(address, reason);
      }
      return withState(snapshot.state);
    }.bind(this),
  );

  #damaged(address: Address, what: string): Quarantined {
    return this.#quarantine.actor(address, `${what} does not decode`);
  }
}

function lastNumber(entry: KvEntry): number {
  return Number(entry.key.at(-1));
}

function loadedFrom(
  { version, snapshot, facts }: Omit<Loaded, "tail"> & { readonly facts: ReadonlyArray<Recorded> },
): Loaded {
  return { version, snapshot, tail: facts.map((fact) => fact.event) };
}

function stateAt(version: number, { stateVersion, state }: Snapshot) {
  return { version, stateVersion, state: decode(state) };
}

function infoOf(version: number, { stateVersion, at, state }: Snapshot): SnapshotInfo {
  return { version, stateVersion, at, sizeBytes: state.byteLength };
}

function withState(bytes: Uint8Array) {
  return { bytes: new Uint8Array(bytes), state: decode(bytes) };
}
