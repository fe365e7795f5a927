/**
 * Appends: the version is checked in memory, the claims are judged, then the write is queued.
 *
 * @module
 */
import { Cause, Effect, Exit } from "effect";
import { addressKey } from "../../actors/address.ts";
import { type Append, type AppendError, VersionConflict } from "../../actors/event_store.ts";
import { type KnownHead, prepareAppend } from "./append.ts";
import type { Write, WriteError } from "./batch.ts";
import type { Claims, Release } from "./claims.ts";
import { deliveryMutations, deliveryName, isNew } from "./deliveries.ts";
import type { GroupCommit } from "./group_commit.ts";
import type { KnownHeads } from "./known_heads.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Streams } from "./streams.ts";
import type { WrittenNames } from "./written_names.ts";

const NOTHING_RESERVED: Release = () => {};

/** Written like all else, under a fence that stands. */
const NOTHING: Write = {
  touches: [],
  log: null,
  created: [],
  mutations: () => [],
  settled: () => {},
};

function isUnknown(exit: Exit.Failure<number, WriteError>): boolean {
  return exit.cause.reasons.some((reason) =>
    Cause.isFailReason(reason) && reason.error._tag === "CommitUnknown"
  );
}

/** The writing half of the store. */
export interface Appender {
  readonly append: (
    append: Append,
  ) => Effect.Effect<{ readonly position: number }, AppendError>;
  /** On disk since the start. */
  readonly appends: () => number;
}

/** A head that is not among `heads` is read before its append. */
export function makeAppender(
  { commit, streams, claims, heads, names, quarantine }: {
    readonly commit: GroupCommit;
    readonly streams: Streams;
    readonly claims: Claims;
    readonly heads: KnownHeads;
    readonly names: WrittenNames;
    readonly quarantine: Quarantine;
  },
): Appender {
  let appends = 0;

  const readHead = Effect.fnUntraced(function* ({ address, expected }: Append) {
    const head = heads.learn(address, yield* streams.head(address));
    if (head.version === expected) return head;
    return yield* new VersionConflict({ address, expected, actual: head.version });
  });

  const toWrite = (append: Append, head: KnownHead, release: Release): Write => {
    const name = addressKey(append.address);
    names.add(name);
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
        if (Exit.isFailure(exit)) return isUnknown(exit) ? heads.doubt(name) : heads.forget(name);
        appends++;
        heads.wrote(name, prepared.next());
      },
    };
  };

  /**
   * After a commit that nobody knows the outcome of, a write puts up a new fence before anything
   * is looked up: what was sent under the old one could be written between the look and the append.
   */
  const decided = Effect.fnUntraced(function* ({ address }: Append) {
    const name = addressKey(address);
    if (commit.health().failure === null && !heads.isDoubted(name)) return;
    yield* commit.write(NOTHING);
    heads.trust(name);
  });

  const append = Effect.fnUntraced(function* (append: Append) {
    const refusal = quarantine.refusal(append.address) ?? commit.refusal();
    if (refusal !== null) return yield* refusal;
    yield* decided(append);
    const head = heads.at(append.address, append.expected) ?? (yield* readHead(append));
    const release = append.claims.length === 0
      ? NOTHING_RESERVED
      : yield* claims.take(append.address, append.claims);
    const position = yield* commit.write(toWrite(append, head, release));
    return { position };
  }, Effect.uninterruptible);

  return { append, appends: () => appends };
}
