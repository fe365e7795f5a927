/**
 * Whether the gates open for exactly those who may come in: the simulator's lists against the
 * service's views, and the simulator's oracles.
 *
 * @module
 */
import { strict as assert } from "node:assert";
import { Effect } from "effect";
import type { Simulator } from "../../adapters/simulator/mod.ts";
import { read, until } from "./observer.ts";
import { inLanes } from "./observer_checks.ts";

/** Longest wait for the deliveries of one load, with no fault left. */
const SETTLE_MS = 20_000;

/** Whose the key is. */
const TENANT = "riverside";

/** Statuses in which nothing is awaited. */
const RESTING = ["unprinted", "printed", "cancelled", "active", "blocked", "deleted"];

interface Credential {
  readonly value: string;
  readonly generation: number;
  readonly blocked: boolean;
  /** Of a card; of a ticket nobody can change it. */
  readonly admissions: ReadonlyArray<string>;
}

/** Takes all faults away, waits until nothing is on its way, and compares these actors. */
export async function checkAgreement(
  url: string,
  { simulator, actors }: {
    readonly simulator: Simulator;
    readonly actors: ReadonlyArray<string>;
  },
): Promise<void> {
  await Effect.runPromise(simulator.setFaults({}));
  await until("Every delivery is settled", {
    withinMs: SETTLE_MS,
    isSo: async () => (await read(`${url}/v1/adapters/main`)).body.backlog === 0,
  });
  const { body: { dead, exposure } } = await read(`${url}/v1/adapters/main`);
  assert.deepEqual({ dead, exposure }, { dead: 0, exposure: [] });
  const known = new Set<string>();
  const there = actors.map((actor) => [actor, openThere(simulator, actor)] as const);
  await inLanes(there, async ([actor, theirs]) => {
    const { status, body } = await read(`${url}/v1/${actor}`);
    if (status === 404) return assert.deepEqual(theirs, [], `${actor}: open there, unknown here`);
    known.add(subjectOf(actor));
    assert.ok(RESTING.includes(body.status), `${actor} stays ${JSON.stringify(body)}`);
    assert.equal(
      body.sync.acknowledged,
      body.sync.desired,
      `${actor} ${JSON.stringify(body.sync)}`,
    );
    assert.deepEqual({ actor, open: theirs }, { actor, open: liveHere(actor, body) });
  });
  const strangers = [...simulator.world.credentials.values()]
    .filter(({ state, subject }) => state === "live" && !known.has(subject));
  assert.deepEqual(strangers, [], "open there for nobody here");
}

/** What must never be, whatever fails. */
export function checkOracles({ world }: Simulator): void {
  const nothing = Object.keys(world.oracles.findings).map((name) => [name, []]);
  assert.deepEqual(world.oracles.findings, Object.fromEntries(nothing));
}

function openThere({ world }: Simulator, actor: string): ReadonlyArray<Credential> {
  const values = world.subjects.get(subjectOf(actor))?.values ?? [];
  return byValue(values.flatMap((value) => {
    const issued = world.credentials.get(value);
    if (issued?.state !== "live") return [];
    const { generation, blocked, kind } = issued;
    const ids = issued.admissions.map(({ admissionId }) => admissionId).sort();
    return [{ value, generation, blocked, admissions: kind === "card" ? ids : [] }];
  }));
}

// deno-lint-ignore no-explicit-any -- the body of an answer
function liveHere(actor: string, body: any): ReadonlyArray<Credential> {
  const isPass = actor.startsWith("passes/");
  const admissions = Object.entries<{ state: string }>(body.admissions ?? {})
    .filter(([, { state }]) => state === "effective").map(([id]) => id).sort();
  const live: ReadonlyArray<{ state: string; value: string; generation: number }> =
    body.credentials;
  return byValue(
    live.filter(({ state }) => state === "live").map(({ value, generation }) => ({
      value,
      generation,
      blocked: isPass && body.blocked,
      admissions,
    })),
  );
}

function byValue(credentials: ReadonlyArray<Credential>): ReadonlyArray<Credential> {
  return credentials.toSorted((one, other) => one.value < other.value ? -1 : 1);
}

function subjectOf(actor: string): string {
  const [plural, id] = actor.split("/");
  return `${TENANT}/${plural === "passes" ? "pass" : "ticket"}/${id}`;
}
