/**
 * Those who need a person in data of before there was a list of them, read once after the start.
 *
 * @module
 */
import { Effect } from "effect";
import type { AnyActorType } from "../../actors/actor_type.ts";
import type { Address, Kind } from "../../actors/address.ts";
import type { EventStore, StoreUnavailable } from "../../actors/event_store.ts";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { readState } from "../../actors/system/cell.ts";
import { EMPTY, pack } from "./codec.ts";
import { ATTENTION_LISTED, attentionKey, HEADS } from "./keys.ts";
import type { Handles, KvAtomic, KvCommit, KvEntry } from "./kv.ts";
import { eachPage } from "./pages.ts";
import { justAfter, makeReader, type Reader } from "./reader.ts";
import { retryLocked, withDeadline } from "./real_time.ts";

/** Another handle may be writing just then. */
const LOCKED_RETRIES_MAX = 6;

/** Of one actor: whose head is rewritten so often is being appended to. */
const LOOKS_MAX = 5;

const TYPES = new Map<Kind, AnyActorType>(
  ACTOR_TYPES.filter(({ needsPerson }) => needsPerson !== undefined)
    .map((type) => [type.kind, type]),
);

interface Listing {
  readonly store: EventStore["Service"];
  /** Of each KV call. */
  readonly deadlineMs: number;
}

/**
 * Lists every actor that needs a person, while the store is in use. One whose head is rewritten
 * meanwhile is looked at again: an append has listed it or not, a stored state made anew has not.
 *
 * A failed read or write ends it, and the next start does it again.
 */
export const listOldAttention = Effect.fnUntraced(
  function* (
    { writer, reader: readingHandle }: Handles,
    { store, deadlineMs }: Listing,
  ): Effect.fn.Return<void, StoreUnavailable> {
    const reader = makeReader(readingHandle, deadlineMs);
    if ((yield* Effect.uninterruptible(reader.get(ATTENTION_LISTED))) !== null) return;
    const list = (entry: KvEntry) => {
      const address = addressIn(entry);
      const put = (seen: KvEntry) =>
        write(writer.atomic().check(seen).set(attentionKey(address), EMPTY), deadlineMs);
      return listOne(entry, {
        needsPerson: needsPerson(store, address),
        put,
        again: headAgain(reader, entry),
      }).pipe(
        Effect.catchDefect((defect) =>
          Effect.logError(
            `Whether the ${address.kind} ${address.id} needs a person is not known: ${defect}`,
          )
        ),
        Effect.uninterruptible,
      );
    };
    yield* eachPage(reader, HEADS, (page) => Effect.forEach(page, list, { discard: true }));
    yield* Effect.uninterruptible(
      write(writer.atomic().set(ATTENTION_LISTED, pack(true)), deadlineMs),
    );
  },
  (listing) => Effect.ignore(listing),
);

const listOne = Effect.fnUntraced(function* (
  entry: KvEntry,
  { needsPerson, put, again }: {
    readonly needsPerson: Effect.Effect<boolean, StoreUnavailable>;
    /** Not `ok` when the head is another one by now. */
    readonly put: (seen: KvEntry) => Effect.Effect<KvCommit, StoreUnavailable>;
    readonly again: Effect.Effect<KvEntry | undefined, StoreUnavailable>;
  },
): Effect.fn.Return<void, StoreUnavailable> {
  let seen: KvEntry | undefined = entry;
  for (let looks = 0; looks < LOOKS_MAX && seen !== undefined; looks += 1) {
    if (!(yield* needsPerson)) return;
    const { ok } = yield* put(seen);
    if (ok) return;
    seen = yield* again;
  }
});

function headAgain(
  reader: Reader,
  { key }: KvEntry,
): Effect.Effect<KvEntry | undefined, StoreUnavailable> {
  const range = { start: key, end: justAfter(key) };
  return Effect.map(reader.list(range, { limit: 1 }), ([head]) => head);
}

function addressIn({ key: [, tenant, kind, id] }: KvEntry): Address {
  return { tenant: String(tenant), kind: kind as Kind, id: String(id) };
}

/** Of a damaged actor nobody knows; that it is damaged is told elsewhere. */
function needsPerson(
  store: EventStore["Service"],
  address: Address,
): Effect.Effect<boolean, StoreUnavailable> {
  const type = TYPES.get(address.kind);
  if (type === undefined) return Effect.succeed(false);
  return readState(store, type, address).pipe(
    Effect.map(({ state }) => type.needsPerson?.(state) === true),
    Effect.catchTag("Quarantined", () => Effect.succeed(false)),
  );
}

function write(atomic: KvAtomic, deadlineMs: number) {
  const call = () => atomic.commit();
  return retryLocked(withDeadline(call, deadlineMs), LOCKED_RETRIES_MAX);
}
