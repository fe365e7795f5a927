/**
 * The service as a process of its own beside a simulated access control: where real faults happen.
 *
 * @module
 */
import { Effect } from "effect";
import { SEASON } from "../../adapters/demo/season.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { type Simulator, startSimulator } from "../../adapters/simulator/mod.ts";
import { assertedRound, type Count, type Round } from "../promises/trial.ts";
import { checkAgreement, checkOracles } from "./observer_agreement.ts";
import { checkLogs, checkReplays } from "./observer_checks.ts";
import { actorKey, type Observed, Observer, put } from "./observer.ts";
import { CommandMix } from "./observer_commands.ts";
import { ServiceLives } from "./observer_lives.ts";
import { type Load, startLoad } from "./observer_load.ts";
import { configurationFile, inFolder, writeConfiguration } from "./service_file.ts";
import { SIMULATOR_TOKEN } from "./service_gate.ts";
import type { Settings } from "./service_starts.ts";

/** What a round holds in its hands. */
export interface FaultStage {
  /** Up, with the season in it. */
  readonly lives: ServiceLives;
  readonly simulator: Simulator;
  readonly observer: Observer;
  readonly mix: CommandMix;
  readonly dice: Dice;
  readonly seed: number;
  /** Empty but for the configuration and, unless `data` says otherwise, the data. */
  readonly folder: string;
  readonly settings: Settings;
  readonly count: Count;
}

/** What a round needs otherwise than usual. */
export interface StageNeeds {
  /** Changes the description of the access control. */
  readonly system?: Readonly<Record<string, unknown>>;
  /** Another configuration than `configurationFile` gives. */
  readonly configure?: (file: object) => object;
  /** Added to the settings of every start. */
  readonly settings?: (folder: string) => Settings;
  /** Runs `play` when the folder is there, and clears up after it. */
  readonly around?: (folder: string, play: () => Promise<void>) => Promise<void>;
}

/** Plays one round of a trial on a fresh stage; the service must end well, unless it broke. */
export function onFaultStage(
  seed: number,
  play: (stage: FaultStage) => Promise<void>,
  needs: StageNeeds = {},
): Promise<Round> {
  const { around = (_folder, inside) => inside() } = needs;
  return Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const simulator = yield* startSimulator({ token: SIMULATOR_TOKEN, seed });
    return yield* Effect.promise(() =>
      assertedRound((count) =>
        inFolder((folder) =>
          around(folder, () => playLives(play, needs, { simulator, seed, folder, count }))
        )
      )
    );
  })));
}

async function playLives(
  play: (stage: FaultStage) => Promise<void>,
  { system = {}, settings: more = () => ({}), configure = (file) => file }: StageNeeds,
  base: Pick<FaultStage, "simulator" | "seed" | "folder" | "count">,
): Promise<void> {
  const { simulator, seed, folder, count } = base;
  const content = configure(configurationFile(simulator.url, system));
  const settings = {
    GATEHOUSE_DATA: `${folder}/data`,
    GATEHOUSE_CONFIG: await writeConfiguration(folder, content),
    ...more(folder),
  };
  const lives = new ServiceLives(settings);
  const observer = new Observer((dead) => lives.url(dead));
  try {
    await lives.start();
    for (const document of SEASON) await put(await lives.url(null), document);
    const dice = makeDice(seed);
    await play({ ...base, lives, observer, mix: new CommandMix(), dice, settings });
    await lives.stop();
  } finally {
    await lives.abandon();
    countObserved(observer.observed, count);
  }
}

function countObserved(observed: ReadonlyArray<Observed>, count: Count): void {
  count("answered", observed.length);
  count("accepted", observed.filter(({ answer }) => answer.status < 300).length);
  count("sentAgain", observed.filter(({ sends }) => sends > 1).length);
  count("actedAlready", observed.filter(({ answer }) => answer.replayed).length);
}

/** Lets many clients give commands while `play` goes on; returns when all of them are answered. */
export async function underLoad(
  { observer, mix, seed }: FaultStage,
  { clients, turn }: { readonly clients: number; readonly turn: number },
  play: (load: Load) => Promise<void>,
): Promise<void> {
  const load = startLoad(observer, {
    mix,
    clients,
    seed: seed + 1000 * turn,
    name: `${seed}-${turn}`,
  });
  try {
    await play(load);
  } finally {
    load.stop();
  }
  await load.ended;
}

/** Holds every answer that was ever given against the logs, the gates, and a second sending. */
export async function checkStage({ lives, observer, simulator }: FaultStage): Promise<void> {
  const url = await lives.url(null);
  await checkAgreement(url, { simulator, actors: [...actorsOf(observer.observed)] });
  await checkLogs(url, observer.observed);
  await checkReplays(url, observer.observed);
  checkOracles(simulator);
}

/** The actors of these commands, as `tickets/T-1`. */
export function actorsOf(observed: ReadonlyArray<Observed>): ReadonlySet<string> {
  return new Set(observed.map(({ command }) => actorKey(command)));
}
