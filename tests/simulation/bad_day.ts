/**
 * The job of most seeds: clients that talk to a few actors, while everything fails now and then.
 *
 * @module
 */
import { makeDice } from "../../adapters/simulator/dice.ts";
import { type Cast, Mix } from "./mix.ts";
import { Run, type RunOutcome } from "./run.ts";
import { Process } from "./timeline.ts";
import { Weather } from "./weather.ts";

/** How much is done in a run. */
export interface Size {
  readonly commands: number;
  readonly clients: number;
  readonly cast: Cast;
}

const SMALL: Size = {
  commands: 200,
  clients: 6,
  cast: { passes: 4, tickets: 4, orders: 3 },
};
const THINK_MAX_MS = 300;
/** In one run of so many the day ends with a page of maintenance. */
const MAINTAINED_EACH = 5;
/** Longer than a message that may have been applied waits for an answer. */
const MAINTAINED_MS = 2 * 60_000;
/** One answer in so many is asked for again soon. */
const REPEATED_SOON = 8;

/** Plays one seed. */
export async function playBadDay(
  seed: number,
  { keeps, jumps = false, size = SMALL }: {
    readonly keeps: boolean;
    /** Whether the clock on the wall jumps. */
    readonly jumps?: boolean;
    readonly size?: Size;
  },
): Promise<RunOutcome> {
  const run = new Run(seed, { keeps });
  await run.open();
  const weather = new Weather(run.service, run.other, { jumps, diskMs: 0 });
  void weather.brew();
  await run.within("The day", giveAll(run, seed, size));
  weather.clear();
  // a clock that is a month ahead for so long has commands of today removed as old ones
  if (!jumps && seed % MAINTAINED_EACH === 0) await maintain(run, seed, size);
  await run.settle();
  await run.judge();
  return run.outcome();
}

/** A proxy answers 200 and no answer to everything: what is given meanwhile is a dead letter. */
async function maintain(run: Run, seed: number, size: Size): Promise<void> {
  run.other.setFaults({ garbageBody: { rate: 1 } });
  await run.within("The maintenance", giveAll(run, seed ^ 0x12, { ...size, commands: 30 }));
  await run.timeline.runUntil(() => false, MAINTAINED_MS);
  run.other.setFaults({});
}

async function giveAll({ timeline, clients }: Run, seed: number, size: Size): Promise<void> {
  const dice = makeDice(seed ^ 0x11);
  const mix = new Mix(dice, size.cast);
  const process = new Process();
  let left = size.commands;
  const client = async () => {
    while (left-- > 0) {
      await timeline.sleep(process, dice.pick(THINK_MAX_MS));
      const choice = mix.next();
      const answered = await clients.give(choice);
      if (answered !== null && answered.refusal === null) mix.accepted(choice);
      const before = clients.answered[dice.pick(clients.answered.length)];
      if (dice.pick(REPEATED_SOON) === 0 && before !== undefined) await clients.repeat(before);
    }
  };
  await Promise.all(Array.from({ length: size.clients }, client));
}
