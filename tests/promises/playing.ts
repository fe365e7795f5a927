/**
 * Plays trials in turn until the time is over, and sums up what they found in one line each.
 *
 * @module
 */
import { type Counts, freshSeed, type Round, sumCounts, type Trial } from "./trial.ts";

/** What a soak says of one trial: one line of JSON. */
export interface SoakLine {
  readonly promise: Trial["promise"];
  readonly title: string;
  /** Why it was not tried; `null` when it was. */
  readonly unable: string | null;
  readonly rounds: number;
  readonly tried: Counts;
  /** Rounds that broke the promise. */
  readonly broken: number;
  /** Seeds of these rounds; `GATEHOUSE_SEED` plays one again. */
  readonly seeds: ReadonlyArray<number>;
  /** What the first of them found. */
  readonly found: ReadonlyArray<string>;
  readonly seconds: number;
}

/** How long, and who is told. */
export interface Playing {
  readonly minutes: number;
  /** Told after each round: the trial's line so far, and all lines. */
  readonly played: (line: SoakLine, all: ReadonlyArray<SoakLine>) => void;
  /** Aborted: no further round begins. */
  readonly stop?: AbortSignal;
}

/** A round that is not over by then is given up, and counts as broken. */
const ROUND_MAX_MS = 180_000;
/** A trial that breaks always would fill the line. */
const SEEDS_MAX = 50;
const FOUND_MAX = 5;
const FOUND_CHARACTERS_MAX = 2000;

/**
 * Plays rounds, always of the trial that had the least time so far, and each at least once: first
 * on the seeds that once broke it, then on fresh ones. A round that breaks, throws or hangs is
 * recorded, and the others go on.
 */
export async function playSoak(
  trials: ReadonlyArray<Trial>,
  { minutes, played, stop }: Playing,
): Promise<ReadonlyArray<SoakLine>> {
  const lines = new Map(trials.map((trial) => [trial, blankLine(trial)]));
  const able = trials.filter((trial) => lines.get(trial)?.unable === null);
  const end = performance.now() + minutes * 60_000;
  const isOver = () => performance.now() > end && able.every((trial) => roundsOf(trial) > 0);
  const roundsOf = (trial: Trial) => lines.get(trial)?.rounds ?? 0;
  while (able.length > 0 && !isOver() && stop?.aborted !== true) {
    const next = able.reduce((least, trial) =>
      secondsOf(lines.get(trial)) < secondsOf(lines.get(least)) ? trial : least
    );
    const soFar = lines.get(next) ?? blankLine(next);
    const line = withRound(soFar, await playRound(next, soFar.rounds));
    lines.set(next, line);
    played(line, [...lines.values()]);
  }
  return [...lines.values()];
}

function secondsOf(line: SoakLine | undefined): number {
  return line?.seconds ?? 0;
}

function blankLine({ promise, title, unable }: Trial): SoakLine {
  return {
    promise,
    title,
    unable: unable?.() ?? null,
    rounds: 0,
    tried: {},
    broken: 0,
    seeds: [],
    found: [],
    seconds: 0,
  };
}

interface Played extends Round {
  readonly seed: number;
  readonly seconds: number;
}

async function playRound(trial: Trial, round: number): Promise<Played> {
  const start = performance.now();
  const seed = trial.seeds?.[round] ?? freshSeed();
  const played = await withoutEscape(() => trial.round(seed));
  return { ...played, seed, seconds: (performance.now() - start) / 1000 };
}

/** What a round throws, or leaves behind as a rejection that nobody looks at, is what it found. */
async function withoutEscape(round: () => Promise<Round>): Promise<Round> {
  const escaped: Array<string> = [];
  const catchRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    escaped.push(wordsOf(event.reason));
  };
  const catchError = (event: ErrorEvent) => {
    event.preventDefault();
    escaped.push(wordsOf(event.error));
  };
  const late = Promise.withResolvers<Round>();
  const deadline = setTimeout(
    () => late.resolve({ tried: {}, broken: [`The round was not over in ${ROUND_MAX_MS} ms`] }),
    ROUND_MAX_MS,
  );
  globalThis.addEventListener("unhandledrejection", catchRejection);
  globalThis.addEventListener("error", catchError);
  try {
    const { tried, broken } = await Promise.race([round(), late.promise]);
    return { tried, broken: [...broken, ...escaped] };
  } catch (error) {
    return { tried: {}, broken: [wordsOf(error), ...escaped] };
  } finally {
    clearTimeout(deadline);
    globalThis.removeEventListener("unhandledrejection", catchRejection);
    globalThis.removeEventListener("error", catchError);
  }
}

function withRound(line: SoakLine, { tried, broken, seed, seconds }: Played): SoakLine {
  const isBroken = broken.length > 0;
  return {
    ...line,
    rounds: line.rounds + 1,
    tried: sumCounts(line.tried, tried),
    broken: line.broken + (isBroken ? 1 : 0),
    seeds: isBroken && line.seeds.length < SEEDS_MAX ? [...line.seeds, seed] : line.seeds,
    found: [...line.found, ...broken.map(cut)].slice(0, FOUND_MAX),
    seconds: line.seconds + seconds,
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

function cut(words: string): string {
  return words.slice(0, FOUND_CHARACTERS_MAX);
}
