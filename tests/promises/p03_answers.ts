/**
 * P3 for those who give commands: what they are answered while the access control is away.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import type { FaultSet } from "../../adapters/simulator/mod.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { type BoxOffice, openBoxOffice } from "../support/service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "../support/service_file.ts";
import { type Gates, openGates } from "../support/service_gate.ts";
import { allocate, putSeason } from "../support/service_season.ts";
import { startDirectly } from "../support/service_starts.ts";
import { assertedRound, type Count, type Round, type Trial } from "./trial.ts";

/** As a gateway fails whose system is away, and as one that hangs. */
const OUTAGES: ReadonlyArray<FaultSet> = [{ unavailable: true }, { neverAnswer: { rate: 1 } }];
const PRINTS = 200;
const LANES = 4;
/** Of calls; a hanging one holds up nothing for long. */
const PATIENCE = { firstMs: 20, maxMs: 200, attemptTimeoutMs: 500 };

/** On a process of its own. Times are figures only: a busy machine has others. */
export const ANSWERS_IN_OUTAGE: Trial = {
  promise: "P3",
  title: "prints are accepted while the access control is away, and each is confirmed afterwards",
  rounds: 1,
  round: (seed) => Effect.runPromise(Effect.scoped(playOutages(makeDice(seed)))),
};

const playOutages = Effect.fnUntraced(function* (dice: Dice) {
  const main = yield* openGates();
  return yield* Effect.promise((): Promise<Round> =>
    assertedRound(async (count) => {
      await inFolder(async (folder) => {
        const file = configurationFile(main.wire.url, { retry: PATIENCE });
        const service = await startDirectly({
          GATEHOUSE_DATA: `${folder}/data`,
          GATEHOUSE_CONFIG: await writeConfiguration(folder, file),
        }).up;
        try {
          await printInOutages(openBoxOffice(service.url, KEY), { main, dice, count });
        } finally {
          assert.equal((await service.stop()).code, 0);
        }
      });
      await main.assertOracles();
    })
  );
});

async function printInOutages(
  box: BoxOffice,
  { main, dice, count }: {
    readonly main: Gates;
    readonly dice: Dice;
    readonly count: Count;
  },
): Promise<void> {
  await putSeason(box);
  await printAll(box, "warm");
  const first = dice.pick(OUTAGES.length);
  for (let n = 0; n < OUTAGES.length; n += 1) {
    count("p99UpUs", await printAll(box, `up-${n}`));
    await settled(box);
    await main.setFaults(OUTAGES[(first + n) % OUTAGES.length] ?? {});
    count("p99InOutageUs", await printAll(box, `out-${n}`));
    const waiting = (await healthOf(box)).backlog;
    assert.equal(waiting, PRINTS, "All that was printed in the outage waits");
    count("printsInOutage", waiting);
    await main.setFaults({});
    await settled(box);
  }
  const printed = (1 + 2 * OUTAGES.length) * PRINTS;
  assert.equal(main.simulator.world.applied.size, printed, "All that was accepted was applied");
}

/** Each must be accepted; gives the p99 of their answers, in microseconds. */
async function printAll(box: BoxOffice, name: string): Promise<number> {
  const tookMs: Array<number> = [];
  const lane = async (lane: number) => {
    for (let n = 0; n < PRINTS / LANES; n += 1) {
      const id = `T-${name}-${lane}-${n}`;
      await allocate(box, id);
      const start = performance.now();
      await box.asked(`tickets/${id}/print`);
      tookMs.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
  const sorted = tookMs.toSorted((one, other) => one - other);
  return Math.round(1000 * (sorted[Math.floor(PRINTS * 0.99)] ?? 0));
}

/** Waits until nothing waits; nothing may be dead then. */
async function settled(box: BoxOffice): Promise<void> {
  await eventuallyTrue("all is confirmed", async () => (await healthOf(box)).backlog === 0);
  assert.equal((await healthOf(box)).dead, 0);
}

async function healthOf(
  box: BoxOffice,
): Promise<{ readonly backlog: number; readonly dead: number }> {
  return (await box.ask<{ backlog: number; dead: number }>("GET", "adapters/main")).body;
}
