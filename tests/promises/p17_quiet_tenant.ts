/**
 * P17 by what is done instead of by time: the work that stands between a request of the quiet tenant
 * and its answer is the same on every machine, however busy it is.
 *
 * @module
 */
import { Effect } from "effect";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { ALL, type Answered, OTHER_TENANT, TENANT } from "../support/api.ts";
import { type Bridge, startBridge } from "../support/bridge.ts";
import { apiOver } from "../support/live_api.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import type { Round, Trial } from "./trial.ts";

/** Of the noisy tenant: what is let in is too seldom for a p99, on the slowest machine. */
const LIMIT = { perSecond: 0.2, burst: 2 } as const;
/** Of the quiet tenant, one after the other: alone, and each behind some of the noisy one. */
const REQUESTS = 500;
const NOISE_EACH = 3;
/** What the promise allows. */
const TIMES_MAX = 1.5;

/** Two tenants on real actors, without sockets. */
export const QUIET_TENANT: Trial = {
  promise: "P17",
  title: "what a tenant asks above its limit is no work, and the other one waits for none of it",
  rounds: 1,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const bridge = yield* startBridge(scriptedAccessControl());
      return yield* Effect.promise(() => play(bridge, makeDice(seed)));
    }))),
};

async function play(bridge: Bridge, dice: Dice): Promise<Round> {
  const work = { done: 0 };
  const { ask } = apiOver(counting(bridge, work), {
    rateLimit: (tenant) => tenant === TENANT ? LIMIT : null,
  });
  const broken: Array<string> = [];
  let refused = 0;
  const askAs = (key: string) =>
    dice.roll() < 0.5
      ? ask(`PUT /v1/items/I-${dice.pick(50)}`, { key, body: { name: `Scarf ${dice.pick(1000)}` } })
      : ask("GET /v1/items", { key });
  /** Work from the question to the answer. */
  const workOf = async (noise: number): Promise<number> => {
    const before = work.done;
    const noisy = Array.from({ length: noise }, () => askAs(ALL));
    const { status } = await askAs(OTHER_TENANT);
    const done = work.done - before;
    if (status !== 200) broken.push(`the quiet tenant was answered ${status}`);
    refused += (await Promise.all(noisy)).filter(isRefused).length;
    return done;
  };
  const alone: Array<number> = [];
  const under: Array<number> = [];
  for (let count = 0; count < REQUESTS; count += 1) {
    alone.push(await workOf(0));
    under.push(await workOf(NOISE_EACH));
  }
  const [before, meanwhile] = [p99(alone), p99(under)];
  if (before === 0) throw new Error("The quiet tenant's requests were no work: nothing is counted");
  if (meanwhile > TIMES_MAX * before) {
    broken.push(`${meanwhile} calls stand before the quiet tenant's answer, and ${before} alone`);
  }
  const sent = REQUESTS * NOISE_EACH;
  if (refused < 0.9 * sent) broken.push(`only ${refused} of ${sent} noisy requests were refused`);
  return {
    tried: { quietRequests: 2 * REQUESTS, noisyRequests: sent, noisyRefused: refused },
    broken,
  };
}

function isRefused({ status, headers }: Answered): boolean {
  return status === 429 && Number(headers.get("retry-after")) > 0;
}

/** The same services, and each call of a request to one of them is a piece of work. */
function counting(bridge: Bridge, work: { done: number }): Bridge {
  const counted = <Service extends object>(service: Service): Service =>
    new Proxy(service, {
      get: (target, name, receiver) => {
        work.done += 1;
        return Reflect.get(target, name, receiver);
      },
    });
  return { ...bridge, router: counted(bridge.router), store: counted(bridge.store) };
}

function p99(counts: ReadonlyArray<number>): number {
  return counts.toSorted((one, other) => one - other)[Math.floor(counts.length * 0.99)] ?? 0;
}
