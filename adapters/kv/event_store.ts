/**
 * The event store over one KV: every write through the group commit, every read by its own handle.
 *
 * @module
 */
import { Clock, Effect, type Scope } from "effect";
import type { DamagedActor } from "../../actors/damaged_actor.ts";
import type { Json } from "../../actors/decider.ts";
import type { Delivery } from "../../actors/delivery.ts";
import { EventStore, type OwnershipLost, StoreUnavailable } from "../../actors/event_store.ts";
import { makeAppender } from "./appender.ts";
import type { BatchLimits, Write } from "./batch.ts";
import { Claims } from "./claims.ts";
import { pack, unpack } from "./codec.ts";
import { Commands } from "./commands.ts";
import { Deliveries, deliveryMutations, deliveryName, isNew } from "./deliveries.ts";
import { raiseFence } from "./fence.ts";
import { GroupCommit } from "./group_commit.ts";
import { listHeads, readHeadPage } from "./head_page.ts";
import { markKey } from "./keys.ts";
import { KnownHeads } from "./known_heads.ts";
import type { Handles } from "./kv.ts";
import { lastBatch } from "./last_batch.ts";
import { Log } from "./log.ts";
import { probeWhileFailing } from "./probe.ts";
import { Quarantine } from "./quarantine.ts";
import { makeReader, type Reader } from "./reader.ts";
import { restate } from "./restating.ts";
import { listAttention, listUnfinished, related } from "./relations.ts";
import { addStoredNames } from "./stored_names.ts";
import { Streams } from "./streams.ts";
import { sweepForever, type Sweeping } from "./sweeping.ts";
import { WrittenNames } from "./written_names.ts";

/** Bounds of the store. */
export interface StoreBounds {
  readonly limits: BatchLimits;
  /** Batches under way at once: 2 for a file, 1 over a network. */
  readonly inFlightMax: number;
  /** Writes that may wait. */
  readonly queueMax: number;
  /** Of each KV call. */
  readonly deadlineMs: number;
  readonly lockedRetriesMax: number;
  /** Heads remembered, so that an append need not read: about 250 bytes each. */
  readonly headsMax: number;
  /** Actors and claimed values known to be written, so that what is new is not looked for. */
  readonly namesMax: number;
}

/** Kept below what KV takes (1000 mutations, 80 KiB of keys, 800 KiB), as its count differs a bit. */
export const DEFAULT_BOUNDS: StoreBounds = {
  limits: {
    writesMax: 200,
    mutationsMax: 900,
    keysMaxBytes: 70_000,
    valuesMaxBytes: 630_000,
  },
  inFlightMax: 2,
  queueMax: 10_000,
  deadlineMs: 5_000,
  lockedRetriesMax: 6,
  headsMax: 50_000,
  /** 8 MiB, of which only touched pages count. */
  namesMax: 6_000_000,
};

/**
 * Takes the data over, with a new fence, and serves it until the scope closes.
 *
 * Closing waits for the writes under way; the handles are the caller's to close after that.
 */
export const makeEventStore = Effect.fnUntraced(function* (
  { writer, reader: readingHandle }: Handles,
  bounds: StoreBounds = DEFAULT_BOUNDS,
): Effect.fn.Return<EventStore["Service"], StoreUnavailable | OwnershipLost, Scope.Scope> {
  const { deadlineMs } = bounds;
  const owner = crypto.randomUUID();
  const fence = yield* raiseFence(writer, { owner, mine: false, deadlineMs });
  const reader = makeReader(readingHandle, deadlineMs);
  const lastNumber = yield* lastBatch(makeReader(writer, deadlineMs));
  const commit = new GroupCommit(writer, {
    fence,
    lastNumber,
    context: yield* Effect.context<never>(),
    options: { ...bounds, owner },
  });
  yield* Effect.addFinalizer(() => commit.close());
  yield* Effect.forkScoped(probeWhileFailing(commit));

  const names = new WrittenNames(bounds.namesMax);
  if (lastNumber === 0) names.complete();
  else yield* Effect.forkScoped(addStoredNames(reader, names));

  const quarantine = yield* makeQuarantine;
  const heads = new KnownHeads(bounds.headsMax);
  const streams = new Streams(reader, { quarantine, heads, names });
  const deliveries = new Deliveries(reader, quarantine);
  const claims = new Claims(reader, { quarantine, names });
  const commands = new Commands(reader, quarantine);
  const settledThrough = () => commit.settledThrough();
  const log = new Log({ reader, quarantine, streams, settledThrough });
  const write: Sweeping["write"] = (write) => commit.write(write);
  yield* Effect.forkScoped(sweepForever({ reader, write }));
  const restating = { reader, streams, heads, write };
  const appender = makeAppender({ commit, streams, claims, heads, names, quarantine });

  return EventStore.of({
    append: appender.append,
    hasRoom: () => commit.refusal() === null,
    load: (address, atVersion) => streams.load(address, atVersion),
    history: (address, page) => streams.history(address, page),
    log: (tenant, filter, page) => log.page(tenant, filter, page),
    tip: () => log.tip(),
    grown: (position) => grown(commit, () => log.tip() > position),
    snapshots: (address) => streams.snapshots(address),
    snapshot: (address, version) => streams.snapshot(address, version),
    restate: (address, refolded) => restate(restating, address, refolded),
    brokenLink: (address) => streams.brokenLink(address),
    quarantined: (address) => quarantine.refusal(address),
    quarantine: (address, reason) => void quarantine.actor(address, reason),
    release: (address) => quarantine.release(address),
    damaged: (tenant) => quarantine.of(tenant),
    command: (tenant, commandId) => commands.one(tenant, commandId),
    commands: (address, page) => commands.page(address, page),
    requested: (tenant, requestId, limit) => commands.requested(tenant, requestId, limit),
    claimed: (tenant, space, value) => claims.holders(tenant, space, value),
    related: (tenant, relation, page) => related(reader, { tenant, relation }, page),
    heads: (tenant, kind) => listHeads({ reader, streams }, { tenant, kind }),
    headPage: (tenant, kind, page) => readHeadPage({ reader, streams }, { tenant, kind }, page),
    saveDeliveries: (all) => saveDeliveries(commit, all),
    delivery: (tenant, id) => deliveries.one(tenant, id),
    deliveries: (tenant, filter, page) => deliveries.page(tenant, filter, page),
    unsettled: () => deliveries.unsettled(),
    unfinished: () => listUnfinished(reader),
    attention: (tenant, page) => listAttention(reader, tenant, page),
    readMark: (tenant, name) => readMark(reader, { tenant, name }),
    writeMark: (tenant, name, value) =>
      Effect.asVoid(commit.write(markWrite({ tenant, name }, value))),
    health: () => healthOf({ commit, quarantine, appends: appender.appends() }),
  });
});

/** Its lines go where those of the store go. */
const makeQuarantine = Effect.gen(function* () {
  const clock = yield* Clock.Clock;
  const context = yield* Effect.context<never>();
  return new Quarantine({
    now: () => clock.currentTimeMillisUnsafe(),
    tell: (met) => void Effect.runForkWith(context)(logDamage(met)),
  });
});

/** Once for each: by then somebody was answered that it is damaged, or a list is without it. */
function logDamage({ address: { tenant, kind, id }, reason }: DamagedActor): Effect.Effect<void> {
  return Effect.logError(`The ${kind} ${id} is damaged: ${reason}`).pipe(
    Effect.annotateLogs({ tenant }),
  );
}

function healthOf(
  { commit, quarantine, appends }: {
    readonly commit: GroupCommit;
    readonly quarantine: Quarantine;
    readonly appends: number;
  },
): ReturnType<EventStore["Service"]["health"]> {
  const { queued, commits, failure } = commit.health();
  const reason = failure?.reason ?? null;
  const quarantined = quarantine.size;
  return { writable: failure === null, queued, quarantined, commits, appends, reason };
}

/** Looks again at every batch that ends. */
function grown(commit: GroupCommit, isPast: () => boolean): Effect.Effect<void> {
  return Effect.callback<void>((resume) => {
    if (isPast()) return resume(Effect.void);
    const stop = commit.onSettled(() => {
      if (isPast()) resume(Effect.void);
    });
    return Effect.sync(stop);
  });
}

function saveDeliveries(commit: GroupCommit, all: ReadonlyArray<Delivery>) {
  if (all.length === 0) return Effect.void;
  return Effect.asVoid(commit.write({
    touches: all.map(deliveryName),
    log: null,
    created: all.filter(isNew),
    mutations: () => all.flatMap(deliveryMutations),
    settled: () => {},
  }));
}

function markWrite(
  { tenant, name }: { readonly tenant: string; readonly name: string },
  value: Json,
): Write {
  return {
    touches: [`${tenant}/mark/${name}`],
    log: null,
    created: [],
    mutations: () => [[markKey(tenant, name), pack(value)]],
    settled: () => {},
  };
}

const readMark = Effect.fnUntraced(function* (
  reader: Reader,
  { tenant, name }: { readonly tenant: string; readonly name: string },
) {
  const record = yield* reader.get(markKey(tenant, name));
  if (record === null) return null;
  const fields = unpack(record);
  if (fields !== null) return fields[0] as Json;
  const reason = `The stored mark ${name} does not decode`;
  return yield* new StoreUnavailable({ reason, isDamage: true });
});
