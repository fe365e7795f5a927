/**
 * How fast pages and lists answer when there is much to read: 100,000 tickets and a million events.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { Effect, type Scope } from "effect";
import { define } from "../adapters/demo/sales.ts";
import { SEASON } from "../adapters/demo/season.ts";
import { layer } from "../adapters/kv/mod.ts";
import { startSimulator } from "../adapters/simulator/mod.ts";
import { serve } from "../main.ts";
import { gatehouse } from "../routes/client/mod.ts";
import { customersOf, EVENTS_A_TICKET, isPrinted, loadTickets, ticketOf } from "./pages_load.ts";
import { configurationOf, KEY } from "./service_bench.ts";

/** Unless the command line says another number. */
const TICKETS = 100_000;
const GOAL_MS = 50;
const ROUNDS = 100;
/** Of each page before the first is measured: a service that has been up for a while. */
const WARM_UP = 20;

/** What is asked for, of ticket `n`. */
const ASKED: Readonly<Record<string, (n: number) => string>> = {
  "/v1/events": () => "/v1/events",
  "/v1/events, newest first": () => "/v1/events?sort=newest",
  "/v1/events of a barcode": (n) => `/v1/events?barcode=${ticketOf(n).barcode}`,
  "/v1/events of a customer": (n) => `/v1/events?customer=${ticketOf(n).customer}`,
  "overview": () => "/console",
  "events": () => "/console/events",
  "events of a barcode": (n) => `/console/events?barcode=${ticketOf(n).barcode}`,
  "events of a customer": (n) => `/console/events?customer=${ticketOf(n).customer}`,
  "events of an order": (n) => `/console/events?order=${ticketOf(n).order}`,
  "search for a barcode": (n) => `/console/search?q=${ticketOf(n).barcode}`,
  "gate check": (n) => `/console/gate?barcode=${ticketOf(n).barcode}&performance=M01`,
  "a ticket": (n) => `/console/tickets/${ticketOf(n).id}`,
  "a ticket's state": (n) => `/console/tickets/${ticketOf(n).id}?tab=state&v=3`,
  "deliveries": () => "/console/deliveries",
  "dead deliveries": () => "/console/deliveries?status=dead",
  "deliveries of a ticket": (n) => `/console/deliveries?actor=ticket/${ticketOf(n).id}`,
  "adapter": () => "/console/adapters/main",
};

/** `[TICKETS] [FOLDER]`: what is loaded into a folder of one's own stays, to be measured again. */
async function main(): Promise<void> {
  const [tickets = TICKETS, kept] = Deno.args;
  const count = Number(tickets);
  const data = kept ?? await Deno.makeTempDir();
  try {
    if (!existsSync(`${data}/gatehouse.lock`)) await load(data, count);
    await Effect.runPromise(Effect.scoped(serveAndMeasure(data, count)));
  } finally {
    if (kept === undefined) await Deno.remove(data, { recursive: true });
  }
}

const serveAndMeasure = Effect.fnUntraced(function* (
  data: string,
  count: number,
): Effect.fn.Return<void, unknown, Scope.Scope> {
  const simulator = yield* startSimulator({ token: "bench-token" });
  const startedMs = performance.now();
  const { port } = yield* serve(configurationOf(data, simulator.url));
  say(`up after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  const url = `http://127.0.0.1:${port}`;
  yield* Effect.promise(async () => {
    await define(gatehouse({ url, key: KEY }), SEASON);
    await measureAll(url, count);
  });
});

async function load(data: string, count: number): Promise<void> {
  const startedMs = performance.now();
  const step = Math.ceil(count / 20);
  const progress = (done: number) => {
    if (done % step === 0) say(`loading: ${Math.floor(100 * done / count)} %`);
  };
  await Effect.runPromise(
    Effect.scoped(loadTickets(count, progress)).pipe(Effect.provide(layer({ path: data }))),
  );
  await Deno.writeTextFile(`${data}/customers.jsonl`, customersOf(count), { mode: 0o600 });
  const seconds = (performance.now() - startedMs) / 1000;
  say(`${count} tickets, about ${count * EVENTS_A_TICKET} events in ${seconds.toFixed(0)} s`);
}

async function measureAll(url: string, count: number): Promise<void> {
  const headers = { authorization: `Bearer ${KEY}`, cookie: await signIn(url) };
  const ask = async (pathOf: (n: number) => string) => {
    const path = pathOf(anyTicket(count));
    const startedMs = performance.now();
    const response = await fetch(url + path, { headers, redirect: "manual" });
    await response.text();
    if (response.status !== 200) throw new Error(`${path} is answered ${response.status}`);
    return performance.now() - startedMs;
  };
  for (const pathOf of Object.values(ASKED)) {
    for (let round = 0; round < WARM_UP; round += 1) await ask(pathOf);
  }
  say(`${"".padEnd(28)}  p50 ms  p95 ms  max ms   goal p95 <= ${GOAL_MS}`);
  for (const [name, pathOf] of Object.entries(ASKED)) {
    const timesMs: Array<number> = [];
    for (let round = 0; round < ROUNDS; round += 1) timesMs.push(await ask(pathOf));
    const sorted = timesMs.sort((one, other) => one - other);
    const figures = [0.5, 0.95, 1].map((share) =>
      sorted[Math.ceil(sorted.length * share) - 1] ?? 0
    );
    const cells = figures.map((ms) => ms.toFixed(1).padStart(8)).join("");
    say(`${name.padEnd(28)}${cells}${(figures[1] ?? 0) > GOAL_MS ? "   missed" : ""}`);
  }
}

/** Anywhere in the past, so that no answer is at hand because it was just given. */
function anyTicket(count: number): number {
  const n = Math.floor(Math.random() * count);
  return isPrinted(n) ? n : anyTicket(count);
}

async function signIn(url: string): Promise<string> {
  const body = new URLSearchParams({ key: KEY });
  const headers = { origin: url };
  const init = { method: "POST", body, headers, redirect: "manual" } as const;
  const response = await fetch(`${url}/console/sign-in`, init);
  await response.body?.cancel();
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

if (import.meta.main) await main();
