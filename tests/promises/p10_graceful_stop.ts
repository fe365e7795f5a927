/**
 * P10: SIGTERM under load. What is under way is answered, and what was answered stays.
 *
 * @module
 */
import assert from "node:assert/strict";
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { commandPath, pause } from "../support/observer.ts";
import type { Trial } from "./trial.ts";

const CLIENTS = 16;
const STOPS = 3;
const LOAD_MAX_MS = 400;
/** As the platform that stops it would wait at least. */
const STOPPED_WITHIN_MS = 10_000;

/** Stopped and started again while many clients give commands. */
export const ROLLING_RESTART: Trial = {
  promise: "P10",
  title: "a service that is stopped under load answers all it has taken and ends with 0",
  rounds: 1,
  round: (seed) => onFaultStage(seed, restartAgainAndAgain),
};

async function restartAgainAndAgain(stage: FaultStage): Promise<void> {
  const { lives, observer, dice, count } = stage;
  for (let turn = 0; turn < STOPS; turn += 1) {
    await underLoad(stage, { clients: CLIENTS, turn }, async () => {
      await pause(dice.pick(LOAD_MAX_MS));
      const start = performance.now();
      await lives.stop();
      const tookMs = performance.now() - start;
      assert.ok(tookMs < STOPPED_WITHIN_MS, `It stopped after ${tookMs} ms`);
      count("stops", 1);
      await lives.start();
      await pause(dice.pick(LOAD_MAX_MS));
    });
  }
  // an answer from the memory of the service: the one that it acted upon was never given
  const cutOff = observer.observed.filter(({ answer }) => answer.replayed)
    .map(({ command, sends }) => `${commandPath(command)} ${command.key}, sent ${sends} times`);
  assert.deepEqual(cutOff, [], "taken, acted upon and not answered");
  await checkStage(stage);
}
