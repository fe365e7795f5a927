/**
 * P18 when the service is killed: customers who come and customers who are erased, at any moment.
 *
 * @module
 */
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { type BoxOffice, openBoxOffice } from "../support/service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "../support/service_file.ts";
import { allocation, performance, put } from "../support/service_season.ts";
import { type RunningService, startDirectly } from "../support/service_starts.ts";
import { filesWith } from "../support/traces.ts";
import type { Round, Trial } from "./trial.ts";

const KILLS = 3;
/** Erased, and as many that come, around each kill. */
const AT_ONCE = 24;
const KILLED_WITHIN_MS = 150;

/** Nobody is half erased, and nobody else is forgotten over it. */
export const KILLED_MEANWHILE: Trial = {
  promise: "P18",
  title: "a kill in the middle of erasures leaves each customer as before, or erased",
  rounds: 1,
  round: (seed) => inFolder((folder) => playIn(folder, seed)),
};

/** A customer of one ticket, both with this name. */
interface Known {
  readonly name: string;
  /** Whether anybody has asked to erase them, and was answered. */
  erasure: "none" | "asked" | "answered";
}

async function playIn(folder: string, seed: number): Promise<Round> {
  const dice = makeDice(seed);
  const settings = {
    GATEHOUSE_DATA: `${folder}/data`,
    GATEHOUSE_CONFIG: await writeConfiguration(folder, configurationFile("http://127.0.0.1:9")),
  };
  const broken: Array<string> = [];
  const tried = { kills: 0, registered: 0, erased: 0, undecided: 0 };
  const known: Array<Known> = [];
  let service = await startDirectly(settings).up;
  try {
    await put(boxOf(service), "performances/M01", performance("M01"));
    for (let turn = 0; turn <= KILLS; turn++) {
      const [coming, going] = [namesOf(turn, seed), known.slice(-AT_ONCE)];
      const work = [
        ...coming.map((name) => register(boxOf(service), name).then((one) => known.push(...one))),
        ...going.map((one) => erase(boxOf(service), one)),
      ];
      if (turn > 0) await killMeanwhile(service, dice);
      await Promise.all(work);
      if (turn > 0) service = await startDirectly(settings).up;
      for (const one of known) {
        broken.push(...await faultsOf(boxOf(service), one, `${folder}/data`));
      }
      tried.kills += turn > 0 ? 1 : 0;
      tried.undecided += going.filter(({ erasure }) => erasure === "asked").length;
    }
    tried.registered = known.length;
    tried.erased = known.filter(({ erasure }) => erasure === "answered").length;
  } finally {
    await service.stop("SIGKILL");
  }
  return { tried, broken };
}

function boxOf({ url }: RunningService): BoxOffice {
  return openBoxOffice(url, KEY);
}

function namesOf(turn: number, seed: number): ReadonlyArray<string> {
  return Array.from({ length: AT_ONCE }, (_, index) => `one-${seed}-${turn}-${index}-x`);
}

async function killMeanwhile(service: RunningService, dice: Dice): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, dice.pick(KILLED_WITHIN_MS)));
  await service.stop("SIGKILL");
}

/** Nobody, when the service went before it answered. */
async function register(box: BoxOffice, name: string): Promise<ReadonlyArray<Known>> {
  const body = allocation({ customerId: name });
  const answer = await box.ask("POST", `tickets/${name}/allocate`, { body }).catch(() => null);
  return answer?.status === 200 ? [{ name, erasure: "none" }] : [];
}

async function erase(box: BoxOffice, one: Known): Promise<void> {
  one.erasure = "asked";
  const body = { reason: "Asked for in writing" };
  const answer = await box.ask("POST", `customers/${one.name}/erase`, { body }).catch(() => null);
  if (answer?.status === 200) one.erasure = "answered";
}

async function faultsOf(
  box: BoxOffice,
  { name, erasure }: Known,
  folder: string,
): Promise<ReadonlyArray<string>> {
  const { customerId } = await box.ticket(name);
  const isErased = /^cu_[\w-]{22}$/.test(customerId);
  if (!isErased && customerId !== name) return [`${name} is called ${customerId}`];
  if (isErased && erasure === "none") return [`${name} was forgotten`];
  if (!isErased && erasure === "answered") return [`${name} was erased, and is still named`];
  const files = isErased ? await filesWith(folder, `"customerId":"${name}"`) : [];
  return files.map((file) => `${name} was erased, and stands in ${file}`);
}
