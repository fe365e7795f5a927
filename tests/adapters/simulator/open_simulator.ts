/**
 * A running simulator with an adapter before it, and short words for what tests do to it.
 *
 * @module
 */
import { Effect } from "effect";
import type { AccessControl, OutgoingCommand } from "../../../actors/access_control.ts";
import { makeFortress } from "../../../adapters/fortress/mod.ts";
import {
  type FaultSet,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../../adapters/simulator/mod.ts";
import { cardCommand, ticketCommand, valueOf } from "../../support/outgoing_commands.ts";

const TOKEN = "simulator-token";

/** What a test holds in its hands. */
export interface Stage {
  readonly simulator: Simulator;
  readonly accessControl: AccessControl;
  /** Sends and gives the outcome's type. */
  readonly send: (command: OutgoingCommand) => Effect.Effect<string>;
  /** A new card or ticket; gives its value. */
  readonly issueCard: (id: string, seq?: number) => Effect.Effect<string>;
  readonly issueTicket: (id: string, seq?: number) => Effect.Effect<string>;
  /** Holds a value against the gate of a performance; gives the code. */
  readonly scan: (value: string, options?: Partial<ScanOptions>) => Effect.Effect<string>;
  readonly setFaults: (set: unknown) => Effect.Effect<number>;
  readonly get: (path: string) => Effect.Effect<Json>;
  readonly post: (path: string, body: unknown) => Effect.Effect<Json>;
}

/** An answer of the simulator, for tests to look into. */
export type Json = ReturnType<typeof JSON.parse>;

interface ScanOptions {
  readonly ProductCode: string;
  readonly direction: "in" | "out";
}

/** Starts one; `options` as for `startSimulator`. */
export const openSimulator = Effect.fnUntraced(
  function* (options: Partial<SimulatorOptions & { readonly attemptTimeoutMs: number }> = {}) {
    const simulator = yield* Effect.orDie(startSimulator({ token: TOKEN, seed: 7, ...options }));
    const accessControl = yield* makeFortress({
      tenant: "riverside",
      name: "main",
      url: simulator.url,
      token: TOKEN,
      tickets: "barcode",
      retry: { firstMs: 10, maxMs: 100, attemptTimeoutMs: options.attemptTimeoutMs ?? 5000 },
      breaker: { failures: 5, openMs: 100 },
      pollMs: 1000,
      reconcileEveryMs: 300_000,
      repair: "propose",
    });
    return stage(simulator, accessControl);
  },
);

function stage(simulator: Simulator, accessControl: AccessControl): Stage {
  const issue = (command: OutgoingCommand) =>
    Effect.map(accessControl.send(command), ({ outcome }) => valueOf(outcome));
  const post = (path: string, body: unknown) =>
    fetchJson(simulator.url + path, {
      method: "POST",
      body: JSON.stringify(body),
    });
  return {
    simulator,
    accessControl,
    send: (command) => Effect.map(accessControl.send(command), ({ outcome }) => outcome.type),
    issueCard: (id, seq = 1) => issue(cardCommand("issueCard", { id, seq })),
    issueTicket: (id, seq = 1) => issue(ticketCommand("issueTicket", { id, seq })),
    scan: (value, options) =>
      Effect.map(
        post("/scan", { value, ProductCode: "M01", gate: "G4", direction: "in", ...options }),
        ({ body }) => body.code,
      ),
    setFaults: (set) => Effect.map(post("/faults", set), ({ status }) => status),
    get: (path) => fetchJson(simulator.url + path),
    post,
  };
}

/** Status and JSON body of a call with the right token. */
export function fetchJson(url: string, init: RequestInit = {}): Effect.Effect<Json> {
  return Effect.promise(async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, ...init.headers };
    const response = await fetch(url, { ...init, headers });
    return { status: response.status, body: await response.json() };
  });
}

/** A set of knobs, checked by the compiler. */
export function faults(set: FaultSet): FaultSet {
  return set;
}
