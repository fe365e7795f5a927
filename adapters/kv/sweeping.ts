/**
 * Lets go of what is kept of old commands, a bounded part of it each hour.
 *
 * @module
 */
import { Clock, Effect } from "effect";
import type { CommandRecord, StoreUnavailable } from "../../actors/event_store.ts";
import { GATEHOUSE } from "../../actors/system/own_command.ts";
import type { Write, WriteError } from "./batch.ts";
import { unpack } from "./codec.ts";
import { commandKey, COMMANDS, FACTLESS, requestKey } from "./keys.ts";
import type { KvEntry } from "./kv.ts";
import { justAfter, type Reader } from "./reader.ts";
import { pause } from "./real_time.ts";
import { unpackCommand } from "./records.ts";

/** A repeat gets the same answer for so long; after it the record may be gone. */
export const COMMANDS_KEPT_MS = 30 * 24 * 3_600_000;

/** The first look is late enough not to be in the way of a start. */
const FIRST_AFTER_MS = 60_000;
const SWEEP_EVERY_MS = 3_600_000;

/** Records of one page: what a commit takes away at most, three keys each. */
const PAGE = 150;

/** Pages looked at in one go, and the rest for others after each. */
const PAGES_MAX = 600;
const PAUSE_MS = 20;

/** What is swept, and how. */
export interface Sweeping {
  readonly reader: Reader;
  readonly write: (write: Write) => Effect.Effect<unknown, WriteError>;
}

/** Where the next look begins; `null`: at the beginning. */
export type SweepPlace = Deno.KvKey | null;

/** Sweeps now and then for ever; what fails is done by the next one. */
export const sweepForever = Effect.fnUntraced(
  function* (sweeping: Sweeping): Effect.fn.Return<never> {
    let place: SweepPlace = null;
    yield* pause(FIRST_AFTER_MS);
    for (;;) {
      for (let page = 0; page < PAGES_MAX; page++) {
        const before: SweepPlace = place;
        place = yield* Effect.orElseSucceed(sweepPage(sweeping, before), () => before);
        if (place === null || place === before) break;
        yield* pause(PAUSE_MS);
      }
      yield* pause(SWEEP_EVERY_MS);
    }
  },
);

/**
 * Looks at one page, first of the commands without facts, then of all; gives where to go on.
 *
 * Not interrupted while KV reads: the handle is closed after that.
 */
export const sweepPage = Effect.fnUntraced(
  function* (
    { reader, write }: Sweeping,
    place: SweepPlace,
  ): Effect.fn.Return<SweepPlace, StoreUnavailable | WriteError> {
    const before = (yield* Clock.currentTimeMillis) - COMMANDS_KEPT_MS;
    const prefix = place === null || place[0] === FACTLESS[0] ? FACTLESS : COMMANDS;
    const range = place === null || place.length === 1
      ? { prefix }
      : { prefix, start: justAfter(place) };
    const page = yield* reader.list(range, { limit: PAGE });
    const old = prefix === FACTLESS
      ? yield* oldFactless(reader, page, before)
      : page.flatMap((entry) => oldWithFacts(entry, before));
    if (old.length > 0) yield* write(removal(old));
    const last = page.at(-1);
    if (last !== undefined && page.length === PAGE) return last.key;
    return prefix === FACTLESS ? COMMANDS : null;
  },
  Effect.uninterruptible,
);

/** All places of each: the list of its actor, the record itself, and what it is found by. */
const oldFactless = Effect.fnUntraced(function* (
  reader: Reader,
  page: ReadonlyArray<KvEntry>,
  before: number,
) {
  const named = page.map(({ key, value }) => ({
    key,
    record: commandKey(String(key[1]), String(unpack(value)?.[0])),
  }));
  const records = yield* reader.getMany(named.map(({ record }) => record));
  return named.flatMap(({ key, record }, i) => {
    const command = commandIn({ key: record, value: records[i], versionstamp: null });
    return command !== null && isOld(command, before)
      ? [key, record, ...requestKeyOf(command)]
      : [];
  });
});

function oldWithFacts(entry: KvEntry, before: number): ReadonlyArray<Deno.KvKey> {
  const command = commandIn(entry);
  return command !== null && command.events.length > 0 && isOld(command, before)
    ? [entry.key, ...requestKeyOf(command)]
    : [];
}

/** Taken away whether it is there or not: the record does not say who named the request. */
function requestKeyOf({ address, requestId, commandId }: CommandRecord): ReadonlyArray<Deno.KvKey> {
  return requestId === null ? [] : [requestKey(address.tenant, requestId, commandId)];
}

function commandIn({ key: [, tenant, commandId], value }: KvEntry): CommandRecord | null {
  return unpackCommand(value, { tenant: String(tenant), commandId: String(commandId) });
}

/**
 * Only what a caller asked for with a key of its own.
 *
 * A scan counts once for ever, and a task of an order acts once however late its order is carried
 * out: both are known by the commands that Gatehouse gave itself, or that followed from another.
 */
function isOld({ at, by, commandId, correlationId }: CommandRecord, before: number): boolean {
  return at < before && by !== GATEHOUSE && correlationId === commandId;
}

function removal(keys: ReadonlyArray<Deno.KvKey>): Write {
  return {
    touches: [],
    log: null,
    created: [],
    mutations: () => keys.map((key) => [key, null] as const),
    settled: () => {},
  };
}
