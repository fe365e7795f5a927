/**
 * The audit as a page: who did what, by the filters of its address, a page at a time.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ALLOCATION, keyWith } from "../../support/api.ts";
import { signedInBrowser } from "../../support/console.ts";
import { apiOver, live } from "../../support/live_api.ts";

Deno.test(
  "the audit tells who did what, and its filters stand in the address",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const desk = { id: "desk", scopes: ["commands:write"] };
    const { body: { key } } = await api.ask("POST /v1/keys", { body: desk });
    await api.ask("POST /v1/tickets/T-1/allocate", { key, body: ALLOCATION });
    await api.ask("POST /v1/adapters/main/pause", { body: { reason: "tea" } });
    const browser = await signedInBrowser(api);
    const all = (await browser.get("/console/audit")).text;
    assert.match(
      all,
      /Asked for POST \/v1\/adapters\/main\/pause[^]*href="\/console\/tickets\/T-1"/,
    );
    const rows = async (query: string) => {
      const { status, text } = await browser.get(`/console/audit?${query}`);
      assert.equal(status, 200, text);
      return [...text.matchAll(/<summary>([^<]+)/g)].map(([, sentence]) => sentence);
    };
    assert.equal((await rows("key=desk")).length, 1);
    assert.deepEqual(await rows("key=desk&kind=key"), []);
    assert.deepEqual(await rows("kind=key"), ["Key created, for commands:write"]);
    assert.deepEqual(await rows("kind=audit"), ["Asked for POST /v1/adapters/main/pause"]);
    assert.equal((await rows("kind=ticket")).length, 1);
    assert.deepEqual(await rows("from=2100-01-01T00:00:00Z"), []);
    assert.deepEqual(await rows("to=2000-01-01T00:00:00Z"), []);
  }),
);

Deno.test(
  "a preview of a retry is no act, the retry is one",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    const isNoted = async () =>
      (await browser.get("/console/audit")).text.includes("Asked for POST /v1/deliveries/retry");
    assert.equal((await browser.get("/console/deliveries/retry?status=dead")).status, 200);
    assert.equal(await isNoted(), false);
    await api.ask("POST /v1/deliveries/retry", { body: { max: 1 } });
    assert.equal(await isNoted(), true);
  }),
);

Deno.test(
  "the audit goes on from page to page with its filters, to its end",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    for (let n = 0; n < 60; n += 1) await api.ask("POST /v1/adapters/main/resume");
    const browser = await signedInBrowser(api);
    let told = 0;
    let pages = 0;
    for (let path: string | undefined = "/console/audit?kind=audit"; path !== undefined;) {
      const { text } = await browser.get(path);
      told += text.match(/<summary>/g)?.length ?? 0;
      pages += 1;
      path = /<a rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
    }
    assert.equal(told, 60);
    assert.equal(pages, 2);
  }),
);

Deno.test(
  "a filter that is none is told with its name, and the audit is for administrators",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    const wrong = await browser.get("/console/audit?from=yesterday");
    assert.equal(wrong.status, 400);
    assert.match(wrong.text, /<code>from<\/code>/);
    const other = await signedInBrowser(api, keyWith("read", "events:read"));
    assert.equal((await other.get("/console/audit")).status, 403);
  }),
);
