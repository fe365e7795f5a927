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
import { headKey } from "../../../adapters/kv/keys.ts";
import { allocate, asked, at, type Bridge, startBridge } from "../../support/bridge.ts";
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
