/**
 * A promise of reliability as something that can be tried: a little of it in CI, much in a soak.
 *
 * @module
 */
import assert from "node:assert/strict";

/** What a round did and what it found, by the name of what was counted. */
export type Counts = Readonly<Record<string, number>>;

/** One round of a trial. */
export interface Round {
  /** How much was tried, as "commands" or "kills"; the rounds of a run are summed. */
  readonly tried: Counts;
  /** One sentence for each break of the promise; empty when it was kept. */
  readonly broken: ReadonlyArray<string>;
}

/** One promise, or a part of it, that rounds on different seeds try. */
export interface Trial {
  /** As in `docs/promises.md`: "P1". Several trials can try one promise. */
  readonly promise: `P${number}`;
  /** The promise in one sentence, which is also the name of its test. */
  readonly title: string;
  /** The same seed tries the same. Throws only where the trial itself cannot go on. */
  readonly round: (seed: number) => Promise<Round>;
  /** Rounds in CI, on fresh seeds. */
  readonly rounds: number;
  /** Seeds that once broke the promise: tried first, for ever. */
  readonly seeds?: ReadonlyArray<number>;
  /** Why it cannot be tried here (a tool is missing, not root); `null` when it can. */
  readonly unable?: () => string | null;
}

/** What hangs must fail a run of the tests, not hang it. */
const CI_MAX_MS = 330_000;

/** A test of the rounds that CI plays; `GATEHOUSE_SEED` plays one seed again. */
export function testTrial(trial: Trial): void {
  const unable = trial.unable?.() ?? null;
  const name = unable === null ? trial.title : `${trial.title} (not tried: ${unable})`;
  Deno.test({
    name,
    ignore: unable !== null,
    timeout: CI_MAX_MS,
    fn: () => playInCi(trial),
  });
}

async function playInCi(trial: Trial): Promise<void> {
  let tried: Counts = {};
  for (const seed of seedsInCi(trial)) {
    const round = await trial.round(seed);
    assert.deepEqual(round.broken, [], `SEED=${seed}`);
    tried = sumCounts(tried, round.tried);
  }
  say(`${trial.promise} tried ${wordsOf(tried)}`);
}

/** "2000 runs, 416000 commands": how much a run of the tests has tried, as that differs. */
function wordsOf(tried: Counts): string {
  return Object.entries(tried).map(([what, count]) => `${Math.round(count)} ${what}`).join(", ");
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function seedsInCi({ rounds, seeds = [] }: Trial): ReadonlyArray<number> {
  const again = Deno.env.get("GATEHOUSE_SEED");
  if (again !== undefined) return [Number(again)];
  return [...seeds, ...Array.from({ length: rounds }, freshSeed)];
}

/** 31 bits, so that it is a whole number for every generator. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

/** Adds to what a round has tried; once unless said otherwise. */
export type Count = (what: string, times?: number) => void;

/** A round that looks by assertions: the first that fails is what it found. */
export async function assertedRound(play: (count: Count) => Promise<void>): Promise<Round> {
  const tried: Record<string, number> = {};
  const count = (what: string, times = 1) => tried[what] = (tried[what] ?? 0) + times;
  try {
    await play(count);
    return { tried, broken: [] };
  } catch (error) {
    if (!(error instanceof assert.AssertionError)) throw error;
    return { tried, broken: [error.message] };
  }
}

/** The sums of both. */
export function sumCounts(some: Counts, more: Counts): Counts {
  const sums: Record<string, number> = { ...some };
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
