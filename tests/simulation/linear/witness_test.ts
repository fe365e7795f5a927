/**
 * The witness check itself: it must know an answer that cannot be from one that can.
 *
 * @module
 */
import assert from "node:assert/strict";
import { pass, type PassCommand } from "../../../actors/pass/mod.ts";
import { contextOf, given } from "../../support/given.ts";
import { ACQUIRE, add } from "../../support/stories.ts";
import { contradictions, type Witnessed } from "./witness.ts";

const LIVED = given(pass).after(ACQUIRE).after(add("A-1")).after(add("A-2", "M02"));

/** The three commands of that life, one after the other, and how they were answered. */
const TRUTH: ReadonlyArray<Witnessed> = [
  answer("acquire", [1, 2], { command: ACQUIRE, version: 1, events: ["PassAcquired"] }),
  answer("first", [3, 4], { command: add("A-1"), version: 2, events: ["AdmissionAdded"] }),
  answer("second", [5, 8], { command: add("A-2", "M02"), version: 3, events: ["AdmissionAdded"] }),
];

function answer(
  name: string,
  [begun, ended]: readonly [number, number],
  told: Partial<Witnessed> & { readonly command: PassCommand | null; readonly version: number },
): Witnessed {
  return { name, begun, ended, events: [], refusal: null, ...told };
}

function judge(...more: ReadonlyArray<Witnessed>): ReadonlyArray<string> {
  return contradictions({ type: pass, events: LIVED.events }, [...TRUTH, ...more], contextOf());
}

Deno.test("answers that follow from the facts are not contradicted", () => {
  const twice = { command: add("A-1"), version: 2, refusal: "AdmissionAlreadyOnPass" };
  assert.deepEqual(judge(answer("twice", [6, 7], twice)), []);
});

Deno.test("a refusal that the state at its version does not give is found", () => {
  const told = { command: add("A-3", "M03"), version: 2, refusal: "AdmissionAlreadyOnPass" };
  assert.equal(judge(answer("wrong", [6, 7], told)).length, 1);
});

Deno.test("facts that did not happen are found", () => {
  const told = { command: add("A-9"), version: 3, events: ["PassDeleted"] };
  assert.equal(
    judge(answer("lost", [9, 10], told))[0],
    "lost says PassDeleted, and AdmissionAdded happened",
  );
});

Deno.test("a version that was never reached is found", () => {
  const told = { command: add("A-9"), version: 4, events: ["AdmissionAdded"] };
  assert.equal(judge(answer("ahead", [9, 10], told))[0], "ahead names version 4, which never was");
});

Deno.test("two commands that both made one version are found", () => {
  const told = { command: add("A-2", "M02"), version: 3, events: ["AdmissionAdded"] };
  assert.equal(judge(answer("again", [6, 7], told)).length, 1);
});

Deno.test("a look at the past, after its end was known, is found", () => {
  const state = LIVED.events.slice(0, 2).reduce(pass.evolve, pass.initial);
  const look = { command: null, version: 2, state };
  assert.deepEqual(judge(answer("look", [6, 7], look)), []);
  assert.equal(judge(answer("stale look", [9, 10], look)).length, 1);
  assert.equal(judge(answer("false look", [6, 7], { ...look, state: pass.initial })).length, 1);
});
