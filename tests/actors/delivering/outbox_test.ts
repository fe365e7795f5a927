/**
 * From a committed delivery to its answer: order, retries, asking, dead letters, operators.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Logger } from "effect";
import type { Outcome } from "../../../actors/access_control.ts";
import { MASK } from "../../../actors/masked.ts";
import { allocate, asked, at, type Bridge, startBridge } from "../../support/bridge.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { scoped } from "../../support/scoped.ts";
import { scriptedAccessControl } from "../../support/scripted_access_control.ts";
import { credential, done, PRINT_TICKET } from "../../support/stories.ts";

const T1 = at("ticket", "T-1");

/** Prints T-1 and waits until the access control's answer, or its lack, has settled it. */
const printed = Effect.fnUntraced(function* (bridge: Bridge) {
  yield* allocate(bridge, "T-1");
  const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
  yield* bridge.router.settled(T1, record.revision ?? 0, 5000);
  return { record, status: yield* bridge.router.operation(record) };
});

const transient = (applied: "no" | "unknown"): Outcome => ({
  type: "transient",
  reason: "down",
  retryAfterMs: null,
  applied,
});

Deno.test(
  "a print is confirmed when the barcode is bound, and its delivery says so",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    const { record, status } = yield* printed(bridge);
    const delivery = yield* bridge.store.delivery("riverside", `${record.commandId}.1`);
    assert.equal(status, "confirmed");
    assert.equal(delivery?.status, "confirmed");
    assert.equal(delivery?.attempts[0]?.outcome, "done");
  })),
);

Deno.test(
  "a refused connection is tried again with the same id, without asking first",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push(transient("no"), transient("no"));
    const { status } = yield* printed(yield* startBridge(system));
    assert.equal(status, "confirmed");
    assert.equal(new Set(system.sent.map(({ commandId }) => commandId)).size, 1);
    assert.equal(system.sent.length, 3);
    assert.equal(system.asked.length, 0);
  })),
);

Deno.test(
  "after an ambiguous answer the access control is asked, and an applied command is not sent again",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push(transient("unknown"));
    system.answers.push(done([credential("standard", "B77")]));
    const { status } = yield* printed(yield* startBridge(system));
    assert.equal(status, "confirmed");
    assert.equal(system.sent.length, 1);
    assert.equal(system.asked.length, 1);
  })),
);

Deno.test(
  "after an ambiguous answer a command that is not known there is sent again",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push(transient("unknown"));
    const { status } = yield* printed(yield* startBridge(system));
    assert.equal(status, "confirmed");
    assert.equal(system.sent.length, 2);
    assert.equal(system.sent[0]?.commandId, system.sent[1]?.commandId);
  })),
);

Deno.test(
  "an accepted command is asked for until its answer is there",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push({ type: "accepted" });
    system.answers.push({ type: "accepted" }, done([credential("standard", "B77")]));
    const { status } = yield* printed(yield* startBridge(system));
    assert.equal(status, "confirmed");
    assert.equal(system.sent.length, 1);
    assert.equal(system.asked.length, 2);
  })),
);

Deno.test(
  "a rejection is a dead letter: it waits, and a retry under the same id can succeed",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push({ type: "rejected", code: "no-seat", message: "No such seat" });
    const bridge = yield* startBridge(system);
    const { record, status } = yield* printed(bridge);
    const id = `${record.commandId}.1`;
    assert.equal(status, "failed");
    assert.equal((yield* bridge.store.delivery("riverside", id))?.status, "dead");
    yield* bridge.outbox.retry("riverside", id);
    yield* bridge.router.settled(T1, record.revision ?? 0, 5000);
    assert.equal(yield* bridge.router.operation(record), "confirmed");
    assert.deepEqual(system.sent.map(({ commandId }) => commandId), [id, id]);
  })),
);

Deno.test(
  "the same answer that is none, three times, is a dead letter",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const garbage: Outcome = { type: "permanent", reason: "HTTP 418", applied: "no" };
    system.replies.push(garbage, garbage, garbage);
    const bridge = yield* startBridge(system);
    const { record, status } = yield* printed(bridge);
    assert.equal(status, "failed");
    assert.equal(system.sent.length, 3);
    const delivery = yield* bridge.store.delivery("riverside", `${record.commandId}.1`);
    assert.equal(delivery?.status, "dead");
    assert.equal(delivery?.reason, "HTTP 418");
    const [dead] = (yield* bridge.store.history(T1, { fromVersion: 1, limit: 100 }))
      .map(({ event }) => event).filter(({ type }) => type === "DeliveryFailed");
    assert.partialDeepStrictEqual(dead, { code: "no-valid-answer", message: "HTTP 418" });
  })),
);

Deno.test(
  "an ambiguous answer that is none is asked about before each send, and three of them are not the end",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl({ breaker: { failures: 2, openMs: 60_000 } });
    const garbage: Outcome = { type: "permanent", reason: "malformed", applied: "unknown" };
    system.replies.push(garbage, garbage, garbage);
    const bridge = yield* startBridge(system);
    const { record, status } = yield* printed(bridge);
    assert.equal(status, "confirmed");
    const delivery = yield* bridge.store.delivery("riverside", `${record.commandId}.1`);
    assert.deepEqual(delivery?.attempts.map(({ outcome }) => outcome), [
      "permanent",
      "asked:unknown",
      "permanent",
      "asked:unknown",
      "permanent",
      "asked:unknown",
      "done",
    ]);
    const [health] = yield* bridge.outbox.health("riverside");
    assert.equal(health?.breaker, "closed");
  })),
);

Deno.test(
  "a discarded delivery is given up with its reason, and the ticket can be printed again",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push({ type: "rejected", code: "no-seat", message: "No such seat" });
    const bridge = yield* startBridge(system);
    const { record } = yield* printed(bridge);
    const id = `${record.commandId}.1`;
    yield* bridge.outbox.discard("riverside", id, "printed by hand", "ops");
    assert.equal((yield* bridge.store.delivery("riverside", id))?.status, "discarded");
    const again = yield* bridge.router.send(T1, asked(PRINT_TICKET));
    yield* bridge.router.settled(T1, again.record.revision ?? 0, 5000);
    assert.equal(yield* bridge.router.operation(again.record), "confirmed");
  })),
);

Deno.test(
  "a paused system is sent nothing; a print cancelled meanwhile never leaves",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    yield* bridge.outbox.pause("riverside", "main", "works at the gate");
    yield* allocate(bridge, "T-1");
    const print = yield* bridge.router.send(T1, asked(PRINT_TICKET));
    const cancel = { type: "CancelTicket", ...{ reason: "refunded", override: false } };
    yield* bridge.router.send(T1, asked(cancel));
    yield* bridge.outbox.resume("riverside", "main");
    assert.equal(yield* bridge.router.operation(print.record), "superseded");
    const delivery = yield* bridge.store.delivery("riverside", `${print.record.commandId}.1`);
    assert.equal(delivery?.status, "superseded");
    assert.equal(system.sent.length, 0);
    const [health] = yield* bridge.outbox.health("riverside");
    assert.equal(health?.backlog, 0);
  })),
);

Deno.test(
  "a print that was stale, told again above the fence and confirmed there, is confirmed",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push({ type: "stale", lastSeq: 2 });
    const bridge = yield* startBridge(system);
    const { record, status } = yield* printed(bridge);
    assert.equal(status, "confirmed");
    const [stale, again] = system.sent.map(({ commandId }) => commandId);
    assert.equal(stale, `${record.commandId}.1`);
    const delivery = yield* bridge.store.delivery("riverside", `${record.commandId}.1`);
    assert.equal(delivery?.status, "superseded");
    assert.equal(delivery?.reason, again);
  })),
);

Deno.test(
  "a print that is stale by its own fence waits as a dead letter, and can be given up",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    system.replies.push({ type: "stale", lastSeq: 1 });
    const bridge = yield* startBridge(system);
    const { record, status } = yield* printed(bridge);
    assert.equal(status, "failed");
    const id = `${record.commandId}.1`;
    const delivery = yield* bridge.store.delivery("riverside", id);
    assert.equal(delivery?.status, "dead");
    assert.equal(delivery?.reason, "stale: the access control had applied 1");
    yield* bridge.outbox.receive("riverside", "main", id, { type: "stale", lastSeq: 1 });
    assert.equal((yield* bridge.store.delivery("riverside", id))?.status, "dead", "told again");
    yield* bridge.outbox.discard("riverside", id, "looked at what stands there", "ops");
    const again = yield* bridge.router.send(T1, asked(PRINT_TICKET));
    yield* bridge.router.settled(T1, again.record.revision ?? 0, 5000);
    assert.equal(yield* bridge.router.operation(again.record), "confirmed");
  })),
);

Deno.test("a barcode of somebody else, live or dead, is told in the log once, masked, with both subjects", () => {
  const said: Array<string> = [];
  const logger = Logger.make(({ message }) => void said.push(String(message)));
  return scoped(
    Effect.gen(function* () {
      const system = scriptedAccessControl();
      const issued = done([credential("standard", "BAR-12345678")]);
      const bridge = yield* startBridge(system);
      const print = Effect.fnUntraced(function* (id: string) {
        system.replies.push(issued);
        yield* allocate(bridge, id);
        const { record } = yield* bridge.router.send(at("ticket", id), asked(PRINT_TICKET));
        yield* bridge.router.settled(record.address, record.revision ?? 0, 5000);
        return `${record.commandId}.1`;
      });
      const first = yield* print("T-1");
      const second = yield* print("T-2");
      for (const id of [first, second]) {
        yield* bridge.outbox.receive("riverside", "main", id, issued);
      }
      const cancel = { type: "CancelTicket", ...{ reason: "refunded", override: false } };
      const { record } = yield* bridge.router.send(T1, asked(cancel));
      yield* bridge.router.settled(T1, record.revision ?? 0, 5000);
      yield* print("T-3");
      const told = () => said.filter((line) => line.startsWith("Barcode"));
      yield* Effect.promise(() => eventuallyTrue("it is told again", () => told().length > 1));
      assert.deepEqual(told(), [
        "Barcode ••••5678 of ticket T-1 was issued to ticket T-2: it is not bound",
        "Barcode ••••5678 of ticket T-1 was issued to ticket T-3: it is not bound",
      ]);
    }).pipe(Effect.provide(Logger.layer([logger]))),
  )();
});

Deno.test(
  "revocations go before the grants of other subjects that waited longer",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    yield* printed(bridge);
    yield* bridge.outbox.pause("riverside", "main", "works at the gate");
    yield* allocate(bridge, "T-2");
    const grant = yield* bridge.router.send(at("ticket", "T-2"), asked(PRINT_TICKET));
    const cancel = { type: "CancelTicket", ...{ reason: "refunded", override: false } };
    yield* bridge.router.send(T1, asked(cancel));
    const [health] = yield* bridge.outbox.health("riverside");
    assert.equal(health?.exposure.length, 1);
    assert.equal(health?.exposure[0]?.actor.id, "T-1");
    assert.equal(health?.exposure[0]?.credential, MASK, "it is short: no part of it is shown");
    yield* bridge.outbox.resume("riverside", "main");
    yield* bridge.router.settled(at("ticket", "T-2"), grant.record.revision ?? 0, 5000);
    assert.deepEqual(system.sent.map(({ body }) => body.command), [
      "issueTicket",
      "cancelTicket",
      "issueTicket",
    ]);
  })),
);

Deno.test(
  "a refused token pauses the system: nothing is lost, and resuming delivers",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    system.replies.push({ type: "unauthorised", reason: "HTTP 401" });
    yield* allocate(bridge, "T-1");
    const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
    yield* Effect.retry(
      Effect.gen(function* () {
        const [health] = yield* bridge.outbox.health("riverside");
        if (health?.status !== "paused") return yield* Effect.fail("not yet" as const);
      }),
      { while: () => true },
    );
    yield* bridge.outbox.resume("riverside", "main");
    yield* bridge.router.settled(T1, record.revision ?? 0, 5000);
    assert.equal(yield* bridge.router.operation(record), "confirmed");
  })),
);

Deno.test(
  "what an earlier process left unsettled is asked for before it is sent",
  async () => {
    const path = await Deno.makeTempDir();
    const system = scriptedAccessControl();
    await scoped(Effect.gen(function* () {
      const bridge = yield* startBridge(system, { path });
      yield* bridge.outbox.pause("riverside", "main", "works at the gate");
      yield* allocate(bridge, "T-1");
      yield* bridge.router.send(T1, asked(PRINT_TICKET));
    }))();
    await scoped(Effect.gen(function* () {
      const bridge = yield* startBridge(system, { path });
      const [health] = yield* bridge.outbox.health("riverside");
      assert.equal(health?.reason, "works at the gate");
      assert.equal(system.asked.length, 0, "an ordered pause outlasts the restart");
      yield* bridge.outbox.resume("riverside", "main");
      yield* bridge.router.settled(T1, 1, 5000);
      assert.equal(system.asked.length, 1);
      assert.equal(system.sent.length, 1);
      assert.equal((yield* bridge.router.view(T1)).revisions.acknowledged, 1);
    }))();
    await Deno.remove(path, { recursive: true });
  },
);

Deno.test(
  "a dead letter waits for its operator, over a restart too",
  async () => {
    const path = await Deno.makeTempDir();
    const system = scriptedAccessControl();
    system.replies.push({ type: "rejected", code: "no-seat", message: "No such seat" });
    await scoped(Effect.gen(function* () {
      const { status } = yield* printed(yield* startBridge(system, { path }));
      assert.equal(status, "failed");
    }))();
    await scoped(Effect.gen(function* () {
      const bridge = yield* startBridge(system, { path });
      const other = at("ticket", "T-2");
      yield* allocate(bridge, "T-2");
      const { record } = yield* bridge.router.send(other, asked(PRINT_TICKET));
      yield* bridge.router.settled(other, record.revision ?? 0, 5000);
      assert.equal(system.sent.length, 2, "T-1 once before the stop, T-2 once after it");
      assert.equal(system.asked.length, 0);
      assert.equal(bridge.lanes.find(T1)?.state, "dead");
    }))();
    await Deno.remove(path, { recursive: true });
  },
);

Deno.test(
  "a repeated answer is recorded once and changes nothing",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    const { record } = yield* printed(bridge);
    const before = yield* bridge.router.view(T1);
    const id = `${record.commandId}.1`;
    yield* bridge.outbox.receive("riverside", "main", id, done([credential("standard", "B1")]));
    const unknown = bridge.outbox.receive("riverside", "main", "c-0.9", {
      type: "rejected",
      code: "x",
      message: "",
    });
    assert.equal((yield* Effect.flip(unknown))._tag, "UnknownDelivery");
    const after = yield* bridge.router.view(T1);
    assert.equal(after.revisions.acknowledged, before.revisions.acknowledged);
  })),
);
