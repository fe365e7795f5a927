/**
 * Reference data as pages: what is on sale, what is missing, and one document whole.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type Api, makeApi, openSeason } from "../../support/api.ts";
import { type Browser, signedInBrowser } from "../../support/console.ts";

async function openShop(): Promise<{ readonly api: Api; readonly browser: Browser }> {
  const api = makeApi();
  await openSeason(api);
  return { api, browser: await signedInBrowser(api) };
}

Deno.test("each shelf lists its documents, and each document has a page", async () => {
  const { browser } = await openShop();
  const shelves = [["performances", "M01"], ["pass-types", "SEASON"], ["bundles", "SEASON-26"], [
    "items",
    "MEMBER",
  ]];
  for (const [shelf, code] of shelves) {
    const page = `/console/catalogue/${shelf}/${code}`;
    const { text } = await browser.get(`/console/catalogue?shelf=${shelf}`);
    assert.ok(text.includes(`href="${page}"`), page);
    assert.equal((await browser.get(page)).status, 200, page);
  }
});

Deno.test("what cannot be printed yet is told above the lists, field by field", async () => {
  const { api, browser } = await openShop();
  const { body: match } = await api.ask("GET /v1/performances/M01");
  const { code: _code, version: _version, ...document } = match;
  const body = { ...document, codes: { ...document.codes, StandCode: null } };
  await api.ask("PUT /v1/performances/M01", { body });
  const { text } = await browser.get("/console/catalogue");
  assert.match(text, /Not ready to print[^]*performance M01[^]*\S \(StandCode\)/);
});

Deno.test("an empty shelf says how it is filled", async () => {
  const browser = await signedInBrowser(makeApi());
  const { text } = await browser.get("/console/catalogue?shelf=bundles");
  assert.ok(text.includes("PUT /v1/bundles/CODE"));
});

Deno.test("a document that is not defined is a problem page", async () => {
  const { browser } = await openShop();
  assert.equal((await browser.get("/console/catalogue/bundles/NONE")).status, 404);
});
