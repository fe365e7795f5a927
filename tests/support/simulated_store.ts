/**
 * The event store over a simulated disk, for tests that make KV fail.
 *
 * @module
 */
import { Effect, References } from "effect";
import type { EventStore } from "../../actors/event_store.ts";
import { DEFAULT_BOUNDS, makeEventStore, type StoreBounds } from "../../adapters/kv/mod.ts";
import type { SimulatedDisk } from "./simulated_kv.ts";

/** Short, so that a silent KV costs a test little; only silence ever waits for it. */
const DEADLINE_MS = 20;

/** Opens the disk as a new process would, and closes it at the end. */
export function onDisk<A, E>(
  disk: SimulatedDisk,
  program: (store: EventStore["Service"]) => Effect.Effect<A, E>,
  bounds: Partial<StoreBounds> = {},
): Promise<A> {
  const handles = { writer: disk.open(), reader: disk.open() };
  const all = { ...DEFAULT_BOUNDS, deadlineMs: DEADLINE_MS, ...bounds };
  // a store that a test damages says so in its log
  const store = Effect.provideService(
    makeEventStore(handles, all),
    References.MinimumLogLevel,
    "Fatal",
  );
  return Effect.runPromise(Effect.scoped(Effect.flatMap(store, program)));
}

/** A plan for `onCommit` or `onRead`: these faults in order, then none. */
export function inOrder<Fault>(...faults: ReadonlyArray<Fault | null>): () => Fault | null {
  const left = [...faults];
  return () => left.shift() ?? null;
}
