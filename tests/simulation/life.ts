/**
 * One life of the service, from its start on what is stored to the moment at which it is gone.
 *
 * @module
 */
import { Context, Effect, Exit, Layer, Scope } from "effect";
import type { AccessControl } from "../../actors/access_control.ts";
import { AccessControls, accessControls } from "../../actors/access_controls.ts";
import { ActorRouter } from "../../actors/actor_router.ts";
import { Catalogues } from "../../actors/catalogues.ts";
import { DeliveryLanes } from "../../actors/delivering/lanes.ts";
import { layer as delivering } from "../../actors/delivering/mod.ts";
import { EventStore } from "../../actors/event_store.ts";
import { Outbox } from "../../actors/outbox.ts";
import { layer as reconciling } from "../../actors/reconciling/mod.ts";
import { Reconciler } from "../../actors/reconciler.ts";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import { layer as coordinating } from "../../actors/system/coordinating.ts";
import { Errands } from "../../actors/system/errands.ts";
import { layer as actorSystem } from "../../actors/system/mod.ts";
import { DEFAULT_BOUNDS, makeEventStore } from "../../adapters/kv/mod.ts";
import type { SimulatedDisk } from "../support/simulated_kv.ts";
import { replaceGlobals, surround, type Surroundings } from "./surroundings.ts";

/** As in production, but for the room that is cleared for names at each start: it costs time. */
const BOUNDS = { ...DEFAULT_BOUNDS, namesMax: 20_000 };

/** What a life offers to those outside. */
export interface Doors {
  readonly router: ActorRouter["Service"];
  readonly outbox: Outbox["Service"];
  readonly store: EventStore["Service"];
  readonly reconciler: Reconciler["Service"];
}

/** How a call ended; `gone`: the process ended before it answered. */
export type Ended<A, E> = Exit.Exit<A, E> | "gone";

/** A process of the service: it may still be starting, and it may be gone. */
export class Life {
  readonly #context: Context.Context<never>;
  readonly #surroundings: Surroundings;
  readonly #close: () => void;
  readonly #waiting = new Set<() => void>();
  readonly #scope = Scope.makeUnsafe();
  /** Rejects never: `null` when the process ended before it was up. */
  readonly doors: Promise<Doors | null>;

  constructor(
    disk: SimulatedDisk,
    accessControl: AccessControl,
    surroundings: Surroundings,
  ) {
    this.#surroundings = surroundings;
    this.#context = surround(surroundings);
    replaceGlobals(surroundings);
    const [writer, reader] = [disk.open(), disk.open()];
    this.#close = () => [writer, reader].forEach((handle) => handle.close());
    const store = Layer.effect(EventStore, makeEventStore({ writer, reader }, BOUNDS));
    const systems = Layer.succeed(
      AccessControls,
      accessControls([accessControl.tenant], [accessControl]),
    );
    const services = Layer.mergeAll(delivering, coordinating, reconciling).pipe(
      Layer.provideMerge(actorSystem({ types: ACTOR_TYPES })),
      Layer.provideMerge(Layer.mergeAll(Catalogues.layer, DeliveryLanes.layer, Errands.layer)),
      Layer.provideMerge(Layer.mergeAll(systems, store)),
    );
    this.doors = this.run(Layer.buildWithScope(services, this.#scope)).then((ended) => {
      if (ended === "gone" || Exit.isFailure(ended)) return null;
      const built = ended.value;
      return {
        router: Context.get(built, ActorRouter),
        outbox: Context.get(built, Outbox),
        store: Context.get(built, EventStore),
        reconciler: Context.get(built, Reconciler),
      };
    });
  }

  get alive(): boolean {
    return this.#surroundings.process.alive;
  }

  /** Runs an effect inside the process. */
  run<A, E>(effect: Effect.Effect<A, E>): Promise<Ended<A, E>> {
    return new Promise((resolve) => {
      if (!this.alive) return resolve("gone");
      const lost = () => resolve("gone");
      this.#waiting.add(lost);
      const fiber = Effect.runForkWith(this.#context)(effect);
      fiber.addObserver((exit) => {
        if (this.#waiting.delete(lost)) resolve(exit);
      });
    });
  }

  /** As kill -9: nothing is finished, nothing is told. */
  kill(): void {
    if (!this.alive) return;
    this.#surroundings.process.kill();
    this.#close();
    for (const lost of this.#waiting) lost();
    this.#waiting.clear();
  }

  /** As SIGTERM: what is under way ends first. */
  async stop(): Promise<void> {
    await this.run(Scope.close(this.#scope, Exit.void));
    this.kill();
  }
}
