/**
 * What every event store must do, whatever it stands on.
 *
 * @module
 */
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { Effect, type Layer } from "effect";
import assert from "node:assert/strict";
import { EventStore } from "../../actors/event_store.ts";
import { deliveryCases } from "./event_store_delivery_cases.ts";
import { factCases } from "./event_store_fact_cases.ts";
import { indexCases } from "./event_store_index_cases.ts";
import { logCases } from "./event_store_log_cases.ts";
import type { Run } from "./event_store_run.ts";
import { anAppend, ticket } from "./appends.ts";

/** Data of one case, empty at first. */
export interface StoreData {
  /** The store over this data; opened again it has to find everything. */
  readonly layer: () => Layer.Layer<EventStore, unknown>;
  readonly remove: () => Promise<void>;
}

/** The whole contract, each case on fresh data; `survives`: the data outlives the layer. */
export function eventStoreContract(
  name: string,
  makeData: () => Promise<StoreData>,
  { survives }: { readonly survives: boolean },
): void {
  describe(`event store contract: ${name}`, () => {
    let data: StoreData;
    beforeEach(async () => {
      data = await makeData();
    });
    afterEach(() => data.remove());
    const run: Run = (program) =>
      Effect.runPromise(
        EventStore.use(program).pipe(Effect.scoped, Effect.provide(data.layer())),
      );

    factCases(run);
    indexCases(run);
    deliveryCases(run);
    logCases(run);

    if (!survives) return;

    it("everything is found again by the next process", async () => {
      const first = await run((store) => store.append(anAppend(ticket("t-1"), { expected: 0 })));
      const second = await run((store) => store.append(anAppend(ticket("t-1"), { expected: 1 })));
      assert.ok(second.position > first.position);
      const loaded = await run((store) => store.load(ticket("t-1")));
      assert.equal(loaded.version, 2);
    });
  });
}
