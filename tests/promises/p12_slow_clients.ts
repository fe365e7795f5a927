/**
 * P12 for clients that are slow on purpose: half-open, dripping, or never reading.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { ALL, ALLOCATION } from "../support/api.ts";
import {
  type AttackedServer,
  BODY_DEADLINE_MS,
  openAttackedServer,
} from "../support/faults_server.ts";
import type { RawClient } from "../support/faults_sockets.ts";
import { assertedRound, type Count, type Round, type Trial } from "./trial.ts";

const ATTACKS = 3;
const HALF_OPEN = 100;
const SLOW_BODIES = 100;
const NEVER_READING = 20;
const HONEST = 400;
const HONEST_LANES = 4;
/** Beyond its own deadline, for a machine that has other work too. */
const CUT_WITHIN_MS = BODY_DEADLINE_MS + 5000;

/** Honest clients among slow ones, on real sockets. */
export const SLOW_CLIENTS: Trial = {
  promise: "P12",
  title: "slow bodies are cut off, and clients that are slow on purpose hold up nobody",
  rounds: 1,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const server = yield* openAttackedServer();
      return yield* Effect.promise((): Promise<Round> =>
        assertedRound((count) => attackAgainAndAgain(server, { seed, count }))
      );
    }))),
};

async function attackAgainAndAgain(
  server: AttackedServer,
  { seed, count }: { readonly seed: number; readonly count: Count },
): Promise<void> {
  let answeredMeanwhile = 0;
  for (let attack = 0; attack < ATTACKS; attack += 1) {
    // figures for the soak's line: a time says nothing on a machine that has other work too
    count("honestP99AloneMs", await honestP99Ms(server, `${seed}-${attack}-before`));
    const among = await attackOnce(server, `${seed}-${attack}-among`);
    count("honestP99AmongSlowMs", among.p99Ms);
    answeredMeanwhile += among.answeredMeanwhile;
    count("slowBodies", SLOW_BODIES);
    count("halfOpen", HALF_OPEN);
    count("neverReading", NEVER_READING);
    count("honestRequests", 2 * HONEST);
  }
  count("honestAnsweredBeforeTheCut", answeredMeanwhile);
  assert.ok(
    answeredMeanwhile > 0,
    "Honest clients were answered only when slow bodies were cut off",
  );
}

/** What honest clients had of an attack. */
interface Among {
  readonly p99Ms: number;
  /** Before the first slow body was cut off. */
  readonly answeredMeanwhile: number;
}

async function attackOnce(server: AttackedServer, name: string): Promise<Among> {
  using attackers = new DisposableStack();
  const connect = async (bytes: string) => {
    const client = attackers.use(await server.connect());
    await client.write(bytes);
    return client;
  };
  const half = "POST /v1/tickets/T-1/print HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half:";
  for (let n = 0; n < HALF_OPEN; n += 1) await connect(half);
  const stream = server.head("GET /v1/events/stream");
  for (let n = 0; n < NEVER_READING; n += 1) await connect(stream);
  const slow = server.head("POST /v1/tickets/T-1/print", "Content-Length: 100");
  const start = performance.now();
  const bodies: Array<RawClient> = [];
  for (let n = 0; n < SLOW_BODIES; n += 1) bodies.push(await connect(`${slow}{`));
  const cuts = bodies.map((body) => body.status());
  let isCut = false;
  Promise.race(cuts).then(() => isCut = true, () => {});
  let answeredMeanwhile = 0;
  const p99Ms = await honestP99Ms(server, name, () => answeredMeanwhile += isCut ? 0 : 1);
  const statuses = await Promise.all(cuts);
  assert.deepEqual(new Set(statuses), new Set([408]), "What slow bodies are answered");
  const tookMs = performance.now() - start;
  assert.ok(tookMs < CUT_WITHIN_MS, `The last slow body was cut off after ${tookMs} ms`);
  return { p99Ms, answeredMeanwhile };
}

/** Of commands that are each answered as they should be. */
async function honestP99Ms(
  { port }: AttackedServer,
  name: string,
  answered: () => void = () => {},
): Promise<number> {
  const tookMs: Array<number> = [];
  const lane = async (lane: number) => {
    for (let n = 0; n < HONEST / HONEST_LANES; n += 1) {
      const start = performance.now();
      const response = await fetch(
        `http://127.0.0.1:${port}/v1/tickets/T-${name}-${lane}-${n}/allocate`,
        {
          method: "POST",
          headers: { authorization: `Bearer ${ALL}`, "content-type": "application/json" },
          body: JSON.stringify(ALLOCATION),
        },
      );
      const text = await response.text();
      assert.equal(response.status, 200, text);
      answered();
      tookMs.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: HONEST_LANES }, (_, number) => lane(number)));
  return Math.round(tookMs.sort((one, other) => one - other)[Math.floor(HONEST * 0.99)] ?? 0);
}
