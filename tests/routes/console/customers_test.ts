/**
 * Customers as pages: found by reference or alias, what is theirs, and their erasure.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ALLOCATION, type Api, keyWith } from "../../support/api.ts";
import { signedInBrowser } from "../../support/console.ts";
import { apiOver, live } from "../../support/live_api.ts";

/** Customer C-9 with a ticket. */
async function openDesk(api: Api): Promise<{ readonly alias: string }> {
  const { status, text } = await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  assert.equal(status, 200, text);
  const { body } = await api.ask("GET /v1/customers/C-9");
  return { alias: body.alias };
}

Deno.test(
  "a customer is found by reference and by alias, with what is theirs",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const { alias } = await openDesk(api);
    const browser = await signedInBrowser(api);
    for (const name of ["C-9", alias]) {
      const { text } = await browser.get(`/console/customers?q=${name}`);
      assert.match(text, /Customer C-9[^]*href="\/console\/tickets\/T-1"[^]*M01 N12 F 11/);
      assert.ok(text.includes(`/console/customers/${alias}/erase`), "its address tells nobody");
    }
    assert.match((await browser.get("/console/tickets/T-1")).text, /\/console\/customers\?q=C-9/);
    const nobody = await browser.get("/console/customers?q=C-8");
    assert.match(nobody.text, /Nobody is known by this/);
    assert.equal((await browser.get("/console/customers")).status, 200);
  }),
);

Deno.test(
  "the erasure says before what goes and what stays, and is done by its form",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const { alias } = await openDesk(api);
    const browser = await signedInBrowser(api);
    const page = `/console/customers/${alias}/erase`;
    const { text } = await browser.get(page);
    assert.match(text, /Goes, for good[^]*C-9[^]*Stays[^]*0 orders, 0 passes and 1 ticket/);
    const back = `/console/customers?q=${alias}`;
    const erase = (reason: string) =>
      browser.post("/console/act", { path: `/v1/customers/${alias}/erase`, back, reason });
    await erase("C-9 has asked for it");
    assert.match((await browser.get(back)).text, /must not name the customer/);
    await erase("Asked for in writing");
    const after = (await browser.get(back)).text;
    assert.match(after, /forgotten/);
    assert.ok(!after.includes("C-9") && after.includes("/console/tickets/T-1"));
    assert.match((await browser.get(page)).text, /This customer is erased/);
    assert.match((await browser.get("/console/customers?q=C-9")).text, /Nobody is known by this/);
  }),
);

Deno.test(
  "who may read customers and is no administrator is offered no erasure",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const { alias } = await openDesk(api);
    const browser = await signedInBrowser(api, keyWith("read"));
    const { text } = await browser.get("/console/customers?q=C-9");
    assert.ok(text.includes("T-1") && !text.includes("/erase") && !text.includes("/events?"));
    assert.doesNotMatch((await browser.get(`/console/customers/${alias}/erase`)).text, /reason/);
    const stranger = await signedInBrowser(api, keyWith("events:read"));
    const refused = (await stranger.get("/console/customers?q=C-9")).text;
    assert.match(refused, /needs a key with the scope <code>read<\/code>/);
    assert.ok(!refused.includes("T-1"));
  }),
);
