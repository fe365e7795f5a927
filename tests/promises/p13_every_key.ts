/**
 * P13: every route and every page of the console with every kind of key.
 *
 * @module
 */
import assert from "node:assert/strict";
import { PAGES } from "../../routes/console/pages.ts";
import { type Route, ROUTES, type Scope, SCOPES } from "../../routes/mod.ts";
import {
  ALL,
  type Answered,
  type Api,
  EXPIRED,
  keyWith,
  makeApi,
  openSeason,
  OTHER_REPLY,
  REPLY,
} from "../support/api.ts";
import { inAnyOrder } from "../support/any_order.ts";
import { type Browser, openBrowser, signedInBrowser } from "../support/console.ts";
import { askAs } from "../support/route_targets.ts";
import { promisedAccess } from "./promised_access.ts";
import type { Round, Trial } from "./trial.ts";

/** Made from the table of routes: what is served is tried. */
export const EVERY_KEY: Trial = {
  promise: "P13",
  title: "every route and page is closed to keys that are none, are over, or lack its scope",
  rounds: 1,
  round: async (seed) => {
    const api = makeApi({ loopbackOnly: false });
    await openSeason(api);
    const tried = { routes: 0, requests: 0, pages: 0 };
    const broken: Array<string> = [];
    const ended = await endedKeys(api);
    const outsiders = [null, "nobody-knows-it", EXPIRED, OTHER_REPLY, ...ended.keys];
    const heard = new Hearing(api, tried, broken);
    for (const route of inAnyOrder(ROUTES, seed)) {
      await tryRoute(heard, route, outsiders);
      tried.routes += 1;
    }
    tried.pages = await tryConsole(api, { broken, browsers: ended.browsers, outsiders });
    return { tried, broken } satisfies Round;
  },
};

/** Asks, and holds answers against what they must be. */
class Hearing {
  constructor(
    readonly api: Api,
    readonly tried: { requests: number },
    readonly broken: Array<string>,
  ) {}

  /** `fault` says what is wrong with the answer, `null` when nothing is. */
  async hear(
    route: Route,
    key: string | null,
    fault: (answered: Answered) => string | null,
  ): Promise<void> {
    const answered = await askAs(this.api, key, { route });
    this.tried.requests += 1;
    const found = fault(answered);
    if (found !== null) this.broken.push(`${route.method} ${route.path} as ${key}: ${found}`);
  }
}

async function tryRoute(
  heard: Hearing,
  route: Route,
  outsiders: ReadonlyArray<string | null>,
): Promise<void> {
  const { access } = route;
  const promised = promisedAccess(route);
  if (access !== promised) {
    heard.broken.push(`${route.method} ${route.path} is for ${access}, and not for ${promised}`);
  }
  for (const key of outsiders) {
    await heard.hear(route, key, access === "everyone" ? isStatus(200) : isUnknown);
  }
  if (access === "everyone") return;
  if (access === "access-control") {
    await heard.hear(route, ALL, isUnknown);
    return await heard.hear(route, REPLY, isStatus(202, 404));
  }
  await heard.hear(route, REPLY, isUnknown);
  const others = SCOPES.filter((scope) => scope !== access);
  for (const key of [keyWith(), keyWith(...others), ...others.map((scope) => keyWith(scope))]) {
    await heard.hear(route, key, lacks(access));
  }
  await heard.hear(route, keyWith(access), (answered) => isLetIn(route, answered));
}

function isStatus(...allowed: ReadonlyArray<number>) {
  return ({ status, text }: Answered) => allowed.includes(status) ? null : `${status} ${text}`;
}

function isUnknown({ status, body, headers, text }: Answered): string | null {
  const isRight = status === 401 && body.code === "unauthenticated" &&
    (headers.get("www-authenticate") ?? "").startsWith("Bearer");
  return isRight ? null : `${status} ${text}`;
}

function lacks(access: Scope) {
  return ({ status, body, text }: Answered) =>
    status === 403 && body.code === "missing-scope" && body.scope === access
      ? null
      : `${status} ${text}`;
}

function isLetIn({ path, access }: Route, { status, body, text }: Answered): string | null {
  // a key gives away only what it has: the example asks for other scopes
  const isGiving = path === "/v1/keys" && body?.scope !== access;
  const bad = [400, 401, ...(isGiving ? [] : [403]), 415, 422, 429, 500];
  return bad.includes(status) ? `${status} ${text}` : null;
}

interface Ended {
  /** Good once: rotated out, expired, removed. */
  readonly keys: ReadonlyArray<string>;
  /** Signed in with each while it was good. */
  readonly browsers: ReadonlyArray<Browser>;
}

async function endedKeys(api: Api): Promise<Ended> {
  const keys: Array<string> = [];
  const browsers: Array<Browser> = [];
  for (const end of ["POST /rotate", "POST /expire", "DELETE "]) {
    const [method, verb] = end.split(" ");
    const id = `ended-${keys.length}`;
    const { body } = await api.ask("POST /v1/keys", { body: { id, scopes: SCOPES } });
    browsers.push(await signedInBrowser(api, body.key));
    const overlap = verb === "/rotate" ? { overlapMs: 0 } : {};
    const question = method === "DELETE" ? {} : { body: overlap };
    const ended = await api.ask(`${method} /v1/keys/${id}${verb}`, question);
    assert.equal(ended.status, 200, ended.text);
    keys.push(body.key);
  }
  return { keys, browsers };
}

/** Gives the number of pages. */
async function tryConsole(
  api: Api,
  { broken, browsers, outsiders }: {
    readonly broken: Array<string>;
    readonly browsers: ReadonlyArray<Browser>;
    readonly outsiders: ReadonlyArray<string | null>;
  },
): Promise<number> {
  const paths = [
    ...PAGES.map(({ path }) => path.replaceAll(/:\w+/g, "X-1")),
    "/v1/events",
    "/v1/tickets/X-1/barcode.svg",
    "/no-page",
  ];
  const leadsToDoor = ({ status, to }: { readonly status: number; readonly to: string | null }) =>
    status === 303 && to?.startsWith("/console/sign-in") === true;
  for (const browser of [openBrowser(api), ...browsers]) {
    for (const path of paths) {
      const seen = await browser.get(`/console${path === "/" ? "" : path}`);
      if (!leadsToDoor(seen)) broken.push(`GET /console${path} without a key: ${seen.status}`);
    }
    const acted = await browser.post("/console/act", { path: "/v1/adapters/main/pause" });
    if (!leadsToDoor(acted)) broken.push(`POST /console/act without a key: ${acted.status}`);
  }
  for (const key of [...outsiders, REPLY]) {
    const { status } = await openBrowser(api).post("/console/sign-in", { key: key ?? "" });
    if (status !== 401) broken.push(`the console's door as ${key}: ${status}`);
  }
  return paths.length;
}
