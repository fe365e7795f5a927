/**
 * `/docs`: the OpenAPI document as a page, with everything that it loads from here.
 *
 * @module
 */
import { Effect } from "effect";
import { type Answer, ok } from "./answer.ts";
import { problem } from "./problem.ts";
import { OPEN, param, type Route, route } from "./route.ts";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Gatehouse</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/start.js" defer></script>
</head>
<body><main id="api"></main></body>
</html>
`;

const START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  validatorUrl: null,
});
`;

/** Files by name; loaded when first asked for, as they are the largest that we have. */
const FILES: Readonly<Record<string, { readonly type: string; load(): Promise<string> }>> = {
  "start.js": { type: "text/javascript", load: () => Promise.resolve(START) },
  "swagger-ui.css": {
    type: "text/css",
    load: async () =>
      (await import("swagger-ui-dist/swagger-ui.css", { with: { type: "text" } })).default,
  },
  "swagger-ui-bundle.js": {
    type: "text/javascript",
    load: async () =>
      (await import("swagger-ui-dist/swagger-ui-bundle.js", { with: { type: "text" } })).default,
  },
};

/** Swagger UI draws its own icons from data URLs and sets styles by script. */
const POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; " +
  "frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/** `/docs` and the files that it loads. */
export const API_PAGE_ROUTES: ReadonlyArray<Route> = [
  route({
    ...OPEN,
    path: "/docs",
    summary: "This document as a page to read and try",
    answers: { 200: { description: "The page", mediaType: "text/html" } },
    handle: () => Effect.succeed(html(PAGE)),
  }),
  route({
    ...OPEN,
    path: "/docs/{file}",
    summary: "What the page loads",
    answers: { 200: { description: "The file", mediaType: "text/plain" } },
    handle: (asked) => {
      const name = param(asked, "file");
      const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
      if (file === undefined) return Effect.fail(problem("not-found"));
      return Effect.map(Effect.promise(file.load), (text) =>
        ok(text, {
          "content-type": `${file.type}; charset=utf-8`,
          "cache-control": "public, max-age=3600",
        }));
    },
  }),
];

function html(page: string): Answer {
  return ok(page, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
  });
}
