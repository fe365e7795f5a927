/**
 * A service whose ticket T-1 has a fact that does not decode.
 *
 * @module
 */
import { Effect } from "effect";
import { commitKey } from "../../adapters/kv/keys.ts";
import { ALLOCATION, type Api, openSeason } from "./api.ts";
import { at, type Bridge, startBridge } from "./bridge.ts";
import { apiOver } from "./live_api.ts";
import { scriptedAccessControl } from "./scripted_access_control.ts";
import { SimulatedDisk } from "./simulated_kv.ts";
import { onDisk } from "./simulated_store.ts";

/** The damaged one, as answers name it. */
export const T1 = { kind: "ticket", id: "T-1" };

/** A sound one of the same order. */
export const T2 = { kind: "ticket", id: "T-2" };

/** What a test of damage holds in its hands. */
export interface DamagedStage {
  readonly api: Api;
  readonly ask: Api["ask"];
  readonly bridge: Bridge;
  readonly disk: SimulatedDisk;
  /** Id of the operation that has sold the ticket. */
  readonly operations: ReadonlyMap<string, string>;
  /** Ends what is streamed. */
  readonly stopping: AbortController;
}

/**
 * T-1 and T-2 of one order; the first fact of T-1 is damaged, and nobody has met it. Actors are as
 * after a start: nothing is remembered that is not read.
 */
export function damaged(play: (stage: DamagedStage) => Promise<void>): () => Promise<void> {
  const disk = new SimulatedDisk();
  const stopping = new AbortController();
  const system = { ...scriptedAccessControl(), scans: () => Effect.never };
  return () =>
    onDisk(disk, (store) =>
      Effect.gen(function* () {
        const operations = yield* Effect.scoped(
          Effect.flatMap(startBridge(system, { store }), (first) => sell(apiOver(first))),
        );
        flipLastByte(disk, commitKey(at("ticket", "T-1"), 1));
        const bridge = yield* startBridge(system, { store });
        const api = apiOver(bridge, { stopping: stopping.signal });
        yield* Effect.promise(() =>
          play({ api, ask: api.ask, bridge, disk, operations, stopping })
        );
      }).pipe(Effect.scoped, Effect.orDie));
}

function sell({ ask }: Pick<Api, "ask">): Effect.Effect<ReadonlyMap<string, string>> {
  return Effect.promise(async () => {
    await openSeason({ ask });
    const operations = new Map<string, string>();
    for (const id of ["T-1", "T-2"]) {
      const { body } = await ask(`POST /v1/tickets/${id}/allocate`, { body: ALLOCATION });
      operations.set(id, body.operation.id);
    }
    return operations;
  });
}

/** What is stored under the key is not what was written any more. */
export function flipLastByte(disk: SimulatedDisk, key: Deno.KvKey): void {
  disk.damage(key, (value) => value.with(-1, (value.at(-1) ?? 0) ^ 1));
}
