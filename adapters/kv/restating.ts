/**
 * Rewrites the stored states of one live actor that are not what its facts make.
 *
 * @module
 */
import { Effect } from "effect";
import { type Address, addressKey } from "../../actors/address.ts";
import type { Quarantined, StoreUnavailable } from "../../actors/event_store.ts";
import type { Refolded, Restated } from "../../actors/restated.ts";
import type { Mutation, Write, WriteError } from "./batch.ts";
import { isSame } from "./codec.ts";
import { headKey, snapshotKey, snapshotsKey } from "./keys.ts";
import type { KnownHeads } from "./known_heads.ts";
import type { Reader } from "./reader.ts";
import { restateHead, restateSnapshot } from "./restate.ts";
import type { Streams } from "./streams.ts";

/** What is read from, and written through. */
export interface Restating {
  readonly reader: Reader;
  readonly streams: Streams;
  readonly heads: KnownHeads;
  readonly write: (write: Write) => Effect.Effect<unknown, WriteError>;
}

/** The head must decode: where it does not, only a look at all that is stored can make it. */
export const restate = Effect.fnUntraced(function* (
  { reader, streams, heads, write }: Restating,
  address: Address,
  { stateVersion, at }: Refolded,
): Effect.fn.Return<Restated, StoreUnavailable | Quarantined | WriteError> {
  const head = yield* streams.head(address);
  const present = head === null ? null : at(head.version);
  if (head === null || present === null) return { rewritten: [], removed: [] };
  const entries = yield* reader.listAll(snapshotsKey(address));
  const stored = new Map(entries.map(({ key, value }) => [Number(key.at(-1)), value] as const));
  const wanted = new Set([...stored.keys(), head.snapshotVersion].filter((one) => one > 0));
  const mutations: Array<Mutation> = [];
  const rewritten: Array<number> = [];
  const removed: Array<number> = [];
  for (const version of [...wanted].toSorted((a, b) => a - b)) {
    const fact = version > head.version ? null : at(version);
    const [made = null] = fact === null
      ? []
      : restateSnapshot(address, { version, stateVersion, ...fact });
    if (made === null) {
      removed.push(version);
      mutations.push([snapshotKey(address, version), null]);
    } else if (!isSame(made[1], stored.get(version))) {
      rewritten.push(version);
      mutations.push(made);
    }
  }
  const snapshotVersion = Math.max(0, ...[...wanted].filter((one) => !removed.includes(one)));
  const folded = { ...head, ...present, stateVersion, snapshotVersion };
  const made = restateHead(address, folded);
  const before = yield* reader.get(headKey(address));
  if (!isSame(made.at(-1)?.[1], before)) {
    rewritten.push(head.version);
    mutations.push(...made);
  }
  if (mutations.length > 0) yield* write(writeOf(address, mutations));
  heads.forget(addressKey(address));
  return { rewritten: [...new Set(rewritten)], removed };
});

function writeOf(address: Address, mutations: ReadonlyArray<Mutation>): Write {
  return {
    touches: [addressKey(address)],
    log: null,
    created: [],
    mutations: () => mutations,
    settled: () => {},
  };
}
