/**
 * The authorization matrix, made from the route table: every route with every kind of key.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type Route, ROUTES, type Scope, SCOPES } from "../../routes/mod.ts";
import {
  ALL,
  type Answered,
  assertProblem,
  EXPIRED,
  keyWith,
  makeApi,
  openSeason,
  OTHER_REPLY,
  REPLY,
} from "../support/api.ts";

const api = makeApi({ loopbackOnly: false });
const { ask } = api;
await openSeason(api);

/** A concrete path for the row, as an honest client would ask. */
function target({ method, path, sample }: Route): string {
  const concrete = path.replace("{name}", "main").replace("{version}", "1")
    .replace("{code}", path.startsWith("/problems") ? "invalid" : "M01")
    .replace("{file}", "start.js")
    .replaceAll(/\{\w+\}/g, "X-1");
  return `${method} ${concrete}${sample === undefined ? "" : `?${sample}`}`;
}

function askAs(key: string | null, route: Route): Promise<Answered> {
  return ask(target(route), {
    key,
    ...(route.example === undefined ? {} : { body: route.example }),
  });
}

function isScope(access: string): access is Scope {
  return SCOPES.some((scope) => scope === access);
}

for (const route of ROUTES) {
  const { method, path, access } = route;
  const name = `${method} ${path}`;

  if (access === "everyone") {
    Deno.test(`${name} is open to everyone`, async () => {
      for (const key of [null, "nobody-knows-it", EXPIRED]) {
        const { status } = await askAs(key, route);
        assert.equal(status, 200);
      }
    });
    continue;
  }

  Deno.test(`${name} is 401 without a valid key`, async () => {
    for (const key of [null, "nobody-knows-it", EXPIRED, OTHER_REPLY, `${ALL} `.repeat(2)]) {
      const answered = await askAs(key, route);
      assertProblem(answered, 401, "unauthenticated");
      assert.match(answered.headers.get("www-authenticate") ?? "", /^Bearer/);
    }
  });

  if (access === "access-control") {
    Deno.test(`${name} is for the reply key of its own system only`, async () => {
      assertProblem(await askAs(ALL, route), 401, "unauthenticated");
      const { status } = await askAs(REPLY, route);
      assert.ok(status === 202 || status === 404);
    });
    continue;
  }

  assert.ok(isScope(access));
  Deno.test(`${name} is 401 with a reply key`, async () => {
    assertProblem(await askAs(REPLY, route), 401, "unauthenticated");
  });

  Deno.test(`${name} is 403 with every scope but ${access}`, async () => {
    const others = SCOPES.filter((scope) => scope !== access);
    for (const key of [keyWith(), keyWith(...others), ...others.map((scope) => keyWith(scope))]) {
      const answered = await askAs(key, route);
      assertProblem(answered, 403, "missing-scope");
      assert.equal(answered.body.scope, access);
    }
  });

  Deno.test(`${name} lets ${access} in`, async () => {
    const { status, text } = await askAs(keyWith(access), route);
    assert.ok(![401, 403, 415, 422, 400, 500].includes(status), `${status} ${text}`);
  });
}
