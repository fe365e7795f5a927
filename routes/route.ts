/**
 * One row of the route table: all that is known about a route, for serving and describing it.
 *
 * @module
 */
import type { Effect } from "effect";
import type { ActionFilter } from "../actors/audit/mod.ts";
import type { Answer } from "./answer.ts";
import type { House, Services } from "./house.ts";
import type { Access, Key } from "./keys.ts";
import { NO_BODY, NO_QUERY, parseBody, parseQuery, type Schema } from "./parse.ts";
import type { Failure } from "./problem.ts";
import type { ProblemCode } from "./problem_codes.ts";

/** A request that was let in, before its query and body are parsed. */
export interface Arrival {
  readonly caller: Key;
  readonly requestId: string;
  readonly headers: Headers;
  /** As asked for, without the query. */
  readonly path: string;
  /** What stands behind the `?`, or "". */
  readonly search: string;
  /** By the names in the route's path; all of them are well-formed ids. */
  readonly params: Readonly<Record<string, string>>;
  /** `undefined` where the route reads no body. */
  readonly text: string | undefined;
  readonly house: House;
}

/** A request ready to be answered. */
export interface Asked<Query = unknown, Body = unknown> extends Arrival {
  readonly query: Query;
  readonly body: Body;
}

/** One way that a route answers when all is well, for the document. */
export interface Described {
  readonly description: string;
  readonly schema?: Schema<unknown>;
  /** `application/json` unless said otherwise. */
  readonly mediaType?: string;
}

interface Head {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With parameters as `{name}`. */
  readonly path: string;
  readonly access: Access;
  readonly tag: string;
  readonly summary: string;
  /** Type of the actor command that it sends. */
  readonly command?: string;
  readonly answers: Readonly<Record<number, Described>>;
  /** Problems of its own, beside those that every route of its shape has. */
  readonly problems?: ReadonlyArray<ProblemCode>;
  /** A body that is accepted. */
  readonly example?: unknown;
  /** What can stand behind the `?`, for a route that needs something there. */
  readonly sample?: string;
  /** Where a larger body is taken than elsewhere. */
  readonly bodyBytesMax?: number;
}

/** A row as it is written. */
export interface Definition<Query, Body> extends Head {
  readonly query: Schema<Query>;
  readonly body: Schema<Body>;
  /** What an act is about, where its path does not say it; `null`: it is a preview, and no act. */
  readonly noted?: (body: Body) => ActionFilter | null;
  /** May throw a `Problem` before it gives an effect. */
  readonly handle: (asked: Asked<Query, Body>) => Effect.Effect<Answer, Failure, Services>;
}

/** A request that has parsed; nothing is done yet. */
export interface Begun {
  readonly effect: Effect.Effect<Answer, Failure, Services>;
  /** What its route notes of it; absent: the path says it all. */
  readonly noted?: ActionFilter | null;
}

/** A row as it is served; what its query and body are is its own business. */
export interface Route extends Head {
  readonly query: Schema<unknown>;
  /** `null`: it reads none. */
  readonly body: Schema<unknown> | null;
  /** Parses. Throws a `Problem` for what does not parse. */
  readonly begin: (arrival: Arrival) => Begun;
}

/** Of a row that tells everyone about the service, and asks for nothing. */
export const OPEN = {
  method: "GET",
  access: "everyone",
  tag: "service",
  query: NO_QUERY,
  body: NO_BODY,
} as const;

/** Makes a row: from here on nobody needs to know the types of its query and body. */
export function route<Query, Body>(definition: Definition<Query, Body>): Route {
  const { query, body, noted, handle, ...head } = definition;
  return {
    ...head,
    query,
    body: body === (NO_BODY as Schema<unknown>) ? null : body,
    begin: (arrival) => {
      const asked = {
        ...arrival,
        query: parseQuery(query, arrival.search),
        body: parseBody(body, arrival.text),
      };
      const effect = handle(asked);
      return noted === undefined ? { effect } : { effect, noted: noted(asked.body) };
    },
  };
}

/** A path parameter. A name that is not in the route's path is a bug. */
export function param(asked: Arrival, name: string): string {
  const value = asked.params[name];
  if (value === undefined) throw new Error(`The path has no parameter "${name}"`);
  return value;
}
