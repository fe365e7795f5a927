/**
 * The Hono application: the route table, served.
 *
 * @module
 */
import { Hono } from "hono";
import { countLimited } from "../actors/metrics.ts";
import { toResponse } from "./answer.ts";
import { withoutSlash } from "./api_page.ts";
import type { ApiDocument } from "./api_page/document.ts";
import { ApiPages } from "./api_page/pages.tsx";
import { AuditBook } from "./auditing.ts";
import { makeConsole } from "./console/mod.ts";
import { readRequestId } from "./headers.ts";
import type { AppOptions, House } from "./house.ts";
import { makeAskInside } from "./inside.ts";
import { documentOf } from "./openapi.ts";
import { failureAnswer, notFound, problem } from "./problem.ts";
import { makeRateLimits } from "./rate_limit.ts";
import type { Route } from "./route.ts";
import { serve } from "./serve.ts";
import { SlowBodies } from "./slow_bodies.ts";
import { StreamSlots } from "./stream_slots.ts";
import { ROUTES } from "./table.ts";
import { UNKNOWN } from "./unknown.ts";

const BODY_BYTES_MAX = 64 * 1024;
const BODY_DEADLINE_MS = 10_000;

/** The whole REST surface over one service, and the console on it. Makes no connections and starts nothing. */
export function makeApp(options: AppOptions): Hono {
  let text: string | undefined;
  let pages: ApiPages | undefined;
  const document = () => documentOf(ROUTES, options.version);
  const methodsOf = methodFinder(ROUTES);
  const rateLimit = options.rateLimit ?? (() => null);
  const house: House = {
    bodyBytesMax: BODY_BYTES_MAX,
    bodyDeadlineMs: BODY_DEADLINE_MS,
    bodies: new SlowBodies({ deadlineMs: options.bodyDeadlineMs ?? BODY_DEADLINE_MS }),
    limits: makeRateLimits({
      limitOf: rateLimit,
      // a figure that is lost when the service ends harms nobody
      refused: (tenant) => void options.run(countLimited(tenant)).catch(() => {}),
    }),
    rateLimit,
    stopping: new AbortController().signal,
    streams: new StreamSlots(),
    invitation: null,
    ...options,
    document: () => text ??= JSON.stringify(document()),
    apiPages: () => pages ??= new ApiPages(document() as ApiDocument),
    methodsOf,
  };
  const audit = new AuditBook();
  const app = new Hono();
  for (const route of ROUTES) {
    app.on(route.method, honoPath(route.path), serve(route, { house, audit }));
  }
  app.route("/console", makeConsole({ house, askInside: makeAskInside(app) }));
  app.notFound(({ req }) => {
    const requestId = readRequestId(req.raw.headers);
    const elsewhere = withoutSlash(new URL(req.url));
    if (elsewhere !== null) return toResponse(elsewhere, requestId);
    const methods = methodsOf(req.path);
    const failure = methods.length === 0
      ? notFound(UNKNOWN.path)
      : problem("method-not-allowed", { headers: { allow: methods.join(", ") } });
    return toResponse(failureAnswer(failure, requestId), requestId);
  });
  return app;
}

/** `/v1/tickets/{ticketId}` becomes `/v1/tickets/:ticketId`. */
export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** Which methods a concrete path knows; none: there is no such path. */
function methodFinder(routes: ReadonlyArray<Route>): (path: string) => ReadonlyArray<string> {
  const patterns = routes.map(({ method, path }) => ({
    methods: method === "GET" ? ["GET", "HEAD"] : [method],
    pattern: new RegExp(
      `^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`,
    ),
  }));
  return (path) => [
    ...new Set(patterns.flatMap(({ methods, pattern }) => pattern.test(path) ? methods : [])),
  ];
}
