/**
 * Orders over REST, and what the scenarios' box office sells besides the season.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { BoxOffice, CommandBody, LineBody } from "./service_client.ts";
import { performance, put } from "./service_season.ts";

const GROUP = { name: "Group card", productCode: "GR26", group: "AB" };

const WARES: ReadonlyArray<readonly [string, Readonly<Record<string, unknown>>]> = [
  ["pass-types/A", { ...GROUP, multiplePerCustomer: true }],
  ["pass-types/B", GROUP],
  ["items/CLUB", { name: "Season card without matches", assignedPass: "SEASON" }],
  ["items/CARD-A", { name: "Group card A", assignedPass: "A" }],
  ["items/CARD-B", { name: "Group card B", assignedPass: "B" }],
  ["bundles/LOOSE", { name: "Two matches on paper", performances: ["M01", "M02"] }],
  ["performances/NEITHER", performance("NEITHER", { ticketTemplate: null, eligiblePasses: [] })],
];

/** Defines all of it; the season must be there. */
export async function putWares(box: BoxOffice): Promise<void> {
  for (const [path, body] of WARES) await put(box, path, body);
}

/** A line as it is asked for. */
export type Line = Readonly<Record<string, unknown>>;

/** An adult's admission to a match, on paper unless `more` names a pass. */
export function admission(lineId: string, code: string, more: Line = {}): Line {
  return { lineId, kind: "performance", code, ...SEATED, ...more };
}

/** A bundle with its admissions. */
export function bundle(lineId: string, code: string, more: Line = {}): Line {
  return { lineId, kind: "bundle", code, priceType: "adult", seats: SEATS, ...more };
}

/** An item; its pass, if it gives one, has the id `passId`. */
export function item(lineId: string, code: string, passId: string): Line {
  return { lineId, kind: "item", code, passId };
}

const SEAT = { section: "N", row: "F", number: "11" };
const SEATED = { priceType: "adult", seat: SEAT };
const SEATS = { M01: SEAT, M02: SEAT };

/** Sells lines to `C-9`, or to another. */
export function place(
  box: BoxOffice,
  orderId: string,
  { lines, customerId = "C-9" }: {
    readonly lines: ReadonlyArray<Line>;
    readonly customerId?: string;
  },
): Promise<CommandBody> {
  return box.did(`orders/${orderId}/place`, { customerId, lines });
}

/** One line of an order, by its id. */
export async function lineOf(box: BoxOffice, orderId: string, lineId: string): Promise<LineBody> {
  const line = (await box.order(orderId)).lines.find((one) => one.lineId === lineId);
  assert.ok(line !== undefined, `${orderId} has a line ${lineId}`);
  return line;
}

/** The pass or ticket that carries a line, as `tickets/T-1`; it must be one. */
export async function carrierOf(box: BoxOffice, orderId: string, lineId: string): Promise<string> {
  const { actors } = await lineOf(box, orderId, lineId);
  assert.equal(actors.length, 1);
  return actors.map(({ kind, id }) => `${kind === "pass" ? "passes" : "tickets"}/${id}`).join();
}

/** The id in `tickets/T-1`. */
export function idIn(subject: string): string {
  return subject.slice(subject.indexOf("/") + 1);
}
