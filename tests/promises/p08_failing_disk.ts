/**
 * P8 for a disk that fails now and then: libfiu lets calls of the process fail with an I/O error.
 *
 * @module
 */
import assert from "node:assert/strict";
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { missing, runTool } from "../support/faults_tools.ts";
import { pause, read, until } from "../support/observer.ts";
import type { Trial } from "./trial.ts";

const CLIENTS = 8;
const LOAD_MAX_MS = 300;
const FAILING_MAX_MS = 800;
const RECOVERED_WITHIN_MS = 5_000;
const EIO = 5;

/** Where Debian puts them. */
const LIBRARIES = ["/usr/lib/fiu/fiu_run_preload.so", "/usr/lib/fiu/fiu_posix_preload.so"];

/** What fails, and in how many calls of a hundred. */
const FAULTS = [
  ["posix/io/rw/pwrite", 100],
  ["posix/io/sync/fsync", 100],
  ["posix/io/rw/pread", 30],
  ["posix/io/rw/pwrite", 10],
  ["posix/io/sync/fsync", 30],
] as const;

/** Writes, syncs and reads fail under load, one kind after the other. */
export const FAILING_DISK: Trial = {
  promise: "P8",
  title: "a disk that fails is a clean refusal, loses nothing, and is used again once it works",
  rounds: 1,
  unable: () => missing("/usr/bin/fiu-ctrl", "libfiu (fiu-utils)"),
  round: (seed) =>
    onFaultStage(seed, failAgainAndAgain, {
      settings: (folder) => ({
        LD_PRELOAD: LIBRARIES.join(" "),
        FIU_CTRL_FIFO: `${folder}/fiu`,
        FIU_ENABLE: "",
      }),
    }),
};

async function failAgainAndAgain(stage: FaultStage): Promise<void> {
  const { lives, observer, dice, count } = stage;
  const url = await lives.url(null);
  for (const [turn, [name, percent]] of FAULTS.entries()) {
    await underLoad(stage, { clients: CLIENTS, turn }, async () => {
      await pause(dice.pick(LOAD_MAX_MS));
      await control(
        stage,
        `enable_random name=${name},probability=${percent / 100},failinfo=${EIO}`,
      );
      await pause(dice.pick(FAILING_MAX_MS));
      assert.equal((await read(`${url}/healthz`)).status, 200);
      await control(stage, `disable name=${name}`);
      const answered = observer.observed.length;
      const tookMs = await until(`It works again after ${name}`, {
        withinMs: RECOVERED_WITHIN_MS,
        isSo: async () =>
          observer.observed.length >= answered + CLIENTS &&
          (await read(`${url}/readyz`)).status === 200,
      });
      count("faults", 1);
      count("recoveringMs", Math.round(tookMs));
    });
  }
  count("refusedForTheDisk", observer.putOff);
  await lives.kill();
  await lives.start();
  await checkStage(stage);
}

/** Tells the process, through the pipe that the library listens at. */
async function control({ lives, folder }: FaultStage, command: string): Promise<void> {
  assert.ok(await runTool("fiu-ctrl", "-f", `${folder}/fiu`, "-c", command, String(lives.pid)));
}
