/**
 * An API key's decisions: when it is over, and which secrets it has until then.
 *
 * @module
 */
import assert from "node:assert/strict";
import { key, type KeyCommand } from "../../../actors/key/mod.ts";
import { given } from "../../support/given.ts";

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 7, 1, 12);

const CREATE: KeyCommand = {
  type: "CreateKey",
  sha256: "a".repeat(64),
  scopes: ["admin"],
  expiresAt: null,
  rateLimit: null,
};
const REMOVE: KeyCommand = { type: "RemoveKey", isLastAdmin: false };

function rotate(digit: string, overlapMs: number): KeyCommand {
  return { type: "RotateKey", sha256: digit.repeat(64), overlapMs };
}

function expire(expiresAt: number | null, isLastAdmin = false): KeyCommand {
  return { type: "ExpireKey", expiresAt, isLastAdmin };
}

Deno.test("CreateKey on a key that was ever created is refused as KeyAlreadyCreated", () => {
  given(key).after(CREATE).when(CREATE).refused("KeyAlreadyCreated");
  given(key).after(CREATE).after(REMOVE).when(CREATE).refused("KeyAlreadyCreated");
});

Deno.test("RotateKey leaves the secret before until its overlap ends, and never prolongs it", () => {
  const once = given(key).after(CREATE).after(rotate("b", 2 * HOUR_MS));
  assert.deepEqual(once.state.secrets.map(({ until }) => until), [null, NOW + 2 * HOUR_MS]);
  const twice = once.after(rotate("c", 24 * HOUR_MS), { at: NOW + HOUR_MS });
  assert.deepEqual(
    twice.state.secrets.map(({ generation, until }) => [generation, until]),
    [[3, null], [2, NOW + 25 * HOUR_MS], [1, NOW + 2 * HOUR_MS]],
  );
  const late = once.after(rotate("c", 0), { at: NOW + 3 * HOUR_MS });
  assert.deepEqual(late.state.secrets.map(({ generation }) => generation), [3]);
});

Deno.test("a key has three secrets at most, whatever the overlaps", () => {
  const many = ["b", "c", "d", "e"].reduce(
    (one, digit) => one.after(rotate(digit, HOUR_MS)),
    given(key).after(CREATE),
  );
  assert.deepEqual(many.state.secrets.map(({ generation }) => generation), [5, 4, 3]);
});

Deno.test("ExpireKey can move the end, until it has come", () => {
  const live = given(key).after(CREATE);
  live.when(expire(null)).then({ type: "KeyExpired", expiresAt: NOW });
  live.when(expire(NOW - HOUR_MS)).then({ type: "KeyExpired", expiresAt: NOW });
  const ending = live.after(expire(NOW + HOUR_MS));
  ending.when(expire(NOW + HOUR_MS)).thenNothing();
  ending.when(expire(NOW + 2 * HOUR_MS)).thenTypes("KeyExpired");
  const over = { at: NOW + HOUR_MS };
  ending.when(expire(null), over).thenNothing();
  ending.when(expire(NOW + 2 * HOUR_MS), over).refused("KeyAlreadyOver");
  ending.when(rotate("b", 0), over).refused("KeyAlreadyOver");
});

Deno.test("the last key with admin is neither expired nor removed, but may be prolonged", () => {
  const live = given(key).after(CREATE);
  live.when(expire(null, true)).refused("LastAdminKey");
  live.when({ type: "RemoveKey", isLastAdmin: true }).refused("LastAdminKey");
  live.after(expire(NOW + HOUR_MS)).when(expire(NOW + 2 * HOUR_MS, true)).thenTypes("KeyExpired");
});

Deno.test("RemoveKey takes every secret away, once", () => {
  const removed = given(key).after(CREATE).after(rotate("b", HOUR_MS)).after(REMOVE);
  assert.deepEqual(removed.state.secrets, []);
  removed.when({ type: "RemoveKey", isLastAdmin: false }).thenNothing();
  removed.when(rotate("c", 0)).refused("KeyAlreadyOver");
});
