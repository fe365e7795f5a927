/**
 * P17: a tenant that sends far more than its limit is held up, and the others do not notice.
 *
 * @module
 */
import { Effect } from "effect";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { serve } from "../../main.ts";
import { pause } from "../support/observer.ts";
import { aConfiguration, aKey, aTenant } from "../support/service_configuration.ts";
import type { Round, Trial } from "./trial.ts";

/** Of the noisy tenant; what it sends is between ten and twelve times as much. */
const LIMIT = { perSecond: 20, burst: 40 } as const;
const TIMES_MIN = 10;
const TIMES_MAX = 12;
const NOISY_CLIENTS = 16;
/** Of the quiet tenant: above what it sends, but too little to pay for another's requests. */
const QUIET_LIMIT = { perSecond: 2000, burst: 1000 } as const;
const PACE_MS = 2;
/** In less time it does not even spend its burst: a fast machine is done with the quiet ones. */
const NOISE_MIN_MS = 1_000;
/** Of the quiet tenant, one after the other, alone and then under the noise. */
const QUIET_REQUESTS = 400;

const NOISY = "noisy-tenant-key";
const QUIET = "quiet-tenant-key";

/** Two tenants on the running service, over real HTTP. */
export const NOISY_TENANT: Trial = {
  promise: "P17",
  title: "a tenant at ten times its limit gets 429 with Retry-After, and the other all its answers",
  rounds: 1,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const { port } = yield* serve(CONFIGURATION);
      return yield* Effect.promise(() => play(`http://127.0.0.1:${port}`, makeDice(seed)));
    }))),
};

async function play(url: string, dice: Dice): Promise<Round> {
  const broken: Array<string> = [];
  const alone = await beQuiet(url, { dice, broken });
  const start = performance.now();
  const noise = { sent: 0, accepted: 0, refused: 0 };
  let isOver = false;
  const noisy = Array.from({ length: NOISY_CLIENTS }, async () => {
    while (!isOver) {
      const seconds = (performance.now() - start) / 1000;
      if (noise.sent > TIMES_MAX * LIMIT.perSecond * seconds) await pause(PACE_MS);
      else hear(await ask(url, NOISY, dice), { noise, broken });
    }
  });
  const under = await beQuiet(url, { dice, broken });
  await pause(Math.max(0, NOISE_MIN_MS - (performance.now() - start)));
  isOver = true;
  await Promise.all(noisy);
  const seconds = (performance.now() - start) / 1000;
  const mayHave = LIMIT.burst + LIMIT.perSecond * seconds;
  if (noise.accepted > mayHave) broken.push(`${noise.accepted} accepted, ${mayHave} allowed`);
  const mustHave = LIMIT.burst + LIMIT.perSecond * seconds / 2;
  if (noise.accepted < mustHave) broken.push(`only ${noise.accepted} accepted, not ${mustHave}`);
  const counted = await countedOf(url, "noisy");
  if (counted < noise.refused) broken.push(`${noise.refused} refused, ${counted} in the metrics`);
  if (await countedOf(url, "quiet") > 0) broken.push("the quiet tenant is in the metrics");
  if (noise.sent < TIMES_MIN * LIMIT.perSecond * seconds) {
    throw new Error(`The noise was too little: ${noise.sent} requests in ${seconds} s`);
  }
  return {
    tried: {
      rounds: 1,
      noisyRequests: noise.sent,
      noisyRefused: noise.refused,
      quietRequests: 2 * QUIET_REQUESTS,
      quietP99AloneUs: p99Us(alone),
      quietP99UnderNoiseUs: p99Us(under),
    },
    broken,
  };
}

/** Every answer must be a good one; gives how long each took, in milliseconds. */
async function beQuiet(
  url: string,
  { dice, broken }: { readonly dice: Dice; readonly broken: Array<string> },
): Promise<ReadonlyArray<number>> {
  const times: Array<number> = [];
  for (let i = 0; i < QUIET_REQUESTS; i++) {
    const start = performance.now();
    const { status } = await ask(url, QUIET, dice);
    times.push(performance.now() - start);
    if (status !== 200) broken.push(`the quiet tenant was answered ${status}`);
  }
  return times;
}

interface Noise {
  sent: number;
  accepted: number;
  refused: number;
}

function hear(
  { status, headers }: Response,
  { noise, broken }: { readonly noise: Noise; readonly broken: Array<string> },
): void {
  noise.sent += 1;
  if (status === 200) noise.accepted += 1;
  else if (status !== 429) broken.push(`the noisy tenant was answered ${status}`);
  else {
    noise.refused += 1;
    const retryAfter = headers.get("retry-after") ?? "none";
    if (!/^[1-9]\d*$/.test(retryAfter)) broken.push(`429 with Retry-After ${retryAfter}`);
  }
}

/** A command or a read. */
async function ask(url: string, key: string, dice: Dice): Promise<Response> {
  const path = `${url}/v1/items/I-${dice.pick(50)}`;
  const headers = { "authorization": `Bearer ${key}`, "content-type": "application/json" };
  const body = JSON.stringify({ name: `Scarf ${dice.pick(1000)}` });
  const response = dice.roll() < 0.5
    ? await fetch(path, { method: "PUT", headers, body })
    : await fetch(`${url}/v1/items`, { headers });
  await response.body?.cancel();
  return response;
}

/** Requests above a limit, as the service counts them since the process began. */
async function countedOf(url: string, tenant: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const line = new RegExp(`^gatehouse_requests_limited_total{tenant="${tenant}"} (\\d+)$`, "m");
  return Number(line.exec(metrics)?.[1] ?? 0);
}

function p99Us(times: ReadonlyArray<number>): number {
  const sorted = times.toSorted((one, other) => one - other);
  return Math.round(1000 * (sorted[Math.floor(sorted.length * 0.99)] ?? 0));
}

const CONFIGURATION = aConfiguration([
  aTenant({ id: "noisy", keys: [aKey("all", NOISY)], rateLimit: LIMIT }),
  aTenant({ id: "quiet", keys: [aKey("all", QUIET)], rateLimit: QUIET_LIMIT }),
]);
