/**
 * What who sends for a system hears of its lanes: when one may start, and when it is gone.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { DeliveryLanes } from "../../../actors/delivering/lanes.ts";
import type { Delivery } from "../../../actors/delivery.ts";
import { aDelivery, TENANT, ticket } from "../../support/appends.ts";

const ADDRESS = ticket("t-1");
const FIRST = aDelivery("d-1");
const SECOND = aDelivery("d-2", { seq: 2 });

type Lanes = DeliveryLanes["Service"];

/** Plays on fresh lanes; gives the ids that were told, in order. */
async function told(play: (lanes: Lanes) => void): Promise<ReadonlyArray<string>> {
  const heard: Array<string> = [];
  await Effect.runPromise(
    Effect.provide(
      DeliveryLanes.use((lanes) =>
        Effect.sync(() => {
          lanes.listen(TENANT, FIRST.accessControl, {
            wake: ({ delivery }) => heard.push(`wake ${delivery.id}`),
            forget: ({ delivery }) => heard.push(`forget ${delivery.id}`),
          });
          play(lanes);
        })
      ),
      DeliveryLanes.layer,
    ),
  );
  return heard;
}

function as(status: Delivery["status"], delivery: Delivery): Delivery {
  return { ...delivery, status };
}

Deno.test("a delivery that is replaced is forgotten: a paused system gathers none of them", async () => {
  const heard = await told((lanes) => {
    lanes.offer([FIRST]);
    lanes.offer([SECOND]);
  });
  assert.deepEqual(heard, ["wake d-1", "forget d-1", "wake d-2"]);
});

Deno.test("a delivery that is settled is forgotten", async () => {
  const heard = await told((lanes) => {
    lanes.offer([FIRST]);
    lanes.follow(as("superseded", FIRST));
  });
  assert.deepEqual(heard, ["wake d-1", "forget d-1"]);
});

Deno.test("a dead letter rests until it is opened again", async () => {
  const heard = await told((lanes) => {
    lanes.offer([FIRST]);
    lanes.follow(as("dead", FIRST));
    lanes.hold(ADDRESS).release();
    lanes.follow(as("pending", FIRST));
  });
  assert.deepEqual(heard, ["wake d-1", "wake d-1"]);
});

Deno.test("a delivery whose actor is in doubt does not start until that is decided", async () => {
  const heard = await told((lanes) => {
    lanes.offer([FIRST]);
    lanes.doubt(ADDRESS, true);
    lanes.hold(ADDRESS).release();
    lanes.doubt(ADDRESS, false);
  });
  assert.deepEqual(heard, ["wake d-1", "wake d-1"]);
});
