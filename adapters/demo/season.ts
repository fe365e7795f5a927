/**
 * The demo's season: one stadium, six matches, a season card, a membership.
 *
 * @module
 */

/** Codes of the matches; a match's `ProductCode` at the access control is its code here. */
export const MATCHES = ["M01", "M02", "M03", "M04", "M05", "M06"] as const;

const GATES = [
  { code: "G1", name: "North gate", kind: "external" },
  { code: "T1", name: "North turnstile", kind: "internal" },
] as const;

const CODES = {
  StadiumCode: "RIV",
  StandCode: { N: "NORTH", S: "SOUTH" },
  AreaCode: { N: "N12", S: "S04" },
  Tst1: "G1",
  Tst2: "T1",
  PriceBandCode: { adult: "AD", concession: "CO" },
};

const TEMPLATE = {
  name: "Matchday",
  widthMm: 140,
  heightMm: 51,
  fields: [
    { xMm: 5, yMm: 5, fontSizePt: 14, text: "{performance.name}" },
    { xMm: 5, yMm: 14, fontSizePt: 10, text: "{performance.startsAt}" },
    { xMm: 5, yMm: 20, fontSizePt: 10, text: "{venue}" },
    { xMm: 5, yMm: 29, fontSizePt: 12, text: "{seat.section} {seat.row} {seat.number}" },
    { xMm: 5, yMm: 42, fontSizePt: 8, text: "{priceType}  No. {ticketNumber}  {reprinted}" },
  ],
  barcode: { symbology: "qr", xMm: 104, yMm: 8, widthMm: 34, heightMm: 34 },
};

/** A reference document with its path, as `performances/M01`. */
export type Documented = readonly [path: string, document: Record<string, unknown>];

/** Paths and documents of the small season, in the order in which they refer to each other. */
export const SEASON: ReadonlyArray<Documented> = seasonOf(MATCHES);

/** The same for as many matches as there are codes; two a month from August on. */
export function seasonOf(matches: ReadonlyArray<string>): ReadonlyArray<Documented> {
  return [
    ["ticket-templates/matchday", TEMPLATE],
    ["pass-types/SEASON", {
      name: "Season card",
      productCode: "ST26",
      validFrom: "2026-08-01",
      validTo: "2027-06-30",
    }],
    ["pass-types/MEMBER", { name: "Membership", productCode: "MB26" }],
    ...matches.map((code, index): Documented => [`performances/${code}`, matchOf(code, index)]),
    ["bundles/FULL", { name: "Full season", assignedPass: "SEASON", performances: matches }],
    ["bundles/OPENING", {
      name: "Opening matches",
      assignedPass: "SEASON",
      performances: matches.slice(0, 2),
    }],
    ["items/CLUB", { name: "Club membership", assignedPass: "MEMBER" }],
  ];
}

function matchOf(code: string, index: number): Record<string, unknown> {
  const day = index % 2 === 0 ? 8 : 22;
  return {
    name: `Riverside - Visitors ${index + 1}`,
    startsAt: new Date(Date.UTC(2026, 7 + Math.floor(index / 2), day, 15)).toISOString(),
    timeZone: "Europe/Berlin",
    venue: "Riverside Stadium",
    gates: GATES,
    ticketTemplate: "matchday",
    eligiblePasses: ["SEASON", "MEMBER"],
    accessControl: "main",
    codes: { ...CODES, ProductCode: code },
  };
}
