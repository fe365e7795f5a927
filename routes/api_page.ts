/**
 * `/docs`: the OpenAPI document as pages, made here and readable without script.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { problem } from "./problem.ts";
import { OPEN, param, type Route, route } from "./route.ts";

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
    handle: ({ house, query }) => Effect.sync(() => house.apiPages().list(query.q)),
  }),
  route({
    ...OPEN,
    path: "/docs/{part}",
    summary:
      "The routes of one part, with all that they take and answer; `schemas`: what they share",
    answers: PAGE,
    handle: (asked) => {
      const page = asked.house.apiPages().part(param(asked, "part"));
      return page === null ? Effect.fail(problem("not-found")) : Effect.succeed(page);
    },
  }),
];
