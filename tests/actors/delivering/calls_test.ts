/**
 * What becomes of a call whose delivery is not what it was when the call began.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import type { AccessControl, Answer, Called, Outcome } from "../../../actors/access_control.ts";
import { claimKey, headKey } from "../../../adapters/kv/keys.ts";
import { status, type TicketState } from "../../../actors/ticket/mod.ts";
import { allocate, asked, at, type Bridge, startBridge } from "../../support/bridge.ts";
import { flipLastByte } from "../../support/damaged_stage.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { scoped } from "../../support/scoped.ts";
import {
  type ScriptedAccessControl,
  scriptedAccessControl,
} from "../../support/scripted_access_control.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";
import { credential, done, PRINT_TICKET } from "../../support/stories.ts";

const T1 = at("ticket", "T-1");
const ISSUED = done([credential("standard", "B77")]);

/** An access control that brings `pushed` by itself before it answers the first call. */
const startPushing = Effect.fnUntraced(function* (
  script: ScriptedAccessControl,
  pushed: Answer,
) {
  const desk: { bridge: Bridge | null } = { bridge: null };
  const push = Effect.suspend(() => {
    const id = script.sent[0]?.commandId ?? "";
    if (desk.bridge === null || script.sent.length > 1) return Effect.void;
    return Effect.orDie(desk.bridge.outbox.receive("riverside", "main", id, pushed));
  });
  const send: AccessControl["send"] = (command) =>
    Effect.flatMap(script.send(command), (called) => Effect.as(push, called));
  desk.bridge = yield* startBridge({ ...script, send });
  return desk.bridge;
});

function sooner(what: string, holds: () => boolean | Promise<boolean>): Effect.Effect<void> {
  return Effect.promise(() => eventuallyTrue(what, holds));
}

Deno.test(
  "what a call was given is revoked when its delivery was replaced while it was under way",
  scoped(Effect.gen(function* () {
    const script = scriptedAccessControl();
    script.replies.push(ISSUED);
    const bridge = yield* startPushing(script, { type: "stale", lastSeq: 5 });
    yield* allocate(bridge, "T-1");
    yield* bridge.router.send(T1, asked(PRINT_TICKET));
    const revoked = () =>
      script.sent.flatMap(({ body }) =>
        body.command === "cancelTicket" ? body.ticket.credentials.map(({ value }) => value) : []
      );
    yield* sooner("it is revoked", () => revoked().length > 0);
    assert.deepEqual(revoked().map(String), ["B77"]);
  })),
);

Deno.test(
  "a call that failed does not bring a delivery back that was rejected meanwhile",
  scoped(Effect.gen(function* () {
    const script = scriptedAccessControl();
    const failure: Outcome = {
      type: "transient",
      reason: "down",
      retryAfterMs: null,
      applied: "unknown",
    };
    script.replies.push(failure);
    const rejected: Answer = { type: "rejected", code: "no-seat", message: "No such seat" };
    const bridge = yield* startPushing(script, rejected);
    yield* allocate(bridge, "T-1");
    const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
    yield* bridge.router.settled(T1, record.revision ?? 0, 5_000);
    // another delivery comes and goes: the first one had its turn, had it waited for one
    const other = at("ticket", "T-2");
    yield* allocate(bridge, "T-2");
    const more = yield* bridge.router.send(other, asked(PRINT_TICKET));
    yield* bridge.router.settled(other, more.record.revision ?? 0, 5_000);
    assert.deepEqual(script.sent.map(({ subject: { id } }) => id), ["T-1", "T-2"]);
    assert.equal(script.asked.length, 0);
    const delivery = yield* bridge.store.delivery("riverside", `${record.commandId}.1`);
    assert.equal(delivery?.status, "dead");
  })),
);

Deno.test(
  "revocations that always fail do not keep the grants of a system waiting for ever",
  scoped(Effect.gen(function* () {
    const script = scriptedAccessControl({
      retry: { firstMs: 1, maxMs: 20, attemptTimeoutMs: 1000 },
      breaker: { failures: 2, openMs: 20 },
    });
    const broken: Called = {
      outcome: { type: "transient", reason: "HTTP 500", retryAfterMs: null, applied: "no" },
      httpStatus: 500,
      durationMs: 0,
    };
    const send: AccessControl["send"] = (command) =>
      Effect.map(
        script.send(command),
        (called) => command.body.command === "cancelTicket" ? broken : called,
      );
    const bridge = yield* startBridge({ ...script, send });
    const print = Effect.fnUntraced(function* (id: string) {
      yield* allocate(bridge, id);
      const { record } = yield* bridge.router.send(at("ticket", id), asked(PRINT_TICKET));
      return record;
    });
    for (const id of ["T-1", "T-2", "T-3", "T-4"]) {
      const { address, revision } = yield* print(id);
      yield* bridge.router.settled(address, revision ?? 0, 5_000);
    }
    const cancel = { type: "CancelTicket", ...{ reason: "refunded", override: false } };
    for (const id of ["T-1", "T-2", "T-3", "T-4"]) {
      yield* bridge.router.send(at("ticket", id), asked(cancel));
    }
    yield* sooner("the breaker is open", async () => {
      const [health] = await Effect.runPromise(bridge.outbox.health("riverside"));
      return health?.breaker === "open";
    });
    const record = yield* print("T-5");
    yield* bridge.router.settled(record.address, record.revision ?? 0, 5_000);
    assert.equal(yield* bridge.router.operation(record), "confirmed");
  })),
);

Deno.test("a delivery whose ticket is damaged keeps no call from the others, and is settled once it is mended", () => {
  const disk = new SimulatedDisk();
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      const script = scriptedAccessControl({ pace: { callsMax: 1, callsPerSecond: null } });
      const desk: { router: Bridge["router"] | null } = { router: null };
      let head = new Uint8Array();
      const change = (now: Uint8Array) =>
        Effect.sync(() =>
          disk.damage(headKey(T1), (before) => {
            head = new Uint8Array(before);
            return now;
          })
        );
      const send: AccessControl["send"] = (command) =>
        Effect.tap(
          script.send(command),
          () =>
            script.sent.length > 1 || desk.router === null
              ? Effect.void
              : Effect.orDie(desk.router.alone(T1, change(new Uint8Array([1, 2, 3])))),
        );
      const ask: AccessControl["ask"] = (id) =>
        Effect.tap(script.ask(id), () => Effect.sync(() => script.answers.push(ISSUED)));
      script.replies.push(ISSUED);
      script.answers.push(ISSUED);
      const bridge = yield* startBridge({ ...script, send, ask }, { store });
      desk.router = bridge.router;
      yield* allocate(bridge, "T-1");
      yield* allocate(bridge, "T-2");
      yield* bridge.router.send(T1, asked(PRINT_TICKET));
      const other = at("ticket", "T-2");
      const { record } = yield* bridge.router.send(other, asked(PRINT_TICKET));
      yield* bridge.router.settled(other, record.revision ?? 0, 5_000);
      assert.equal(yield* bridge.router.operation(record), "confirmed");
      yield* change(head);
      store.release(T1);
      yield* sooner("it is settled", () => bridge.lanes.find(T1) === undefined);
      assert.equal((yield* bridge.router.view(T1)).revisions.acknowledged, 1);
    }).pipe(Effect.scoped, Effect.orDie));
});

Deno.test("a delivery whose barcode is of nobody knows whom keeps no call from the others, and is settled once that is mended", () => {
  const disk = new SimulatedDisk();
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      const script = scriptedAccessControl({ pace: { callsMax: 1, callsPerSecond: null } });
      script.replies.push(ISSUED, ISSUED);
      const ask: AccessControl["ask"] = (id) =>
        Effect.tap(script.ask(id), () => Effect.sync(() => script.answers.push(ISSUED)));
      script.answers.push(ISSUED);
      const bridge = yield* startBridge({ ...script, ask }, { store });
      const { router } = bridge;
      const print = Effect.fnUntraced(function* (id: string) {
        yield* allocate(bridge, id);
        return (yield* router.send(at("ticket", id), asked(PRINT_TICKET))).record;
      });
      const first = yield* print("T-1");
      yield* router.settled(T1, first.revision ?? 0, 5_000);
      const claim = { space: "barcode", scope: "", state: "live", note: "" } as const;
      const key = claimKey("riverside", { claim: { ...claim, value: "B77" }, holder: T1 });
      flipLastByte(disk, key);

      const second = yield* print("T-2");
      yield* sooner("it is issued somebody else's", () => script.sent.length > 1);
      const third = yield* print("T-3");
      yield* router.settled(third.address, third.revision ?? 0, 5_000);
      assert.equal(yield* router.operation(third), "confirmed");
      assert.equal(yield* router.operation(second), "pending");
      flipLastByte(disk, key);
      yield* sooner("it is settled", () => bridge.lanes.find(second.address) === undefined);
      const { state } = yield* router.view(second.address);
      assert.equal(status(state as TicketState), "attention");
    }).pipe(Effect.scoped, Effect.orDie));
});

Deno.test(
  "a call that meets a bug is made again, and its delivery is asked for first",
  scoped(Effect.gen(function* () {
    const script = scriptedAccessControl();
    let calls = 0;
    const send: AccessControl["send"] = (command) =>
      Effect.suspend(() => {
        calls += 1;
        return calls === 1 ? Effect.die(new Error("a bug")) : script.send(command);
      });
    const bridge = yield* startBridge({ ...script, send });
    yield* allocate(bridge, "T-1");
    const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
    yield* bridge.router.settled(T1, record.revision ?? 0, 5_000);
    assert.equal(yield* bridge.router.operation(record), "confirmed");
    assert.deepEqual([calls, script.asked.length], [2, 1]);
  })),
);
