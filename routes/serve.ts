/**
 * The way of one request: let in, read, run, answered. Nothing that is thrown leaves here.
 *
 * @module
 */
import { Effect } from "effect";
import type { Context, HonoRequest } from "hono";
import { countUnauthenticated } from "../actors/metrics.ts";
import { type Answer, toResponse } from "./answer.ts";
import type { AuditBook } from "./auditing.ts";
import { answerWithReferences } from "./customer_names.ts";
import { readRequestId } from "./headers.ts";
import type { House } from "./house.ts";
import { Inside } from "./inside.ts";
import { readText } from "./json.ts";
import { authenticate, authorise, type Key, NOBODY } from "./keys.ts";
import { causeAnswer, failureAnswer, faulty, internalAnswer, Problem } from "./problem.ts";
import type { Arrival, Route } from "./route.ts";
import { ID_PATTERN, ID_RULE } from "./schemas.ts";

/** A Hono handler for one row of the table; `audit` notes what its requests do. */
export function serve(
  route: Route,
  { house, audit }: { readonly house: House; readonly audit: AuditBook },
): (context: Context) => Promise<Response> {
  const isOpen = route.access === "everyone" || (route.access === "metrics" && house.loopbackOnly);
  return async ({ req, env }) => {
    const requestId = readRequestId(req.raw.headers);
    const response = toResponse(await answer().catch(failed), requestId);
    // nobody will read it, so nobody else would end a stream
    if (req.raw.method === "HEAD") await response.body?.cancel();
    return response;

    async function answer(): Promise<Answer> {
      const params = req.param();
      const caller = isOpen ? NOBODY : admit(identify(req.raw.headers, env), params);
      assertIds(params);
      const arrival = await arrive(req, { route, house, caller, requestId, params });
      const effect = audit.audited(route, arrival, route.begin(arrival));
      const answered = Effect.catchCause(effect, (cause) => causeAnswer(cause, requestId));
      return answerWithReferences(arrival, await house.run(answered));
    }

    async function failed(error: unknown): Promise<Answer> {
      return error instanceof Problem
        ? failureAnswer(error, requestId)
        : await defectAnswer(error, requestId, house);
    }
  };

  function identify(headers: Headers, env: unknown): Key {
    const caller = env instanceof Inside ? env.caller : authenticateFrom(env, headers);
    house.limits.count(caller);
    return caller;
  }

  function authenticateFrom(peer: unknown, headers: Headers): Key {
    try {
      return authenticate(headers, house.keys);
    } catch (refused) {
      // a figure that is lost when the service ends harms nobody
      house.run(countUnauthenticated()).catch(() => {});
      house.limits.countStranger(peer);
      throw refused;
    }
  }

  function admit(key: Key, params: Readonly<Record<string, string>>): Key {
    authorise(key, route.access, params["name"]);
    return key;
  }
}

async function arrive(
  { raw, path }: HonoRequest,
  { route, ...known }: Pick<Arrival, "house" | "caller" | "requestId" | "params"> & {
    readonly route: Route;
  },
): Promise<Arrival> {
  const question = raw.url.indexOf("?");
  return {
    ...known,
    headers: raw.headers,
    path,
    search: question < 0 ? "" : raw.url.slice(question + 1),
    text: route.body === null ? undefined : await readText(raw, {
      bytesMax: route.bodyBytesMax ?? known.house.bodyBytesMax,
      bodies: known.house.bodies,
    }),
  };
}

/** Throws the 422 of a path parameter that is no id. */
export function assertIds(params: Readonly<Record<string, string>>): void {
  for (const name in params) {
    if (ID_PATTERN.test(params[name] ?? "")) continue;
    throw faulty("invalid", [{ pointer: `/path/${name}`, detail: ID_RULE }]);
  }
}

/** A bug before or around the effect. The runtime logs it if it still can. */
async function defectAnswer(error: unknown, requestId: string, house: House): Promise<Answer> {
  const logged = Effect.catchCause(Effect.die(error), (cause) => causeAnswer(cause, requestId));
  return await house.run(logged).catch(() => internalAnswer(requestId));
}
