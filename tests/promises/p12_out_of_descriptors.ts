/**
 * P12 when half-open connections use up what the process may have open.
 *
 * @module
 */
import assert from "node:assert/strict";
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { openRaw, type RawClient } from "../support/faults_sockets.ts";
import { missing, runTool } from "../support/faults_tools.ts";
import { pause, until } from "../support/observer.ts";
import type { Trial } from "./trial.ts";

const CLIENTS = 8;
const DESCRIPTORS = 200;
const HALF_OPEN = 500;
const ANSWERED_BEFORE = 50;
const ANSWERED_AFTER = 100;
const WITHIN_MS = 5000;
const LOAD_MAX_MS = 300;

/** More connections than it can hold, twice over, none of which says what it wants. */
export const OUT_OF_DESCRIPTORS: Trial = {
  promise: "P12",
  title: "half-open connections that use up all descriptors are dropped, and commands are answered",
  rounds: 1,
  round: (seed) => onFaultStage(seed, useThemUp),
  unable: () => missing("/usr/bin/prlimit", "prlimit"),
};

async function useThemUp(stage: FaultStage): Promise<void> {
  const { lives, observer, dice, count } = stage;
  const limit = ["--pid", String(lives.pid), `--nofile=${DESCRIPTORS}:${DESCRIPTORS}`];
  assert.ok(await runTool("prlimit", ...limit));
  const port = Number(new URL(await lives.url(null)).port);
  await underLoad(stage, { clients: CLIENTS, turn: 0 }, async () => {
    await moreAnswered(stage, ANSWERED_BEFORE);
    await pause(dice.pick(LOAD_MAX_MS));
    using attackers = new DisposableStack();
    const clients: Array<RawClient> = [];
    for (let n = 0; n < HALF_OPEN; n += 1) {
      const client = await openRaw(port).catch(() => null);
      if (client === null) continue;
      clients.push(attackers.use(client));
      await client.write("POST /v1/tickets/T-1/print HTTP/1.1\r\nX-Half:");
    }
    await moreAnswered(stage, ANSWERED_AFTER);
    count("halfOpen", clients.length);
  });
  assert.match(lives.said(), /The HTTP server has ended and is started again/);
  await lives.stop();
  await lives.start();
  count("answeredAmongThem", observer.observed.length - ANSWERED_BEFORE);
  await checkStage(stage);
}

async function moreAnswered({ observer }: FaultStage, more: number): Promise<void> {
  const before = observer.observed.length;
  await until("Commands are answered", {
    withinMs: WITHIN_MS,
    isSo: () => Promise.resolve(observer.observed.length >= before + more),
  });
}
