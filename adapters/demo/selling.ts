/**
 * What the stories sell: lines on the one season card, and lines on paper.
 *
 * @module
 */
import { Effect } from "effect";
import type { CommandResult, Gatehouse } from "../../routes/client/mod.ts";
import {
  ask,
  carrierOf,
  CONFIRMED,
  type DemoFailed,
  liveBarcode,
  type Stage,
} from "./box_office.ts";

/** The card of the stories. */
export const CARD = "P-1001";

/** A line of an order. */
export type Line = Parameters<Gatehouse["orders"]["place"]>[1]["lines"][number];

/** One more match on the card. */
export function onCard(match: string): Line {
  const seat = { section: "N", row: "F", number: "11" };
  const line = { lineId: "1", kind: "performance", code: match, priceType: "adult" } as const;
  return { ...line, seat, carrier: "pass", passId: CARD };
}

/** One match on paper, in row K. */
export function onPaper(match: string, number: string): Line {
  const seat = { section: "N", row: "K", number };
  const line = { lineId: "1", kind: "performance", code: match, priceType: "adult" } as const;
  return { ...line, seat, carrier: "ticket" };
}

/** A ticket that opens a gate. */
export interface Printed {
  readonly id: string;
  readonly barcode: string;
}

/** Sells to the one customer of the stories. */
export function sell(
  stage: Stage,
  orderId: string,
  lines: ReadonlyArray<Line>,
): Effect.Effect<CommandResult, DemoFailed> {
  return ask(stage, (box) => box.orders.place(orderId, { customerId: "C-9", lines }, CONFIRMED));
}

/** Sells and prints one ticket, on an order of its own. */
export const sellPrinted = Effect.fnUntraced(function* (
  stage: Stage,
  orderId: string,
  line: Line,
): Effect.fn.Return<Printed, DemoFailed> {
  yield* sell(stage, orderId, [line]);
  yield* ask(stage, (box) => box.orders.print(orderId, {}, CONFIRMED));
  const id = yield* carrierOf(stage, { orderId, lineId: line.lineId });
  return { id, barcode: yield* liveBarcode(stage, id) };
});
