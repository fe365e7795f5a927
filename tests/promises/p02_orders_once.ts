/**
 * P2 for orders: a fan-out that is cut by kill -9 ends complete, with each line made once.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { Observer, pause, sendCommand } from "../support/observer.ts";
import { inLanes } from "../support/observer_checks.ts";
import type { Command } from "../support/observer_commands.ts";
import { ServiceLives } from "../support/observer_lives.ts";
import { type BoxOffice, type EventBody, openBoxOffice } from "../support/service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "../support/service_file.ts";
import { type Gates, openGates } from "../support/service_gate.ts";
import { admission, bundle } from "../support/service_orders.ts";
import { putSeason } from "../support/service_season.ts";
import { assertedRound, type Count, type Round, type Trial } from "./trial.ts";

const KILLS = 8;
/** By clerks who ask until they are answered, and by such that do not ask again. */
const ORDERS_A_KILL = 6;
const DROPPED_A_KILL = 6;
/** A place and a print take about so long together: the kill meets both. */
const KILL_WITHIN_MS = 160;
const TICKETS = ["M01", "M02", "M03"];

/** Orders are placed and printed while the service is killed. */
export const ORDERS_ONCE: Trial = {
  promise: "P2",
  title:
    "orders whose fan-out is killed end printed, every line confirmed once at the access control",
  rounds: 1,
  round: (seed) => Effect.runPromise(Effect.scoped(killedOrders(seed))),
};

const killedOrders = Effect.fnUntraced(function* (seed: number) {
  const main = yield* openGates();
  return yield* Effect.promise((): Promise<Round> =>
    assertedRound(async (count) => {
      await inFolder((folder) => killOrders(main, { seed, folder, count }));
      await main.assertOracles();
    })
  );
});

async function killOrders(main: Gates, { seed, folder, count }: {
  readonly seed: number;
  readonly folder: string;
  readonly count: Count;
}): Promise<void> {
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
    for (let turn = 0; turn < KILLS; turn += 1) {
      await playTurn(turn, { lives, observer, dice });
    }
    await main.setFaults({});
    const box = openBoxOffice(await lives.url(null), KEY);
    const orders = [...new Set(observer.observed.map(({ command }) => command.actor.id))];
    assert.equal(orders.length, KILLS * ORDERS_A_KILL);
    // first those that nobody asks for: their log tells, as reading them would set them going
    const dropped = range(KILLS * DROPPED_A_KILL, (n) => droppedId(n));
    await inLanes(dropped, (orderId) => assertCarriedOut(orderId, { box, main, count }));
    await inLanes(orders, (orderId) => assertPrintedOnce(orderId, { box, main }));
    await lives.stop();
  } finally {
    await lives.abandon();
    count("kills", lives.kills);
    count("commandsAnswered", observer.observed.length);
    count("sentAgain", observer.observed.filter(({ sends }) => sends > 1).length);
  }
}

async function playTurn(
  turn: number,
  { lives, observer, dice }: {
    readonly lives: ServiceLives;
    readonly observer: Observer;
    readonly dice: Dice;
  },
): Promise<void> {
  const url = await lives.url(null);
  const sales = Promise.all([
    ...range(ORDERS_A_KILL, (slot) => sell(observer, `O-${turn}-${slot}`)),
    ...range(DROPPED_A_KILL, (slot) => sellOnce(url, droppedId(turn * DROPPED_A_KILL + slot))),
  ]);
  // looked at when the service lives again: until then a failure is nobody's rejection
  sales.catch(() => {});
  await pause(dice.pick(KILL_WITHIN_MS));
  await lives.kill();
  await lives.start();
  await sales;
}

async function sell(observer: Observer, id: string): Promise<void> {
  for (const command of saleOf(id)) {
    const { answer } = await observer.give(command);
    assert.ok(answer.status < 300, `${command.key}: ${JSON.stringify(answer.body)}`);
  }
}

/** Until the first command that is not answered: the clerk goes home over it. */
async function sellOnce(url: string, id: string): Promise<void> {
  for (const command of saleOf(id)) {
    const answer = await sendCommand(url, command);
    if (answer === null) return;
    assert.ok(answer.status < 300, `${command.key}: ${JSON.stringify(answer.body)}`);
  }
}

function saleOf(id: string): ReadonlyArray<Command> {
  const actor = { kind: "orders", id } as const;
  const lines = [bundle("0", "FULL"), ...TICKETS.map((match) => admission(match, match))];
  return [
    { actor, verb: "place", body: { customerId: `C-${id}`, lines }, key: `place-${id}` },
    { actor, verb: "print", body: {}, key: `print-${id}` },
  ];
}

function droppedId(number: number): string {
  return `D-${number}`;
}

function range<A>(length: number, make: (index: number) => A): ReadonlyArray<A> {
  return Array.from({ length }, (_, index) => make(index));
}

/** What became a fact is carried out to its end, though nobody asks for it again. */
async function assertCarriedOut(
  orderId: string,
  { box, main, count }: {
    readonly box: BoxOffice;
    readonly main: Gates;
    readonly count: Count;
  },
): Promise<void> {
  const asked = await box.ask("GET", `orders/${orderId}/events`);
  if (asked.status === 404) return count("neverPlaced");
  const facts = () => box.events(`orders/${orderId}`);
  await eventuallyTrue(`${orderId} is carried out`, async () => isCarriedOut(await facts()));
  if ((await facts()).some(({ type }) => type === "OrderPrintRequested")) {
    count("printedAlone");
    return await assertPrintedOnce(orderId, { box, main });
  }
  count("placedAlone");
  for (const { lineId, actors } of (await box.order(orderId)).lines) {
    assert.equal(actors.length, 1, `${orderId} has line ${lineId} for nobody`);
  }
}

function isCarriedOut(facts: ReadonlyArray<EventBody>): boolean {
  const listed = (type: string, list: string) =>
    facts.filter((fact) => fact.type === type).flatMap(({ data }) => data[list]).length;
  return listed("TasksQueued", "tasks") === listed("TasksFinished", "outcomes");
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
