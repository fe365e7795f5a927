/**
 * Where a webhook stands when one of its facts was skipped.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type Desk, passSkipped } from "../../../actors/notifying/desk.ts";
import { webhook } from "../../../actors/webhook/mod.ts";

const FAILING = { since: 0, attempts: 3, reason: "it answered 400", nextAttemptAt: null };

function deskAt(position: number): Desk {
  const id = { tenant: "riverside", id: "w-1" };
  return { webhook: id, position, failing: FAILING, savedAt: 0, attempts: new Map() };
}

const SKIPPED = { ...webhook.initial, skipped: [9, 4] };

Deno.test("a place that was written before a skip is past it, and fails no more", () => {
  const desk = deskAt(7);
  passSkipped(desk, SKIPPED);
  assert.deepEqual([desk.position, desk.failing], [9, null]);
});

Deno.test("a skip of long ago moves nothing, and mends nothing that fails now", () => {
  const desk = deskAt(12);
  passSkipped(desk, SKIPPED);
  assert.deepEqual([desk.position, desk.failing], [12, FAILING]);
});
