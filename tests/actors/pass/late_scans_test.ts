/**
 * Entries that are told when the pass is over: what never was on its card is not judged as if.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Barcode } from "../../../actors/address.ts";
import { view } from "../../../actors/pass/mod.ts";
import { answered, CANCEL_PASS, done, passesInEveryState, scanned } from "../../support/stories.ts";
import { remove } from "../../support/pass_scenes.ts";

/** A-1 to M01 is on the card; A-2 to M02 waits for the print of its order. */
const { active } = passesInEveryState();
const value = Barcode("card1");
const REVOKED_AT = Date.UTC(2026, 8, 5, 12);
const early = { value, at: REVOKED_AT - 1 };

function over(pass: typeof active): ReadonlyArray<typeof active> {
  const cancelling = pass.after(CANCEL_PASS, { at: REVOKED_AT });
  return [cancelling, cancelling.after(answered(2, done()))];
}

Deno.test("an entry on what was never printed on the card is for another performance, told before its end or after", () => {
  const takenOff = active.after(remove("A-2"));
  for (const pass of [active, takenOff, ...over(active), ...over(takenOff)]) {
    const state = pass.when(scanned("s1", { ...early, productCode: "M02" }))
      .thenTypes("ScanRecorded");
    assert.equal(state.usage.scans.at(-1)?.note, "other-performance", pass.state.entitlement);
    assert.deepEqual(state.usage.passages, {});
  }
});

Deno.test("an entry on what was on the card counts late when the pass is over, settled or not", () => {
  for (const pass of over(active)) {
    const state = pass.when(scanned("s1", early)).thenTypes("ScanRecorded", "AdmissionUsedIn");
    assert.equal(state.usage.scans.at(-1)?.note, "counted-late");
  }
});

Deno.test("an admission is shown without the note that its pass ended with it", () => {
  const [, cancelled] = over(active);
  const [shown] = Object.values(view((cancelled ?? active).state).admissions);
  assert.equal(shown?.state, "revoked");
  assert.equal("endedWithPass" in shown, false);
});
