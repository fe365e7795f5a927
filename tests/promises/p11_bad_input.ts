/**
 * P11: whatever is sent, the answer is quick, no failure of ours, and does not echo.
 *
 * @module
 */
import { Effect } from "effect";
import type { Hono } from "hono";
import { SEASON } from "../../adapters/demo/season.ts";
import { type Dice, makeDice } from "../../adapters/simulator/dice.ts";
import { PROBLEM_CODES } from "../../routes/problem_codes.ts";
import { REFUSALS } from "../../routes/refusals.ts";
import { Box, differenceOf, failedNotification } from "../support/accepted_asks.ts";
import { ALL, type Api, REPLY } from "../support/api.ts";
import { startBridge } from "../support/bridge.ts";
import { CANARY } from "../support/faults_hostile.ts";
import {
  type Known,
  mutateOne,
  type Operation,
  operationsOf,
  type Sending,
  validSending,
} from "../support/faults_requests.ts";
import { apiOver } from "../support/live_api.ts";
import { startDesks } from "../support/live_desks.ts";
import { scriptedAccessControl } from "../support/scripted_access_control.ts";
import type { Round, Trial } from "./trial.ts";

const REQUESTS = 10_000;
const SLOW_MS = 1000;
/** So many of each kind are there before, and more come to be. */
const ACTORS_BEFORE = 8;
const ACTORS = 60;
/** More sentences help nobody. */
const BROKEN_MAX = 10;

/** Real actors and a real store behind the app, asked without a socket. */
export const BAD_INPUT: Trial = {
  promise: "P11",
  title: "a valid request with one thing wrong is never a 5xx, never slow, and never echoed",
  rounds: 5,
  round: (seed) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function* () {
      const system = scriptedAccessControl();
      const bridge = yield* startBridge(system);
      const desks = yield* startDesks(bridge, [system]);
      const api = apiOver({ ...bridge, ...desks }, { stopping: new AbortController().signal });
      return yield* Effect.promise(() => fuzz(api, makeDice(seed)));
    }))),
};

async function fuzz(api: Api, dice: Dice): Promise<Round> {
  const { app, ask } = api;
  const { body: document } = await ask("GET /openapi.json");
  const operations = operationsOf(document);
  const known = await knownAfterSetup(api);
  const broken: Array<string> = [];
  const tried = { requests: 0, operations: operations.length, accepted: 0, refused: 0, slow: 0 };
  while (tried.requests < REQUESTS && broken.length < BROKEN_MAX) {
    const operation = operations[dice.pick(operations.length)];
    if (operation === undefined) continue;
    const valid = validSending(operation, { known, dice });
    const mutated = dice.pick(20) === 0 ? valid : mutateOne(valid, operation, { known, dice });
    // what an earlier one has stored may be told; what this one says may not
    const canary = `${CANARY}${tried.requests}z`;
    const sending = marked(mutated, canary);
    const answered = await send(app, sending, operation);
    tried.requests += 1;
    tried[answered.status < 400 ? "accepted" : "refused"] += 1;
    // slow twice: it is the request, and not what else the machine has to do
    const isSlow = answered.ms > SLOW_MS && (await send(app, sending, operation)).ms > SLOW_MS;
    if (isSlow) tried.slow += 1;
    const faults = [...faultsOf(answered, canary), ...isSlow ? [`took ${answered.ms} ms`] : []];
    broken.push(...faults.map((fault) => `${wordsOf(sending)}: ${fault}`));
  }
  return { tried, broken };
}

/** With a canary of its own wherever there is one. */
function marked({ method, path, query, headers, body }: Sending, canary: string): Sending {
  const mark = (text: string) => text.replaceAll(CANARY, canary);
  return {
    method,
    path: mark(path),
    query: query.map(([name, value]) => [mark(name), mark(value)]),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, mark(value)]),
    ),
    body: typeof body === "string" ? mark(body) : body,
  };
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly ms: number;
}

async function send(app: Hono, sending: Sending, { isReply }: Operation): Promise<Answered> {
  const { method, path, query, headers, body } = sending;
  const search = query.map(([name, value]) => `${name}=${value}`).join("&");
  const start = performance.now();
  const response = await app.request(search === "" ? path : `${path}?${search}`, {
    method,
    headers: { authorization: `Bearer ${isReply ? REPLY : ALL}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await readAll(response);
  return {
    status: response.status,
    headers: response.headers,
    text,
    ms: performance.now() - start,
  };
}

/** But for streams, which do not end. */
async function readAll(response: Response): Promise<string> {
  const isStream = response.headers.get("content-type") === "text/event-stream";
  if (!isStream) return await response.text();
  await response.body?.cancel();
  return "";
}

function faultsOf({ status, headers, text }: Answered, canary: string): ReadonlyArray<string> {
  if (status < 400) return [];
  const faults = status >= 500 ? [`${status} ${text}`] : [];
  if (text.includes(canary) || [...headers.values()].join().includes(canary)) {
    faults.push(`${status} echoes: ${text}`);
  }
  if (headers.get("content-type") !== "application/problem+json") {
    return [...faults, `${status} as ${headers.get("content-type")}`];
  }
  // HEAD has no more to say
  if (text === "") return faults;
  const problem = JSON.parse(text);
  const isKnown = problem.code in PROBLEM_CODES || REFUSALS.has(problem.code);
  if (!isKnown || problem.status !== status || problem.requestId === undefined) {
    faults.push(`${status} ${text}`);
  }
  return faults;
}

function wordsOf({ method, path, query, headers, body }: Sending): string {
  const shown = typeof body === "string" ? body : `${body?.length ?? 0} bytes`;
  return `${method} ${path} ${JSON.stringify({ query, headers })} ${shown}`.slice(0, 800);
}

/** A season, some tickets, passes and an order, and the ids that came of them. */
async function knownAfterSetup({ ask }: Api): Promise<Known> {
  const box = new Box({ ask });
  for (const [path, body] of SEASON) await ask(`PUT /v1/${path}`, { body });
  const sale = { orderId: "O-1", customerId: "C-1", performance: "M01", priceType: "adult" };
  const seat = { section: "N", row: "F", number: "1" };
  const source = { kind: "bundle", code: "FULL", orderId: "O-1" };
  const commandIds: Array<string> = [];
  const give = async (path: string, body: object) => {
    const answered = await ask(`POST /v1/${path}`, { body });
    if (answered.body.commandId !== undefined) commandIds.push(answered.body.commandId);
  };
  for (let number = 0; number < ACTORS_BEFORE; number += 1) {
    await give(`tickets/T-${number}/allocate`, { ...sale, seat });
    await give(`tickets/T-${number}/print`, {});
    const customerId = `C-${number}`;
    await give(`passes/P-${number}/acquire`, { passType: "SEASON", customerId, source });
    await give(`passes/P-${number}/print`, { orderId: "O-1" });
    await ask("POST /v1/keys", { body: { id: `K-${number}`, scopes: ["read"] } });
  }
  const lines = [{ lineId: "1", kind: "performance", code: "M01", priceType: "adult", seat }];
  await give("orders/O-0/place", { customerId: "C-9", lines });
  await give("orders/O-0/print", {});
  const webhook = await ask("POST /v1/webhooks", { body: { url: "https://hooks.example/x" } });
  const { webhookId: hook, deliveryId: failing } = await failedNotification(box, 0);
  await differenceOf(box, "T-0");
  const { body: reconciliation } = await ask("GET /v1/adapters/main/reconciliation");
  const deliveries = await ask("GET /v1/deliveries");
  const some = (letter: string) => Array.from({ length: ACTORS }, (_, n) => `${letter}-${n}`);
  return {
    ticketId: some("T"),
    passId: some("P"),
    orderId: some("O"),
    code: [...SEASON.map(([path]) => path.split("/")[1] ?? ""), "X-1", "invalid"],
    name: ["main"],
    version: ["1", "2"],
    from: ["1"],
    to: ["2"],
    operationId: commandIds,
    webhookId: [webhook.body.id, hook],
    deliveryId: [...deliveries.body.data.map(idOf), failing],
    keyId: some("K"),
    customerId: some("C"),
    differenceId: reconciliation.differences.map(idOf),
    part: ["tickets", "schemas", "X-1"],
    barcode: ["B1", "K1"],
    performance: ["M01"],
    q: ["T-1", "C-1"],
  };
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
