/**
 * P21: one data folder has one owner. A second instance goes away, and takes over after a kill.
 *
 * @module
 */
import assert from "node:assert/strict";
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { pause } from "../support/observer.ts";
import { type Ended, startDirectly } from "../support/service_starts.ts";
import type { Trial } from "./trial.ts";

const CLIENTS = 8;
const TAKEOVERS = 3;
const LOAD_MAX_MS = 300;
/** sysexits.h: a temporary failure. */
const EX_TEMPFAIL = 75;
const TAKEN_OVER_WITHIN_MS = 5000;

/** Second instances come while the first works, and while it is paused. */
export const ONE_OWNER: Trial = {
  promise: "P21",
  title: "a second instance on a folder ends with 75, and after a kill -9 the next one takes over",
  rounds: 1,
  round: (seed) => onFaultStage(seed, takeOverAgainAndAgain),
};

async function takeOverAgainAndAgain(stage: FaultStage): Promise<void> {
  const { lives, dice, count } = stage;
  for (let turn = 0; turn < TAKEOVERS; turn += 1) {
    await underLoad(stage, { clients: CLIENTS, turn }, async () => {
      await pause(dice.pick(LOAD_MAX_MS));
      assertTurnedAway(await second(stage));
      // the lock belongs to the process, however still it stands
      lives.signal("SIGSTOP");
      assertTurnedAway(await second(stage));
      lives.signal("SIGCONT");
      count("turnedAway", 2);
      const start = performance.now();
      await lives.kill();
      await lives.start();
      const tookMs = performance.now() - start;
      assert.ok(tookMs < TAKEN_OVER_WITHIN_MS, `It took over after ${tookMs} ms`);
      count("takeovers", 1);
    });
  }
  await checkStage(stage);
}

async function second({ settings }: FaultStage): Promise<Ended> {
  const { up, ended } = startDirectly(settings);
  const isUp = await up.then(() => true, () => false);
  if (isUp) await (await up).stop("SIGKILL");
  assert.ok(!isUp, "A second instance came up");
  return await ended;
}

function assertTurnedAway({ code, stderr }: Ended): void {
  assert.equal(code, EX_TEMPFAIL, `It ended with ${code}: ${stderr}`);
  assert.match(stderr, /^The data folder \S+ is in use by another running Gatehouse\./);
}
