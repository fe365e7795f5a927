/**
 * Many writes in one commit, without a timer: a batch leaves when the store is idle, or when
 * enough has gathered behind those that are under way.
 *
 * @module
 */
import { type Context, Effect, Exit } from "effect";
import { OwnershipLost, StoreUnavailable } from "../../actors/event_store.ts";
import {
  attemptBatch,
  type Attempted,
  type AttemptOptions,
  decideUnclear,
  type Outcome,
  ownershipLost,
} from "./attempt.ts";
import {
  type Batch,
  type BatchLimits,
  formBatch,
  settle,
  type Waiting,
  type Write,
  type WriteError,
} from "./batch.ts";
import type { Fence } from "./fence.ts";
import type { Kv } from "./kv.ts";

/** Bounds of the writer. */
export interface GroupCommitOptions extends AttemptOptions {
  /** Who we are in the fence. */
  readonly owner: string;
  readonly limits: BatchLimits;
  /** Batches under way at once, 1 or 2. */
  readonly inFlightMax: number;
  readonly queueMax: number;
}

/**
 * From so many waiting writes on they leave as two batches: one is encoded while the other is on
 * its way to the disk. Below that the second commit costs more than it saves.
 */
const PAIR_MIN = 32;

interface Flight {
  readonly batch: Batch;
  attempted: Attempted | null;
}

/** The one writer of a KV. */
export class GroupCommit {
  readonly #kv: Kv;
  readonly #options: GroupCommitOptions;
  readonly #runFork: <A>(effect: Effect.Effect<A>) => unknown;
  /** `null`: a commit did not answer, and a new fence must go up before the next one. */
  #fence: Fence | null;
  #failure: WriteError | null = null;
  #queue: Array<Waiting> = [];
  /** In the order of their numbers, which is the order in which they settle. */
  #flights: Array<Flight> = [];
  #nextNumber: number;
  #scheduled = false;
  #recovering = false;
  #closed = false;
  #onIdle: (() => void) | null = null;
  #commits = 0;
  readonly #listeners = new Set<() => void>();

  constructor(kv: Kv, start: {
    readonly fence: Fence;
    /** Of the newest batch that was ever sent. */
    readonly lastNumber: number;
    readonly context: Context.Context<never>;
    readonly options: GroupCommitOptions;
  }) {
    this.#kv = kv;
    this.#options = start.options;
    this.#fence = start.fence;
    this.#nextNumber = start.lastNumber + 1;
    this.#runFork = Effect.runForkWith(start.context);
  }

  /**
   * Queues a write; succeeds with its position once it is on disk.
   *
   * Interrupting the caller does not take it back. `StoreUnavailable` means that nothing of it was
   * written and nothing will be; `CommitUnknown` that not even a new fence could decide it.
   */
  write(write: Write): Effect.Effect<number, WriteError> {
    return Effect.callback<number, WriteError>((resume) => {
      const refusal = this.refusal();
      if (refusal !== null) return settle({ write, resume }, Exit.fail(refusal));
      this.#queue.push({ write, resume });
      this.#schedule();
    });
  }

  /** Why a write would not even be queued now. */
  refusal(): StoreUnavailable | OwnershipLost | null {
    if (this.#failure instanceof OwnershipLost) return this.#failure;
    if (this.#closed) return new StoreUnavailable({ reason: "The store is closing" });
    const { queueMax } = this.#options;
    if (this.#queue.length < queueMax) return null;
    return new StoreUnavailable({ reason: `${queueMax} writes are waiting already` });
  }

  /** Every batch up to this one is on disk or never will be. */
  settledThrough(): number {
    return (this.#flights[0]?.batch.number ?? this.#nextNumber) - 1;
  }

  /** Calls `listener` whenever `settledThrough` has grown; gives the way to stop that. */
  onSettled(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `failure`: how the last write ended, `null` when well. */
  health(): {
    readonly queued: number;
    readonly commits: number;
    readonly failure: WriteError | null;
  } {
    return { queued: this.#queue.length, commits: this.#commits, failure: this.#failure };
  }

  /** Takes no more writes and waits until those under way have ended, each by its deadline. */
  close(): Effect.Effect<void> {
    return Effect.callback((resume) => {
      this.#closed = true;
      this.#onIdle = () => resume(Effect.void);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#fence !== null && this.#mayLaunch()) {
      const batch = this.#form(this.#fence);
      if (batch === null) break;
      const flight: Flight = { batch, attempted: null };
      this.#flights.push(flight);
      const attempt = attemptBatch(this.#kv, batch, this.#options);
      this.#runFork(Effect.map(attempt, (attempted) => this.#landed(flight, attempted)));
    }
    const idle = this.#flights.length === 0 && !this.#recovering;
    if (idle && this.#queue.length > 0 && this.#fence === null) this.#recover();
    else if (idle && this.#queue.length === 0) this.#onIdle?.();
  }

  /** A second batch beside the first pays only when it is not a small one. */
  #mayLaunch(): boolean {
    if (this.#recovering || this.#queue.length === 0) return false;
    const { inFlightMax } = this.#options;
    return this.#flights.length === 0 ||
      this.#flights.length < inFlightMax && this.#queue.length >= PAIR_MIN / 2;
  }

  #form({ versionstamp }: Fence): Batch | null {
    const { limits, inFlightMax } = this.#options;
    const waiting = this.#queue.length;
    const share = waiting >= PAIR_MIN
      ? Math.ceil(waiting / (inFlightMax - this.#flights.length))
      : waiting;
    const batch = formBatch(this.#queue, {
      number: this.#nextNumber,
      slot: this.#flights.some((flight) => flight.batch.slot === 0) ? 1 : 0,
      versionstamp,
      limits: { ...limits, writesMax: Math.min(limits.writesMax, share) },
      busy: (touched) => this.#flights.some((flight) => flight.batch.touches.has(touched)),
    });
    if (batch !== null) this.#nextNumber++;
    return batch;
  }

  #landed(flight: Flight, attempted: Attempted): void {
    flight.attempted = attempted;
    if (attempted.type === "unclear") this.#fence = null;
    this.#settleInOrder();
    const stuck = this.#flights.length > 0 && this.#flights.every((f) => f.attempted !== null);
    if (stuck) this.#recover();
    else this.#schedule();
  }

  #settleInOrder(): void {
    for (let flight = this.#flights[0]; flight !== undefined; flight = this.#flights[0]) {
      const outcome = this.#outcomeOf(flight);
      if (outcome === null) return;
      this.#flights.shift();
      this.#finish(flight.batch, outcome);
    }
  }

  /** `null` while nobody knows; a check that failed under a fence of old is as unclear. */
  #outcomeOf({ attempted }: Flight): Outcome | null {
    if (attempted === null || attempted.type === "unclear") return null;
    if (attempted.type !== "fenced") return attempted;
    return this.#fence === null ? null : ownershipLost("Another process owns the data now");
  }

  #finish(batch: Batch, outcome: Outcome): void {
    const applied = outcome.type === "applied";
    const doomed = !applied && outcome.all ? this.#queue.splice(0) : [];
    if (applied) this.#commits++;
    if (!(this.#failure instanceof OwnershipLost)) this.#failure = applied ? null : outcome.error;
    for (const member of batch.members) {
      settle(member, applied ? Exit.succeed(member.position) : Exit.fail(outcome.error));
    }
    if (!applied && outcome.all) this.#failAll(doomed, outcome.error);
    for (const listener of this.#listeners) listener();
  }

  /**
   * Nothing of these was sent. They were taken out of the queue before anyone was told: whoever
   * hears of the failure and writes at once tries again.
   */
  #failAll(waiting: ReadonlyArray<Waiting>, error: WriteError): void {
    this.#failure = error;
    for (const one of waiting) settle(one, Exit.fail(error));
  }

  #recover(): void {
    this.#recovering = true;
    const flights = this.#flights;
    const batches = flights.map((flight) => flight.batch);
    this.#runFork(Effect.map(decideUnclear(this.#kv, batches, this.#options), (decided) => {
      this.#recovering = false;
      flights.forEach((flight, i) => flight.attempted = decided.outcomes[i] ?? flight.attempted);
      const { fence } = decided;
      const failure = "versionstamp" in fence ? null : fence;
      if ("versionstamp" in fence) this.#fence = fence;
      const doomed = failure === null ? [] : this.#queue.splice(0);
      this.#settleInOrder();
      if (failure !== null) this.#failAll(doomed, failure);
      this.#schedule();
    }));
  }
}
