/**
 * P8: a disk that fills up under load. Commands are told no, reads go on, and with room again
 * writing goes on by itself. Needs a file system of its own, and so root on Linux.
 *
 * @module
 */
import { strict as assert } from "node:assert";
import { checkStage, type FaultStage, onFaultStage, underLoad } from "../support/faults_stage.ts";
import { canMount, onSmallDisk } from "../support/faults_tools.ts";
import { actorKey, type Observer, read, sendCommand, until } from "../support/observer.ts";
import type { Command } from "../support/observer_commands.ts";
import type { Trial } from "./trial.ts";

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

/** The data lies on a small disk, which is filled to the last block and emptied again. */
export const FULL_DISK: Trial = {
  promise: "P8",
  title: "a full disk refuses commands, serves reads, and is written again once there is room",
  rounds: 1,
  unable: () => canMount() ? null : "only root can mount a small disk",
  round: (seed) =>
    onFaultStage(seed, fillAndFree, {
      settings: (folder) => ({ GATEHOUSE_DATA: `${diskOf(folder)}/data` }),
      around: (folder, play) => onSmallDisk(diskOf(folder), SIZE, play),
    }),
};

async function fillAndFree(stage: FaultStage): Promise<void> {
  const { lives, folder, observer, count } = stage;
  const disk = diskOf(folder);
  const url = await lives.url(null);
  await underLoad(stage, { clients: CLIENTS, turn: 0 }, async () => {
    await until("Something is answered", {
      withinMs: FULL_WITHIN_MS,
      isSo: () => Promise.resolve(observer.observed.length >= ANSWERED_BEFORE),
    });
    await whileFull(url, { observer, disk });
    await Deno.remove(ballastOf(disk));
    await recovered(url, observer);
  });
  await fullUntilReady(url, disk);
  await lives.kill();
  await Deno.remove(ballastOf(disk));
  await lives.start();
  await checkStage(stage);
  count("timesFull", 3);
  count("refusedForTheDisk", observer.putOff);
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

/** What is to be seen from outside while nothing can be written. */
async function whileFull(
  url: string,
  { observer, disk }: { readonly observer: Observer; readonly disk: string },
): Promise<void> {
  // a commit that fails gives its room back, and the store's own trial can then still be written
  await until("A command is refused for the disk, and nobody is sent here any more", {
    withinMs: FULL_WITHIN_MS,
    isSo: async () => {
      await fill(disk);
      return observer.putOff >= REFUSED_BEFORE_ROOM &&
        (await sendCommand(url, probe(1)))?.status === 503 &&
        (await read(`${url}/readyz`)).status === 503;
    },
  });
  const refused = await sendCommand(url, probe(1));
  assert.equal(refused?.contentType, "application/problem+json");
  assert.equal(refused?.body.code, "store-unavailable", JSON.stringify(refused));
  const ready = await read(`${url}/readyz`);
  assert.equal(ready.status, 503, `Ready on a full disk: ${JSON.stringify(ready.body)}`);
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

function probe(number: number): Command {
  return {
    actor: { kind: "tickets", id: `T-probe-${number}` },
    verb: "allocate",
    body: { orderId: "O-1", customerId: "C-1", performance: "M01", priceType: "adult" },
    key: `probe-${number}`,
  };
}

function diskOf(folder: string): string {
  return `${folder}/disk`;
}
