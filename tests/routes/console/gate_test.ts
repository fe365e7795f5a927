/**
 * The gate check's page: what it asks, to the millisecond, and for which performance it answers.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ALLOCATION } from "../../support/api.ts";
import { type Browser, signedInBrowser } from "../../support/console.ts";
import { apiOver, live } from "../../support/live_api.ts";

/** T-1 is printed, with its barcode; T-2 is not. */
function onPages(play: (browser: Browser) => Promise<void>): () => Promise<void> {
  return live(async ({ ask, bridge }) => {
    const headers = { prefer: "wait=10" };
    for (const id of ["T-1", "T-2"]) {
      await ask(`POST /v1/tickets/${id}/allocate`, { body: { ...ALLOCATION, ...NUMBERS[id] } });
    }
    const { status } = await ask("POST /v1/tickets/T-1/print", { headers });
    assert.equal(status, 200);
    await play(await signedInBrowser(apiOver(bridge)));
  });
}

const NUMBERS: Readonly<Record<string, object>> = {
  "T-1": { ticketNumber: "700000000001" },
  "T-2": { ticketNumber: "700000000002" },
};

const BARCODE = "B1";

Deno.test(
  "a verdict says for which performance it is, also where none was asked for",
  onPages(async (browser) => {
    const asked = await browser.get(`/console/gate?barcode=${BARCODE}`);
    assert.match(asked.text, /<dt>Judged for<\/dt><dd>performance M01<\/dd>/);
    const unknown = await browser.get("/console/gate?barcode=NOBODYS");
    assert.doesNotMatch(unknown.text, /Judged for/);
  }),
);

Deno.test(
  "the moment of a gate check is kept to the millisecond, from the field and from a link",
  onPages(async (browser) => {
    for (
      const [at, field] of [
        ["2030-08-01T12:00", "2030-08-01T12:00:00.000"],
        ["2030-08-01T12:00:07", "2030-08-01T12:00:07.000"],
        ["2030-08-01T12:00:07.25", "2030-08-01T12:00:07.250"],
        ["2030-08-01T12:00:07.123Z", "2030-08-01T12:00:07.123"],
        ["2030-08-01T14:00:07.123+02:00", "2030-08-01T12:00:07.123"],
      ] as const
    ) {
      const query = new URLSearchParams({ barcode: BARCODE, at });
      const { status, text } = await browser.get(`/console/gate?${query}`);
      assert.equal(status, 200, at);
      assert.ok(text.includes(`<dd><time datetime="${field}Z"`), `${at} is judged as of ${field}`);
      assert.match(text, new RegExp(`step="0.001" value="${field}"`));
    }
    const wrong = await browser.get(`/console/gate?barcode=${BARCODE}&at=yesterday`);
    assert.equal(wrong.status, 400);
  }),
);

Deno.test(
  "the moment of a state is kept to the millisecond too",
  onPages(async (browser) => {
    const at = "2030-08-01T12:00:07.123";
    const { text } = await browser.get(`/console/tickets/T-1?tab=state&at=${at}`);
    assert.match(text, new RegExp(`step="0.001" value="${at}" required`));
    const link = new URLSearchParams({ tab: "state", at: "2030-08-01T14:00:07.123+02:00" });
    const same = await browser.get(`/console/tickets/T-1?${link}`);
    assert.match(same.text, new RegExp(`step="0.001" value="${at}" required`));
  }),
);

Deno.test(
  "the advice about a ticket number depends on whether its ticket is printed",
  onPages(async (browser) => {
    const adviceOf = async (barcode: string) =>
      (await browser.get(`/console/gate?barcode=${barcode}`)).text;
    assert.match(await adviceOf("700000000001"), /Scan the barcode that is printed/);
    assert.match(await adviceOf("700000000002"), /Print the ticket/);
  }),
);

Deno.test(
  "a barcode that was issued after the moment is told apart from one that nobody ever had",
  onPages(async (browser) => {
    const at = "2020-01-01T00:00";
    const { text: later } = await browser.get(`/console/gate?barcode=${BARCODE}&at=${at}`);
    assert.match(later, /Nobody had it yet then: it was issued at [^<]+Z, to ticket T-1\./);
    assert.doesNotMatch(later, /has ever known/);
    const { text: never } = await browser.get(`/console/gate?barcode=NOBODYS&at=${at}`);
    assert.match(never, /Nothing here has ever known this barcode/);
  }),
);
