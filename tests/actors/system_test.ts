/**
 * One command through one live actor: idempotency, versions, bounds, loading and passivation.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { allocate, asked, at, startBridge } from "../support/bridge.ts";
import { scoped } from "../support/scoped.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";

const PRINT = { type: "PrintTicket", printer: "Virtual" };

Deno.test(
  "a command id acts once: the repeat gets the first receipt",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* allocate(bridge, "T-1");
    const envelope = asked(PRINT, { commandId: "k-1", fresh: false });
    const first = yield* bridge.router.send(at("ticket", "T-1"), envelope);
    const second = yield* bridge.router.send(at("ticket", "T-1"), envelope);
    assert.equal(first.replayed, false);
    assert.equal(second.replayed, true);
    assert.deepEqual(second.record, first.record);
  })),
);

Deno.test(
  "a refusal is an answer too: the repeat is refused with the version of the first time",
  scoped(Effect.gen(function* () {
    const { router, ...bridge } = yield* startBridge(scriptedAccessControl());
    yield* allocate({ router, ...bridge }, "T-1");
    const command = { type: "ReprintTicket", reason: "r", printer: null, ticketNumber: null };
    const envelope = asked({ ...command, override: false } as typeof command, {
      commandId: "k-1",
      fresh: false,
    });
    const first = yield* Effect.flip(router.send(at("ticket", "T-1"), envelope));
    yield* router.send(at("ticket", "T-1"), asked(PRINT));
    const second = yield* Effect.flip(router.send(at("ticket", "T-1"), envelope));
    assert.equal(first._tag, "CommandRefused");
    assert.equal(second._tag, "CommandRefused");
    if (first._tag !== "CommandRefused" || second._tag !== "CommandRefused") return;
    assert.equal(second.replayed, true);
    assert.deepEqual(second.refusal, first.refusal);
    assert.equal(second.version, first.version);
  })),
);

Deno.test(
  "a command id with another body is refused and does nothing",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* allocate(bridge, "T-1");
    const ids = { commandId: "k-1", fresh: false };
    yield* bridge.router.send(at("ticket", "T-1"), asked(PRINT, ids));
    const other = asked({ type: "CancelTicket" }, { ...ids, fingerprint: "other" });
    const failure = yield* Effect.flip(bridge.router.send(at("ticket", "T-1"), other));
    assert.equal(failure._tag, "CommandIdReused");
  })),
);

Deno.test(
  "the same command id twice at once: one works, the other is told that it is in progress",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* allocate(bridge, "T-1");
    const envelope = asked(PRINT, { commandId: "k-1", fresh: false });
    const both = yield* Effect.all([
      Effect.exit(bridge.router.send(at("ticket", "T-1"), envelope)),
      Effect.flip(bridge.router.send(at("ticket", "T-1"), envelope)),
    ], { concurrency: 2 });
    assert.equal(both[0]._tag, "Success");
    assert.equal(both[1]._tag, "CommandInProgress");
  })),
);

Deno.test(
  "commands of one actor are carried out one after the other, each version once",
  scoped(Effect.gen(function* () {
    const { router } = yield* startBridge(scriptedAccessControl());
    const put = (n: number) =>
      router.send(
        at("item", "CLUB"),
        asked({ type: "PutReference", ...{ document: { name: `${n}`, assignedPass: null } } }),
      );
    const receipts = yield* Effect.all(Array.from({ length: 50 }, (_, n) => put(n)), {
      concurrency: 50,
    });
    const versions = receipts.map(({ record }) => record.version).sort((a, b) => a - b);
    assert.deepEqual(versions, Array.from({ length: 50 }, (_, n) => n + 1));
  })),
);

Deno.test(
  "a command at another version than the expected one changes nothing",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    const { record } = yield* allocate(bridge, "T-1");
    const envelope = asked(PRINT, { expected: record.version + 1 });
    const failure = yield* Effect.flip(bridge.router.send(at("ticket", "T-1"), envelope));
    assert.equal(failure._tag, "VersionMismatch");
    assert.equal((yield* bridge.router.view(at("ticket", "T-1"))).version, record.version);
  })),
);

Deno.test(
  "an actor without events is unknown, and leaves nothing in memory",
  scoped(Effect.gen(function* () {
    const { router } = yield* startBridge(scriptedAccessControl());
    const failure = yield* Effect.flip(router.send(at("ticket", "T-404"), asked(PRINT)));
    assert.equal(failure._tag, "UnknownActor");
    assert.equal((yield* Effect.flip(router.view(at("pass", "P-404"))))._tag, "UnknownActor");
    assert.equal(router.stats().live, 0);
  })),
);

Deno.test(
  "a rehearsal answers the events and stores nothing",
  scoped(Effect.gen(function* () {
    const system = scriptedAccessControl();
    const bridge = yield* startBridge(system);
    const { record } = yield* allocate(bridge, "T-1");
    const rehearsal = yield* bridge.router.rehearse(at("ticket", "T-1"), asked(PRINT));
    assert.equal(rehearsal.events[0]?.type, "PrintRequested");
    assert.equal((yield* bridge.router.view(at("ticket", "T-1"))).version, record.version);
    assert.equal(system.sent.length, 0);
  })),
);

Deno.test(
  "an actor dropped from memory comes back with the same state",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl(), { liveMax: 2 });
    yield* allocate(bridge, "T-1");
    const { record } = yield* bridge.router.send(at("ticket", "T-1"), asked(PRINT));
    yield* bridge.router.settled(at("ticket", "T-1"), record.revision ?? 0, 5000);
    const before = yield* bridge.router.view(at("ticket", "T-1"));
    for (const id of ["T-2", "T-3", "T-4"]) yield* allocate(bridge, id);
    assert.ok(bridge.router.stats().passivated > 0);
    assert.deepEqual(yield* bridge.router.view(at("ticket", "T-1")), before);
    assert.ok(bridge.router.stats().live <= 2);
  })),
);

Deno.test(
  "more commands than may wait for one actor are turned away, the others are carried out",
  scoped(Effect.gen(function* () {
    const { router } = yield* startBridge(scriptedAccessControl(), { waitingMax: 5 });
    const put = (n: number) =>
      router.send(
        at("item", "CLUB"),
        asked({ type: "PutReference", ...{ document: { name: `${n}`, assignedPass: null } } }),
      );
    const exits = yield* Effect.all(
      Array.from({ length: 20 }, (_, n) => Effect.result(put(n))),
      { concurrency: 20 },
    );
    const busy = exits.filter((exit) =>
      exit._tag === "Failure" && exit.failure._tag === "ActorBusy"
    );
    assert.equal(busy.length, 15);
    assert.equal((yield* router.view(at("item", "CLUB"))).version, 5);
  })),
);

Deno.test(
  "an interrupted caller does not stop its command",
  scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl());
    yield* allocate(bridge, "T-1");
    const fiber = yield* Effect.forkChild(bridge.router.send(at("ticket", "T-1"), asked(PRINT)), {
      startImmediately: true,
    });
    yield* Effect.forkChild(Effect.interrupt).pipe(Effect.ignore);
    fiber.interruptUnsafe();
    const { version } = yield* bridge.router.view(at("ticket", "T-1"));
    assert.ok(version > 1);
  })),
);
