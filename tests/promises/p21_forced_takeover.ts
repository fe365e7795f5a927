/**
 * P21 when the lock does not help: its file is removed under an owner that stands still.
 *
 * @module
 */
import assert from "node:assert/strict";
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { commandPath, pause, read, sendCommand } from "../support/observer.ts";
import type { Trial } from "./trial.ts";

const CLIENTS = 8;
const LOAD_MAX_MS = 300;
/** Most others are up by then. */
const STANDS_STILL_MS = 800;
/** Commands that the old owner is still given. */
const LAST_WORDS = 40;

/**
 * Two processes have the folder open then, and SQLite lets both write, one after the other: only
 * the fence tells them apart.
 */
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
      assert.equal((await read(`${old.url}/healthz`)).status, 200);
      await assertWritesNothing(old.url, stage);
      await old.stop("SIGKILL");
    });
    count("takeovers", 1);
  });
  await checkStage(stage);
}

/**
 * Gives the old owner commands to the actors that the new one works on, and to new ones.
 *
 * What it refuses by what it knows of old it may refuse; it finds out with the first thing that it
 * wants to write, and a refusal of the domain is such a thing.
 */
async function assertWritesNothing(
  url: string,
  { mix, dice, seed, count }: FaultStage,
): Promise<void> {
  for (let n = 0; n < LAST_WORDS; n += 1) {
    const command = mix.next(dice, `${seed}-old-${n}`);
    const answer = await sendCommand(url, command);
    assert.ok(answer !== null, "The old owner answers");
    const { status, body } = answer;
    const isKept = status < 300 || "rule" in body;
    assert.ok(!isKept, `The old owner still writes: ${commandPath(command)} ${status}`);
    if (status === 503) count("refusedByTheOld");
  }
  const { body } = await read(`${url}/readyz`);
  assert.equal(body.checks.store.reason, "Another process owns the data now");
}
