/**
 * kill -9 while orders fan out to their passes and tickets: every printed order ends with each of
 * its lines confirmed, and with each card and barcode made once.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { Observer, pause } from "../support/observer.ts";
import { inLanes } from "../support/observer_checks.ts";
import { ServiceLives } from "../support/observer_lives.ts";
import { scoped } from "../support/scoped.ts";
import { type BoxOffice, openBoxOffice } from "../support/service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "../support/service_file.ts";
import { type Gates, openGates } from "../support/service_gate.ts";
import { admission, bundle } from "../support/service_orders.ts";
import { putSeason } from "../support/service_season.ts";

const ROUNDS = 20;
const ORDERS_A_ROUND = 6;
/** A place and a print take about so long together: the kill meets both. */
const KILL_WITHIN_MS = 160;
const TICKETS = ["M01", "M02", "M03"];

Deno.test(
  "orders whose fan-out is killed end printed, every line confirmed once at the access control",
  scoped(Effect.gen(function* () {
    const seed = Number(Deno.env.get("GATEHOUSE_KILL_SEED") ?? Math.floor(Math.random() * 2 ** 31));
    say(`SEED=${seed}`);
    const main = yield* openGates();
    yield* Effect.promise(() => inFolder((folder) => killOrders(main, { seed, folder })));
    yield* Effect.promise(() => main.assertOracles());
  })),
);

async function killOrders(
  main: Gates,
  { seed, folder }: { readonly seed: number; readonly folder: string },
): Promise<void> {
  const lives = new ServiceLives({
    GATEHOUSE_DATA: `${folder}/data`,
    GATEHOUSE_CONFIG: await writeConfiguration(folder, configurationFile(main.wire.url)),
  });
  const observer = new Observer((dead) => lives.url(dead));
  const dice = makeDice(seed);
  try {
    await lives.start();
    await putSeason(openBoxOffice(await lives.url(null), KEY));
    await main.setFaults({ loseReplyAfterApply: { rate: 0.05 }, seed });
    for (let round = 0; round < ROUNDS; round += 1) {
      await playRound(round, { lives, observer, dice });
    }
    await main.setFaults({});
    const box = openBoxOffice(await lives.url(null), KEY);
    const orders = [...new Set(observer.observed.map(({ command }) => command.actor.id))];
    assert.equal(orders.length, ROUNDS * ORDERS_A_ROUND);
    await inLanes(orders, (orderId) => assertPrintedOnce(orderId, { box, main }));
    const repeated = (asked: string) =>
      observer.observed.filter(({ sends, command }) => sends > 1 && command.verb === asked).length;
    say(
      `SEED=${seed}: ${ROUNDS} rounds, ${lives.kills} kills, ${orders.length} orders, ` +
        `${repeated("place")} places and ${repeated("print")} prints sent more than once`,
    );
    await lives.stop();
  } finally {
    await lives.abandon();
  }
}

async function playRound(
  round: number,
  { lives, observer, dice }: {
    readonly lives: ServiceLives;
    readonly observer: Observer;
    readonly dice: Dice;
  },
): Promise<void> {
  const sales = Promise.all(
    Array.from({ length: ORDERS_A_ROUND }, (_, slot) => sell(observer, `O-${round}-${slot}`)),
  );
  // looked at when the service lives again: until then a failure is nobody's rejection
  sales.catch(() => {});
  await pause(dice.pick(KILL_WITHIN_MS));
  await lives.kill();
  await lives.start();
  await sales;
}

async function sell(observer: Observer, id: string): Promise<void> {
  const actor = { kind: "orders", id } as const;
  const lines = [bundle("0", "FULL"), ...TICKETS.map((match) => admission(match, match))];
  const steps = [["place", { customerId: `C-${id}`, lines }], ["print", {}]] as const;
  for (const [verb, body] of steps) {
    const { answer } = await observer.give({ actor, verb, body, key: `${verb}-${id}` });
    assert.ok(answer.status < 300, `${verb} ${id}: ${JSON.stringify(answer.body)}`);
  }
}

async function assertPrintedOnce(
  orderId: string,
  { box, main }: { readonly box: BoxOffice; readonly main: Gates },
): Promise<void> {
  await eventuallyTrue(`${orderId} is confirmed`, async () => (await box.order(orderId)).confirmed);
  const { status, lines } = await box.order(orderId);
  assert.equal(status, "printed", orderId);
  const actors = lines.flatMap((line) => line.actors);
  assert.deepEqual(actors.map(({ kind }) => kind), ["pass", "ticket", "ticket", "ticket"]);
  for (const { kind, id, admissionIds } of actors) {
    const held = await main.held(`${kind}/${id}`);
    const live = await box.liveValue(`${kind === "pass" ? "passes" : "tickets"}/${id}`);
    assert.deepEqual(held.map(({ value, state }) => [value, state]), [[live, "live"]], orderId);
    if (kind === "ticket") continue;
    const ids = held.flatMap(({ admissions }) => admissions.map((one) => one.admissionId));
    assert.deepEqual(ids.sort(), [...admissionIds ?? []].sort(), orderId);
  }
  const types = (await box.events(`orders/${orderId}`)).map(({ type }) => type);
  for (const once of ["OrderPlaced", "OrderPrintRequested"]) {
    assert.equal(types.filter((type) => type === once).length, 1, `${orderId}: ${types.join()}`);
  }
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
