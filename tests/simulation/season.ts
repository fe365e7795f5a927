/**
 * The reference data of every simulated run.
 *
 * @module
 */
import type { ReferenceKind } from "../../actors/address.ts";
import { MATCH, PASS_TYPE } from "../support/bridge.ts";

/** Performances that can be sold on paper and on a card. */
export const PERFORMANCES = ["M01", "M02", "M03"] as const;

/** One document and where it belongs. */
export type Document = readonly [kind: ReferenceKind, id: string, document: object];

/** Two types of passes, one of them once a customer; a bundle with a pass and one without. */
export const SEASON: ReadonlyArray<Document> = [
  ...PERFORMANCES.map((code): Document => ["performance", code, {
    ...MATCH,
    eligiblePasses: ["SEASON", "CLUB"],
    codes: { ...MATCH.codes, ProductCode: code },
  }]),
  ["pass-type", "SEASON", { ...PASS_TYPE, multiplePerCustomer: true }],
  ["pass-type", "CLUB", { ...PASS_TYPE, name: "Club card", group: "CLUB" }],
  ["bundle", "FULL", { name: "Full", assignedPass: "SEASON", performances: ["M01", "M02"] }],
  ["bundle", "LOOSE", { name: "Loose", assignedPass: null, performances: ["M01", "M03"] }],
  ["item", "MEMBER", { name: "Membership", assignedPass: "CLUB" }],
];
