/**
 * Our words in the access control's codes.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Result } from "effect";
import { CARD_CODES, resolve, ticketCodes } from "../../actors/mapping.ts";
import { MATCH } from "../support/catalogue.ts";

const SEAT = { section: "North", row: "F", number: "11" };
const PLACE = { admissionId: "A-1", performance: MATCH, priceType: "adult", seat: SEAT };

Deno.test("a code by section is that of the seat's section, and one code is for the whole house", () => {
  const record = Result.getOrThrow(resolve(PLACE, ticketCodes(MATCH)));
  assert.deepEqual([record.StandCode, record.AreaCode, record.Tst1], ["N", "N12", "G4"]);
  const south = { ...PLACE, seat: { ...SEAT, section: "South" } };
  assert.equal(Result.getOrThrow(resolve(south, ticketCodes(MATCH))).StandCode, "S");
});

Deno.test("what does not resolve is named: section, price type and gate", () => {
  const odd = { ...PLACE, priceType: "senior", seat: { ...SEAT, section: "constructor" } };
  const missing = resolve(odd, ticketCodes(MATCH));
  assert.deepEqual(
    missing,
    Result.fail({ fields: ["StandCode", "AreaCode", "PriceBandCode"], seatMissingFor: [] }),
  );
});

Deno.test("without a seat, codes by section are missing on paper and left out on a card", () => {
  const free = { ...PLACE, seat: null };
  const fields = ["StandCode", "AreaCode"];
  const missing = Result.fail({ fields, seatMissingFor: fields });
  assert.deepEqual(resolve(free, ticketCodes(MATCH)), missing);
  const record = Result.getOrThrow(resolve(free, CARD_CODES));
  assert.deepEqual([record.StandCode, record.row, record.seat], [null, null, null]);
});

Deno.test("the n-th gate's code is needed where there is an n-th gate", () => {
  const gate = { code: "G", name: "Gate", kind: "external" } as const;
  const needed = (count: number) =>
    ticketCodes({ ...MATCH, gates: Array.from({ length: count }, () => gate) })
      .filter((name) => name.startsWith("Tst"));
  assert.deepEqual([0, 1, 2, 3].map(needed), [[], ["Tst1"], ["Tst1", "Tst2"], ["Tst1", "Tst2"]]);
});
