/**
 * P15 without a culprit: what kill -9 leaves is never taken for an edit.
 *
 * @module
 */
import assert from "node:assert/strict";
import { runTask } from "../support/data_tasks.ts";
import { playKillLoop } from "../support/faults_kill_loop.ts";
import type { Count, Trial } from "./trial.ts";

/** A real service under load, killed by plan, and then all that it has stored held against itself. */
export const WHOLE_AFTER_KILLS: Trial = {
  promise: "P15",
  title:
    "what a service has stored that is killed again and again is whole, and no edit is seen in it",
  rounds: 1,
  round: (seed) =>
    playKillLoop(seed, {
      turns: 4,
      lookAt: () => Promise.resolve(),
      lookAtAll: ({ folder, count }) => verifyAll(`${folder}/data`, count),
    }),
};

async function verifyAll(data: string, count: Count): Promise<void> {
  const { code, stdout, stderr } = await runTask("verify", data, "--json");
  assert.equal(code, 0, stdout + stderr);
  const { facts, commits, indexes } = JSON.parse(stdout);
  count("facts", facts);
  count("commits", commits);
  count("indexes", indexes);
}
