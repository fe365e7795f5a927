/**
 * What a live idle ticket costs in heap, over 100,000 of them.
 *
 * @module
 */
import { Effect } from "effect";
import { allocate, at, startBridge } from "../tests/support/bridge.ts";
import { scriptedAccessControl } from "../tests/support/scripted_access_control.ts";

const TICKETS = 100_000;

/** Prints bytes of heap a live ticket. Needs `--v8-flags=--expose-gc`. */
export async function runMemoryBench(): Promise<void> {
  await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const bridge = yield* startBridge(scriptedAccessControl(), { liveMax: 2 * TICKETS });
    yield* allocate(bridge, "T-0");
    const before = heapBytes();
    const all = Array.from({ length: TICKETS }, (_, n) => allocate(bridge, `T-${n + 1}`));
    yield* Effect.all(all, { concurrency: 256, discard: true });
    all.length = 0;
    const { live } = bridge.router.stats();
    const bytes = (heapBytes() - before) / live;
    yield* bridge.router.view(at("ticket", "T-1"));
    Deno.stdout.writeSync(
      new TextEncoder().encode(
        `${live} live idle tickets: ${bytes.toFixed(0)} bytes of heap each\n`,
      ),
    );
  })));
}

function heapBytes(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error("Run with --v8-flags=--expose-gc");
  gc();
  return Deno.memoryUsage().heapUsed;
}
