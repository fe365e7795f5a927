/**
 * Answers that are none where the command may have been applied, on a clock that the test moves: a
 * page of maintenance goes by, and what stays is a dead letter.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, type Scope } from "effect";
import { TestClock } from "effect/testing";
import type { AccessControl, Outcome } from "../../../actors/access_control.ts";
import type { Attempt, Delivery } from "../../../actors/delivery.ts";
import { judge } from "../../../actors/delivering/attempt.ts";
import type { Lane } from "../../../actors/delivering/lanes.ts";
import { allocate, asked, at, type Bridge, startBridge } from "../../support/bridge.ts";
import { scoped } from "../../support/scoped.ts";
import { scriptedAccessControl } from "../../support/scripted_access_control.ts";
import { PRINT_TICKET } from "../../support/stories.ts";

const T1 = at("ticket", "T-1");
const MINUTE_MS = 60_000;
const MALFORMED: Outcome = { type: "permanent", reason: "malformed", applied: "unknown" };
const STEP_MS = 500;
/** Far more than any of these deliveries needs. */
const STEPS_MAX = 1_000;

const SYSTEM = {
  // a delivery keeps its newest twenty attempts: those of a minute are far fewer
  retry: { firstMs: 5_000, maxMs: 20_000, attemptTimeoutMs: 1000 },
  breaker: { failures: 2, openMs: 60_000 },
};

/** What calls are answered until `until`, by the test's clock; then as ever. */
function maintained(until: number) {
  const system = scriptedAccessControl(SYSTEM);
  const orPage = (call: AccessControl["ask"]): AccessControl["ask"] => (id) =>
    Effect.flatMap(
      call(id),
      (called) =>
        Effect.clockWith((clock) => clock.currentTimeMillis).pipe(
          Effect.map((now) => now < until ? { ...called, outcome: MALFORMED } : called),
        ),
    );
  const send: AccessControl["send"] = (command) =>
    orPage(() => system.send(command))(command.commandId);
  return { ...system, send, ask: orPage(system.ask) };
}

/** Lets time pass until the delivery is at its end or dead. */
const ended = Effect.fnUntraced(function* ({ store }: Bridge, id: string) {
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const delivery = yield* store.delivery("riverside", id);
    if (delivery?.status === "dead" || delivery?.status === "confirmed") return delivery;
    yield* TestClock.adjust(STEP_MS);
    // the store answers in real time
    yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve)));
  }
  return assert.fail("It does not come to an end");
});

const printed = Effect.fnUntraced(function* (bridge: Bridge) {
  yield* allocate(bridge, "T-1");
  const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
  return yield* ended(bridge, `${record.commandId}.1`);
});

function onTestClock<E>(effect: Effect.Effect<unknown, E, Scope.Scope>): () => Promise<void> {
  return scoped(Effect.provide(effect, TestClock.layer()));
}

function span(attempts: ReadonlyArray<Attempt>): number {
  return (attempts.at(-1)?.at ?? 0) - (attempts[0]?.at ?? 0);
}

Deno.test(
  "a page of maintenance with HTTP 200 that goes within a minute makes no dead letter",
  onTestClock(Effect.gen(function* () {
    const bridge = yield* startBridge(maintained(MINUTE_MS - 10_000));
    const { status, attempts } = yield* printed(bridge);
    assert.equal(status, "confirmed");
    const pages = attempts.filter(({ outcome }) => /permanent$/.test(outcome));
    assert.ok(pages.length > 3, `${pages.length} were answered so`);
  })),
);

Deno.test(
  "an ambiguous answer that is none is a dead letter when it is the same for a minute, and not before",
  onTestClock(Effect.gen(function* () {
    const system = maintained(Infinity);
    const bridge = yield* startBridge(system);
    const { id, attempts, reason } = yield* printed(bridge);
    assert.equal(reason, "malformed");
    assert.deepEqual(attempts.slice(0, 2).map(({ outcome }) => outcome), [
      "permanent",
      "asked:permanent",
    ]);
    assert.equal(system.sent.length, 1, "it is asked for, and not sent again");
    assert.ok(span(attempts) >= MINUTE_MS, `${span(attempts)} ms`);
    assert.ok(span(attempts.slice(0, -1)) < MINUTE_MS, "the first that may be is the last");
    const [health] = yield* bridge.outbox.health("riverside");
    assert.deepEqual([health?.breaker, health?.dead], ["closed", 1]);
    yield* TestClock.adjust(STEP_MS);
    yield* bridge.outbox.retry("riverside", id);
    const again = yield* ended(bridge, id);
    const buriedAt = attempts.at(-1)?.at ?? 0;
    const more = again.attempts.filter(({ at }) => at > buriedAt);
    assert.match(more[0]?.outcome ?? "", /^asked/, "it may have been applied");
    assert.ok(span(more) >= MINUTE_MS, "tried again, it has a minute again");
  })),
);

Deno.test("the minute is no shorter when the clock on the wall is set on by an hour", () => {
  const [system, delivery] = [scriptedAccessControl(), { attempts: [] } as unknown as Delivery];
  const lane = { delivery, permanent: { reason: "", count: 0, since: 0 }, failures: 0 } as Lane;
  const judged = (at: number, steadyAt: number) => {
    const called = { outcome: MALFORMED, httpStatus: 200, durationMs: 1 };
    return judge(lane, system, { asked: true, wasSent: true, at, steadyAt, called, jitter: 1 })
      .type;
  };
  assert.deepEqual([judged(0, 0), judged(1_000, 1_000), judged(3_600_000, 2_000)], [
    "retry",
    "retry",
    "retry",
  ]);
  assert.equal(judged(3_600_000, MINUTE_MS), "bury");
});
