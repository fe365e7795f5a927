/**
 * Laws of the comparison: equal lists do not differ, and what was mended compares equal.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Credential, Listed } from "../../../actors/access_control.ts";
import { Barcode } from "../../../actors/address.ts";
import { compareKnown, compareMissing, compareStray } from "../../../actors/reconciling/compare.ts";
import type { Held } from "../../../actors/reconciling/held.ts";
import type { Difference } from "../../../actors/reconciliation/mod.ts";

const ACCESS_CONTROL = "main";

/** Our list: subjects with values that nobody else has. */
const ours: fc.Arbitrary<ReadonlyArray<Held>> = fc.array(
  fc.record({
    kind: fc.constantFrom("pass" as const, "ticket" as const),
    values: fc.integer({ min: 1, max: 3 }),
    admissionIds: fc.uniqueArray(fc.constantFrom("A-1", "A-2", "A-3", "A-4")),
    revision: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 12 },
).map((all) => all.map((one, n) => heldAs(n, one)));

function heldAs(
  n: number,
  { kind, values, admissionIds, revision }: {
    readonly kind: "pass" | "ticket";
    readonly values: number;
    readonly admissionIds: ReadonlyArray<string>;
    readonly revision: number;
  },
): Held {
  const live = Array.from({ length: kind === "pass" ? 1 : values }, (_, at): Credential => ({
    kind: kind === "pass" ? "card" : "standard",
    value: Barcode(`V-${n}-${at}`),
  }));
  return {
    actor: { kind, id: `${kind}-${n}` },
    accessControl: ACCESS_CONTROL,
    isSettled: true,
    isBlocked: false,
    revision,
    live,
    admissionIds,
  };
}

function listOf(all: ReadonlyArray<Held>): Array<Listed> {
  return all.flatMap(({ actor, live, admissionIds }) =>
    live.map((one): Listed => ({ ...one, subject: actor, state: "live", admissionIds }))
  );
}

/** Both lists held against each other, as a cycle does it. */
function compare(
  theirs: ReadonlyArray<Listed>,
  all: ReadonlyArray<Held>,
): ReadonlyArray<Difference> {
  const owners = new Map(
    all.flatMap((held) => held.live.map(({ value }) => [value, held] as const)),
  );
  const listed = theirs.flatMap((one) => {
    const holder = owners.get(one.value);
    const owner = all.find(({ actor }) => actor.id === one.subject?.id) ?? null;
    const difference = holder === undefined
      ? compareStray(one, { owner, accessControl: ACCESS_CONTROL })
      : compareKnown(one, holder);
    return difference ?? [];
  });
  const values = new Set<string>(theirs.map(({ value }) => value));
  return [...listed, ...all.flatMap((held) => compareMissing(held, (one) => values.has(one)))];
}

/** What a repair leaves in their list. */
function mended(
  theirs: ReadonlyArray<Listed>,
  all: ReadonlyArray<Held>,
  differences: ReadonlyArray<Difference>,
): ReadonlyArray<Listed> {
  const list = new Map(theirs.map((one) => [one.value, one]));
  for (const { proposal, actor, credential } of differences) {
    const known = list.get(credential);
    if (proposal === "block" && known !== undefined) {
      list.set(credential, { ...known, state: "dead" });
    }
    if (proposal !== "resend") continue;
    const held = all.filter((one) => one.actor.id === actor?.id);
    for (const one of listOf(held)) list.set(one.value, one);
  }
  return [...list.values()];
}

/** Their list after some bad nights: values lost, invented, mixed up, and admissions gone. */
const drifts = fc.array(
  fc.tuple(fc.constantFrom("lose", "invent", "swap", "shrink", "grow"), fc.nat(40)),
  { maxLength: 8 },
);

function drift(
  list: ReadonlyArray<Listed>,
  steps: ReadonlyArray<readonly [string, number]>,
): ReadonlyArray<Listed> {
  const theirs = [...list];
  for (const [how, at] of steps) {
    const index = theirs.length === 0 ? 0 : at % theirs.length;
    const one = theirs[index];
    const other = theirs[(index + 1) % Math.max(1, theirs.length)];
    if (how === "invent") theirs.push(invented(at + theirs.length * 100));
    if (one === undefined || other === undefined) continue;
    if (how === "lose") theirs.splice(index, 1);
    if (how === "shrink") theirs[index] = { ...one, admissionIds: one.admissionIds.slice(1) };
    if (how === "grow") theirs[index] = { ...one, admissionIds: [...one.admissionIds, "A-9"] };
    if (how === "swap") theirs[index] = { ...one, subject: other.subject };
  }
  return theirs;
}

function invented(n: number): Listed {
  const id = `invented-${n}`;
  const value = Barcode(id);
  const subject = { kind: "ticket", id } as const;
  return { kind: "standard", value, subject, state: "live", admissionIds: [id] };
}

Deno.test("a list that is ours does not differ, in whatever order it comes", () => {
  fc.assert(fc.property(ours, (all) => {
    assert.deepEqual(compare(listOf(all), all), []);
    assert.deepEqual(compare(listOf(all).toReversed(), all), []);
    const shuffled = all.map((held) => ({
      ...held,
      admissionIds: held.admissionIds.toReversed(),
    }));
    assert.deepEqual(compare(listOf(shuffled), all), []);
  }));
});

Deno.test("whatever has drifted apart is found, and compares equal when it was mended", () => {
  fc.assert(fc.property(ours, drifts, (all, steps) => {
    const theirs = drift(listOf(all), steps);
    const differences = compare(theirs, all);
    assert.deepEqual(compare(mended(theirs, all, differences), all), []);
  }));
});

Deno.test("nothing differs of an actor that waits for a confirmation", () => {
  fc.assert(fc.property(ours, drifts, (all, steps) => {
    const waiting = all.map((held) => ({ ...held, isSettled: false }));
    const theirs = drift(listOf(all), steps.filter(([how]) => how !== "invent"));
    assert.deepEqual(compare(theirs, waiting), []);
  }));
});

const TICKET = heldAs(1, { kind: "ticket", values: 1, admissionIds: ["A-1"], revision: 3 });
const [LISTED] = listOf([TICKET]);
assert.ok(LISTED !== undefined);
const VALUE = LISTED.value;

Deno.test("what is dead there and live here is told, and nothing is proposed: it stays dead", () => {
  const found = compareKnown({ ...LISTED, state: "dead", admissionIds: [] }, TICKET);
  assert.deepEqual([found?.kind, found?.proposal], ["different", "none"]);
});

Deno.test("what is dead here and live there is blocked, by its own subject only", () => {
  const dead = { ...TICKET, live: [] };
  assert.equal(compareKnown(LISTED, dead)?.proposal, "block");
  const elsewhere = { ...LISTED, subject: { kind: "ticket", id: "other" } as const };
  assert.equal(compareKnown(elsewhere, dead)?.proposal, "none");
  assert.equal(compareKnown({ ...LISTED, state: "dead" }, dead), null);
});

Deno.test("a blocked card that is missing is told and not sent again: it would open", () => {
  const [found] = compareMissing({ ...TICKET, isBlocked: true }, () => false);
  assert.deepEqual([found?.kind, found?.proposal], ["missing", "none"]);
});

Deno.test("a stray is blocked unless nobody here can tell that access control", () => {
  const stray = invented(1);
  const proposalOf = (listed: Listed, owner: Held | null) =>
    compareStray(listed, { owner, accessControl: ACCESS_CONTROL })?.proposal;
  assert.equal(proposalOf(stray, null), "block");
  assert.equal(proposalOf({ ...stray, subject: null }, null), "none");
  assert.equal(proposalOf(stray, { ...TICKET, accessControl: "annex" }), "none");
  assert.equal(proposalOf({ ...stray, state: "dead" }, null), undefined);
  assert.equal(proposalOf(stray, { ...TICKET, isSettled: false }), undefined);
});

Deno.test("a difference names the admissions that only one side has", () => {
  const found = compareKnown({ ...LISTED, admissionIds: ["A-2"] }, TICKET);
  assert.deepEqual(found?.ours?.admissionIds, ["A-1"]);
  assert.deepEqual(found?.theirs?.admissionIds, ["A-2"]);
  assert.equal(found?.credential, VALUE);
});
