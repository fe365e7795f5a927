/**
 * Appends: the version is checked in memory, the claims are judged, then the write is queued.
 *
 * @module
 */
import { Effect, Exit } from "effect";
import { type Address, addressKey } from "../../actors/address.ts";
import {
  type Append,
  type AppendError,
  type ReadError,
  VersionConflict,
} from "../../actors/event_store.ts";
import { type KnownHead, NO_HEAD, prepareAppend } from "./append.ts";
import type { Write } from "./batch.ts";
import { BoundedMap } from "./bounded_map.ts";
import type { Claims, Release } from "./claims.ts";
import { deliveryMutations, deliveryName, isNew } from "./deliveries.ts";
import type { GroupCommit } from "./group_commit.ts";
import type { Streams } from "./streams.ts";

const NOTHING_RESERVED: Release = () => {};

/** The writing half of the store. */
export interface Appender {
  readonly append: (
    append: Append,
  ) => Effect.Effect<{ readonly position: number }, AppendError>;
  /** On disk since the start. */
  readonly appends: () => number;
}

/** `headsMax`: heads remembered; any other is read before its append. */
export function makeAppender(
  { commit, streams, claims }: {
    readonly commit: GroupCommit;
    readonly streams: Streams;
    readonly claims: Claims;
  },
  headsMax: number,
): Appender {
  const heads = new BoundedMap<KnownHead>(headsMax);
  let appends = 0;

  const readHead = (address: Address): Effect.Effect<KnownHead, ReadError> =>
    Effect.map(streams.head(address), (head) =>
      head === null ? NO_HEAD : {
        version: head.version,
        inline: head.state !== null,
        snapshotVersion: head.snapshotVersion,
      });

  const headAt = Effect.fnUntraced(function* ({ address, expected }: Append) {
    const known = heads.get(addressKey(address));
    if (known?.version === expected) return known;
    const head = yield* readHead(address);
    if (head.version === expected) return head;
    return yield* new VersionConflict({ address, expected, actual: head.version });
  });

  const toWrite = (append: Append, head: KnownHead, release: Release): Write => {
    const name = addressKey(append.address);
    const prepared = prepareAppend(append, head);
    return {
      touches: [name, ...append.deliveries.map(deliveryName)],
      log: prepared.log,
      created: append.deliveries.filter(isNew),
      mutations: (at) => {
        const all = prepared.mutations(at);
        for (const delivery of append.deliveries) all.push(...deliveryMutations(delivery));
        return all;
      },
      settled: (exit) => {
        release();
        if (Exit.isFailure(exit)) return heads.delete(name);
        appends++;
        heads.set(name, prepared.next);
      },
    };
  };

  const append = Effect.fnUntraced(function* (append: Append) {
    const refusal = commit.refusal();
    if (refusal !== null) return yield* refusal;
    const head = yield* headAt(append);
    const release = append.claims.length === 0
      ? NOTHING_RESERVED
      : yield* claims.take(append.address, append.claims);
    const position = yield* commit.write(toWrite(append, head, release));
    return { position };
  }, Effect.uninterruptible);

  return { append, appends: () => appends };
}
