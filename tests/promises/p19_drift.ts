/**
 * P19: drift between the lists is found and mended in one cycle, and what is in flight is never
 * taken for drift.
 *
 * @module
 */
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { factsOf, reconcile, repairsDone, sellTickets } from "../support/reconciling.ts";
import { onStage, type Stage, type StageOptions } from "../support/service.ts";
import { activePass } from "../support/service_season.ts";
import type { Round, Trial } from "./trial.ts";

const TICKETS = 200;

/** 5 % lost, 1 % mixed up, 2 % invented; one after the other, so that each stands by itself. */
const DRIFT = { lost: 10, mixedUp: 2, invented: 4 };

/** What the comparison must call them: two change places, so that both differ. */
const KINDS = {
  missing: DRIFT.lost,
  different: 2 * DRIFT.mixedUp,
  unknown: DRIFT.invented,
};

/** Lists that have drifted apart. */
export const DRIFT_MENDED: Trial = {
  promise: "P19",
  title: "of lost, invented and mixed up credentials all are found, and repaired in one cycle",
  rounds: 1,
  round: (seed) => onGates((stage) => mendDrift(stage, makeDice(seed))),
};

/** Commands under way while the lists are compared again and again. */
export const NOTHING_IN_FLIGHT: Trial = {
  promise: "P19",
  title: "nothing is repaired that is in flight, however often the lists are compared meanwhile",
  rounds: 1,
  round: (seed) => onGates((stage) => compareMeanwhile(stage, makeDice(seed)), { pollMs: POLL_MS }),
};

async function onGates(
  play: (stage: Stage) => Promise<Round>,
  options: StageOptions = {},
): Promise<Round> {
  let round: Round | null = null;
  await onStage(async (stage) => {
    round = await play(stage);
  }, { repair: "automatic", ...options })();
  return round ?? { tried: {}, broken: ["The stage has not played"] };
}

async function mendDrift({ box, main }: Stage, dice: Dice): Promise<Round> {
  const ids = Array.from({ length: TICKETS }, (_, n) => `T-${n}`);
  const barcodes = await sellTickets(box, ids);
  const card = await activePass(box, "P-1", ["M01", "M02"]);
  const broken: Array<string> = [];
  const before = await reconcile(box);
  if (before.differences.length > 0) broken.push("The lists differed before they drifted apart");
  await main.setFaults({ loseCredentials: DRIFT.lost, seed: dice.pick(2 ** 30) });
  await main.setFaults({ swapCredentials: DRIFT.mixedUp, seed: dice.pick(2 ** 30) });
  await main.setFaults({ inventCredentials: DRIFT.invented, seed: dice.pick(2 ** 30) });
  await main.setFaults({});
  const { complete, differences } = await reconcile(box);
  if (!complete) broken.push("The comparison was not complete");
  for (const [kind, count] of Object.entries(KINDS)) {
    const found = differences.filter((one) => one.kind === kind).length;
    if (found !== count) broken.push(`${found} ${kind} were found of ${count}`);
  }
  await repairsDone(box);
  const after = await reconcile(box);
  if (after.differences.length > 0) broken.push(`${after.differences.length} were not repaired`);
  const held = main.simulator.world.credentials;
  for (const [at, barcode] of barcodes.entries()) {
    const { subject, state } = held.get(barcode) ?? {};
    if (subject === `riverside/ticket/${ids[at]}` && state === "live") continue;
    broken.push(`${barcode} of ${ids[at]} is ${state ?? "gone"}, of ${subject ?? "nobody"}`);
  }
  if (await main.scan(card, "M01") !== "ok") broken.push("The card does not open any more");
  const live = [...held.values()].filter(({ state }) => state === "live").length;
  if (live !== TICKETS + 1) broken.push(`${live} credentials are live of ${TICKETS + 1}`);
  return { tried: { credentials: TICKETS + 1, drifted: differences.length }, broken };
}

const SOLD_MEANWHILE = 60;
const WAVE = 5;
/** Rare enough that what is accepted stands in their list before it is known here. */
const POLL_MS = 60;

async function compareMeanwhile({ box, main }: Stage, dice: Dice): Promise<Round> {
  const ids = Array.from({ length: SOLD_MEANWHILE }, (_, n) => `T-${n}`);
  let isSelling = true;
  const comparing = (async () => {
    let [found, cycles] = [0, 0];
    for (; isSelling; cycles += 1) found += (await reconcile(box)).differences.length;
    return { found, cycles };
  })();
  for (let at = 0; at < ids.length; at += WAVE) {
    const wave = ids.slice(at, at + WAVE);
    const late = { rate: 0.5, afterMs: 15, push: at % 2 === 0 };
    await main.setFaults({ late, delayMs: 2, seed: dice.pick(2 ** 30) });
    await sellTickets(box, wave);
    await Promise.all(wave.map(async (id) => {
      const fate = dice.pick(3);
      if (fate === 0) await box.did(`tickets/${id}/reprint`, { reason: "spilt" });
      if (fate === 1) await box.did(`tickets/${id}/cancel`, { reason: "ill" });
    }));
  }
  isSelling = false;
  const { found, cycles } = await comparing;
  await main.setFaults({});
  const left = (await reconcile(box)).differences.length;
  const broken = found + left === 0 ? [] : [`${found + left} differences in flight were found`];
  for (const type of ["DifferencesFound", "ResendRequested", "StrayFound"]) {
    const count = await factsOf(box, type);
    if (count > 0) broken.push(`${count} times ${type}`);
  }
  if (cycles < 2) broken.push("There was no time to compare");
  return { tried: { commands: 2 * SOLD_MEANWHILE, comparisons: cycles }, broken };
}
