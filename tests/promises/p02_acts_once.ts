/**
 * P2: nothing takes effect twice at the access control, and it ends as it is told to be.
 *
 * @module
 */
import { checkAgreement, checkOracles } from "../support/observer_agreement.ts";
import { checkReplays } from "../support/observer_checks.ts";
import { playKillLoop } from "../support/faults_kill_loop.ts";
import { actorsOf, type FaultStage } from "../support/faults_stage.ts";
import type { Trial } from "./trial.ts";

/** The access control loses replies, fails and stalls, while the service is killed. */
export const ACTS_ONCE: Trial = {
  promise: "P2",
  title: "a service that is killed again and again acts once at the gates, which end as it says",
  rounds: 1,
  round: (seed) =>
    playKillLoop(seed, {
      turns: 12,
      lookAt: checkTurn,
      lookAtAll: checkAll,
    }),
};

async function checkTurn(stage: FaultStage, url: string): Promise<void> {
  checkOracles(stage.simulator);
  // before anything else wakes the actors up: deliveries go on by themselves. Every other turn
  // goes into the next kill with some still under way.
  if (stage.dice.pick(2) === 0) await agree(stage, url);
}

/** Commands that are sent again lead to nothing at the gates. */
async function checkAll(stage: FaultStage, url: string): Promise<void> {
  await agree(stage, url);
  await checkReplays(url, stage.observer.observed);
  await agree(stage, url);
}

async function agree({ simulator, observer }: FaultStage, url: string): Promise<void> {
  await checkAgreement(url, { simulator, actors: [...actorsOf(observer.observed)] });
  checkOracles(simulator);
}
