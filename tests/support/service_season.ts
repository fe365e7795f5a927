/**
 * The season of the scenarios: matches for cards and tickets, and each way a match can be set up.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { BoxOffice } from "./service_client.ts";

const SEAT = { section: "N", row: "F", number: "11" };

const CODES = {
  StadiumCode: "RIV",
  StandCode: { N: "NORTH" },
  AreaCode: { N: "N12" },
  Tst1: "G1",
  Tst2: "T1",
  PriceBandCode: { adult: "AD", concession: "CO" },
};

/** A performance; its `ProductCode` is its code here. */
export function performance(
  code: string,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    name: `Riverside - Visitors ${code}`,
    startsAt: "2027-08-08T15:00:00Z",
    venue: "Riverside Stadium",
    gates: [
      { code: "G1", name: "North gate", kind: "external" },
      { code: "T1", name: "North turnstile", kind: "internal" },
    ],
    ticketTemplate: "matchday",
    eligiblePasses: ["SEASON"],
    accessControl: "main",
    codes: { ...CODES, ProductCode: code },
    ...changes,
  };
}

/** The codes of a performance without its stand. */
export function codesWithoutStand(code: string): Readonly<Record<string, unknown>> {
  const { StandCode: _stand, ...others } = CODES;
  return { ...others, ProductCode: code };
}

const MATCHES = ["M01", "M02", "M03", "M04", "M05"];

const DOCUMENTS: ReadonlyArray<readonly [string, Readonly<Record<string, unknown>>]> = [
  ["pass-types/SEASON", {
    name: "Season card",
    productCode: "ST26",
    validFrom: "2026-08-01",
    validTo: "2028-06-30",
  }],
  ["bundles/FULL", { name: "Full season", assignedPass: "SEASON", performances: MATCHES }],
  ...MATCHES.map((code) => [`performances/${code}`, performance(code)] as const),
  ["performances/TICKETS-ONLY", performance("TICKETS-ONLY", { eligiblePasses: [] })],
  ["performances/CARDS-ONLY", performance("CARDS-ONLY", { ticketTemplate: null })],
  ["performances/NO-STAND", performance("NO-STAND", { codes: codesWithoutStand("NO-STAND") })],
];

/** Defines all of it, at access control `main`. */
export async function putSeason(box: BoxOffice): Promise<void> {
  for (const [path, body] of DOCUMENTS) await put(box, path, body);
}

/** Defines one document. */
export async function put(box: BoxOffice, path: string, body: unknown): Promise<void> {
  const answer = await box.ask("PUT", path, { body });
  assert.equal(answer.status, 200, `PUT ${path} answered ${JSON.stringify(answer.body)}`);
}

/** A pass from the bundle, bought with order `O-1`, holding nothing yet. */
export async function acquire(box: BoxOffice, passId: string): Promise<void> {
  await box.did(`passes/${passId}/acquire`, {
    passType: "SEASON",
    customerId: "C-9",
    source: { kind: "bundle", code: "FULL", orderId: "O-1" },
  });
}

/** Admission `A-M01` to M01 and so on, pending until `orderId` is printed. */
export async function add(
  box: BoxOffice,
  passId: string,
  { matches, orderId }: { readonly matches: ReadonlyArray<string>; readonly orderId: string },
): Promise<void> {
  for (const match of matches) {
    await box.did(`passes/${passId}/add-admission`, {
      admissionId: `A-${match}`,
      performance: match,
      orderId,
      priceType: "adult",
      seat: SEAT,
    });
  }
}

/** A pass with admissions to `matches`, its order `O-1` printed and confirmed; gives its card. */
export async function activePass(
  box: BoxOffice,
  passId: string,
  matches: ReadonlyArray<string>,
): Promise<string> {
  await acquire(box, passId);
  await add(box, passId, { matches, orderId: "O-1" });
  await box.did(`passes/${passId}/print`, { orderId: "O-1" });
  return await box.liveValue(`passes/${passId}`);
}

/** An unprinted ticket of order `O-7`; `changes` to the body of its allocation. */
export async function allocate(
  box: BoxOffice,
  ticketId: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await box.did(`tickets/${ticketId}/allocate`, allocation(changes));
}

/** The body of an allocation. */
export function allocation(
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    orderId: "O-7",
    customerId: "C-9",
    performance: "M01",
    priceType: "adult",
    seat: SEAT,
    ...changes,
  };
}

/** A printed ticket to M01; gives its barcode. */
export async function printedTicket(box: BoxOffice, ticketId: string): Promise<string> {
  await allocate(box, ticketId);
  await box.did(`tickets/${ticketId}/print`);
  return await box.liveValue(`tickets/${ticketId}`);
}
