/**
 * A faithful access-control system over real HTTP: gates, printers, faults, and oracles that
 * notice what must never happen.
 *
 * @module
 */
import { Effect, Random, type Scope } from "effect";
import { type PortTaken, serveHttp } from "../process/serving.ts";
import { makeDice } from "./dice.ts";
import { type FaultSet, makeFaults } from "./faults.ts";
import { type JournalUnusable, openJournal } from "./journal.ts";
import { letGoAll, type Machine } from "./machine.ts";
import { makeReplies, type ReplyTarget } from "./replies.ts";
import { changeFaults, handle } from "./server.ts";
import { makeWorld, type World } from "./world.ts";

export type { FaultSet } from "./faults.ts";
export type { ReplyTarget } from "./replies.ts";

/** Everybody may set its faults: it is for this machine alone. */
const HOST = "127.0.0.1";

/** How one simulator runs. */
export interface SimulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** What Gatehouse shows; turnstiles, `/faults`, `/state` and `/printed` need none. */
  readonly token: string;
  /** Same seed, same calls: same barcodes and same luck. Random when not given. */
  readonly seed?: number;
  /** A file that remembers over restarts. Not the faults, nor what they did to the lists. */
  readonly journalPath?: string;
  readonly replyTo?: ReplyTarget;
}

/** A running one. */
export interface Simulator {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Look, do not touch. */
  readonly world: World;
  /** As `POST /faults`. */
  readonly setFaults: (set: FaultSet) => Effect.Effect<void>;
  /** For a Gatehouse that starts after its access control. */
  readonly setReplyTarget: (target: ReplyTarget | null) => void;
}

/** Starts one; it stops with the scope, letting held requests go first. */
export const startSimulator: (
  options: SimulatorOptions,
) => Effect.Effect<Simulator, PortTaken | JournalUnusable, Scope.Scope> = Effect.fn(
  "Simulator.start",
)(
  function* (options: SimulatorOptions) {
    const seed = options.seed ?? (yield* Random.nextIntBetween(0, 2 ** 32 - 1));
    const boot = (yield* Random.nextIntBetween(0, 2 ** 32 - 1)).toString(36);
    const world = makeWorld(boot);
    const machine: Machine = {
      world,
      token: options.token,
      seed,
      values: makeDice(seed),
      journal: yield* openJournal(world, options.journalPath),
      replies: yield* makeReplies(options.replyTo ?? null),
      scope: yield* Effect.scope,
      faults: makeFaults({}, seed),
      memory: null,
      pending: new Set(),
      held: new Set(),
    };
    const run = Effect.runPromiseWith(yield* Effect.context());
    const { port } = yield* serveHttp({
      host: HOST,
      port: options.port ?? 0,
      handler: (request) => run(handle(machine, request)),
    });
    // runs before the server is shut down, which waits for every open answer
    yield* Effect.addFinalizer(() => Effect.sync(() => letGoAll(machine)));
    return {
      url: `http://${HOST}:${port}`,
      port,
      world,
      setFaults: (set) => changeFaults(machine, set),
      setReplyTarget: machine.replies.setTarget,
    };
  },
);
