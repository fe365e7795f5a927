/**
 * Gate events of an actor whose stored data is damaged, and those of others beside them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, Logger } from "effect";
import { NotAnswered } from "../../../actors/access_control.ts";
import { readLeftOut, writeLeftOut } from "../../../actors/delivering/left_out.ts";
import { EventStore } from "../../../actors/event_store.ts";
import { verify } from "../../../actors/inspecting/verify.ts";
import { ticket as ticketType } from "../../../actors/ticket/mod.ts";
import { claimKey, headKey, markKey } from "../../../adapters/kv/keys.ts";
import { allocate, asked, at, type Bridge, startBridge } from "../../support/bridge.ts";
import { flipLastByte } from "../../support/damaged_stage.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import {
  type ScriptedAccessControl,
  scriptedAccessControl,
} from "../../support/scripted_access_control.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";
import { aScan, credential, done, PRINT_TICKET } from "../../support/stories.ts";

const [T1, T2] = [at("ticket", "T-1"), at("ticket", "T-2")];

Deno.test("the scans of a damaged ticket hold back no others, and are refused when they are brought", () => {
  const disk = new SimulatedDisk();
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      const system = scriptedAccessControl();
      const { router, outbox, ...bridge } = yield* startBridge(system, { store });
      for (const ticket of [T1, T2]) {
        system.replies.push(done([credential("standard", `B-${ticket.id}`)]));
        yield* allocate({ router, outbox, ...bridge }, ticket.id);
        const { record } = yield* router.send(ticket, asked(PRINT_TICKET));
        yield* router.settled(ticket, record.revision ?? 0, 5_000);
      }
      const damage = Effect.sync(() => disk.damage(headKey(T1), () => new Uint8Array([1, 2, 3])));
      yield* router.alone(T1, damage);
      const scans = [scanOf("S-1", T1), scanOf("S-2", T2)];
      system.scanned.push(...scans);
      const cursor = Effect.map(store.readMark("riverside", "scans/main"), String);
      yield* Effect.promise(() =>
        eventuallyTrue("the page is taken", async () => await Effect.runPromise(cursor) === "2")
      );
      const facts = yield* store.history(T2, { fromVersion: 1, limit: 50 });
      assert.equal(facts.at(-1)?.event.type, "TicketUsedIn");
      const brought = [...scans, scanOf("S-3", T2)];
      const refused = yield* Effect.flip(outbox.recordScans("riverside", "main", brought));
      assert.equal(refused._tag, "Quarantined");
      const { version } = yield* router.view(T2);
      assert.ok(version > facts.length, "S-3 is recorded");
    }).pipe(Effect.scoped, Effect.orDie));
});

const scanOf = (scanId: string, { id }: typeof T1, direction: "in" | "out" = "in") =>
  aScan(scanId, { value: credential("standard", `B-${id}`).value, direction });

/** Prints a ticket, then damages what is stored of it; gives how it is mended. */
const damaged = Effect.fnUntraced(function* (
  bridge: Bridge,
  { system, disk }: { readonly system: ScriptedAccessControl; readonly disk: SimulatedDisk },
) {
  system.replies.push(done([credential("standard", "B-T-1")]));
  yield* allocate(bridge, "T-1");
  const { record } = yield* bridge.router.send(T1, asked(PRINT_TICKET));
  yield* bridge.router.settled(T1, record.revision ?? 0, 5_000);
  const { value } = disk.read(headKey(T1));
  assert.ok(value instanceof Uint8Array);
  const damage = Effect.sync(() => disk.damage(headKey(T1), () => new Uint8Array([1, 2, 3])));
  yield* bridge.router.alone(T1, damage);
  return () => disk.damage(headKey(T1), () => value);
});

const pulled = ({ store }: Bridge, cursor: string) =>
  Effect.promise(() =>
    eventuallyTrue(
      "the page is taken",
      async () => await Effect.runPromise(store.readMark("riverside", "scans/main")) === cursor,
    )
  );

/** What is stored is looked at and found whole, and what gates had told counts then. */
const released = Effect.fnUntraced(function* ({ store }: Bridge) {
  const { drift } = yield* Effect.provideService(verify(T1, ticketType), EventStore, store);
  assert.deepEqual(drift, []);
  const uses = () =>
    Effect.runPromise(store.history(T1, { fromVersion: 1, limit: 50 })).then((facts) =>
      facts.map(({ event }) => event.type).filter((type) => /^TicketUsed/.test(type))
    );
  yield* Effect.promise(() =>
    eventuallyTrue("both scans count", async () => (await uses()).length > 1)
  );
  assert.deepEqual(yield* Effect.promise(uses), ["TicketUsedIn", "TicketUsedOut"]);
  assert.deepEqual(yield* readLeftOut(store, { tenant: "riverside", name: "main" }), []);
});

Deno.test("scans that were pulled for a damaged ticket count when it is mended, in their order", () => {
  const [disk, system] = [new SimulatedDisk(), scriptedAccessControl()];
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      const bridge = yield* startBridge(system, { store });
      const mend = yield* damaged(bridge, { system, disk });
      system.scanned.push(scanOf("S-1", T1));
      yield* pulled(bridge, "1");
      system.scanned.push(scanOf("S-2", T1, "out"));
      yield* pulled(bridge, "2");
      mend();
      yield* released(bridge);
    }).pipe(Effect.scoped, Effect.orDie));
});

Deno.test("scans that were pulled for a damaged ticket are kept over a restart", async () => {
  const [disk, system] = [new SimulatedDisk(), scriptedAccessControl()];
  const mended = await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const bridge = yield* startBridge(system, { store });
      const mend = yield* damaged(bridge, { system, disk });
      system.scanned.push(scanOf("S-1", T1), scanOf("S-2", T1, "out"));
      yield* pulled(bridge, "2");
      return mend;
    }).pipe(Effect.scoped, Effect.orDie));
  // away: the scans are not asked for any more, and are taken all the same
  const away = { ...system, scans: () => Effect.fail(new NotAnswered({ reason: "away" })) };
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const bridge = yield* startBridge(away, { store });
      assert.equal((yield* readLeftOut(store, { tenant: "riverside", name: "main" })).length, 2);
      mended();
      yield* released(bridge);
    }).pipe(Effect.scoped, Effect.orDie));
});

Deno.test("of too many scans for damaged tickets the oldest are lost, and the log says how many", async () => {
  const said: Array<string> = [];
  const logger = Logger.make(({ message }) => void said.push(String(message)));
  const system = { tenant: "riverside", name: "main" };
  const scans = Array.from({ length: 1_000 }, (_, index) => scanOf(`S-${index}`, T1));
  const kept = await onDisk(new SimulatedDisk(), (store) =>
    writeLeftOut(store, system, scans).pipe(
      Effect.andThen(readLeftOut(store, system)),
      Effect.provide(Logger.layer([logger])),
    ));
  assert.ok(kept.length > 200, `${kept.length} are kept`);
  assert.deepEqual(kept, scans.slice(-kept.length));
  assert.deepEqual(said, [
    `${1_000 - kept.length} scans of main are lost: too many wait for damaged actors`,
  ]);
});

/** What the program logged, as `Error Scans …`. */
function listening<A, E>(said: Array<string>, program: Effect.Effect<A, E>): Effect.Effect<A, E> {
  const logger = Logger.make(({ message, logLevel }) => void said.push(`${logLevel} ${message}`));
  return Effect.provide(program, Logger.layer([logger]));
}

/** Two printed tickets. */
const twoPrinted = Effect.fnUntraced(function* (bridge: Bridge, system: ScriptedAccessControl) {
  for (const ticket of [T1, T2]) {
    system.replies.push(done([credential("standard", `B-${ticket.id}`)]));
    yield* allocate(bridge, ticket.id);
    const { record } = yield* bridge.router.send(ticket, asked(PRINT_TICKET));
    yield* bridge.router.settled(ticket, record.revision ?? 0, 5_000);
  }
});

/** Facts of scans of one ticket. */
const usesOf = ({ store }: Bridge, ticket: typeof T1) =>
  Effect.map(
    store.history(ticket, { fromVersion: 1, limit: 50 }),
    (facts) => facts.map(({ event }) => event.type).filter((type) => /^TicketUsed/.test(type)),
  );

/** A first scan of the ticket. */
const counted = (bridge: Bridge, ticket: typeof T1) =>
  Effect.promise(() =>
    eventuallyTrue(
      `a scan of ${ticket.id} counts`,
      async () => (await Effect.runPromise(usesOf(bridge, ticket))).length > 0,
    )
  );

Deno.test("a damaged list of scans that were left out counts as empty, once said, and stops no scan", () => {
  const [disk, system, said] = [new SimulatedDisk(), scriptedAccessControl(), [] as Array<string>];
  const id = { tenant: "riverside", name: "main" };
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* writeLeftOut(store, id, []);
      flipLastByte(disk, markKey("riverside", "scans/main/left-out"));
      const bridge = yield* startBridge(system, { store });
      yield* twoPrinted(bridge, system);
      system.scanned.push(scanOf("S-1", T1), scanOf("S-2", T2));
      yield* pulled(bridge, "2");
      assert.deepEqual(yield* usesOf(bridge, T1), ["TicketUsedIn"]);
      assert.deepEqual(yield* usesOf(bridge, T2), ["TicketUsedIn"]);
      assert.deepEqual(said.filter((line) => /^Error/.test(line)), [
        "Error Scans of main that waited for damaged actors are lost: their list does not decode",
      ]);
    }).pipe(Effect.scoped, Effect.orDie, (program) => listening(said, program)));
});

Deno.test("a damaged place in the scans counts as none, once said: all are asked for again, and none counts twice", () => {
  const [disk, system, said] = [new SimulatedDisk(), scriptedAccessControl(), [] as Array<string>];
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      const bridge = yield* startBridge(system, { store });
      yield* twoPrinted(bridge, system);
      system.scanned.push(scanOf("S-1", T1));
      yield* pulled(bridge, "1");
      flipLastByte(disk, markKey("riverside", "scans/main"));
      system.scanned.push(scanOf("S-2", T2));
      yield* counted(bridge, T2);
      yield* pulled(bridge, "2");
      assert.deepEqual(yield* usesOf(bridge, T1), ["TicketUsedIn"]);
      assert.deepEqual(yield* usesOf(bridge, T2), ["TicketUsedIn"]);
      assert.deepEqual(said.filter((line) => /^Error/.test(line)), [
        "Error Scans of main are asked for from the first: the place in them does not decode",
      ]);
    }).pipe(Effect.scoped, Effect.orDie, (program) => listening(said, program)));
});

Deno.test("that the place in the scans is damaged is said once, also while none are given", () => {
  const [disk, said] = [new SimulatedDisk(), [] as Array<string>];
  let polls = 0;
  const scans = () =>
    Effect.suspend(() => {
      polls += 1;
      return Effect.fail(new NotAnswered({ reason: "away" }));
    });
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      yield* store.writeMark("riverside", "scans/main", "7");
      flipLastByte(disk, markKey("riverside", "scans/main"));
      yield* startBridge({ ...scriptedAccessControl(), scans }, { store });
      yield* Effect.promise(() => eventuallyTrue("it is asked again", () => polls > 3));
      assert.equal(said.filter((line) => /^Error/.test(line)).length, 1);
    }).pipe(Effect.scoped, Effect.orDie, (program) => listening(said, program)));
});

Deno.test("a scan whose barcode has a damaged holder holds back no others, and counts when that is mended", () => {
  const [disk, system, said] = [new SimulatedDisk(), scriptedAccessControl(), [] as Array<string>];
  const { value } = credential("standard", "B-T-1");
  const claim = { space: "barcode", scope: "", state: "live", note: "", value } as const;
  const key = claimKey("riverside", { claim, holder: T1 });
  return onDisk(disk, (store) =>
    Effect.gen(function* () {
      const bridge = yield* startBridge(system, { store });
      yield* twoPrinted(bridge, system);
      flipLastByte(disk, key);
      system.scanned.push(scanOf("S-1", T1), scanOf("S-2", T2), scanOf("S-3", T2, "out"));
      yield* pulled(bridge, "3");
      assert.deepEqual(yield* usesOf(bridge, T2), ["TicketUsedIn", "TicketUsedOut"]);
      const left = yield* readLeftOut(store, { tenant: "riverside", name: "main" });
      assert.deepEqual(left.map(({ scanId }) => scanId), ["S-1"]);
      const { version } = yield* bridge.router.view(T2);
      const brought = yield* Effect.flip(
        bridge.outbox.recordScans("riverside", "main", [scanOf("S-4", T1), scanOf("S-5", T2)]),
      );
      assert.equal(brought._tag, "StoreUnavailable");
      assert.ok((yield* bridge.router.view(T2)).version > version, "S-5 is recorded");
      assert.deepEqual(said.filter((line) => /^Error/.test(line)), [
        "Error Scans of main wait until it is mended: The stored holder of a value does not decode",
      ]);
      flipLastByte(disk, key);
      yield* counted(bridge, T1);
    }).pipe(Effect.scoped, Effect.orDie, (program) => listening(said, program)));
});
