/**
 * Writes the OpenAPI 3.1 document from the route table and its validators.
 *
 * @module
 */
import { type JsonSchema, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import * as v from "valibot";
import { ANSWERS } from "./answers.ts";
import type { Schema } from "./parse.ts";
import { PROBLEM_CODES, type ProblemCode } from "./problem_codes.ts";
import type { Described, Route } from "./route.ts";
import { ID_PATTERN } from "./schemas.ts";

/** The document, ready for `JSON.stringify`. */
export function documentOf(routes: ReadonlyArray<Route>, version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Gatehouse",
      version,
      description: "Keeps a venue's access control true to its box office.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key of one tenant" },
        replyKey: { type: "http", scheme: "bearer", description: "An access control's own key" },
      },
      schemas: toJsonSchemaDefs(ANSWERS, CONVERSION),
      responses: Object.fromEntries(
        Object.keys(PROBLEM_CODES).map((code) => [code, problemResponse(code as ProblemCode)]),
      ),
    },
  };
}

function operationOf(route: Route): object {
  const { method, path, tag, summary, body, example, access } = route;
  return {
    operationId: operationIdOf(method, path),
    tags: [tag],
    summary,
    parameters: [...pathParameters(path), ...queryParameters(route), ...headerParameters(route)],
    ...(body === null ? {} : {
      requestBody: {
        required: !v.is(body, {}),
        content: { "application/json": { schema: schemaOf(body), example } },
      },
    }),
    responses: responsesOf(route),
    security: securityOf(access),
  };
}

/** `POST /v1/tickets/{ticketId}/print` becomes `postTicketsOnePrint`. */
function operationIdOf(method: string, path: string): string {
  const words = path.replace("/v1/", "/").replaceAll(/\{\w+\}/g, "one").match(/[a-z0-9]+/gi);
  return [
    method.toLowerCase(),
    ...(words ?? ["root"]).map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ].join("");
}

function pathParameters(path: string): Array<object> {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", pattern: ID_PATTERN.source },
  }));
}

function queryParameters({ query }: Route): Array<object> {
  const { properties = {}, required = [] } = schemaOf(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function headerParameters({ command, path, answers }: Route): Array<object> {
  const headers = [header("X-Request-Id", "Given back with the answer; made where it is missing")];
  if (304 in answers) headers.push(header("If-None-Match", "Versions that are known, in quotes"));
  if (command === undefined) return headers;
  headers.push(
    header("Idempotency-Key", "The same key with the same body acts once, for 30 days at least"),
    header("If-Match", "The version that was seen, in quotes"),
  );
  if (!path.endsWith("}")) {
    headers.push(header("Prefer", "wait=N (at most 10 seconds), return=representation"));
  }
  return headers;
}

function header(name: string, description: string): object {
  return { name, in: "header", required: false, description, schema: { type: "string" } };
}

function responsesOf(route: Route): Record<string, object> {
  const responses: Record<string, object> = {};
  for (const [status, described] of Object.entries(route.answers)) {
    responses[status] = answerResponse(described);
  }
  const byStatus = Map.groupBy(problemsOf(route), (code) => PROBLEM_CODES[code].status);
  for (const [status, codes] of byStatus) {
    const [only] = codes;
    const isRefusable = route.command !== undefined && status === 409;
    responses[status] ??= codes.length === 1 && !isRefusable
      ? { $ref: `#/components/responses/${only}` }
      : { ...problemContent(), description: describe(codes, isRefusable) };
  }
  return responses;
}

function describe(codes: ReadonlyArray<ProblemCode>, isRefusable: boolean): string {
  const told = codes.map((code) => `\`${code}\`: ${PROBLEM_CODES[code].title}`);
  return [...(isRefusable ? ["Refused by the domain: `code` names the rule"] : []), ...told]
    .join("; ");
}

/** Problems that a route has by its shape, and those of its own. */
function problemsOf(route: Route): ReadonlyArray<ProblemCode> {
  const { access, body, path, command, problems = [] } = route;
  const codes = new Set<ProblemCode>(["bad-query", ...problems, "internal"]);
  const add = (...more: ReadonlyArray<ProblemCode>) => more.forEach((code) => codes.add(code));
  if (access !== "everyone") add("unauthenticated", "too-many-requests");
  if (access !== "everyone" && access !== "access-control") add("missing-scope");
  if (path.includes("{")) add("not-found", "invalid");
  if (body !== null) {
    add("malformed-json", "body-too-slow", "body-too-large", "unsupported-media-type", "invalid");
  }
  if (command !== undefined) {
    add("bad-header", "in-progress", "version-mismatch", "idempotency-key-reused");
    add("actor-busy", "ownership-lost", "outcome-unknown");
  }
  if (path.startsWith("/v1/")) add("store-unavailable", "quarantined");
  return [...codes];
}

function answerResponse({ description, schema, mediaType = "application/json" }: Described) {
  return {
    description,
    content: {
      [mediaType]: { schema: schema === undefined ? { type: "string" } : schemaOf(schema) },
    },
  };
}

function problemResponse(code: ProblemCode): object {
  const { title, cause, mend } = PROBLEM_CODES[code];
  return { ...problemContent(), description: `${title}. ${cause} ${mend}` };
}

function problemContent() {
  return {
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

function securityOf(access: Route["access"]): Array<object> {
  if (access === "everyone") return [];
  return access === "access-control" ? [{ replyKey: [] }] : [{ key: [access] }];
}

/** What must be sent, or is answered. */
function schemaOf(schema: Schema<unknown>): JsonSchema {
  const { $schema: _schema, $defs: _defs, ...rest } = toJsonSchema(schema, {
    ...CONVERSION,
    definitions: ANSWERS,
  });
  return rest;
}

/** Rules that JSON Schema cannot say, as the payment card check, are left out. */
const CONVERSION = {
  target: "draft-2020-12",
  typeMode: "input",
  errorMode: "ignore",
  overrideRef: ({ referenceId }: { readonly referenceId: string }) =>
    `#/components/schemas/${referenceId}`,
} as const;
