/**
 * Sends commands in batches side by side, those of one actor in their order.
 *
 * @module
 */
import type { BatchItem, BatchOutcome, GatehouseProblem } from "../../routes/client/mod.ts";

/** Batches that are under way at a time. */
export const LANES = 4;

/** The service takes 500 commands and 1 MiB a batch. */
const ITEMS_MAX = 500;
const BYTES_MAX = 900 * 1024;

const ROUNDS_MAX = 5;
const PAUSE_MS = 500;

type Batch = (items: ReadonlyArray<BatchItem>) => Promise<ReadonlyArray<BatchOutcome>>;

interface Numbered {
  readonly item: Required<BatchItem>;
  readonly index: number;
}

/**
 * What became of each, in the order of `items`. What the service could not do for the moment is
 * given again a few times, and with it what the same actor was told after.
 */
export async function sendAll(
  batch: Batch,
  items: ReadonlyArray<Required<BatchItem>>,
  { pauseMs = PAUSE_MS }: { readonly pauseMs?: number } = {},
): Promise<ReadonlyArray<BatchOutcome>> {
  const outcomes: Array<BatchOutcome> = [];
  const lanes: ReadonlyArray<Array<Numbered>> = Array.from({ length: LANES }, () => []);
  items.forEach((item, index) => lanes[laneOf(item.path)]?.push({ item, index }));
  await Promise.all(lanes.map(async (lane) => {
    for (const part of parts(lane)) await settle(batch, part, { outcomes, pauseMs });
  }));
  return outcomes;
}

async function settle(
  batch: Batch,
  part: ReadonlyArray<Numbered>,
  { outcomes, pauseMs }: {
    readonly outcomes: Array<BatchOutcome>;
    readonly pauseMs: number;
  },
): Promise<void> {
  let open = part;
  for (let round = 1; open.length > 0 && round <= ROUNDS_MAX; round += 1) {
    if (round > 1) await new Promise((resolve) => setTimeout(resolve, pauseMs * round));
    const answers = await batch(open.map(({ item }) => item));
    const stuck = new Set<string>();
    const again: Array<Numbered> = [];
    open.forEach((one, at) => {
      const outcome = answers[at];
      if (outcome === undefined) throw new Error("The batch was answered in part");
      outcomes[one.index] = outcome;
      const actor = actorOf(one.item.path);
      if (isForNow(outcome.problem)) stuck.add(actor);
      if (stuck.has(actor)) again.push(one);
    });
    open = again;
  }
}

/** Whether the command was neither carried out nor refused. */
export function isForNow(problem: GatehouseProblem | null): boolean {
  return problem !== null &&
    (problem.status >= 500 || problem.status === 429 || problem.code === "in-progress");
}

function* parts(lane: ReadonlyArray<Numbered>): Iterable<ReadonlyArray<Numbered>> {
  let part: Array<Numbered> = [];
  let bytes = 0;
  for (const one of lane) {
    // a character is at most three bytes in UTF-8
    const size = 3 * (JSON.stringify(one.item.body).length + one.item.path.length) + 400;
    if (part.length > 0 && (part.length === ITEMS_MAX || bytes + size > BYTES_MAX)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(one);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

function actorOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function laneOf(path: string): number {
  let sum = 0;
  for (const character of actorOf(path)) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003;
  return sum % LANES;
}
