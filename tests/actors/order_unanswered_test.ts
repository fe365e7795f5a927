/**
 * An order whose commit was written and never answered: nobody knows of it, and it must be carried
 * out all the same.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Context, Effect, Layer } from "effect";
import { AccessControls, accessControls } from "../../actors/access_controls.ts";
import { ActorRouter } from "../../actors/actor_router.ts";
import { Catalogues } from "../../actors/catalogues.ts";
import { DeliveryLanes } from "../../actors/delivering/lanes.ts";
import { EventStore } from "../../actors/event_store.ts";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { layer as coordinating } from "../../actors/system/coordinating.ts";
import { Errands } from "../../actors/system/errands.ts";
import { layer as actorSystem } from "../../actors/system/mod.ts";
import { asked, at, MATCH } from "../support/bridge.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import { type Fault, SimulatedDisk } from "../support/simulated_kv.ts";
import { inOrder, onDisk } from "../support/simulated_store.ts";

const LINE = {
  lineId: "1",
  kind: "performance",
  code: "M01",
  priceType: "adult",
  seat: null,
  seats: null,
  passId: null,
  carrier: null,
};

/** The commit, and the three fences that would tell what became of it. */
const NEVER_KNOWN: ReadonlyArray<Fault> = [
  "lost-after",
  "lost-before",
  "lost-before",
  "lost-before",
];

const routerOn = Effect.fnUntraced(function* (store: EventStore["Service"]) {
  const system = scriptedAccessControl();
  const services = coordinating.pipe(
    Layer.provideMerge(actorSystem({ types: ACTOR_TYPES })),
    Layer.provideMerge(Layer.mergeAll(Catalogues.layer, DeliveryLanes.layer, Errands.layer)),
    Layer.provideMerge(Layer.mergeAll(
      Layer.succeed(AccessControls, accessControls([system.tenant], [system])),
      Layer.succeed(EventStore, store),
    )),
  );
  return Context.get(yield* Layer.build(services), ActorRouter);
});

Deno.test("an order that was written and not answered is carried out when it is repeated", async () => {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const router = yield* routerOn(store);
      const put = { type: "PutReference", ...{ document: MATCH } };
      yield* router.send(at("performance", "M01"), asked(put));
      const place = { type: "PlaceOrder", ...{ customerId: "C-9", lines: [LINE] } };
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
