/**
 * Single reads that many callers ask for at once, several in one call.
 *
 * A call costs a way to another thread and back, about 0.1 ms whatever it reads, and one handle
 * answers its calls one after the other.
 *
 * @module
 */
import { Effect } from "effect";
import type { StoreUnavailable } from "../../actors/event_store.ts";
import type { Kv } from "./kv.ts";
import { withDeadline } from "./real_time.ts";

/** KV takes no more keys in one `getMany`. */
export const KEYS_PER_CALL = 10;

/** Calls under way at once: one is read while the answer of the other is handed out. */
const CALLS_MAX = 2;

type Values = Effect.Effect<ReadonlyArray<unknown>, StoreUnavailable>;

interface Waiting {
  readonly keys: ReadonlyArray<Deno.KvKey>;
  readonly resume: (values: Values) => void;
}

/** Without a timer, as the group commit: what waits behind the calls under way leaves together. */
export class GatheredReads {
  readonly #kv: Kv;
  readonly #deadlineMs: number;
  #waiting: Array<Waiting> = [];
  #underWay = 0;
  #scheduled = false;

  constructor(kv: Kv, deadlineMs: number) {
    this.#kv = kv;
    this.#deadlineMs = deadlineMs;
  }

  /**
   * The values in the order of `keys`, `null` where there is none; `KEYS_PER_CALL` at most.
   *
   * All of one snapshot, which is never older than the call of this.
   */
  values(keys: ReadonlyArray<Deno.KvKey>): Values {
    return Effect.callback((resume) => {
      this.#waiting.push({ keys, resume });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      while (this.#underWay < CALLS_MAX && this.#waiting.length > 0) this.#call();
    });
  }

  #call(): void {
    const some = this.#next();
    const keys = some.flatMap((waiting) => waiting.keys);
    this.#underWay++;
    const call = withDeadline(() => this.#kv.getMany(keys), this.#deadlineMs);
    Effect.runFork(Effect.match(call, {
      onSuccess: (entries) => {
        const values = entries.map((entry) => entry.value);
        let at = 0;
        this.#landed(some, (count) => Effect.succeed(values.slice(at, at += count)));
      },
      onFailure: (error) => this.#landed(some, () => Effect.fail(error)),
    }));
  }

  /** As many from the front as fit into one call; what belongs together is not parted. */
  #next(): ReadonlyArray<Waiting> {
    let [count, size] = [0, 0];
    for (const { keys } of this.#waiting) {
      size += keys.length;
      if (size > KEYS_PER_CALL) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  #landed(some: ReadonlyArray<Waiting>, answer: (count: number) => Values): void {
    this.#underWay--;
    for (const { keys, resume } of some) resume(answer(keys.length));
    if (this.#waiting.length > 0) this.#schedule();
  }
}
