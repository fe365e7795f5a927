/**
 * What is known to differ, from one comparison to the next, and what operators make of it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Result } from "effect";
import { Barcode } from "../../../actors/address.ts";
import type { Tagged } from "../../../actors/decider.ts";
import { newsOf } from "../../../actors/reconciling/news.ts";
import { mendable, REPAIRS_MAX } from "../../../actors/reconciling/policy.ts";
import {
  type Difference,
  findingsOf,
  reconciliation,
  type ReconciliationState,
} from "../../../actors/reconciliation/mod.ts";
import { contextOf } from "../../support/given.ts";

type Command = Parameters<typeof reconciliation.decide>[1];

function missing(value: string, revision = 1): Difference {
  return {
    kind: "missing",
    actor: { kind: "ticket", id: `T-${value}` },
    credential: Barcode(value),
    credentialKind: "standard",
    ours: {
      state: "live",
      actor: { kind: "ticket", id: `T-${value}` },
      admissionIds: [`T-${value}`],
    },
    theirs: null,
    proposal: "resend",
    revision,
  };
}

/** The state after `command`, which must be taken. */
function after(state: ReconciliationState, command: Command): ReconciliationState {
  const decided = reconciliation.decide(state, command, contextOf({}));
  assert.ok(Result.isSuccess(decided), "refused");
  const events = decided.success as ReadonlyArray<Tagged>;
  return (events as Parameters<typeof reconciliation.evolve>[1][])
    .reduce(reconciliation.evolve, state);
}

function refusalOf(state: ReconciliationState, command: Command): string {
  const decided = reconciliation.decide(state, command, contextOf({}));
  assert.ok(Result.isFailure(decided), "not refused");
  return decided.failure.type;
}

/** A whole comparison that found these. */
function compared(
  state: ReconciliationState,
  ...differences: ReadonlyArray<Difference>
): ReconciliationState {
  const news = newsOf(findingsOf(state), { differences, isWhole: true, isJudged: () => true });
  return after(state, { type: "RecordComparison", ...news });
}

function shown(state: ReconciliationState): ReadonlyArray<string> {
  return findingsOf(state).map((one) => `${one.id} ${one.credential} ${one.state}`);
}

/** The outcome of every repair under way. */
function carriedOut(state: ReconciliationState, isRefused = false): ReconciliationState {
  const refusal = isRefused
    ? { type: "ChangedSinceCompared", rule: "", operands: {}, advice: "" }
    : null;
  const outcomes = state.tasks.map(({ taskId }) => ({ taskId, refusal }));
  return after(state, { type: "RecordOutcomes", outcomes });
}

const FOUND = compared(reconciliation.initial, missing("a"), missing("b"));

Deno.test("a difference that is found again as it was is no news", () => {
  assert.deepEqual(shown(FOUND), ["D-1 a proposed", "D-2 b proposed"]);
  assert.equal(compared(FOUND, missing("a"), missing("b")), FOUND);
});

Deno.test("a difference that is not found any more is gone, unless there were more to be found", () => {
  assert.deepEqual(shown(compared(FOUND, missing("b"))), ["D-2 b proposed"]);
  const news = newsOf(findingsOf(FOUND), {
    differences: [missing("b")],
    isWhole: false,
    isJudged: () => true,
  });
  assert.deepEqual(news, { found: [], gone: [] });
});

Deno.test("a difference at another revision is another one, but not for who ignores it", () => {
  assert.deepEqual(shown(compared(FOUND, missing("a", 2))), ["D-3 a proposed"]);
  const ignored = after(FOUND, { type: "IgnoreDifference", id: "D-1" });
  assert.deepEqual(shown(compared(ignored, missing("a", 2))), ["D-1 a ignored"]);
});

Deno.test("an approved repair is a task for its actor, and no comparison touches it meanwhile", () => {
  const approved = after(FOUND, { type: "ApproveRepairs", ids: ["D-2"] });
  assert.deepEqual(approved.tasks.map(({ target, command }) => [target.id, command.type]), [
    ["T-b", "ResendCredentials"],
  ]);
  assert.ok(reconciliation.isUnfinished?.(approved));
  assert.deepEqual(shown(compared(approved)), ["D-2 b approved"]);
  assert.deepEqual(shown(compared(approved, missing("b", 7))), ["D-2 b approved"]);
});

Deno.test("a repair that was carried out is repaired, and a refused one is gone", () => {
  const approved = after(FOUND, { type: "ApproveRepairs", ids: ["D-1"] });
  assert.deepEqual(shown(carriedOut(approved)), ["D-1 a repaired", "D-2 b proposed"]);
  assert.deepEqual(shown(carriedOut(approved, true)), ["D-2 b proposed"]);
  const done = carriedOut(approved);
  const late = { taskId: `${approved.tasks[0]?.taskId}`, refusal: null };
  assert.equal(after(done, { type: "RecordOutcomes", outcomes: [late] }), done);
});

Deno.test("what was repaired and is found again is found anew, and marked as such", () => {
  const done = carriedOut(after(FOUND, { type: "ApproveRepairs", ids: ["D-1"] }));
  const again = compared(done, missing("a"), missing("b"));
  assert.deepEqual(shown(again), ["D-2 b proposed", "D-3 a proposed"]);
  assert.deepEqual(findingsOf(again).map((one) => one.again), [false, true]);
});

Deno.test("a difference is decided on once, and only one that can be mended is approved", () => {
  const approved = after(FOUND, { type: "ApproveRepairs", ids: ["D-1"] });
  assert.equal(
    refusalOf(approved, { type: "ApproveRepairs", ids: ["D-2", "D-1"] }),
    "DifferenceNotProposed",
  );
  assert.equal(
    refusalOf(approved, { type: "IgnoreDifference", id: "D-1" }),
    "DifferenceNotProposed",
  );
  assert.equal(refusalOf(FOUND, { type: "IgnoreDifference", id: "D-9" }), "DifferenceUnknown");
  assert.equal(
    refusalOf(FOUND, { type: "ApproveRepairs", ids: ["toString"] }),
    "DifferenceUnknown",
  );
  const hopeless = compared(reconciliation.initial, { ...missing("c"), proposal: "none" });
  assert.equal(refusalOf(hopeless, { type: "ApproveRepairs", ids: ["D-1"] }), "NothingProposed");
});

Deno.test("a cycle mends so many by itself at most, those under way included", () => {
  const many = Array.from({ length: REPAIRS_MAX + 10 }, (_, n) => missing(`v${n}`));
  const found = compared(reconciliation.initial, ...many);
  const ids = mendable(findingsOf(found));
  assert.equal(ids.length, REPAIRS_MAX);
  const approved = after(found, { type: "ApproveRepairs", ids: ids.slice(0, 3) });
  assert.equal(mendable(findingsOf(approved)).length, REPAIRS_MAX - 3);
});

Deno.test("what was mended to no avail, what is ignored and what cannot be mended is not mended", () => {
  const done = carriedOut(after(FOUND, { type: "ApproveRepairs", ids: ["D-1"] }));
  assert.deepEqual(mendable(findingsOf(compared(done, missing("a"), missing("b")))), ["D-2"]);
  assert.deepEqual(mendable(findingsOf(after(FOUND, { type: "IgnoreDifference", id: "D-2" }))), [
    "D-1",
  ]);
  const hopeless = { ...missing("c"), proposal: "none" } as const;
  assert.deepEqual(mendable(findingsOf(compared(reconciliation.initial, hopeless))), []);
});
