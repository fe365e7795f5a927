/**
 * Time that passes only when nothing else is left to do: an hour of it takes no time at all, and
 * the same seed meets the same moments.
 *
 * @module
 */
import { setImmediate } from "node:timers";

/** Whose doings stop when it is killed: none of its timers and tasks runs any more. */
export class Process {
  alive = true;

  kill(): void {
    this.alive = false;
  }
}

interface Moment {
  readonly at: number;
  readonly order: number;
  readonly owner: Process;
  run: (() => void) | null;
}

/** 2026-11-24, at noon. */
const BEGINNING = Date.UTC(2026, 10, 24, 12);

/** One line of time for everything that is simulated. */
export class Timeline {
  /** Milliseconds that the clock on the wall is wrong by; no timer goes by that clock. */
  wallOffsetMs = 0;
  #now = BEGINNING;
  #order = 0;
  /** A heap: the earliest moment first, and of one moment what was asked for first. */
  readonly #moments: Array<Moment> = [];

  /** Milliseconds since the epoch; never goes back. */
  get now(): number {
    return this.#now;
  }

  /** What a clock on the wall shows. */
  get wall(): number {
    return this.#now + this.wallOffsetMs;
  }

  /** Calls `run` later, if `owner` is alive then; gives the way to call it off. */
  after(owner: Process, delayMs: number, run: () => void): () => void {
    const at = this.#now + Math.max(0, delayMs);
    const moment: Moment = { at, order: this.#order++, owner, run };
    this.#push(moment);
    return () => {
      moment.run = null;
    };
  }

  /** A pause of `owner`; one that is killed never wakes up. */
  sleep(owner: Process, delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(owner, delayMs, resolve));
  }

  /** Lets time pass until it is `done`; `false` when that takes longer than `limitMs`. */
  async runUntil(done: () => boolean, limitMs: number): Promise<boolean> {
    const end = this.#now + limitMs;
    for (;;) {
      await allSettled();
      if (done()) return true;
      const next = this.#next();
      if (next === undefined || next.at > end) return false;
      this.#now = next.at;
      this.#runAll(next.at);
    }
  }

  #runAll(at: number): void {
    for (let next = this.#next(); next !== undefined && next.at <= at; next = this.#next()) {
      this.#pop();
      const { run } = next;
      next.run = null;
      run?.();
    }
  }

  #next(): Moment | undefined {
    for (let first = this.#moments[0]; first !== undefined; first = this.#moments[0]) {
      if (first.run !== null && first.owner.alive) return first;
      this.#pop();
    }
    return undefined;
  }

  #push(moment: Moment): void {
    const heap = this.#moments;
    let at = heap.push(moment) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, moment)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = moment;
  }

  #pop(): void {
    const heap = this.#moments;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      if (right !== undefined && isBefore(right, left)) child++;
      const below = heap[child];
      if (below === undefined || isBefore(last, below)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Moment, other: Moment): boolean {
  return one.at < other.at || one.at === other.at && one.order < other.order;
}

/** Everything that can go on without time has gone on: all of it runs in microtasks. */
function allSettled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
