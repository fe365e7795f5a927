/**
 * The whole service against a bare Hono route in the same process, over real HTTP.
 *
 * @module
 */
import { Effect, type Scope } from "effect";
import { Hono } from "hono";
import { type Configuration, withDefaults } from "../adapters/configuration/mod.ts";
import { serveHttp } from "../adapters/process/serving.ts";
import { startSimulator } from "../adapters/simulator/mod.ts";
import { serve } from "../main.ts";
import type { LoadPlan, LoadResult } from "./load.ts";
import { MATCH } from "../tests/support/bridge.ts";
import { aConfiguration, aKey, aTenant, NO_LIMIT } from "../tests/support/service_configuration.ts";

/** The tenant's one key. */
export const KEY = "bench-key";
const CONNECTIONS = [1, 64, 256];
const ROUNDS = 3;
const ROUND_SECONDS = 2;

const HEADERS = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };

const TICKET = JSON.stringify({
  orderId: "4711",
  customerId: "C-9",
  performance: "M01",
  priceType: "adult",
  seat: { section: "N", row: "F", number: "11" },
});

/** Prints commands a second of both, and their ratio, from rounds in turn. */
export async function runServiceBench(): Promise<void> {
  const data = await Deno.makeTempDir();
  try {
    await Effect.runPromise(Effect.scoped(bench(data)));
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}

const bench = Effect.fnUntraced(function* (
  data: string,
): Effect.fn.Return<void, unknown, Scope.Scope> {
  const simulator = yield* startSimulator({ token: "bench-token" });
  const service = yield* serve(configurationOf(data, simulator.url));
  const bare = new Hono();
  bare.post("/v1/tickets/:id/allocate", (context) => context.json({ ok: true }));
  const route = yield* serveHttp({ host: "127.0.0.1", port: 0, handler: bare.fetch });
  yield* Effect.promise(() => putMatch(service.port));
  let firstNumber = 1;
  const load = (port: number, connections: number, action: string) =>
    Effect.promise(async () => {
      const result = await runLoad({
        port,
        connections,
        seconds: ROUND_SECONDS,
        path: `/v1/tickets/T-{n}/${action}`,
        headers: HEADERS,
        body: action === "allocate" ? TICKET : "{}",
        firstNumber,
      });
      if (result.failures > 0) throw new Error(`${result.failures} requests were not answered 2xx`);
      return result;
    });
  yield* load(route.port, 64, "allocate");
  firstNumber += (yield* load(service.port, 64, "allocate")).requests;
  say("service (auth, validation, command ids, event log, durable) against a bare Hono route");
  say("connections   bare req/s   service cmd/s   ratio   service p50 ms   p99 ms");
  for (const connections of CONNECTIONS) {
    const bares: Array<LoadResult> = [];
    const services: Array<LoadResult> = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bares.push(yield* load(route.port, connections, "allocate"));
      const result = yield* load(service.port, connections, "allocate");
      firstNumber += result.requests;
      services.push(result);
    }
    const [bareRate, rate] = [median(bares.map(rateOf)), median(services.map(rateOf))];
    say([
      String(connections).padStart(11),
      bareRate.toFixed(0).padStart(12),
      rate.toFixed(0).padStart(15),
      `${(rate / bareRate).toFixed(3)}x`.padStart(7),
      median(services.map(({ p50Ms }) => p50Ms)).toFixed(2).padStart(16),
      median(services.map(({ p99Ms }) => p99Ms)).toFixed(2).padStart(8),
    ].join(" "));
  }
  firstNumber = 1;
  const prints = yield* load(service.port, 64, "print");
  say(
    `prints with their deliveries to the simulator in the same process, 64 connections: ` +
      `${rateOf(prints).toFixed(0)} cmd/s`,
  );
});

/** One tenant with every scope, at a simulator. */
export function configurationOf(data: string, url: string): Configuration {
  const tenant = aTenant({
    keys: [aKey("bench", KEY)],
    accessControl: { main: withDefaults({ kind: "fortress", url, token: "bench-token" }) },
    rateLimit: NO_LIMIT,
  });
  return aConfiguration([tenant], { data });
}

async function putMatch(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/v1/performances/M01`;
  const response = await fetch(url, {
    method: "PUT",
    headers: HEADERS,
    body: JSON.stringify(MATCH),
  });
  if (!response.ok) throw new Error(await response.text());
  await response.body?.cancel();
}

async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net=127.0.0.1", new URL("load.ts", import.meta.url).pathname],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(plan)));
  await writer.close();
  const { success, stdout } = await process.output();
  if (!success) throw new Error("The load generator failed");
  return JSON.parse(new TextDecoder().decode(stdout)) as LoadResult;
}

function rateOf({ requests, seconds }: LoadResult): number {
  return requests / seconds;
}

function median(values: ReadonlyArray<number>): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
