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

/** Paths and documents in the order in which they refer to each other. */
export const SEASON: ReadonlyArray<readonly [path: string, document: Record<string, unknown>]> = [
  ["pass-types/SEASON", {
    name: "Season card",
    productCode: "ST26",
    validFrom: "2026-08-01",
    validTo: "2027-06-30",
  }],
  ["pass-types/MEMBER", { name: "Membership", productCode: "MB26" }],
  ...MATCHES.map((code, index) =>
    [`performances/${code}`, {
      name: `Riverside - Visitors ${index + 1}`,
      startsAt: `2026-${String(8 + Math.floor(index / 2)).padStart(2, "0")}-${
        index % 2 === 0 ? "08" : "22"
      }T15:00:00Z`,
      timeZone: "Europe/Berlin",
      venue: "Riverside Stadium",
      gates: GATES,
      ticketTemplate: "matchday",
      eligiblePasses: ["SEASON", "MEMBER"],
      accessControl: "main",
      codes: { ...CODES, ProductCode: code },
    }] as const
  ),
  ["bundles/FULL", { name: "Full season", assignedPass: "SEASON", performances: MATCHES }],
  ["items/CLUB", { name: "Club membership", assignedPass: "MEMBER" }],
];
