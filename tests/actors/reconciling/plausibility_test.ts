/**
 * Which lists are believed.
 *
 * @module
 */
import assert from "node:assert/strict";
import { implausibility } from "../../../actors/reconciling/plausibility.ts";

function lists(listed: number, held: number, missing: number): string | null {
  return implausibility({ listed, held, counts: { missing, unknown: 0, different: 0 } });
}

Deno.test("an empty list is not believed while anything is live here", () => {
  assert.match(lists(0, 1, 1) ?? "", /lists nothing, while 1 /);
  assert.equal(lists(0, 0, 0), null);
});

Deno.test("up to twenty differences are believed, however short the lists are", () => {
  assert.equal(lists(1, 21, 20), null);
  assert.match(lists(1, 22, 21) ?? "", /differ in 21/);
});

Deno.test("a quarter of the longer list may differ, and no more", () => {
  assert.equal(lists(750, 1_000, 250), null);
  assert.notEqual(lists(749, 1_000, 251), null);
  const counts = { missing: 0, unknown: 251, different: 0 };
  assert.notEqual(implausibility({ listed: 1_000, held: 749, counts }), null);
});
