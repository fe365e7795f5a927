/**
 * `/docs`: everything that the OpenAPI document says stands on its pages, and nothing runs there.
 *
 * @module
 */
import assert from "node:assert/strict";
import { membersOf } from "../../routes/api_page/members.ts";
import { ROUTES } from "../../routes/table.ts";
import { type Api, assertProblem, makeApi } from "../support/api.ts";

async function pageAt({ ask }: Pick<Api, "ask">, path: string): Promise<string> {
  const { status, text } = await ask(`GET ${path}`, { key: null });
  assert.equal(status, 200, path);
  return text;
}

/** Addresses on a page, as they are asked for. */
function links(text: string): ReadonlyArray<string> {
  return [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&")
  );
}

/** Without its markup. */
function wordsOf(text: string): string {
  return text.replaceAll(/<[^>]+>/g, "").replaceAll("&#39;", "'");
}

Deno.test("the pages of the document load our own files, and no script", async () => {
  const { ask } = makeApi();
  const { text, headers } = await ask("GET /docs", { key: null });
  assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.ok(!text.includes("<script"));
  const files = links(text).filter((href) => href.startsWith("/console/assets/"));
  assert.equal(files.length, 2);
  for (const path of files) {
    assert.equal((await ask(`GET ${path}`, { key: null })).status, 200, path);
  }
  const nowhere = await ask("GET /docs/elsewhere", { key: null });
  assertProblem(nowhere, 404, "not-found");
  assert.match(nowhere.body.detail, /^Nothing is served at this path/);
});

Deno.test("every route stands on the page, and leads to all that is known of it", async () => {
  const api = makeApi();
  const { body: document } = await api.ask("GET /openapi.json", { key: null });
  const list = await pageAt(api, "/docs");
  const parts = new Map<string, string>();
  for (const { method, path, tag } of ROUTES) {
    const { operationId, summary } = document.paths[path][method.toLowerCase()];
    assert.ok(links(list).includes(`/docs/${tag}#${operationId}`), `${method} ${path}`);
    const part = parts.get(tag) ?? await pageAt(api, `/docs/${tag}`);
    parts.set(tag, part);
    assert.ok(part.includes(`id="${operationId}"`), operationId);
    assert.ok(wordsOf(part).includes(summary.replaceAll("`", "")), summary);
  }
  for (const name of Object.keys(document.components.schemas)) {
    assert.ok((await pageAt(api, "/docs/schemas")).includes(`id="${name}"`), name);
  }
});

Deno.test("every field of a query says what it is", async () => {
  const { body: { paths } } = await makeApi().ask("GET /openapi.json", { key: null });
  const silent = ROUTES.flatMap(({ method, path }) =>
    paths[path][method.toLowerCase()].parameters
      .filter((one: QueryField) => one.in === "query" && one.schema.description === undefined)
      .map(({ name }: QueryField) => `${method} ${path}: ${name}`)
  );
  assert.deepEqual(silent, []);
});

interface QueryField {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly description?: string };
}

Deno.test("whoever comes for the first time finds where to begin", async () => {
  const { ask } = makeApi();
  const hosts = {
    "gate.example:9000": "http://gate.example:9000",
    "[::1]:9000": "http://[::1]:9000",
    "$(reboot)": "http://127.0.0.1:8080",
  };
  for (const [host, origin] of Object.entries(hosts)) {
    const { text } = await ask("GET /docs", { key: null, headers: { host } });
    assert.ok(text.includes(`URL=${origin}\n`), host);
    assert.ok(text.includes("`.demo/demo.key` after `task demo`"));
  }
  const headers = { host: "gate.example", "x-forwarded-proto": "https" };
  const { text } = await ask("GET /docs", { key: null, headers });
  assert.ok(text.includes("URL=https://gate.example\n"));
});

Deno.test("no link of the pages of the document leads nowhere", async () => {
  const api = makeApi();
  const seen = new Set<string>();
  const queue = ["/docs"];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = await pageAt(api, path);
    for (const href of links(text)) {
      const [page = "", anchor] = href.split("#");
      const target = page === "" ? text : await pageAt(api, page === "/console" ? "/" : page);
      if (anchor !== undefined) assert.ok(target.includes(`id="${anchor}"`), `${path}: ${href}`);
      if (page.startsWith("/docs")) queue.push(page);
    }
  }
  assert.ok(seen.size > 20);
});

Deno.test("an operation tells its scope, its members, its problems and a line to try", async () => {
  const text = await pageAt(makeApi(), "/docs/tickets");
  const start = text.indexOf('id="postTicketsOneAllocate"');
  const one = text.slice(start, text.indexOf("</section>", start));
  assert.ok(one.includes("<code>commands:write</code>"));
  assert.ok(one.includes("<code>seat.row</code>"));
  assert.ok(one.includes('href="/problems/ticket-number-taken"'));
  assert.ok(one.includes("$URL/v1/tickets/$TICKET_ID/allocate"));
  assert.ok(one.includes('href="/docs/schemas#Command"'));
  assert.ok(text.includes("a used one only with <code>override</code>"));
});

Deno.test("a line shows the key that its route wants, and the access control's own is told of", async () => {
  const api = makeApi();
  const { body: { paths } } = await api.ask("GET /openapi.json", { key: null });
  for (const { method, path, tag, access } of ROUTES) {
    const { operationId } = paths[path][method.toLowerCase()];
    const part = await pageAt(api, `/docs/${tag}`);
    const start = part.indexOf(`id="${operationId}"`);
    const one = wordsOf(part.slice(start, part.indexOf("</section>", start)));
    const [shown] = /Bearer \$\w+/.exec(one) ?? [null];
    const isReply = access === "access-control";
    const wanted = access === "everyone" ? null : isReply ? "Bearer $REPLY_KEY" : "Bearer $KEY";
    assert.equal(shown, wanted, operationId);
    assert.equal(one.includes("replyKeySha256"), isReply, operationId);
  }
});

Deno.test("an address of the document that ends with a slash leads to its page", async () => {
  const { ask } = makeApi();
  for (
    const [from, to] of [
      ["/docs/", "/docs"],
      ["/docs/?q=print", "/docs?q=print"],
      ["/docs/tickets/", "/docs/tickets"],
    ]
  ) {
    const { status, headers } = await ask(`GET ${from}`, { key: null });
    assert.deepEqual([status, headers.get("location")], [308, to], from);
  }
  assertProblem(await ask("GET /docs//", { key: null }), 404, "not-found");
});

Deno.test("the list of routes is filtered by words, and says when none has them", async () => {
  const api = makeApi();
  const routesIn = (text: string) => links(text).filter((href) => /^\/docs\/\w.*#/.test(href));
  const found = routesIn(await pageAt(api, "/docs?q=Reprint+ticket"));
  assert.deepEqual(found, ["/docs/tickets#postTicketsOneReprint"]);
  assert.ok((await pageAt(api, "/docs?q=unheard-of")).includes("No route has all of these words"));
  const hostile = await pageAt(api, `/docs?q=${encodeURIComponent('"><script>')}`);
  assert.ok(!hostile.includes("<script"));
});

Deno.test("a member is one line, with all the types that its place may have", () => {
  const members = membersOf({
    properties: {
      lines: {
        items: {
          anyOf: [
            { properties: { kind: { const: "pass" } }, required: ["kind"] },
            { properties: { kind: { const: "item" }, seat: { type: "string", maxLength: 9 } } },
          ],
        },
      },
      names: { additionalProperties: { properties: { first: { type: "string" } } } },
    },
    required: ["lines"],
  });
  const told = members.map(({ name, type, isRequired }) => [name, type, isRequired]);
  assert.deepEqual(told, [
    ["lines", "array of anything", true],
    ["lines[].kind", '"pass" or "item"', false],
    ["lines[].seat", "string", false],
    ["names", "map of anything", false],
    ["names.*.first", "string", false],
  ]);
});
