/**
 * The access control's side of a scenario: turnstile, printers, records, faults, oracles.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect, type Scope } from "effect";
import { type FaultSet, type Simulator, startSimulator } from "../../adapters/simulator/mod.ts";
import { openWire, type Wire } from "./service_wire.ts";

/** What Gatehouse shows to every simulator of a test. */
export const SIMULATOR_TOKEN = "simulator-token";

/** A credential as the access control has it. */
export interface Held {
  readonly kind: string;
  readonly value: string;
  readonly generation: number;
  readonly state: "live" | "dead";
  readonly blocked: boolean;
  readonly admissions: ReadonlyArray<{ readonly admissionId: string }>;
}

/** Something that came out of its printers. */
export interface Printed {
  readonly carrier: "card" | "ticket";
  readonly subject: { readonly kind: string; readonly id: string };
  readonly generation: number;
  readonly printer: string;
  readonly credentials: ReadonlyArray<{ readonly kind: string; readonly value: string }>;
}

/** A simulated access control behind a tapped line. */
export interface Gates {
  readonly simulator: Simulator;
  readonly wire: Wire;
  /** Holds a value to the turnstile of a match: the code, `ok` when it opens. */
  readonly scan: (value: string, product: string, direction?: "in" | "out") => Promise<string>;
  /** The whole set; `{}` takes all away and lets go what is held up. */
  readonly setFaults: (set: FaultSet) => Promise<void>;
  /** Every credential that it has of one subject (`pass/P-1`), dead ones too. */
  readonly held: (subject: string) => Promise<ReadonlyArray<Held>>;
  readonly printed: () => Promise<ReadonlyArray<Printed>>;
  /** Names of the commands posted for one subject id, in order. */
  readonly posted: (id: string) => ReadonlyArray<string>;
  /** Fails unless those oracles, and only those, have seen what must never happen. */
  readonly assertOracles: (expected?: ReadonlyArray<Oracle>) => Promise<void>;
}

/** What the simulator watches for. */
export type Oracle = "twoLiveCards" | "deadAgain" | "doubleEffects" | "fenceBack" | "changedBytes";

/** Starts one; Gatehouse is to be given `wire.url`. */
export const openGates: () => Effect.Effect<Gates, never, Scope.Scope> = Effect.fnUntraced(
  function* () {
    const simulator = yield* Effect.orDie(startSimulator({ token: SIMULATOR_TOKEN, seed: 7 }));
    const wire = yield* openWire(simulator.port);
    return gatesAt(simulator, wire);
  },
);

function gatesAt(simulator: Simulator, wire: Wire): Gates {
  return {
    simulator,
    wire,
    scan: (value, product, direction = "in") =>
      scanAt(simulator.url, value, { product, direction }),
    setFaults: (set) => Effect.runPromise(simulator.setFaults(set)),
    held: async (subject) => {
      const { subjects } = await getJson<SimulatorState>(
        `${simulator.url}/state?subject=${subject}`,
      );
      return subjects.flatMap(({ credentials }) => credentials);
    },
    printed: async () => {
      const url = `${simulator.url}/printed`;
      return (await getJson<{ items: ReadonlyArray<Printed> }>(url)).items;
    },
    posted: (id) =>
      wire.posted.filter(({ subject }) => subject.id === id).map(({ command }) => command),
    assertOracles: async (expected = []) => {
      const { oracles } = await getJson<SimulatorState>(`${simulator.url}/state`);
      const alarmed = Object.entries(oracles).flatMap(([name, { length }]) =>
        length > 0 ? [name] : []
      );
      assert.deepEqual(alarmed, expected, `The simulator has seen: ${JSON.stringify(oracles)}`);
    },
  };
}

interface SimulatorState {
  readonly subjects: ReadonlyArray<{ readonly credentials: ReadonlyArray<Held> }>;
  readonly oracles: Readonly<Record<Oracle, ReadonlyArray<unknown>>>;
}

/** As `Gates.scan`, of a simulator that runs elsewhere. */
export async function scanAt(
  url: string,
  value: string,
  { product, direction }: { readonly product: string; readonly direction: "in" | "out" },
): Promise<string> {
  const response = await fetch(`${url}/scan`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ value, ProductCode: product, gate: "G1", direction }),
  });
  const { code } = await response.json() as { code: string };
  return code;
}

async function getJson<A>(url: string): Promise<A> {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return await response.json() as A;
}
