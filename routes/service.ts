/**
 * What the service says about itself, to everyone: health, metrics, its document, its problems.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { type Answer, ok } from "./answer.ts";
import { notFound } from "./problem.ts";
import { problemPage } from "./problem_page.tsx";
import { OPEN, param, type Route, route } from "./route.ts";
import { UNKNOWN } from "./unknown.ts";

const Ready = v.object({
  /** Degraded: what is asked for here is answered, but for single actors that are damaged. */
  status: v.picklist(["ready", "degraded", "not-ready"]),
  checks: v.record(v.string(), v.unknown()),
});

const TO_CONSOLE: Answer = { status: 303, body: null, headers: { location: "/console" } };

function wantsPage(headers: Headers): boolean {
  return (headers.get("accept") ?? "").includes("text/html");
}

/** `/`, `/healthz`, `/readyz`, `/metrics`, `/openapi.json`, `/problems/{code}` */
export const SERVICE_ROUTES: ReadonlyArray<Route> = [
  route({
    ...OPEN,
    path: "/",
    summary: "Where things are",
    answers: {
      200: { description: "Links", schema: v.record(v.string(), v.unknown()) },
      303: { description: "A browser goes on to the console" },
    },
    handle: ({ house, headers }) =>
      Effect.succeed(
        wantsPage(headers) ? TO_CONSOLE : ok({
          name: "Gatehouse",
          version: house.version,
          links: {
            console: "/console",
            docs: "/docs",
            document: "/openapi.json",
            health: "/healthz",
            readiness: "/readyz",
            metrics: "/metrics",
          },
        }),
      ),
  }),
  route({
    ...OPEN,
    path: "/healthz",
    summary: "The process answers",
    answers: { 200: { description: "Always", schema: v.object({ status: v.literal("ok") }) } },
    handle: () => Effect.succeed(ok({ status: "ok" })),
  }),
  route({
    ...OPEN,
    path: "/readyz",
    summary: "Whether requests should be sent here",
    answers: {
      200: { description: "They should", schema: Ready },
      503: { description: "They should not; `checks` says why", schema: Ready },
    },
    handle: ({ house }) =>
      Effect.sync(() => {
        const { ready, degraded = false, checks } = house.ready();
        const status = ready ? degraded ? "degraded" : "ready" : "not-ready";
        return { status: ready ? 200 : 503, body: { status, checks } };
      }),
  }),
  route({
    ...OPEN,
    path: "/metrics",
    access: "metrics",
    summary: "Figures as Prometheus text; without a key while the server listens on loopback only",
    answers: { 200: { description: "The figures", mediaType: "text/plain" } },
    handle: ({ house }) =>
      Effect.map(
        Effect.promise(async () => await house.metrics()),
        (text) => ok(text, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }),
      ),
  }),
  route({
    ...OPEN,
    path: "/openapi.json",
    summary: "This document",
    answers: {
      200: { description: "OpenAPI 3.1", schema: v.record(v.string(), v.unknown()) },
    },
    handle: ({ house }) =>
      Effect.sync(() => ok(house.document(), { "content-type": "application/json" })),
  }),
  route({
    ...OPEN,
    path: "/problems/{code}",
    summary: "What a problem means and how it is mended, as a page or as JSON",
    answers: {
      200: {
        description: "The problem",
        schema: v.object({
          code: v.string(),
          title: v.string(),
          status: v.number(),
          cause: v.string(),
          mend: v.string(),
        }),
      },
    },
    handle: (asked) => {
      const page = problemPage(param(asked, "code"), asked.headers.get("accept") ?? "");
      return page === null ? Effect.fail(notFound(UNKNOWN.problem)) : Effect.succeed(page);
    },
  }),
];
