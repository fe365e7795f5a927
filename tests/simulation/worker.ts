/**
 * A thread that plays seeds: it gives its clock and its timers up to them.
 *
 * @module
 */
import "./without_async_context.ts";
import { type Job, JOBS } from "./jobs.ts";
import type { RunOutcome } from "./run.ts";

/** What the thread is asked to play. */
export interface Order {
  readonly job: Job;
  readonly seeds: ReadonlyArray<number>;
  readonly keeps: boolean;
}

/** Of `self`, in a thread: the compiler knows that of a window only. */
interface Thread {
  onmessage: (event: MessageEvent<Order>) => void;
  readonly postMessage: (message: unknown) => void;
}

const thread = self as unknown as Thread;

thread.onmessage = async ({ data: { job, seeds, keeps } }) => {
  for (const seed of seeds) thread.postMessage(await play(job, seed, keeps));
};

/** What a run throws is its own fault, and the others are played all the same. */
async function play(job: Job, seed: number, keeps: boolean): Promise<RunOutcome> {
  try {
    return await JOBS[job](seed, { keeps });
  } catch (error) {
    const broken = [`It ends with ${error instanceof Error ? error.stack : String(error)}`];
    return { seed, tried: { runs: 1 }, broken, fingerprint: "", lines: [] };
  }
}
