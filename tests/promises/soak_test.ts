/**
 * The soak itself: it plays what there is, survives what breaks, and tells the seed.
 *
 * @module
 */
import assert from "node:assert/strict";
import { TRIALS } from "./all.ts";
import { playSoak, type SoakLine } from "./playing.ts";
import type { Round, Trial } from "./trial.ts";

const KEPT: Round = { tried: { commands: 2 }, broken: [] };

function trial(promise: Trial["promise"], round: Trial["round"], more: Partial<Trial> = {}): Trial {
  return { promise, title: `Promise ${promise}`, rounds: 1, round, ...more };
}

/** Each trial until it had `rounds` rounds. */
async function soak(
  trials: ReadonlyArray<Trial>,
  rounds: number,
): Promise<ReadonlyArray<SoakLine>> {
  const stop = new AbortController();
  return await playSoak(trials, {
    minutes: 1,
    stop: stop.signal,
    played: (_line, all) => {
      if (all.every((one) => one.unable !== null || one.rounds >= rounds)) stop.abort();
    },
  });
}

Deno.test("a soak sums up what each trial tried, on fresh seeds", async () => {
  const seeds: Array<number> = [];
  const [line] = await soak([trial("P1", (seed) => {
    seeds.push(seed);
    return Promise.resolve(KEPT);
  })], 5);
  assert.equal(line?.rounds, 5);
  assert.deepEqual(line?.tried, { commands: 10 });
  assert.equal(line?.broken, 0);
  assert.equal(new Set(seeds).size, 5);
});

Deno.test("seeds that once broke the promise are played before fresh ones", async () => {
  const seeds: Array<number> = [];
  const round = (seed: number) => {
    seeds.push(seed);
    return Promise.resolve(KEPT);
  };
  await soak([trial("P1", round, { seeds: [11, 12] })], 4);
  assert.deepEqual(seeds.slice(0, 2), [11, 12]);
  assert.equal(new Set(seeds).size, 4);
});

Deno.test("a trial that breaks is recorded with its seeds, and the others go on", async () => {
  const seeds: Array<number> = [];
  const [breaks, throws, escapes, keeps] = await soak([
    trial("P1", (seed) => {
      seeds.push(seed);
      return Promise.resolve({ ...KEPT, broken: [`Lost with ${seed}`] });
    }),
    trial("P2", () => Promise.reject(new Error("The service did not start"))),
    trial("P3", async () => {
      Promise.reject(new Error("Nobody looks at this"));
      await new Promise((resolve) => setTimeout(resolve));
      return KEPT;
    }),
    trial("P4", () => Promise.resolve(KEPT)),
  ], 2);
  assert.equal(breaks?.broken, breaks?.rounds);
  assert.deepEqual(breaks?.seeds, seeds.slice(0, breaks?.seeds.length));
  assert.equal(breaks?.found[0], `Lost with ${seeds[0]}`);
  assert.match(throws?.found[0] ?? "", /The service did not start/);
  assert.match(escapes?.found[0] ?? "", /Nobody looks at this/);
  assert.equal(keeps?.broken, 0);
  assert.ok((keeps?.rounds ?? 0) >= 2);
});

Deno.test("a trial that is unable says why, and is not played", async () => {
  const never = trial("P8", () => assert.fail("It was played"), { unable: () => "not root" });
  const [line] = await soak([never, trial("P9", () => Promise.resolve(KEPT))], 1);
  assert.equal(line?.unable, "not root");
  assert.equal(line?.rounds, 0);
});

Deno.test("the trial that had the least time is played next", async () => {
  const slow = () => new Promise<Round>((resolve) => setTimeout(() => resolve(KEPT), 50));
  const [quick, long] = await soak([
    trial("P1", () => Promise.resolve(KEPT)),
    trial("P2", slow),
  ], 2);
  assert.ok((quick?.rounds ?? 0) > (long?.rounds ?? 0));
});

Deno.test("every trial of this folder is in the list of all, and told in docs/promises.md", async () => {
  const listed = new Set<unknown>(TRIALS);
  const told = await Deno.readTextFile(new URL("../../docs/promises.md", import.meta.url));
  const forgotten: Array<string> = [];
  for await (const { name } of Deno.readDir(new URL(".", import.meta.url))) {
    if (!/^p\d\d_\w+(?<!_test)\.ts$/.test(name)) continue;
    if (!told.includes(`tests/promises/${name}`)) forgotten.push(`docs/promises.md: ${name}`);
    const module: Record<string, unknown> = await import(`./${name}`);
    for (const [exported, value] of Object.entries(module)) {
      if (isTrial(value) && !listed.has(value)) forgotten.push(`all.ts: ${exported} of ${name}`);
    }
  }
  assert.deepEqual(forgotten, []);
});

function isTrial(value: unknown): value is Trial {
  return typeof value === "object" && value !== null && "promise" in value && "round" in value;
}
