/**
 * The search's page: what it says before anything is asked, and when there is more than it shows.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ALLOCATION, type Api } from "../../support/api.ts";
import { type Browser, signedInBrowser } from "../../support/console.ts";
import { apiOver, live } from "../../support/live_api.ts";

interface Stage {
  readonly ask: Api["ask"];
  readonly browser: Browser;
}

function onPages(play: (stage: Stage) => Promise<void>): () => Promise<void> {
  return live(async ({ ask, bridge }) => {
    await play({ ask, browser: await signedInBrowser(apiOver(bridge)) });
  });
}

/** So many tickets of one order, in one request. */
async function sell({ ask }: Pick<Stage, "ask">, count: number, requestId: string): Promise<void> {
  const { status } = await ask("POST /v1/commands:batch", {
    body: Array.from({ length: count }, (_, n) => ({
      path: `/v1/tickets/${requestId}-${n}/allocate`,
      body: { ...ALLOCATION, seat: { ...ALLOCATION.seat, number: `${n}` } },
    })),
    headers: { "x-request-id": requestId },
  });
  assert.equal(status, 200);
}

Deno.test(
  "the search without a question says what can be searched for, and not that there is nothing",
  onPages(async ({ browser }) => {
    for (const path of ["/console/search", "/console/search?q=", "/console/search?q=%20"]) {
      const { status, text } = await browser.get(path);
      assert.equal(status, 200);
      assert.match(text, /What can be searched for: barcodes, cards, ticket numbers/);
      assert.doesNotMatch(text, /Nothing is called/);
    }
    const { text } = await browser.get("/console/search?q=nobody");
    assert.match(text, /<p role="status">Nothing is called exactly so here\.<\/p>/);
  }),
);

Deno.test(
  "what a search does not show is said, with the log that has all of it",
  onPages(async ({ ask, browser }) => {
    await sell({ ask }, 50, "r-1");
    const whole = await browser.get("/console/search?q=O-1");
    assert.match(whole.text, /<p role="status">50 things found<\/p>/);
    await sell({ ask }, 1, "r-2");
    const cut = await browser.get("/console/search?q=O-1");
    assert.match(
      cut.text,
      /The first 50; <a href="\/console\/events\?order=O-1">all of them are in the log<\/a>/,
    );
    const log = await browser.get("/console/events?order=O-1");
    assert.match(log.text, /\/console\/tickets\/r-2-0/);
    const match = await browser.get("/console/search?q=M01");
    assert.match(match.text, /The first 50; <a href="\/console\/events\?performance=M01">/);
  }),
);

Deno.test(
  "of a request that has begun more than are shown, no log is named: none is kept by request",
  onPages(async ({ ask, browser }) => {
    await sell({ ask }, 51, "my-batch");
    const { text } = await browser.get("/console/search?q=my-batch");
    assert.match(text, /<p role="status">The first 50; there are more<\/p>/);
  }),
);
