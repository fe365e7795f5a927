/**
 * kill -9 in a loop under load, with an access control that has a bad day: nothing answered is
 * lost, nothing acts twice, and no two cards of one pass are ever open.
 *
 * `GATEHOUSE_KILL_ROUNDS` sets the rounds; `GATEHOUSE_KILL_SEED` plays a mix again.
 *
 * @module
 */
import { Effect } from "effect";
import { SEASON } from "../../adapters/demo/season.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { type FaultSet, type Simulator, startSimulator } from "../../adapters/simulator/mod.ts";
import { actorKey, type Observed, Observer, pause, put } from "../support/observer.ts";
import { checkAgreement, checkOracles } from "../support/observer_agreement.ts";
import { checkLogs, checkReplays } from "../support/observer_checks.ts";
import { CommandMix } from "../support/observer_commands.ts";
import { ServiceLives } from "../support/observer_lives.ts";
import { startLoad } from "../support/observer_load.ts";
import { scoped } from "../support/scoped.ts";
import { configurationFile, inFolder, writeConfiguration } from "../support/service_file.ts";
import { SIMULATOR_TOKEN } from "../support/service_gate.ts";

const CLIENTS = 16;
/** Without a number of rounds: so many at least, and more while the time lasts. */
const ROUNDS_MIN = 10;
const ROUNDS_TIME_MS = 22_000;
/** The load runs at most so long before the kill, and so long after it. */
const LOAD_MAX_MS = 500;
const AFTERMATH_MAX_MS = 150;

const BAD_DAY: FaultSet = {
  loseReplyAfterApply: { rate: 0.05 },
  fail5xx: { rate: 0.05 },
  neverAnswer: { rate: 0.02 },
};

/** An access control that never answers holds nothing up for long. */
const IMPATIENT = {
  retry: { firstMs: 20, maxMs: 200, attemptTimeoutMs: 500 },
  breaker: { failures: 20, openMs: 100 },
};

interface Loop {
  readonly lives: ServiceLives;
  readonly simulator: Simulator;
  readonly observer: Observer;
  readonly mix: CommandMix;
  readonly dice: Dice;
  readonly seed: number;
}

Deno.test(
  "a service that is killed again and again under load loses nothing it answered, and acts once",
  scoped(Effect.gen(function* () {
    const seed = Number(Deno.env.get("GATEHOUSE_KILL_SEED") ?? Math.floor(Math.random() * 2 ** 31));
    say(`SEED=${seed}`);
    const simulator = yield* startSimulator({ token: SIMULATOR_TOKEN, seed });
    yield* Effect.promise(() => inFolder((folder) => killLoop(simulator, { seed, folder })));
  })),
);

async function killLoop(
  simulator: Simulator,
  { seed, folder }: { readonly seed: number; readonly folder: string },
): Promise<void> {
  const content = configurationFile(simulator.url, IMPATIENT);
  const lives = new ServiceLives({
    GATEHOUSE_DATA: `${folder}/data`,
    GATEHOUSE_CONFIG: await writeConfiguration(folder, content),
  });
  const observer = new Observer((dead) => lives.url(dead));
  const loop: Loop = {
    lives,
    simulator,
    observer,
    mix: new CommandMix(),
    dice: makeDice(seed),
    seed,
  };
  try {
    await lives.start();
    for (const document of SEASON) await put(await lives.url(null), document);
    const rounds = await playRounds(loop);
    await checkEverything(loop);
    say(summary(loop, rounds));
    await lives.stop();
  } finally {
    await lives.abandon();
  }
}

async function playRounds(loop: Loop): Promise<number> {
  const wanted = Number(Deno.env.get("GATEHOUSE_KILL_ROUNDS") ?? 0);
  const start = performance.now();
  const isMoreWanted = (played: number) =>
    wanted > 0
      ? played < wanted
      : played < ROUNDS_MIN || performance.now() - start < ROUNDS_TIME_MS;
  let round = 0;
  for (; isMoreWanted(round); round += 1) await playRound(loop, round);
  return round;
}

/** Load, kill, start, load; then every answer of the round is held against what is there. */
async function playRound(loop: Loop, round: number): Promise<void> {
  const { lives, simulator, observer, mix, dice, seed } = loop;
  // an access control that knows no command ids must be asked before it is told again
  const noIdempotency = dice.pick(3) === 0;
  await Effect.runPromise(simulator.setFaults({ ...BAD_DAY, noIdempotency, seed: seed + round }));
  const before = observer.observed.length;
  const load = startLoad(observer, {
    mix,
    clients: CLIENTS,
    seed: seed + 1000 * round,
    name: `${seed}-${round}`,
  });
  try {
    for (let kills = dice.pick(3) === 0 ? 2 : 1; kills > 0; kills -= 1) {
      await pause(dice.pick(LOAD_MAX_MS));
      await lives.kill();
      await lives.start();
    }
    await pause(dice.pick(AFTERMATH_MAX_MS));
  } finally {
    load.stop();
  }
  await load.ended;
  const url = await lives.url(null);
  checkOracles(simulator);
  // before anything else wakes the actors up: deliveries go on by themselves. Every other round
  // goes into the next kill with some still under way.
  if (dice.pick(2) === 0) await agree(loop, url);
  const news = observer.observed.slice(before);
  const actors = actorsOf(news);
  await checkLogs(
    url,
    observer.observed.filter(({ command }) => actors.has(actorKey(command))),
  );
  await checkReplays(url, news);
}

/** Once more a kill, after which nobody asks for anything until all is delivered. */
async function checkEverything(loop: Loop): Promise<void> {
  const { lives, observer } = loop;
  await lives.kill();
  await lives.start();
  const url = await lives.url(null);
  await agree(loop, url);
  await checkLogs(url, observer.observed);
  await checkReplays(url, observer.observed);
  await agree(loop, url);
}

async function agree({ simulator, observer }: Loop, url: string): Promise<void> {
  await checkAgreement(url, { simulator, actors: [...actorsOf(observer.observed)] });
  checkOracles(simulator);
}

function actorsOf(observed: ReadonlyArray<Observed>): ReadonlySet<string> {
  return new Set(observed.map(({ command }) => actorKey(command)));
}

function summary({ lives, simulator, observer: { observed }, seed }: Loop, rounds: number): string {
  const count = (is: (one: Observed) => boolean) => observed.filter(is).length;
  return [
    `SEED=${seed}: ${rounds} rounds, ${lives.kills} kills, ${observed.length} commands answered`,
    `${count(({ answer }) => answer.status < 300)} accepted`,
    `${count(({ answer }) => answer.status === 409)} refused`,
    `${count(({ sends }) => sends > 1)} sent more than once`,
    `${count(({ sends, answer }) => sends > 1 && answer.replayed)} of these had acted already`,
    `${actorsOf(observed).size} actors`,
    `${simulator.world.applied.size} commands applied at the gates`,
  ].join(", ");
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
