/**
 * Commits that were written and never answered: nobody knows of what they wanted, and it must be
 * done all the same.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Context, Effect, Layer } from "effect";
import { AccessControls, accessControls } from "../../actors/access_controls.ts";
import { ActorRouter } from "../../actors/actor_router.ts";
import { Catalogues } from "../../actors/catalogues.ts";
import { DeliveryLanes } from "../../actors/delivering/lanes.ts";
import { layer as delivering } from "../../actors/delivering/mod.ts";
import { EventStore } from "../../actors/event_store.ts";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { layer as coordinating } from "../../actors/system/coordinating.ts";
import { Errands } from "../../actors/system/errands.ts";
import { layer as actorSystem } from "../../actors/system/mod.ts";
import { asked, at, MATCH } from "../support/bridge.ts";
import {
  type ScriptedAccessControl,
  scriptedAccessControl,
} from "../support/scripted_access_control.ts";
import { type Fault, SimulatedDisk } from "../support/simulated_kv.ts";
import { inOrder, onDisk } from "../support/simulated_store.ts";
import { done } from "../support/stories.ts";

/** The commit, and the three fences that would tell what became of it. */
const NEVER_KNOWN: ReadonlyArray<Fault> = [
  "lost-after",
  "lost-before",
  "lost-before",
  "lost-before",
];

const routerOn = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  system: ScriptedAccessControl,
) {
  const services = Layer.mergeAll(coordinating, delivering).pipe(
    Layer.provideMerge(actorSystem({ types: ACTOR_TYPES })),
    Layer.provideMerge(Layer.mergeAll(Catalogues.layer, DeliveryLanes.layer, Errands.layer)),
    Layer.provideMerge(Layer.mergeAll(
      Layer.succeed(AccessControls, accessControls([system.tenant], [system])),
      Layer.succeed(EventStore, store),
    )),
  );
  const router = Context.get(yield* Layer.build(services), ActorRouter);
  const put = { type: "PutReference", ...{ document: MATCH } };
  yield* router.send(at("performance", "M01"), asked(put));
  return router;
});

const SOLD = { priceType: "adult", seat: null };

Deno.test("an order that was written and not answered is carried out when it is repeated", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const router = yield* routerOn(store, scriptedAccessControl());
      const line = { lineId: "1", kind: "performance", code: "M01", ...SOLD };
      const lines = [{ ...line, seats: null, passId: null, carrier: null }];
      const place = { type: "PlaceOrder", ...{ customerId: "C-9", lines } };
      const envelope = asked(place, { commandId: "k-1" });

      disk.onCommit = inOrder(...NEVER_KNOWN);
      const unknown = yield* Effect.flip(router.send(at("order", "O-1"), envelope));
      assert.equal(unknown._tag, "CommitUnknown");

      const { record, replayed } = yield* router.send(at("order", "O-1"), envelope);
      assert.equal(replayed, true);
      const { version } = yield* router.carriedOut(record, 2_000);
      assert.equal(version, record.version + 1, "the order was told what became of its tasks");
    }).pipe(Effect.scoped, Effect.orDie));
});

Deno.test("what an answer leads to is sent, though the commit of the answer was not answered", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const system = scriptedAccessControl();
      const router = yield* routerOn(store, system);
      const ticket = at("ticket", "T-1");
      const allocate = { orderId: "4711", customerId: "C-9", performance: "M01", ...SOLD };
      const numbered = { ...allocate, ticketNumber: null, accessControl: null };
      yield* router.send(ticket, asked({ type: "AllocateTicket", ...numbered }));
      const print = asked({ type: "PrintTicket", ...{ printer: "Virtual" } });
      yield* router.settled(
        ticket,
        (yield* router.send(ticket, print)).record.revision ?? 0,
        2_000,
      );

      system.replies.push(() => {
        disk.onCommit = inOrder(...NEVER_KNOWN);
        return done();
      });
      const more = { reason: "lost", printer: null, ticketNumber: null, override: false };
      const reprint = asked({ type: "ReprintTicket", ...more });
      const { revision } = (yield* router.send(ticket, reprint)).record;
      yield* router.settled(ticket, revision ?? 0, 2_000);
      const sent = system.sent.map(({ body: { command } }) => command);
      assert.deepEqual(sent, ["issueTicket", "cancelTicket", "issueTicket"]);
    }).pipe(Effect.scoped, Effect.orDie));
});
