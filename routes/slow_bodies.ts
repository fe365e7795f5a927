/**
 * How long a body may take to arrive, and what makes way when very many are waited for.
 *
 * @module
 */
import { type Problem, problem } from "./problem.ts";

/** How patient an app is. */
export interface BodyPatience {
  readonly deadlineMs: number;
  /** When so many are waited for, the oldest makes way for the next; 500 by default. */
  readonly waitingMax?: number;
  /** Unless it has waited less than this; 1 s by default. */
  readonly undisturbedMs?: number;
}

/** Bodies of one app that are being waited for. */
export class SlowBodies {
  readonly #patience: Required<BodyPatience>;
  /** The oldest first. */
  readonly #waiting = new Set<Waiting>();

  constructor(patience: BodyPatience) {
    this.#patience = { waitingMax: 500, undisturbedMs: 1000, ...patience };
  }

  /** Gives what `reading` gives, or rejects with the `Problem` 408 when that takes too long. */
  async within<A>(reading: Promise<A>): Promise<A> {
    this.#makeRoom();
    const { promise, reject } = Promise.withResolvers<never>();
    const giveUp = () => reject(tooSlow());
    const waiting = { since: performance.now(), giveUp };
    const deadline = setTimeout(giveUp, this.#patience.deadlineMs);
    this.#waiting.add(waiting);
    try {
      return await Promise.race([reading, promise]);
    } finally {
      clearTimeout(deadline);
      this.#waiting.delete(waiting);
    }
  }

  #makeRoom(): void {
    const { waitingMax, undisturbedMs } = this.#patience;
    if (this.#waiting.size < waitingMax) return;
    const [oldest] = this.#waiting;
    if (oldest !== undefined && performance.now() - oldest.since >= undisturbedMs) oldest.giveUp();
  }
}

interface Waiting {
  readonly since: number;
  readonly giveUp: () => void;
}

/** The connection cannot be used again: it ends with the rest of the body, or with its client. */
function tooSlow(): Problem {
  return problem("body-too-slow", { headers: { connection: "close" } });
}
