/**
 * The REST surface over the fake service, asked without a socket.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Effect, Logger } from "effect";
import type { Hono } from "hono";
import * as v from "valibot";
import { customersInMemory } from "../../adapters/customers/mod.ts";
import {
  type AccessControlInfo,
  type AppOptions,
  type Key,
  makeApp,
  makeKeyRing,
  type Scope,
  SCOPES,
} from "../../routes/mod.ts";
import { type FakeService, fakeService } from "./fake_service.ts";

/** A key with every scope, of tenant `riverside`. */
export const ALL = "all-scopes";
/** The same for tenant `lakeside`. */
export const OTHER_TENANT = "all-scopes-elsewhere";
/** A key that was good once. */
export const EXPIRED = "expired";
/** The reply keys of access control `main` and of one that the path will not name. */
export const REPLY = "reply-main";
/** The reply key of another system of the same tenant. */
export const OTHER_REPLY = "reply-annex";

/** The tenant of `ALL`. */
export const TENANT = "riverside";

/** A key with exactly these scopes, for `ask`. */
export function keyWith(...scopes: ReadonlyArray<Scope>): string {
  return `scopes=${SCOPES.filter((scope) => scopes.includes(scope)).join("+")}`;
}

/** An answer, read. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed where it is JSON of any kind. */
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

/** What to ask, beyond method and path. */
export interface Question {
  /** `null`: none. `ALL` by default. */
  readonly key?: string | null;
  readonly body?: unknown;
  /** Instead of `body`: sent as it is. */
  readonly raw?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The app, what is behind it, and a way to ask. */
export interface Api {
  readonly app: Hono;
  readonly fake: FakeService;
  /** Messages of the log, the oldest first. */
  readonly logged: ReadonlyArray<string>;
  /** `target` is `METHOD /path`. */
  readonly ask: (target: string, question?: Question) => Promise<Answered>;
}

/** The one system, as the configuration describes it to the routes. */
export const MAIN: AccessControlInfo = {
  name: "main",
  kind: "fortress",
  tickets: "barcode",
  symbology: null,
  settings: {
    url: "https://acs.example/fortress",
    mayReply: true,
    retry: { firstMs: 250, maxMs: 60_000, attemptTimeoutMs: 5_000 },
    breaker: { failures: 5, openMs: 5_000 },
    pace: { callsMax: 32, callsPerSecond: null },
    pollMs: 1_000,
    reconcileEveryMs: 300_000,
    repair: "propose",
  },
};

/** A fresh one, with nothing in it. */
export function makeApi(options: Partial<AppOptions> = {}): Api {
  const fake = fakeService();
  const logged: Array<string> = [];
  const logger = Logger.make(({ message }) => void logged.push(String(message)));
  const app = makeApp({
    run: (effect) =>
      Effect.runPromise(
        effect.pipe(Effect.provideContext(fake.services), Effect.provide(Logger.layer([logger]))),
      ),
    keys: makeKeyRing(KEYS),
    customers: customersInMemory(),
    accessControls: () => [MAIN],
    loopbackOnly: true,
    version: "0.0.0-test",
    metrics: () => "gatehouse_live_actors 0\n",
    ready: () => ({ ready: true, checks: { store: "ok" } }),
    // a stream ends at once, unless a test wants to read it
    stopping: AbortSignal.abort(),
    ...options,
  });
  return { app, fake, logged, ask: (target, question) => ask(app, target, question) };
}

async function ask(app: Hono, target: string, question: Question = {}): Promise<Answered> {
  const [method = "GET", path = "/"] = target.split(" ");
  const { key = ALL, body, raw } = question;
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await app.request(path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(sent === undefined ? {} : { "content-type": "application/json" }),
      ...question.headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

/** Asserts a problem of this status and code, in the one form that all have. */
export function assertProblem(answered: Answered, status: number, code: string): void {
  const { body, headers } = answered;
  assert.equal(answered.status, status, answered.text);
  assert.equal(headers.get("content-type"), "application/problem+json");
  assert.equal(body.code, code);
  assert.equal(body.status, status);
  assert.equal(body.type, `/problems/${code}`);
  assert.equal(body.requestId, headers.get("x-request-id"));
  assert.ok(body.title.length > 0 && body.detail.length > 0);
}

/** Asserts that a body has the form that the document tells of. */
export function assertForm(schema: v.GenericSchema, body: unknown): void {
  const { issues } = v.safeParse(schema, body);
  assert.equal(issues, undefined, issues && v.summarize(issues));
}

/** The pointers of a problem's `errors`. */
export function pointers(answered: Answered): ReadonlyArray<string> {
  return (answered.body.errors ?? []).map((error: { pointer: string }) => error.pointer);
}

function keyOf(secret: string): Key {
  const isReply = secret === REPLY || secret === OTHER_REPLY;
  return {
    tenant: secret === OTHER_TENANT ? "lakeside" : TENANT,
    id: secret,
    scopes: new Set(isReply ? [] : SCOPES),
    expiresAt: secret === EXPIRED ? Date.parse("2020-01-01T00:00:00Z") : null,
    accessControl: secret === REPLY ? "main" : secret === OTHER_REPLY ? "annex" : null,
    rateLimit: null,
    source: "configuration",
  };
}

/** All keys of the configuration, by hash. */
export const KEYS: ReadonlyMap<string, Key> = new Map([
  ...[ALL, OTHER_TENANT, EXPIRED, REPLY, OTHER_REPLY].map((secret): [string, Key] => [
    digest(secret),
    keyOf(secret),
  ]),
  ...Array.from({ length: 2 ** SCOPES.length }, (_, bits): [string, Key] => {
    const scopes = SCOPES.filter((_scope, index) => (bits & (1 << index)) !== 0);
    return [digest(keyWith(...scopes)), { ...keyOf(ALL), scopes: new Set(scopes) }];
  }),
]);

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A performance with both a ticket template and a pass, its pass type, a bundle and an item. */
export async function openSeason({ ask }: Pick<Api, "ask">): Promise<void> {
  for (const [path, body] of Object.entries(SEASON)) {
    const { status, text } = await ask(`PUT /v1/${path}`, { body });
    assert.equal(status, 200, text);
  }
}

const SEASON = {
  "performances/M01": {
    name: "Rovers v United",
    startsAt: "2026-08-08T14:00:00Z",
    venue: "Riverside",
    gates: [{ code: "G4", name: "Gate 4", kind: "external" }],
    ticketTemplate: "STANDARD",
    eligiblePasses: ["SEASON"],
    accessControl: "main",
    codes: {
      StadiumCode: "RIV",
      ProductCode: "M01",
      StandCode: "N",
      AreaCode: { N12: "N12" },
      Tst1: "G4",
      PriceBandCode: { adult: "AD" },
    },
  },
  "pass-types/SEASON": { name: "Season ticket", productCode: "ST26", accessControl: "main" },
  "bundles/SEASON-26": { name: "Season", assignedPass: "SEASON", performances: ["M01"] },
  "items/MEMBER": { name: "Membership", assignedPass: "SEASON" },
};

/** An accepted body of `allocate` in that season. */
export const ALLOCATION = {
  orderId: "O-1",
  customerId: "C-9",
  performance: "M01",
  priceType: "adult",
  seat: { section: "N12", row: "F", number: "11" },
};
