/**
 * `/docs`: the OpenAPI document as pages, made here and readable without script.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import type { Answer } from "./answer.ts";
import { notFound } from "./problem.ts";
import { OPEN, param, type Route, route } from "./route.ts";
import { UNKNOWN } from "./unknown.ts";

const DocsQuery = v.strictObject({
  q: v.optional(
    v.pipe(v.string(), v.maxLength(100), v.description("Words that a route must have")),
    "",
  ),
});

const PAGE = { 200: { description: "The page", mediaType: "text/html" } };

/** `/docs` and the pages below it. */
export const API_PAGE_ROUTES: ReadonlyArray<Route> = [
  route({
    ...OPEN,
    path: "/docs",
    summary: "This document as a page: every route, or those with these words",
    query: DocsQuery,
    answers: PAGE,
    handle: ({ house, query, headers }) =>
      Effect.sync(() => house.apiPages().list(query.q, originOf(headers))),
  }),
  route({
    ...OPEN,
    path: "/docs/{part}",
    summary:
      "The routes of one part, with all that they take and answer; `schemas`: what they share",
    answers: PAGE,
    handle: (asked) => {
      const page = asked.house.apiPages().part(param(asked, "part"));
      return page === null ? Effect.fail(notFound(UNKNOWN.path)) : Effect.succeed(page);
    },
  }),
];

/** Where the page is for its reader, who may be before a proxy that speaks TLS. */
function originOf(headers: Headers): string {
  const host = headers.get("host") ?? "";
  const scheme = headers.get("x-forwarded-proto") === "https" ? "https" : "http";
  return `${scheme}://${/^[\w.:[\]-]+$/.test(host) ? host : "127.0.0.1:8080"}`;
}

/** Leads from a slash too many to the page; `null`: the address is of something else. */
export function withoutSlash({ pathname, search }: URL): Answer | null {
  const [, page] = /^(\/docs(?:\/[\w-]+)?)\/$/.exec(pathname) ?? [];
  const headers = { location: `${page}${search}` };
  return page === undefined ? null : { status: 308, body: null, headers };
}
