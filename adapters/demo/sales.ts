/**
 * A season's sales: cards and tickets sold and printed in batches, with the figures of it.
 *
 * @module
 */
import type { BatchItem, Gatehouse } from "../../routes/client/mod.ts";
import type { Documented } from "./season.ts";

/** How much is sold. */
export interface SalesPlan {
  readonly matches: ReadonlyArray<string>;
  /** Each to every match. */
  readonly cards: number;
  readonly tickets: number;
  readonly ticketsAnOrder: number;
}

/** How it went. */
export interface SalesFigures {
  readonly orders: number;
  /** From the first order to the last answer of a print. */
  readonly soldMs: number;
  /** Prints that the access control has confirmed: each of its whole order. */
  readonly confirmed: number;
  readonly confirmedMs: number;
}

/** An order's two commands. */
type Sale = readonly [place: BatchItem, print: BatchItem];

/** 500 commands a batch. */
const SALES_A_BATCH = 250;
const BATCHES_UNDER_WAY = 2;
const WAITS_UNDER_WAY = 16;

/** Defines the documents, one after the other. */
export async function define(
  box: Gatehouse,
  documents: ReadonlyArray<Documented>,
): Promise<void> {
  const shelves = {
    "performances": box.performances,
    "pass-types": box.passTypes,
    "bundles": box.bundles,
    "items": box.items,
    "ticket-templates": box.ticketTemplates,
  };
  for (const [path, document] of documents) {
    const [plural, code = ""] = path.split("/");
    // the service checks the document: its type is lost on the way through the table
    await shelves[plural as keyof typeof shelves].put(code, document as never);
  }
}

/** Sells and prints all of it, then waits until all is confirmed. A refusal throws. */
export async function sell(
  box: Gatehouse,
  plan: SalesPlan,
  progress: (done: number, all: number) => void = () => {},
): Promise<SalesFigures> {
  const sales = [...salesOf(plan)];
  const batches = Array.from(
    { length: Math.ceil(sales.length / SALES_A_BATCH) },
    (_, n) => sales.slice(n * SALES_A_BATCH, (n + 1) * SALES_A_BATCH),
  );
  const began = performance.now();
  const operations: Array<string> = [];
  await sideBySide(batches, BATCHES_UNDER_WAY, async (batch) => {
    for (const { result, problem } of await box.batch(batch.flat())) {
      if (problem !== null) throw problem;
      if (result.events.includes("OrderPrintRequested")) operations.push(result.operation.id ?? "");
    }
    progress(operations.length, 2 * sales.length);
  });
  const soldMs = performance.now() - began;
  let confirmed = 0;
  await sideBySide(operations, WAITS_UNDER_WAY, async (id) => {
    const { status } = await box.operations.wait(id);
    if (status === "confirmed") confirmed += 1;
    if (confirmed % 100 === 0) progress(operations.length + confirmed, 2 * sales.length);
  });
  progress(2 * sales.length, 2 * sales.length);
  return { orders: sales.length, soldMs, confirmed, confirmedMs: performance.now() - began };
}

function* salesOf({ matches, cards, tickets, ticketsAnOrder }: SalesPlan): Iterable<Sale> {
  for (let n = 1; n <= cards; n += 1) {
    const seat = { section: "N", row: "A", number: String(n) };
    const seats = Object.fromEntries(matches.map((match) => [match, seat]));
    const line = { lineId: "1", kind: "bundle", code: "FULL", priceType: "adult", seats };
    yield saleOf(`C-${n}`, [line]);
  }
  for (let n = 0; n < tickets; n += ticketsAnOrder) {
    const size = Math.min(ticketsAnOrder, tickets - n);
    const lines = Array.from({ length: size }, (_, index) => ({
      lineId: String(index + 1),
      kind: "performance",
      code: matches[n % matches.length],
      priceType: index % 3 === 0 ? "concession" : "adult",
      seat: { section: "S", row: "B", number: String(n + index + 1) },
      carrier: "ticket",
    }));
    yield saleOf(`T-${n + 1}`, lines);
  }
}

function saleOf(number: string, lines: ReadonlyArray<unknown>): Sale {
  const order = `/v1/orders/O-${number}`;
  return [
    { path: `${order}/place`, body: { customerId: `K-${number}`, lines } },
    { path: `${order}/print`, body: {} },
  ];
}

async function sideBySide<A>(
  items: ReadonlyArray<A>,
  most: number,
  work: (item: A) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(Array.from({ length: most }, async () => {
    for (const item of queue) await work(item);
  }));
}
