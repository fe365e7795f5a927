/**
 * Gate events of a page in which one concerns an actor whose stored data is damaged.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { headKey } from "../../../adapters/kv/keys.ts";
import { allocate, asked, at, startBridge } from "../../support/bridge.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { scriptedAccessControl } from "../../support/scripted_access_control.ts";
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
      const scanOf = (scanId: string, { id }: typeof T1) =>
        aScan(scanId, { value: credential("standard", `B-${id}`).value });
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
