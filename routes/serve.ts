/**
 * The way of one request: let in, read, run, answered. Nothing that is thrown leaves here.
 *
 * @module
 */
import { Effect } from "effect";
import type { Context } from "hono";
import { type Answer, toResponse } from "./answer.ts";
import { readRequestId } from "./headers.ts";
import type { House } from "./house.ts";
import { readText } from "./json.ts";
import { authenticate, authorise, type Key, NOBODY } from "./keys.ts";
import { causeAnswer, failureAnswer, faulty, internalAnswer, Problem } from "./problem.ts";
import type { Route } from "./route.ts";
import { ID_PATTERN } from "./schemas.ts";

/** A Hono handler for one row of the table. */
export function serve(route: Route, house: House): (context: Context) => Promise<Response> {
  const open = route.access === "everyone" || (route.access === "metrics" && house.loopbackOnly);
  return async (context) => {
    const requestId = readRequestId(context.req.raw.headers);
    try {
      const params = context.req.param();
      const caller = open ? NOBODY : admit(route, params, { context, house });
      assertIds(params);
      return toResponse(await answer(route, house, { context, requestId, caller }), requestId);
    } catch (error) {
      const answer = error instanceof Problem
        ? failureAnswer(error, requestId)
        : await defectAnswer(error, requestId, house);
      return toResponse(answer, requestId);
    }
  };
}

interface Served {
  readonly context: Context;
  readonly requestId: string;
  readonly caller: Key;
}

function admit(
  route: Route,
  params: Readonly<Record<string, string>>,
  { context, house }: { readonly context: Context; readonly house: House },
): Key {
  const key = authenticate(context.req.raw.headers, house.keys);
  authorise(key, route.access, params["name"]);
  return key;
}

function assertIds(params: Readonly<Record<string, string>>): void {
  for (const name in params) {
    if (ID_PATTERN.test(params[name] ?? "")) continue;
    const detail = "must be 1 to 64 of the characters A-Z a-z 0-9 . _ -";
    throw faulty("invalid", [{ pointer: `/path/${name}`, detail }]);
  }
}

async function answer(
  route: Route,
  house: House,
  { context, requestId, caller }: Served,
): Promise<Answer> {
  const { raw, path } = context.req;
  const question = raw.url.indexOf("?");
  const text = route.body === null ? undefined : await readText(raw, house.bodyBytesMax);
  const effect = route.respond({
    caller,
    requestId,
    headers: raw.headers,
    path,
    search: question < 0 ? "" : raw.url.slice(question + 1),
    params: context.req.param(),
    text,
    house,
  });
  return await house.run(Effect.catchCause(effect, (cause) => causeAnswer(cause, requestId)));
}

/** A bug before or around the effect. The runtime logs it if it still can. */
async function defectAnswer(error: unknown, requestId: string, house: House): Promise<Answer> {
  const logged = Effect.catchCause(Effect.die(error), (cause) => causeAnswer(cause, requestId));
  return await house.run(logged).catch(() => internalAnswer(requestId));
}
