/**
 * Systems take turns: one with much to say does not keep another waiting.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Deferred, Effect } from "effect";
import { allocate, asked, at, type Bridge, startBridge } from "../../support/bridge.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { scoped } from "../../support/scoped.ts";
import {
  type ScriptedAccessControl,
  scriptedAccessControl,
} from "../../support/scripted_access_control.ts";

/** More than all calls that may be under way, at 32 a system. */
const CROWD = 9;
const TICKETS_EACH = 40;
const CALLS_IN_ALL_MAX = 256;

/** Answers nobody before the gate opens for it. */
function slow(tenant: string, gate: Deferred.Deferred<void>): ScriptedAccessControl {
  const system = scriptedAccessControl({ tenant });
  const { send } = system;
  return {
    ...system,
    send: (command) =>
      Effect.andThen(send(command), (called) => Effect.as(Deferred.await(gate), called)),
  };
}

const printMany = Effect.fnUntraced(function* (bridge: Bridge, tenant: string, count: number) {
  for (let one = 0; one < count; one += 1) {
    yield* allocate(bridge, `T-${one}`, tenant);
    yield* bridge.router.send(
      at("ticket", `T-${one}`, tenant),
      asked({ type: "PrintTicket", ...{ printer: "Virtual" } }),
    );
  }
});

Deno.test(
  "a tenant with one delivery waits for one turn, however many the others have",
  scoped(Effect.gen(function* () {
    const gates = yield* Effect.forEach(
      Array.from({ length: CROWD }),
      () => Deferred.make<void>(),
    );
    const crowd = gates.map((gate, index) => slow(`crowd-${index}`, gate));
    const small = scriptedAccessControl();
    const bridge = yield* startBridge(small, { others: crowd });
    for (const { tenant } of crowd) yield* printMany(bridge, tenant, TICKETS_EACH);
    const called = () => crowd.reduce((sum, { sent }) => sum + sent.length, 0);
    yield* Effect.promise(() =>
      eventuallyTrue("every turn is taken", () => called() === CALLS_IN_ALL_MAX)
    );
    yield* printMany(bridge, "riverside", 1);
    assert.equal(small.sent.length, 0, "every turn is taken");
    const [first] = gates;
    assert.ok(first !== undefined);
    yield* Deferred.succeed(first, undefined);
    yield* Effect.promise(() =>
      eventuallyTrue("the one delivery is sent", () => small.sent.length === 1)
    );
    assert.ok(called() < CROWD * TICKETS_EACH, "others still wait for theirs");
    for (const gate of gates) yield* Deferred.succeed(gate, undefined);
  })),
);
