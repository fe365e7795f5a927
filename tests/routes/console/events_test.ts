/**
 * The log as a page: its filters, its rows, and where its tail goes on.
 *
 * @module
 */
import assert from "node:assert/strict";
import { EVENTS } from "../../../routes/console/events/page.tsx";
import type { Visit } from "../../../routes/console/visit.ts";
import { ALLOCATION, type Api, makeApi, openSeason } from "../../support/api.ts";
import { signedInBrowser } from "../../support/console.ts";
import { damaged } from "../../support/damaged_stage.ts";

async function openLog(): Promise<Api> {
  const api = makeApi();
  await openSeason(api);
  await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  await api.ask("POST /v1/tickets/T-2/allocate", { body: ALLOCATION });
  return api;
}

Deno.test("the log shows a sentence for each fact, the newest first, and whom it is of", async () => {
  const browser = await signedInBrowser(await openLog());
  const { text } = await browser.get("/console/events?kind=ticket");
  const rows = [...text.matchAll(/href="\/console\/tickets\/(T-\d)"/g)].map(([, id]) => id);
  assert.deepEqual(rows, ["T-2", "T-1"]);
  assert.ok(!text.includes("PerformanceDefined"), "the filter holds");
});

Deno.test("the tail goes on after the newest row, with the page's filters", async () => {
  const api = await openLog();
  const { body: log } = await api.ask("GET /v1/events?kind=ticket&sort=newest");
  const browser = await signedInBrowser(api);
  const { text } = await browser.get("/console/events?kind=ticket");
  const stream = /data-stream="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
  const after = log.data[0].position;
  assert.equal(stream, `/console/v1/events/stream?kind=ticket&after=${after}`);
  const answered = await browser.get(stream ?? "");
  assert.equal(answered.headers.get("content-type"), "text/event-stream");
});

Deno.test("pages of older facts, and of a time that is over, have no tail", async () => {
  const browser = await signedInBrowser(await openLog());
  const past = await browser.get("/console/events?to=2020-01-01T00:00:00Z");
  assert.ok(!past.text.includes("data-stream"));
  assert.ok(past.text.includes("No event has all of these marks."));
});

Deno.test("an empty page of the log says whether more may come, and only so much", async () => {
  const said = async (query: string, next: string | null) => {
    const visit = {
      read: () => Promise.resolve({ data: [], next }),
      url: new URL(`http://gatehouse.test/console/events${query}`),
    } as unknown as Visit;
    return /id="no-facts">([^<.:]*)/.exec(String((await EVENTS.show(visit)).body))?.[1];
  };
  assert.equal(await said("?type=CardRevoked", "p-100"), "None so far");
  assert.equal(await said("?type=CardRevoked&cursor=p-100", "p-50"), "None so far");
  assert.equal(await said("?cursor=p-50", null), "Nothing older is like this");
  assert.equal(await said("?type=CardRevoked", null), "No event has all of these marks");
  assert.equal(await said("", null), "Nothing has happened yet");
});

Deno.test(
  "a page of the log and of the audit names the actors whose facts are missing on it",
  damaged(async ({ api }) => {
    const browser = await signedInBrowser(api);
    const told = /Facts are missing here[^]*href="\/console\/tickets\/T-1">ticket T-1<\/a>/;
    for (const path of [`events?order=${ALLOCATION.orderId}`, "events", "audit"]) {
      assert.match((await browser.get(`/console/${path}`)).text, told, path);
    }
    for (const path of ["events?kind=performance", "audit?kind=performance"]) {
      assert.doesNotMatch((await browser.get(`/console/${path}`)).text, /Facts are missing/, path);
    }
  }),
);

Deno.test("the export is the same question, asked by the session", async () => {
  const browser = await signedInBrowser(await openLog());
  const { text } = await browser.get("/console/events?kind=ticket");
  const href = /href="(\/console\/v1\/events\?[^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
  const lines = (await browser.get(href ?? "")).text.trim().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line).actor.id), ["T-1", "T-2"]);
});

Deno.test("a filter that is none is told with its name", async () => {
  const browser = await signedInBrowser(await openLog());
  const { status, text } = await browser.get("/console/events?from=yesterday");
  assert.equal(status, 400);
  assert.ok(text.includes("<code>from</code>"));
});
