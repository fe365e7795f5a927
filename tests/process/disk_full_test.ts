/**
 * A disk that fills up under load: commands are told no, reads go on, and with room again writing
 * goes on by itself. Needs a file system of its own, and so root on Linux; skipped elsewhere.
 *
 * @module
 */
import { strict as assert } from "node:assert";
import { Effect } from "effect";
import { SEASON } from "../../adapters/demo/season.ts";
import { type Simulator, startSimulator } from "../../adapters/simulator/mod.ts";
import { actorKey, Observer, put, read, sendCommand, until } from "../support/observer.ts";
import { checkAgreement, checkOracles } from "../support/observer_agreement.ts";
import { checkLogs, checkReplays } from "../support/observer_checks.ts";
import { type Command, CommandMix } from "../support/observer_commands.ts";
import { ServiceLives } from "../support/observer_lives.ts";
import { startLoad } from "../support/observer_load.ts";
import { scoped } from "../support/scoped.ts";
import { configurationFile, inFolder, writeConfiguration } from "../support/service_file.ts";
import { SIMULATOR_TOKEN } from "../support/service_gate.ts";

const CLIENTS = 8;
const SIZE = "16m";
const BLOCK_BYTES = 64 * 1024;
/** Answered before the disk fills up, so that there is something to lose. */
const ANSWERED_BEFORE = 300;
/** Not answered because of the disk, before room is made. */
const REFUSED_BEFORE_ROOM = 50;
/** What the log file has room for is still written after the disk is full. */
const PROBES = 50;
const FULL_WITHIN_MS = 15_000;
const RECOVERED_WITHIN_MS = 5_000;

interface Watched {
  readonly observer: Observer;
  readonly disk: string;
}

function probe(number: number): Command {
  return {
    actor: { kind: "tickets", id: `T-probe-${number}` },
    verb: "allocate",
    body: { orderId: "O-1", customerId: "C-1", performance: "M01", priceType: "adult" },
    key: `probe-${number}`,
  };
}

Deno.test({
  name: "a full disk refuses commands, serves reads, and is written again once there is room",
  ignore: !await canMount(),
  fn: scoped(Effect.gen(function* () {
    const simulator = yield* startSimulator({ token: SIMULATOR_TOKEN, seed: 7 });
    yield* Effect.promise(() =>
      inFolder((folder) => onSmallDisk(folder, (disk) => fillAndFree(simulator, { folder, disk })))
    );
  })),
});

async function fillAndFree(
  simulator: Simulator,
  { folder, disk }: { readonly folder: string; readonly disk: string },
): Promise<void> {
  const lives = new ServiceLives({
    GATEHOUSE_DATA: `${disk}/data`,
    GATEHOUSE_CONFIG: await writeConfiguration(folder, configurationFile(simulator.url)),
  });
  const observer = new Observer((dead) => lives.url(dead));
  try {
    await lives.start();
    const url = await lives.url(null);
    for (const document of SEASON) await put(url, document);
    await fullUnderLoad(url, { observer, disk });
    await fullUntilReady(url, disk);
    await lives.kill();
    await Deno.remove(ballastOf(disk));
    await lives.start();
    await checkAll(await lives.url(null), { observer, simulator });
    await lives.stop();
  } finally {
    await lives.abandon();
  }
}

async function fullUnderLoad(url: string, { observer, disk }: Watched): Promise<void> {
  const load = startLoad(observer, {
    mix: new CommandMix(),
    clients: CLIENTS,
    seed: 7,
    name: "load",
  });
  try {
    await until("Something is answered", {
      withinMs: FULL_WITHIN_MS,
      isSo: () => Promise.resolve(observer.observed.length >= ANSWERED_BEFORE),
    });
    await whileFull(url, { observer, disk });
    await Deno.remove(ballastOf(disk));
    await recovered(url, observer);
  } finally {
    load.stop();
  }
  await load.ended;
}

/** A load balancer sends nothing to a service that is not ready: it must find out by itself. */
async function fullUntilReady(url: string, disk: string): Promise<void> {
  let sent = 1;
  const becomesFull = () =>
    until("It is not ready on a full disk", {
      withinMs: FULL_WITHIN_MS,
      isSo: async () => {
        await fill(disk);
        const some = Array.from({ length: PROBES }, () => sendCommand(url, probe(sent += 1)));
        await Promise.all(some);
        return (await read(`${url}/readyz`)).status === 503;
      },
    });
  await becomesFull();
  await Deno.remove(ballastOf(disk));
  await until("It is ready again, without a command", {
    withinMs: RECOVERED_WITHIN_MS,
    isSo: async () => (await read(`${url}/readyz`)).status === 200,
  });
  await becomesFull();
}

async function checkAll(
  url: string,
  { observer, simulator }: { readonly observer: Observer; readonly simulator: Simulator },
): Promise<void> {
  const actors = [...new Set(observer.observed.map(({ command }) => actorKey(command)))];
  await checkAgreement(url, { simulator, actors });
  await checkLogs(url, observer.observed);
  await checkReplays(url, observer.observed);
  checkOracles(simulator);
}

/** What is to be seen from outside while nothing can be written. */
async function whileFull(url: string, { observer, disk }: Watched): Promise<void> {
  await until("A command is refused for the disk", {
    withinMs: FULL_WITHIN_MS,
    isSo: async () => {
      await fill(disk);
      return observer.putOff >= REFUSED_BEFORE_ROOM &&
        (await sendCommand(url, probe(1)))?.status === 503;
    },
  });
  const refused = await sendCommand(url, probe(1));
  assert.equal(refused?.contentType, "application/problem+json");
  assert.equal(refused?.body.code, "store-unavailable", JSON.stringify(refused));
  const ready = await read(`${url}/readyz`);
  assert.equal(ready.status, 503);
  assert.match(JSON.stringify(ready.body), /disk is full/i);
  assert.equal((await read(`${url}/healthz`)).status, 200);
  const known = observer.observed.find(({ answer }) => answer.status < 300);
  assert.ok(known !== undefined);
  const actor = actorKey(known.command);
  for (const path of [actor, `${actor}/events`, `${actor}/commands`, "events", "deliveries"]) {
    assert.equal((await read(`${url}/v1/${path}`)).status, 200, path);
  }
  assert.equal((await read(`${url}/v1/tickets/T-unheard-of`)).status, 404);
}

async function recovered(url: string, observer: Observer): Promise<void> {
  const answered = observer.observed.length;
  await until("Commands are answered again", {
    withinMs: RECOVERED_WITHIN_MS,
    isSo: async () =>
      observer.observed.length >= answered + CLIENTS &&
      (await read(`${url}/readyz`)).status === 200,
  });
}

/** Takes all the room there is, to the last block. */
async function fill(disk: string): Promise<void> {
  using file = await Deno.open(ballastOf(disk), { create: true, append: true });
  for (let bytes = BLOCK_BYTES; bytes >= 1; bytes = Math.floor(bytes / 4)) {
    try {
      while (true) await file.write(new Uint8Array(bytes));
    } catch (error) {
      assert.match(String(error), /no space left/i);
    }
  }
}

function ballastOf(disk: string): string {
  return `${disk}/ballast`;
}

async function onSmallDisk(
  folder: string,
  use: (disk: string) => Promise<void>,
): Promise<void> {
  const disk = `${folder}/disk`;
  await Deno.mkdir(disk);
  assert.ok(await run("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", disk]));
  try {
    await use(disk);
  } finally {
    await run("umount", ["-l", disk]);
  }
}

async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const folder = await Deno.makeTempDir();
  const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
  if (mounted) await run("umount", [folder]);
  await Deno.remove(folder);
  return mounted;
}

async function run(command: string, args: ReadonlyArray<string>): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(command, { args: [...args] }).output();
    return success;
  } catch {
    return false;
  }
}
