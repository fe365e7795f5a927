/**
 * Plays seeds in threads of their own, so that no test shares its clock with a simulated run.
 *
 * @module
 */
import { type Counts, type Round, sumCounts } from "../promises/trial.ts";
import type { Job } from "./jobs.ts";
import type { RunOutcome } from "./run.ts";
import type { Order } from "./worker.ts";

/** One for each core that a test can count on. */
const THREADS = 2;

/** Plays all seeds; the outcomes come in the order of the seeds. */
export async function playSeeds(
  job: Job,
  seeds: ReadonlyArray<number>,
  { keeps = false, isEnough = () => false }: {
    readonly keeps?: boolean;
    /** Asked after each run: the rest is left out. */
    readonly isEnough?: (outcome: RunOutcome) => boolean;
  } = {},
): Promise<ReadonlyArray<RunOutcome>> {
  const stop = new AbortController();
  const outcomes: Array<RunOutcome> = [];
  const take = (outcome: RunOutcome) => {
    outcomes.push(outcome);
    if (isEnough(outcome)) stop.abort();
  };
  const shares = Array.from(
    { length: Math.min(THREADS, seeds.length) },
    (_, thread) => seeds.filter((_, index) => index % THREADS === thread),
  );
  await Promise.all(
    shares.map((share) => playInThread({ job, seeds: share, keeps }, { take, stop: stop.signal })),
  );
  const places = new Map(seeds.map((seed, place) => [seed, place]));
  const placeOf = ({ seed }: RunOutcome) => places.get(seed) ?? 0;
  return outcomes.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** A round begins no run after this, so that a busy machine plays fewer and not longer. */
const ROUND_MAX_MS = 25_000;

/** One round: a seed and those that follow it, up to the first that breaks. */
export async function playRound(job: Job, first: number, runs: number): Promise<Round> {
  const seeds = Array.from({ length: runs }, (_, index) => first + index);
  const start = performance.now();
  const isEnough = ({ broken }: RunOutcome) =>
    broken.length > 0 || performance.now() - start > ROUND_MAX_MS;
  const outcomes = await playSeeds(job, seeds, { isEnough });
  const leftOut = { seedsLeftOut: seeds.length - outcomes.length };
  return {
    tried: outcomes.map(({ tried }) => tried).reduce(sumCounts, leftOut as Counts),
    broken: outcomes.flatMap(({ seed, broken }) => broken.map((what) => `SEED=${seed}: ${what}`)),
  };
}

/** A run takes a second or two, and an outage twenty: one that is not over then never will be. */
const RUN_MAX_MS = 150_000;

/** Gives each outcome to `take` as it comes. A run that never ends goes with its thread. */
function playInThread(
  order: Order,
  { take, stop }: { readonly take: (outcome: RunOutcome) => void; readonly stop: AbortSignal },
): Promise<void> {
  const thread = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new Promise<void>((resolve, reject) => {
    let played = 0;
    const watch = () => {
      clearTimeout(timer);
      const seed = order.seeds[played];
      const giveUp = () => reject(new Error(`SEED=${seed} is not over in ${RUN_MAX_MS} ms`));
      timer = setTimeout(giveUp, RUN_MAX_MS);
    };
    watch();
    stop.addEventListener("abort", () => resolve(), { once: true });
    thread.onmessage = ({ data }: MessageEvent<RunOutcome>) => {
      take(data);
      played += 1;
      if (played === order.seeds.length) resolve();
      else watch();
    };
    thread.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`The thread ended: ${event.message}`));
    };
    thread.postMessage(order);
  }).finally(() => {
    clearTimeout(timer);
    thread.terminate();
  });
}
