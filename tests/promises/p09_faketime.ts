/**
 * P9 at the real process: libfaketime moves its clock while it runs, and between two lives.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { missing } from "../support/faults_tools.ts";
import { pause } from "../support/observer.ts";
import type { Trial } from "./trial.ts";

const CLIENTS = 8;
const LOAD_MAX_MS = 300;
const LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
/** An hour back and a month ahead, and where they came from. */
const JUMPS = ["-1h", "+0", "+30d", "-1h", "+30d", "+0"];

/** Good for a day from now on: over when the clock is a month ahead, good again after that. */
const DAY_KEY = "good-for-a-day";
const DAY_MS = 86_400_000;

/** Timers go on as they should; only what the clock says changes. */
export const CLOCK_MOVED: Trial = {
  promise: "P9",
  title: "a clock that is moved under a running service loses nothing, and keys end by it",
  rounds: 1,
  unable: () => missing(LIBRARY, "libfaketime"),
  round: (seed) =>
    onFaultStage(seed, moveAgainAndAgain, {
      configure: withDayKey,
      settings: (folder) => ({
        LD_PRELOAD: LIBRARY,
        FAKETIME_TIMESTAMP_FILE: clockOf(folder),
        FAKETIME_NO_CACHE: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
        DONT_FAKE_MONOTONIC: "1",
      }),
      around: async (folder, play) => {
        await Deno.writeTextFile(clockOf(folder), "+0");
        await play();
      },
    }),
};

async function moveAgainAndAgain(stage: FaultStage): Promise<void> {
  const { lives, folder, dice, count } = stage;
  for (const [turn, jump] of JUMPS.entries()) {
    await underLoad(stage, { clients: CLIENTS, turn }, async () => {
      await pause(dice.pick(LOAD_MAX_MS));
      const isBetweenLives = dice.pick(2) === 0;
      if (isBetweenLives) await lives.kill();
      await Deno.writeTextFile(clockOf(folder), jump);
      if (isBetweenLives) await lives.start();
      const { status, retryAfter } = await askWithDayKey(await lives.url(null));
      const answered =
        `The key for a day is answered at ${jump}, retry-after ${retryAfter}: ${status}`;
      assert.ok(status === (jump === "+30d" ? 401 : 200), answered);
      await pause(dice.pick(LOAD_MAX_MS));
      count(isBetweenLives ? "jumpsBetweenLives" : "jumpsWhileRunning", 1);
    });
  }
  await checkStage(stage);
}

async function askWithDayKey(url: string) {
  const asked = { authorization: `Bearer ${DAY_KEY}` };
  const { status, headers, body } = await fetch(`${url}/v1/catalogue/check`, { headers: asked });
  await body?.cancel();
  return { status, retryAfter: headers.get("retry-after") };
}

// deno-lint-ignore no-explicit-any -- a configuration as it is written
function withDayKey(file: any): object {
  const [tenant] = file.tenants;
  const key = {
    id: "day",
    sha256: createHash("sha256").update(DAY_KEY).digest("hex"),
    scopes: ["read"],
    expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
  };
  return { tenants: [{ ...tenant, keys: [...tenant.keys, key] }] };
}

function clockOf(folder: string): string {
  return `${folder}/clock`;
}
