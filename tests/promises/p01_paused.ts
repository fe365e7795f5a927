/**
 * P1 for a process that stands still: SIGSTOP under load, then SIGCONT.
 *
 * @module
 */
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { pause } from "../support/observer.ts";
import type { Trial } from "./trial.ts";

const CLIENTS = 16;
const PAUSES = 4;
const LOAD_MAX_MS = 300;
const PAUSE_MAX_MS = 700;
/** Longer than a call of the store may take: what was under way is unclear then. */
const LONG_PAUSE_MS = 5500;

/** All its deadlines are over at once when it goes on. */
export const PAUSED: Trial = {
  promise: "P1",
  title: "a service that is paused under load and goes on loses nothing and acts once",
  rounds: 1,
  round: (seed) => onFaultStage(seed, pauseAgainAndAgain),
};

async function pauseAgainAndAgain(stage: FaultStage): Promise<void> {
  const { lives, dice, count } = stage;
  const long = dice.pick(PAUSES);
  for (let turn = 0; turn < PAUSES; turn += 1) {
    await underLoad(stage, { clients: CLIENTS, turn }, async () => {
      await pause(dice.pick(LOAD_MAX_MS));
      lives.signal("SIGSTOP");
      await pause(turn === long ? LONG_PAUSE_MS : dice.pick(PAUSE_MAX_MS));
      lives.signal("SIGCONT");
      await pause(dice.pick(LOAD_MAX_MS));
      count("pauses", 1);
    });
  }
  await checkStage(stage);
}
