/**
 * Sixty-four clients that talk to twenty actors at once, through kills and failing disks: what they
 * heard must be what twenty actors that do one thing after the other would say.
 *
 * @module
 */
import { makeDice } from "../../adapters/simulator/dice.ts";
import { checkHeard } from "./linear/checking.ts";
import { QuietMix } from "./linear/quiet_mix.ts";
import { Mix } from "./mix.ts";
import { Run, type RunOutcome } from "./run.ts";
import { Process } from "./timeline.ts";
import { Weather } from "./weather.ts";

const CLIENTS = 64;
const OPERATIONS = 10_000;
/** Of the twenty, those that are never printed: the search follows them. */
const QUIET = 12;
const OTHERS = { passes: 4, tickets: 4, orders: 0 };
const THINK_MAX_MS = 100;

/** Plays one seed. */
export async function playHotActors(
  seed: number,
  { keeps }: { readonly keeps: boolean },
): Promise<RunOutcome> {
  const run = new Run(seed, { keeps });
  await run.open();
  const weather = new Weather(run.service, run.other, { jumps: false, diskMs: 5 });
  void weather.brew();
  await run.within("The rush", rush(run, seed));
  weather.clear();
  await run.settle();
  await run.judge();
  run.broken.push(...await run.within("The two checks", checkHeard(run)) ?? []);
  return run.outcome({ operations: run.clients.heard.length });
}

async function rush({ timeline, clients }: Run, seed: number): Promise<void> {
  const dice = makeDice(seed ^ 0x61);
  const mix = new Mix(dice, OTHERS);
  const quiet = new QuietMix(dice, QUIET);
  const process = new Process();
  let left = OPERATIONS;
  const client = async () => {
    while (left-- > 0) {
      await timeline.sleep(process, dice.pick(THINK_MAX_MS));
      const isQuiet = dice.pick(20) < QUIET;
      const choice = isQuiet ? quiet.next() : mix.next();
      if (dice.pick(5) === 0) {
        await clients.look(choice);
        continue;
      }
      const answered = await clients.give(choice);
      if (answered === null || answered.refusal !== null) continue;
      if (isQuiet) quiet.accepted(choice);
      else mix.accepted(choice);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}
