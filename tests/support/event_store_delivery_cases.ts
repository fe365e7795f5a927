/**
 * The contract's cases about deliveries.
 *
 * @module
 */
import { it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import type { DeliveryFilter } from "../../actors/event_store.ts";
import { aDelivery, anAppend, TENANT, ticket } from "./appends.ts";
import type { Run } from "./event_store_run.ts";
import { everyPage } from "./pages.ts";

const ALL: DeliveryFilter = { status: null, accessControl: null, actor: null };

/** Messages on their way. */
export function deliveryCases(run: Run): void {
  it("a delivery commits with its append and comes back as it was", () =>
    run((store) =>
      Effect.gen(function* () {
        const delivery = aDelivery("d-1");
        yield* store.append(anAppend(ticket("t-1"), { expected: 0, deliveries: [delivery] }));
        assert.deepEqual(yield* store.delivery(TENANT, "d-1"), delivery);
        assert.equal(yield* store.delivery("elsewhere", "d-1"), null);
        assert.deepEqual(yield* store.unsettled(), [delivery]);
      })
    ));

  it("an append without facts still saves its deliveries", () =>
    run((store) =>
      Effect.gen(function* () {
        const settled = aDelivery("d-1", { status: "confirmed", sent: true });
        yield* store.saveDeliveries([aDelivery("d-1")]);
        const nothing = { expected: 0, events: [], deliveries: [settled] };
        yield* store.append(anAppend(ticket("t-1"), nothing));
        assert.deepEqual(yield* store.delivery(TENANT, "d-1"), settled);
        assert.deepEqual(yield* store.unsettled(), []);
      })
    ));

  it("only what is not settled is unsettled, the dead included", () =>
    run((store) =>
      Effect.gen(function* () {
        const open = (["pending", "sending", "retrying", "dead"] as const)
          .map((status, i) => aDelivery(`open-${i}`, { status, createdAt: i }));
        const settled = (["confirmed", "superseded", "discarded"] as const)
          .map((status) => aDelivery(status, { status }));
        yield* store.saveDeliveries([...open, ...settled]);
        const unsettled = (yield* store.unsettled()).toSorted((a, b) => a.createdAt - b.createdAt);
        assert.deepEqual(unsettled, open);
      })
    ));

  it("of several rewrites of one delivery the last one stays", () =>
    run((store) =>
      Effect.gen(function* () {
        yield* Effect.forEach(
          Array.from({ length: 30 }, (_, attemptCount) => aDelivery("d-1", { attemptCount })),
          (delivery) => store.saveDeliveries([delivery]),
          { concurrency: "unbounded" },
        );
        assert.equal((yield* store.delivery(TENANT, "d-1"))?.attemptCount, 29);
        assert.equal((yield* store.unsettled()).length, 1);
      })
    ));

  it("deliveries are paged newest first and filtered", () =>
    run((store) =>
      Effect.gen(function* () {
        const all = Array.from({ length: 25 }, (_, i) =>
          aDelivery(`d-${i}`, {
            createdAt: 1_000 + i,
            seq: i + 1,
            status: i % 5 === 0 ? "dead" : "confirmed",
            accessControl: i % 2 === 0 ? "main" : "south",
            actor: { kind: "ticket", id: i < 10 ? "t-1" : "t-2" },
          }));
        yield* store.saveDeliveries(
          all.map(({ id, ...given }) => aDelivery(id, { ...given, status: "pending" })),
        );
        yield* store.saveDeliveries(all);
        const ids = (filter: Partial<DeliveryFilter>) =>
          everyPage(4, (page) => store.deliveries(TENANT, { ...ALL, ...filter }, page)).pipe(
            Effect.map((deliveries) => deliveries.map((delivery) => delivery.id)),
          );
        const expected = (keep: (delivery: (typeof all)[number]) => boolean) =>
          all.filter(keep).map((delivery) => delivery.id).toReversed();
        assert.deepEqual(yield* ids({}), expected(() => true));
        assert.deepEqual(yield* ids({ status: "dead" }), expected((d) => d.status === "dead"));
        assert.deepEqual(yield* ids({ status: "retrying" }), []);
        const confirmed = expected((d) => d.status === "confirmed");
        assert.deepEqual(yield* ids({ status: "confirmed" }), confirmed);
        const south = expected((d) => d.accessControl === "south");
        assert.deepEqual(yield* ids({ accessControl: "south" }), south);
      })
    ));

  it("deliveries of an actor are those of its appends, newest first", () =>
    run((store) =>
      Effect.gen(function* () {
        for (const id of ["t-1", "t-2"]) {
          for (let version = 0; version < 6; version++) {
            const deliveries = [1, 2].map((n) =>
              aDelivery(`${id}-${version}-${n}`, {
                seq: version * 2 + n,
                actor: { kind: "ticket", id },
              })
            );
            yield* store.append(anAppend(ticket(id), { expected: version, deliveries }));
          }
        }
        const sent = aDelivery("t-1-3-1", { sent: true, status: "sending", attemptCount: 1 });
        yield* store.append(anAppend(ticket("t-1"), { expected: 6, deliveries: [sent] }));
        const filter = { ...ALL, actor: { kind: "ticket", id: "t-1" } } as const;
        const found = yield* everyPage(5, (page) => store.deliveries(TENANT, filter, page));
        assert.equal(found.length, 12);
        assert.deepEqual(found.slice(0, 3).map((d) => d.id), ["t-1-5-2", "t-1-5-1", "t-1-4-2"]);
        const sending = yield* everyPage(5, (page) =>
          store.deliveries(TENANT, { ...filter, status: "sending" }, page));
        assert.deepEqual(sending, [sent]);
      })
    ));
}
