/**
 * The whole service in this process over a simulated disk: it is stopped, its data damaged, and it
 * is started again.
 *
 * @module
 */
import { Effect, Logger } from "effect";
import { EventStore } from "../../actors/event_store.ts";
import type { Check, Reconciler } from "../../actors/reconciler.ts";
import { customersInMemory } from "../../adapters/customers/mod.ts";
import { DEFAULT_BOUNDS, makeEventStore } from "../../adapters/kv/mod.ts";
import { type Key, loadKeys, makeKeyRing } from "../../routes/mod.ts";
import { type Api, KEYS } from "./api.ts";
import { startBridge } from "./bridge.ts";
import { eventually } from "./eventually.ts";
import { apiOver } from "./live_api.ts";
import { startDesks } from "./live_desks.ts";
import { type ScriptedAccessControl, scriptedAccessControl } from "./scripted_access_control.ts";
import { SimulatedDisk } from "./simulated_kv.ts";

/** One process; what it knows it has read since its start. */
export interface DiskService {
  readonly api: Api;
  readonly ask: Api["ask"];
  readonly store: EventStore["Service"];
  readonly reconciler: Reconciler["Service"];
  /** Keys of the service, as a start finds them, beside those of the configuration. */
  readonly ring: ReturnType<typeof makeKeyRing>;
  /** Lines of its log, as `Error The ticket …`. */
  readonly logged: ReadonlyArray<string>;
}

/** What is there before it starts, and after it has stopped. */
export interface DiskStage {
  readonly disk: SimulatedDisk;
  /** Scans are never asked for. */
  readonly system: ScriptedAccessControl;
  readonly customers: ReturnType<typeof customersInMemory>;
  /** Keys of the configuration. */
  readonly configured: ReadonlyMap<string, Key>;
}

/** An empty disk. */
export function diskStage(): DiskStage {
  return {
    disk: new SimulatedDisk(),
    system: scriptedAccessControl(),
    customers: customersInMemory(),
    configured: KEYS,
  };
}

/** Starts it, and stops it when `play` is over. */
export function onService<A>(
  { disk, system, customers, configured }: DiskStage,
  play: (service: DiskService) => Promise<A>,
): Promise<A> {
  const logged: Array<string> = [];
  const logger = Logger.make(({ message, logLevel }) => void logged.push(`${logLevel} ${message}`));
  const service = Effect.gen(function* () {
    const store = yield* makeEventStore(
      { writer: disk.open(), reader: disk.open() },
      DEFAULT_BOUNDS,
    );
    const quiet = { ...system, scans: () => Effect.never };
    const bridge = yield* startBridge(quiet, { store });
    const desks = yield* startDesks(bridge, [quiet]);
    const ring = makeKeyRing(configured);
    yield* Effect.provideService(loadKeys(ring, [system.tenant]), EventStore, store);
    const api = apiOver({ ...bridge, ...desks }, { customers, keys: ring });
    const { ask } = api;
    return yield* Effect.promise(() => play({ api, ask, store, ring, logged, ...desks }));
  });
  return Effect.runPromise(
    service.pipe(Effect.scoped, Effect.orDie, Effect.provide(Logger.layer([logger]))),
  );
}

/** Has the lists compared once, and gives what came of it. */
export async function compared(
  { reconciler }: Pick<DiskService, "reconciler">,
): Promise<Check> {
  const check = () => reconciler.checks("riverside").get("main")?.check ?? null;
  const before = check()?.checkedAt ?? 0;
  // a later millisecond than that of the one before
  await eventually("the clock goes on", () => Date.now() > before ? true : null);
  await Effect.runPromise(reconciler.request("riverside", "main"));
  return await eventually("the lists are compared", () => {
    const now = check();
    return now !== null && now.checkedAt > before ? now : null;
  });
}
