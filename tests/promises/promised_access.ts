/**
 * Who may use which route, as it was promised: said again here, so that a row of the table that
 * says something else is found.
 *
 * @module
 */
import type { Route } from "../../routes/mod.ts";

/** The first that fits counts. */
const PROMISED: ReadonlyArray<readonly [Route["access"], RegExp]> = [
  ["everyone", /^GET \/(healthz|readyz|openapi\.json|docs(\/\{part\})?|problems\/\{code\})?$/],
  ["metrics", /^GET \/metrics$/],
  ["access-control", /^POST \/v1\/access-control\//],
  ["admin", /^\w+ \/v1\/(keys|audit|webhooks)\b/],
  ["barcode:read", /\.(svg|png|pdf|fgl)$/],
  ["debug:read", /\/(diff|blame|verify|support-bundle)$|^GET .*\/snapshots\b/],
  ["commands:write", /^POST \/v1\/(commands:batch|(tickets|passes|orders)\/\{\w+\}\/[\w-]+)$/],
  ["admin", /^(POST|PUT|DELETE) /],
  [
    "events:read",
    /\/(events|stream|commands|deliveries|tree|adapters|trends|attention|quarantine)\b/,
  ],
  ["read", /^GET \/v1\//],
];

/** `null`: nothing was ever promised of such a route. */
export function promisedAccess({ method, path }: Route): Route["access"] | null {
  return PROMISED.find(([, routes]) => routes.test(`${method} ${path}`))?.[0] ?? null;
}
