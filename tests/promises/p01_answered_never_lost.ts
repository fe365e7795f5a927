/**
 * P1: what was answered before a kill -9 is in the log, once, and answered the same again.
 *
 * @module
 */
import { actorKey, type Observed } from "../support/observer.ts";
import { checkLogs, checkReplays } from "../support/observer_checks.ts";
import { playKillLoop } from "../support/faults_kill_loop.ts";
import { actorsOf, type FaultStage } from "../support/faults_stage.ts";
import type { Trial } from "./trial.ts";

/** So that the rounds of CI are forty turns and a few. */
const TURNS = 14;

/** Many clients, a service that is killed under them, and every answer held against the log. */
export const ANSWERED_NEVER_LOST: Trial = {
  promise: "P1",
  title:
    "a service that is killed again and again under load has every answered command in its log, once",
  rounds: 3,
  round: (seed) =>
    playKillLoop(seed, {
      turns: TURNS,
      lookAt: checkTurn,
      lookAtAll: checkAll,
    }),
};

/** The whole logs of all actors that the turn has spoken to. */
async function checkTurn(
  { observer }: FaultStage,
  url: string,
  news: ReadonlyArray<Observed>,
): Promise<void> {
  const actors = actorsOf(news);
  const all = observer.observed.filter(({ command }) => actors.has(actorKey(command)));
  await checkLogs(url, all);
  await checkReplays(url, news);
}

async function checkAll({ observer: { observed } }: FaultStage, url: string): Promise<void> {
  await checkLogs(url, observed);
  await checkReplays(url, observed);
}
