/**
 * kill -9 in a loop under load, with an access control that has a bad day.
 *
 * @module
 */
import { Effect } from "effect";
import type { FaultSet } from "../../adapters/simulator/mod.ts";
import type { Round } from "../promises/trial.ts";
import { type FaultStage, onFaultStage, underLoad } from "./faults_stage.ts";
import { type Observed, pause } from "./observer.ts";

const CLIENTS = 16;
/** The load runs at most so long before the kill, and so long after it. */
const LOAD_MAX_MS = 400;
const AFTERMATH_MAX_MS = 100;

const BAD_DAY: FaultSet = {
  loseReplyAfterApply: { rate: 0.05 },
  fail5xx: { rate: 0.05 },
  neverAnswer: { rate: 0.02 },
};

/** An access control that never answers holds nothing up for long. */
const IMPATIENT = {
  retry: { firstMs: 20, maxMs: 200, attemptTimeoutMs: 500 },
  breaker: { failures: 20, openMs: 100 },
};

/** How often it is killed, and what is looked at; a look fails by an assertion. */
export interface KillPlan {
  /** Turns of load, kill, start, load; every third of them has two kills. */
  readonly turns: number;
  /** After each turn, with the commands that it answered. The load is over, deliveries are not. */
  readonly lookAt: (stage: FaultStage, url: string, news: ReadonlyArray<Observed>) => Promise<void>;
  /** After one more kill, after which nobody has asked for anything. */
  readonly lookAtAll: (stage: FaultStage, url: string) => Promise<void>;
}

/** One round of a trial: a fresh service, killed by plan. */
export function playKillLoop(seed: number, plan: KillPlan): Promise<Round> {
  const play = async (stage: FaultStage) => {
    const { lives, count, simulator } = stage;
    try {
      for (let turn = 0; turn < plan.turns; turn += 1) await playTurn(stage, turn, plan);
      await lives.kill();
      await lives.start();
      await plan.lookAtAll(stage, await lives.url(null));
    } finally {
      count("kills", lives.kills);
      count("appliedAtTheGates", simulator.world.applied.size);
    }
  };
  return onFaultStage(seed, play, { system: IMPATIENT });
}

async function playTurn(stage: FaultStage, turn: number, { lookAt }: KillPlan): Promise<void> {
  const { lives, simulator, observer, dice, seed } = stage;
  // an access control that knows no command ids must be asked before it is told again
  const noIdempotency = dice.pick(3) === 0;
  await Effect.runPromise(simulator.setFaults({ ...BAD_DAY, noIdempotency, seed: seed + turn }));
  const before = observer.observed.length;
  await underLoad(stage, { clients: CLIENTS, turn }, async () => {
    for (let kills = dice.pick(3) === 0 ? 2 : 1; kills > 0; kills -= 1) {
      await pause(dice.pick(LOAD_MAX_MS));
      await lives.kill();
      await lives.start();
    }
    await pause(dice.pick(AFTERMATH_MAX_MS));
  });
  await lookAt(stage, await lives.url(null), observer.observed.slice(before));
}
