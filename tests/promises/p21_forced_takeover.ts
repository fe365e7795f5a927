/**
 * P21 when the lock does not help: its file is removed under an owner that stands still.
 *
 * @module
 */
import assert from "node:assert/strict";
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { pause, read } from "../support/observer.ts";
import type { Trial } from "./trial.ts";

const CLIENTS = 8;
const LOAD_MAX_MS = 300;
/** Most others are up by then. */
const STANDS_STILL_MS = 800;

/** Two processes have the folder open then: SQLite's own lock and the fence tell them apart. */
export const FORCED_TAKEOVER: Trial = {
  promise: "P21",
  title: "an owner that was paused while another took over by force writes nothing any more",
  rounds: 1,
  round: (seed) => onFaultStage(seed, takeOverByForce),
};

async function takeOverByForce(stage: FaultStage): Promise<void> {
  const { lives, dice, folder, count } = stage;
  await underLoad(stage, { clients: CLIENTS, turn: 0 }, async () => {
    await pause(dice.pick(LOAD_MAX_MS));
    const { pid } = lives;
    Deno.kill(pid, "SIGSTOP");
    await Deno.remove(`${folder}/data/gatehouse.lock`);
    const supplanting = lives.supplant();
    // the clients so far wait for the first: others talk to the second about the same actors
    await underLoad(stage, { clients: CLIENTS, turn: 1 }, async () => {
      // one that was stopped in the middle of a commit holds the database's lock until it goes on
      await pause(STANDS_STILL_MS + dice.pick(LOAD_MAX_MS));
      Deno.kill(pid, "SIGCONT");
      const old = await supplanting;
      await pause(dice.pick(LOAD_MAX_MS));
      // it finds out with the first thing that it wants to write
      assert.equal((await read(`${old.url}/healthz`)).status, 200);
      await old.stop("SIGKILL");
    });
    count("takeovers", 1);
  });
  await checkStage(stage);
}
