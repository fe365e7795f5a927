/**
 * A system that gives no scans: it is told to be down, and commands go on as before.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Logger } from "effect";
import { type AccessControl, NotAnswered } from "../../../actors/access_control.ts";
import { allocate, asked, at, type Bridge, startBridge } from "../../support/bridge.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { scoped } from "../../support/scoped.ts";
import { scriptedAccessControl } from "../../support/scripted_access_control.ts";
import { PRINT_TICKET } from "../../support/stories.ts";

const T1 = at("ticket", "T-1");

interface Silentable extends AccessControl {
  isSilent: boolean;
  polls: number;
}

/** Gives no scans while `isSilent`. */
function silentable(): Silentable {
  const script = scriptedAccessControl();
  const system: Silentable = {
    ...script,
    isSilent: true,
    polls: 0,
    scans: (cursor) =>
      Effect.suspend(() => {
        system.polls += 1;
        return system.isSilent
          ? Effect.fail(new NotAnswered({ reason: "Connection refused" }))
          : script.scans(cursor);
      }),
  };
  return system;
}

const healthOf = Effect.fnUntraced(function* ({ outbox }: Bridge) {
  const [health] = yield* outbox.health("riverside");
  assert.ok(health !== undefined);
  return health;
});

const untilStatus = (bridge: Bridge, status: "up" | "down") =>
  Effect.promise(() =>
    eventuallyTrue(
      `it is ${status}`,
      async () => (await Effect.runPromise(healthOf(bridge))).status === status,
    )
  );

Deno.test("a system that gives no scans is down, says so once, and is up with its next answer", () => {
  const said: Array<string> = [];
  const logger = Logger.make(({ message }) => void said.push(String(message)));
  return scoped(
    Effect.gen(function* () {
      const system = silentable();
      const bridge = yield* startBridge(system);
      yield* untilStatus(bridge, "down");
      const down = yield* healthOf(bridge);
      assert.match(down.reason ?? "", /^Connection refused, since \d{4}-\d\d-\d\dT.*Z$/);
      assert.deepEqual([down.breaker, down.scansAt], ["closed", null]);

      yield* allocate(bridge, "T-1");
      const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
      yield* bridge.router.settled(T1, record.revision ?? 0, 5000);
      assert.equal(yield* bridge.router.operation(record), "confirmed", "it holds nothing back");

      const { polls } = system;
      yield* Effect.promise(() => eventuallyTrue("it is asked on", () => system.polls > polls + 3));
      assert.equal((yield* healthOf(bridge)).status, "down", "a command does not hide it");
      system.isSilent = false;
      yield* untilStatus(bridge, "up");
      const up = yield* healthOf(bridge);
      assert.equal(up.reason, null);
      assert.notEqual(up.scansAt, null);
      assert.deepEqual(said, [
        "Access control main of riverside is down: Connection refused",
        "Access control main of riverside answers again",
      ]);
    }).pipe(Effect.provide(Logger.layer([logger]))),
  )();
});

Deno.test(
  "a paused system stays paused while it is silent, for the reason of its pause",
  scoped(Effect.gen(function* () {
    const system = silentable();
    const bridge = yield* startBridge(system);
    yield* bridge.outbox.pause("riverside", "main", "works at the gate");
    yield* Effect.promise(() => eventuallyTrue("it is silent", () => system.polls > 5));
    const { status, reason } = yield* healthOf(bridge);
    assert.deepEqual([status, reason], ["paused", "works at the gate"]);
  })),
);

Deno.test(
  "trials that fail are noted where scans are seldom asked for",
  scoped(Effect.gen(function* () {
    const script = scriptedAccessControl();
    const bridge = yield* startBridge({ ...script, pollMs: 60_000 });
    const tryOut = bridge.outbox.test("riverside", "main");
    const refused = { type: "unauthorised", reason: "our token is refused" } as const;
    script.answers.push(refused, refused, refused);
    yield* Effect.all([tryOut, tryOut, tryOut]);
    const { status, reason } = yield* healthOf(bridge);
    assert.equal(status, "down");
    assert.match(reason ?? "", /our token is refused/);
    yield* tryOut;
    assert.equal((yield* healthOf(bridge)).status, "up");
  })),
);

Deno.test(
  "the age of the oldest is the backlog's: a dead delivery has none",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push({ type: "rejected", code: "no-seat", message: "No such seat" });
    const bridge = yield* startBridge(system);
    yield* allocate(bridge, "T-1");
    const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
    yield* bridge.router.settled(T1, record.revision ?? 0, 5000);
    const { backlog, dead, oldestAgeMs } = yield* healthOf(bridge);
    assert.deepEqual([backlog, dead, oldestAgeMs], [0, 1, null]);

    yield* bridge.outbox.pause("riverside", "main", "works at the gate");
    yield* allocate(bridge, "T-2");
    yield* bridge.router.send(at("ticket", "T-2"), asked(PRINT_TICKET));
    const waits = yield* healthOf(bridge);
    assert.deepEqual([waits.backlog, waits.dead], [1, 1]);
    assert.notEqual(waits.oldestAgeMs, null);
  })),
);
