/**
 * The ring of keys: what it finds, and who is the last to administer.
 *
 * @module
 */
import assert from "node:assert/strict";
import { isLastAdmin } from "../../routes/key_changes.ts";
import { makeKeyRing } from "../../routes/key_ring.ts";
import { type HeldKey, isExpired, type Key, NOBODY, validKey } from "../../routes/keys.ts";

const SOON = Date.now() + 60_000;

function held(sha256: string, key: Partial<Key>): HeldKey {
  return [sha256, { ...NOBODY, tenant: "riverside", source: "service", ...key }];
}

const ADMIN = { scopes: new Set(["admin"] as const) };
const DESK = { tenant: "riverside", id: "desk" };

Deno.test("what is held anew takes the place of all that was held of that key", () => {
  const ring = makeKeyRing([held("c1", { id: "till", source: "configuration" })]);
  ring.hold(DESK, [held("s1", DESK), held("s2", DESK)]);
  ring.hold(DESK, [held("s2", DESK), held("s3", DESK)]);
  const found = ["c1", "s1", "s2", "s3"].map((sha256) => ring.find(sha256)?.id);
  assert.deepEqual(found, ["till", undefined, "desk", "desk"]);
  ring.hold(DESK, []);
  assert.deepEqual(ring.of("riverside").map(({ id }) => id), ["till"]);
});

Deno.test("whoever is being answered as a key sees that it was taken away", () => {
  const ring = makeKeyRing([]);
  ring.hold(DESK, [held("s1", DESK)]);
  const caller = ring.find("s1") ?? NOBODY;
  ring.hold(DESK, [held("s1", { ...DESK, expiresAt: SOON }), held("s2", DESK)]);
  assert.equal(caller.expiresAt, SOON);
  ring.hold(DESK, []);
  assert.equal(isExpired(caller, Date.now()), true);
});

Deno.test("a key is not valid from the moment at which it expires", () => {
  const ring = makeKeyRing([
    held("old", { expiresAt: Date.now() }),
    held("new", { expiresAt: SOON }),
  ]);
  assert.equal(validKey(ring, "old"), null);
  assert.notEqual(validKey(ring, "new"), null);
});

Deno.test("a key is the last admin when no other one is valid at that time", () => {
  const ring = makeKeyRing([held("c1", { id: "old", ...ADMIN, expiresAt: SOON })]);
  ring.hold(DESK, [held("s1", { ...DESK, ...ADMIN }), held("s2", { ...DESK, ...ADMIN })]);
  assert.equal(isLastAdmin(ring, DESK, SOON - 1), false);
  assert.equal(isLastAdmin(ring, DESK, SOON), true);
  const clerk = { tenant: "riverside", id: "clerk" };
  ring.hold(clerk, [held("s3", clerk)]);
  assert.equal(isLastAdmin(ring, clerk, SOON), false, "it has no admin to lose");
  const elsewhere = { tenant: "harbour", id: "office" };
  ring.hold(elsewhere, [held("s4", { ...elsewhere, ...ADMIN })]);
  assert.equal(isLastAdmin(ring, DESK, SOON), true, "another tenant's does not count");
});
