/**
 * What customers do on an ordinary day: they buy, lose, give back, and walk up to a gate.
 *
 * @module
 */
import { Effect, Random } from "effect";
import type { Gatehouse } from "../../routes/client/mod.ts";
import { liveBarcode, type Stage, walkUp } from "../demo/box_office.ts";
import { MATCHES } from "../demo/season.ts";
import { type Line, onPaper } from "../demo/selling.ts";

/** Orders that are remembered to do more with; older ones are left in peace. */
const RECENT_MAX = 200;
const LINES_MAX = 3;
const SEATS = 1000;
const CUSTOMERS = 50;

/** A day under way. */
export interface Day {
  readonly box: Gatehouse;
  /** Without gates nobody walks up to one. */
  readonly stage: Stage | null;
  /** Tells the orders of one run from those of every other. */
  readonly run: string;
  readonly recent: Array<Sold>;
  readonly counts: Record<Ending, number>;
  /** Number of the newest order. */
  orderNumber: number;
}

interface Sold {
  readonly orderId: string;
  readonly lines: ReadonlyArray<Line>;
}

/** How a step can end. */
export type Ending = "sold" | "printedAgain" | "givenBack" | "opened" | "stayedShut" | "refused";

/** The first moment of a day. */
export function dawn(options: Pick<Day, "box" | "stage" | "run">): Day {
  const counts = {
    sold: 0,
    printedAgain: 0,
    givenBack: 0,
    opened: 0,
    stayedShut: 0,
    refused: 0,
  };
  return { ...options, recent: [], counts, orderNumber: 0 };
}

/** One thing that happens, counted by how it ended. Fails when the service said no or nothing. */
export const step = Effect.fnUntraced(function* (day: Day) {
  const chance = yield* Random.next;
  const sold = yield* pick(day.recent);
  const ending = sold === undefined || chance < 0.5
    ? yield* sell(day)
    : chance < 0.65
    ? yield* printAgain(day, sold)
    : chance < 0.75
    ? yield* giveBack(day, sold)
    : yield* goIn(day, sold);
  day.counts[ending] += 1;
});

const sell = Effect.fnUntraced(function* (day: Day) {
  day.orderNumber += 1;
  const orderId = `R-${day.run}-${day.orderNumber}`;
  const match = (yield* pick(MATCHES)) ?? MATCHES[0];
  const size = yield* Random.nextIntBetween(1, LINES_MAX);
  const seat = yield* Random.nextIntBetween(1, SEATS);
  const lines = Array.from({ length: size }, (_, at): Line => ({
    ...onPaper(match, String(seat + at)),
    lineId: String(at + 1),
  }));
  yield* Effect.tryPromise(async () => {
    await day.box.orders.place(orderId, {
      customerId: `K-${day.run}-${day.orderNumber % CUSTOMERS}`,
      lines,
    });
    await day.box.orders.print(orderId);
  });
  day.recent.push({ orderId, lines });
  if (day.recent.length > RECENT_MAX) day.recent.shift();
  return "sold" as const;
});

const printAgain = Effect.fnUntraced(function* ({ box }: Day, { orderId }: Sold) {
  const reprint = { reason: "lost on the way" };
  yield* Effect.tryPromise(() => box.orders.print(orderId, { reprint }));
  return "printedAgain" as const;
});

const giveBack = Effect.fnUntraced(function* ({ box, recent }: Day, sold: Sold) {
  recent.splice(recent.indexOf(sold), 1);
  const lines = sold.lines.map(({ lineId }) => lineId);
  const body = { lines, reason: "returned" };
  yield* Effect.tryPromise(() => box.orders.cancelLines(sold.orderId, body));
  return "givenBack" as const;
});

const goIn = Effect.fnUntraced(function* (day: Day, { orderId, lines }: Sold) {
  const { box, stage } = day;
  if (stage === null) return yield* sell(day);
  const order = yield* Effect.tryPromise(() => box.orders.get(orderId));
  const line = order.lines.find(({ lineId }) => lineId === lines[0]?.lineId);
  const [carrier] = line?.actors ?? [];
  if (line === undefined || carrier === undefined) return "stayedShut" as const;
  const barcode = yield* liveBarcode(stage, carrier.id);
  const gate = yield* walkUp(stage, barcode, line.code);
  return gate === "opens" ? "opened" as const : "stayedShut" as const;
});

const pick = Effect.fnUntraced(function* <A>(all: ReadonlyArray<A>) {
  return all.length === 0 ? undefined : all[yield* Random.nextIntBetween(0, all.length - 1)];
});
