/**
 * Appends a second of the event store against raw `node:sqlite` that writes the same rows in
 * transactions of the same size, beside what bare KV takes at the least; and the cold load of an
 * actor.
 *
 * @module
 */
import { Effect } from "effect";
import { type Append, type AppendError, EventStore } from "../actors/event_store.ts";
import { openFile } from "../adapters/kv/data_folder.ts";
import type { Kv } from "../adapters/kv/kv.ts";
import { layer } from "../adapters/kv/mod.ts";
import { aDelivery, anAppend, ticket } from "../tests/support/appends.ts";
import { commitPacked, packed } from "./bare_kv.ts";
import { coldLoads } from "./cold_load.ts";
import { type Layout, mutationsOf, RawSqlite, toRow } from "./raw_sqlite.ts";

/** Appends under way at once, with how many rounds of them are one measurement. */
const SIZES = [
  { size: 1, turns: 400, goal: 0.7 },
  { size: 10, turns: 80, goal: null },
  { size: 25, turns: 60, goal: 0.9 },
  { size: 100, turns: 30, goal: 0.9 },
] as const;

const ROUNDS = 7;

/** Together with the rest of a head about 400 bytes, as a ticket has. */
const STATE = { text: "x".repeat(360) };

/** Columns under the names of the first row's fields. */
function printTable(rows: ReadonlyArray<Record<string, string | number>>): void {
  const [first = {}] = rows;
  const lines = [Object.keys(first), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.map((cell) => String(cell).padStart(20)).join(""));
  Deno.stdout.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n\n`));
}

function median(values: ReadonlyArray<number>): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** What actor `i` appends in its turn; ids grow with time, as the service's own do. */
function makeAppend(round: string, i: number, turn: number): Append {
  const id = `${round}-${String(turn).padStart(4, "0")}-${i}`;
  return anAppend(ticket(`t-${round}-${i}`), {
    expected: turn,
    commandId: `c-${id}`,
    state: STATE,
    deliveries: [aDelivery(`d-${id}`, { createdAt: 1_700_000_000_000 + turn })],
  });
}

function makeTurns(round: string, { size, turns }: (typeof SIZES)[number]) {
  return Array.from(
    { length: turns },
    (_, turn) => Array.from({ length: size }, (_, i) => makeAppend(round, i, turn)),
  );
}

/** Every actor appends, and appends again as soon as it is answered. */
function closedLoop(store: EventStore["Service"], turns: ReadonlyArray<ReadonlyArray<Append>>) {
  const actors = (turns[0] ?? []).map((_, i) => turns.flatMap((turn) => turn[i] ?? []));
  return Effect.forEach(actors, (appends) => Effect.forEach(appends, store.append), {
    concurrency: "unbounded",
  });
}

type Contestant = "store" | "floor" | Layout;

const compare = Effect.fnUntraced(function* (
  sizing: (typeof SIZES)[number],
  { floor, ...raws }: Readonly<Record<Layout, RawSqlite>> & { readonly floor: Kv },
) {
  const store = yield* EventStore;
  const figures: Record<Contestant, Array<number>> = { store: [], floor: [], plain: [], kv: [] };
  const appends = sizing.size * sizing.turns;
  const measure = (name: Contestant, work: Effect.Effect<unknown, AppendError>) =>
    Effect.gen(function* () {
      const startedMs = performance.now();
      yield* work;
      figures[name].push(appends / (performance.now() - startedMs) * 1_000);
    });
  for (let round = 0; round < ROUNDS; round++) {
    const turns = makeTurns(`${sizing.size}-${round}`, sizing);
    // no two measurements share the number of a batch
    const first = (sizing.size * ROUNDS + round) * sizing.turns;
    const batches = turns.map((turn, index) => mutationsOf(turn, first + index));
    const rows = batches.map((batch) => batch.map(toRow));
    const least = batches.map((batch, index) => packed(batch, first + index));
    const commitAll = (layout: Layout) =>
      Effect.sync(() => {
        for (const batch of rows) raws[layout].commit(batch);
      });
    const inTurn = [
      measure("store", closedLoop(store, turns)),
      measure("floor", commitPacked(floor, { batches: least, atOnce: sizing.size })),
      measure("plain", commitAll("plain")),
      measure("kv", commitAll("kv")),
    ];
    yield* Effect.all(round % 2 === 0 ? inTurn : inTurn.toReversed(), { discard: true });
  }
  const ratioOf = (name: Contestant, layout: Layout) =>
    Number(median(figures[name].map((value, i) => value / (figures[layout][i] ?? NaN))).toFixed(2));
  return {
    "at once": sizing.size,
    "store /s": Math.round(median(figures.store)),
    "sqlite /s": Math.round(median(figures.plain)),
    "ratio": ratioOf("store", "plain"),
    "goal": sizing.goal === null ? "" : `>= ${sizing.goal}`,
    "as KV's table /s": Math.round(median(figures.kv)),
    "ratio to that": ratioOf("store", "kv"),
    "bare KV, 2 rows /s": Math.round(median(figures.floor)),
    "ratio of that": ratioOf("floor", "plain"),
  };
});

/** Prints both tables; about half a minute. */
export async function runEventStoreBench(): Promise<void> {
  const folder = await Deno.makeTempDir();
  const raws = {
    plain: new RawSqlite(`${folder}/plain.sqlite`, "plain"),
    kv: new RawSqlite(`${folder}/kv.sqlite`, "kv"),
  };
  try {
    await Effect.runPromise(
      Effect.gen(function* () {
        const floor = yield* openFile(folder, `${folder}/floor.kv`);
        printTable(yield* Effect.forEach(SIZES, (size) => compare(size, { ...raws, floor })));
        printTable(yield* coldLoads());
      }).pipe(Effect.scoped, Effect.provide(layer({ path: `${folder}/store` }))),
    );
  } finally {
    raws.plain.close();
    raws.kv.close();
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await runEventStoreBench();
