/**
 * The contract on a file, in memory and on the simulated KV.
 *
 * @module
 */
import { Effect, Layer } from "effect";
import { EventStore } from "../../../actors/event_store.ts";
import { IN_MEMORY, layer, makeEventStore } from "../../../adapters/kv/mod.ts";
import { eventStoreContract } from "../../support/event_store_contract.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";

eventStoreContract("Deno KV in a file", async () => {
  const path = await Deno.makeTempDir();
  return {
    layer: () => layer({ path }),
    remove: () => Deno.remove(path, { recursive: true }),
  };
}, { survives: true });

eventStoreContract("Deno KV in memory", () =>
  Promise.resolve({
    layer: () => layer({ path: IN_MEMORY }),
    remove: () => Promise.resolve(),
  }), { survives: false });

eventStoreContract("simulated KV", () => {
  const disk = new SimulatedDisk();
  const open = Effect.suspend(() => makeEventStore({ writer: disk.open(), reader: disk.open() }));
  return Promise.resolve({
    layer: () => Layer.effect(EventStore, open),
    remove: () => Promise.resolve(),
  });
}, { survives: true });
