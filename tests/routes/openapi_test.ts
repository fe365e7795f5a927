/**
 * The document tells of every route, and of nothing else.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as v from "valibot";
import { honoPath } from "../../routes/app.ts";
import { ROUTES } from "../../routes/mod.ts";
import { makeApi } from "../support/api.ts";

const { app, ask } = makeApi();
const { body: document, headers } = await ask("GET /openapi.json", { key: null });

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: ReadonlyArray<{ readonly name: string; readonly in: string }>;
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
  readonly security: ReadonlyArray<object>;
}

const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
);

Deno.test("the document is OpenAPI 3.1 as JSON", () => {
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(document.openapi, "3.1.0");
  assert.equal(document.info.version, "0.0.0-test");
});

Deno.test("every route that is served is in the document, and the other way round", () => {
  const rest = app.routes.filter(({ path }) => !path.startsWith("/console"));
  const served = rest.map(({ method, path }) => `${method} ${path}`).sort();
  const described = operations.map(({ name }) => honoPath(name)).sort();
  assert.deepEqual(described, served);
  assert.equal(new Set(served).size, served.length);
});

Deno.test("every operation has a name of its own, a summary, parameters, answers and security", () => {
  const names = new Set(operations.map(({ operation }) => operation.operationId));
  assert.equal(names.size, operations.length);
  for (const { name, operation } of operations) {
    assert.ok(operation.summary.length > 5, name);
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const described = operation.parameters.filter((parameter) => parameter.in === "path");
    assert.deepEqual(described.map((parameter) => parameter.name), inPath, name);
    assert.ok(Object.keys(operation.responses).some((status) => status.startsWith("2")), name);
    assert.ok("500" in operation.responses, name);
    const isOpen = !/ \/(v1|metrics)/.test(name);
    assert.equal(operation.security.length, isOpen ? 0 : 1, name);
    if (!isOpen) assert.ok("401" in operation.responses, name);
  }
});

Deno.test("every reference in the document leads somewhere", () => {
  const text = JSON.stringify(document);
  for (const [, reference = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    let found: unknown = document;
    for (const part of reference.split("/")) found = (found as Record<string, unknown>)?.[part];
    assert.ok(found, reference);
  }
});

Deno.test("every body has an example that its validator accepts", () => {
  for (const { method, path, body, example } of ROUTES) {
    if (body === null) continue;
    const result = v.safeParse(body, example);
    assert.ok(result.success, `${method} ${path} ${JSON.stringify(result.issues?.[0])}`);
  }
});

Deno.test("the document says what the contract says about a body", () => {
  const { schema } =
    document.paths["/v1/tickets/{ticketId}/allocate"].post.requestBody.content["application/json"];
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(schema.required, ["orderId", "customerId", "performance", "priceType"]);
  assert.equal(schema.properties.orderId.pattern, "^[A-Za-z0-9._-]{1,64}$");
});
