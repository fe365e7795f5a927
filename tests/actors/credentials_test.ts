/**
 * Values are bound once, and the dead stay dead.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  bind,
  type BoundCredential,
  CREDENTIALS_KEPT_MAX,
  exposed,
  shut,
  tombstone,
} from "../../actors/credentials.ts";
import { credential } from "../support/stories.ts";

const LIVE = { generation: 1, state: "live" } as const;
const B1 = credential("standard", "b1");

Deno.test("a dead value that is bound again stays dead", () => {
  const dead = shut(tombstone(bind([], [B1], LIVE)), [B1]);
  assert.deepEqual(bind(dead, [B1], { generation: 2, state: "live" }), dead);
});

Deno.test("a revoked value is exposed until it is shut", () => {
  const dying = tombstone(bind([], [B1], LIVE));
  assert.deepEqual(exposed(dying).map(({ value }) => value), ["b1"]);
  assert.deepEqual(exposed(shut(dying, [B1])), []);
});

Deno.test("the oldest that are shut are forgotten, never one that may open a gate", () => {
  const open = tombstone(bind([], [credential("standard", "open")], LIVE));
  let held: ReadonlyArray<BoundCredential> = open;
  for (let count = 0; count < CREDENTIALS_KEPT_MAX + 5; count++) {
    const one = credential("standard", `b${count}`);
    held = shut(bind(held, [one], { generation: count, state: "dead" }), [one]);
  }
  held = bind(held, [credential("standard", "last")], LIVE);
  const values = held.map(({ value }) => String(value));
  assert.equal(values.length, CREDENTIALS_KEPT_MAX + 2);
  assert.deepEqual([values[0], values[1], values.at(-1)], ["open", "b5", "last"]);
});
