/**
 * The page of a damaged actor: what can be read of it, what is wrong, and what may mend it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { headKey } from "../../../adapters/kv/keys.ts";
import { readConcerns } from "../../../routes/console/overview/attention.tsx";
import { NotShown } from "../../../routes/console/visit.ts";
import { keyWith } from "../../support/api.ts";
import { at } from "../../support/bridge.ts";
import { signedInBrowser } from "../../support/console.ts";
import { damaged, flipLastByte } from "../../support/damaged_stage.ts";

const PAGE = "/console/tickets/T-1";
const VERIFY = `${PAGE}?tab=snapshots&amp;verify=1#part`;
const TABS = ["timeline", "state", "commands", "deliveries", "snapshots"];

Deno.test(
  "the page of an actor with a damaged fact shows what it is, what is damaged, and the way to verify",
  damaged(async ({ api }) => {
    const browser = await signedInBrowser(api);
    const { status, text } = await browser.get(PAGE);
    assert.equal(status, 200, text);
    assert.match(text, /<h1>Ticket T-1 .*unprinted/);
    assert.match(
      text,
      /class="note bad"[^]*is damaged: [^.]+ does not decode\. It takes no command/,
    );
    assert.ok(text.includes(`href="${VERIFY}"`));
    for (const tab of TABS) {
      assert.equal((await browser.get(`${PAGE}?tab=${tab}`)).status, 200, tab);
    }
    assert.ok(!(await browser.get("/console/tickets/T-2")).text.includes("is damaged"));
  }),
);

Deno.test(
  "the page of an actor with a damaged head shows its name, what is damaged, and what verify finds",
  damaged(async ({ api, disk }) => {
    flipLastByte(disk, headKey(at("ticket", "T-2")));
    const browser = await signedInBrowser(api);
    for (const tab of TABS) {
      const { status, text } = await browser.get(`/console/tickets/T-2?tab=${tab}`);
      assert.equal(status, 200, text);
      assert.match(text, /<h1>Ticket T-2/);
      assert.match(text, /is damaged: The head does not decode/);
    }
    const { text } = await browser.get("/console/tickets/T-2?tab=snapshots&verify=1");
    assert.match(text, /Something is not as it must be/);
    assert.match(text, /Rebuild from the facts/);
    const reader = await signedInBrowser(api, keyWith("read"));
    const { text: little } = await reader.get("/console/tickets/T-2");
    assert.match(little, /The ticket T-2 is damaged: The head does not decode[^]*debug:read/);
  }),
);

Deno.test(
  "the overview names an actor that is known to be damaged, as what needs a person",
  damaged(async ({ api }) => {
    const browser = await signedInBrowser(api);
    await browser.get(PAGE);
    const { text } = await browser.get("/console");
    const attention = /id="attention"[^]*?<\/section>/.exec(text)?.[0] ?? "";
    assert.match(attention, /href="\/console\/tickets\/T-1">ticket T-1<\/a> is damaged: /);
    assert.doesNotMatch(attention, /T-2/);
  }),
);

Deno.test("the overview is there when an actor that needs a person is damaged", async () => {
  const at = "2027-05-01T18:00:00.000Z";
  const actor = { kind: "pass", id: "P-1" };
  const problem = { title: "", status: 503, code: "quarantined", detail: "", requestId: "" };
  const read = (path: string): Promise<never> => {
    if (path.startsWith("/v1/passes/P-1")) return Promise.reject(new NotShown(problem));
    const data = path.startsWith("/v1/events") ? [{ at, actor, sentence: "Something" }] : [];
    return Promise.resolve({ data, next: null, count: 0 } as never);
  };
  const { incidents, waiting } = await readConcerns(read, { adapters: [], noted: [] });
  assert.deepEqual(incidents.map(({ fact, scanId }) => [fact.actor, scanId]), [[actor, null]]);
  assert.deepEqual(waiting, []);
});

Deno.test(
  "the list of keys names one that is damaged",
  damaged(async ({ api, ask, disk }) => {
    const body = { id: "till-7", scopes: ["read"] };
    assert.equal((await ask("POST /v1/keys", { body })).status, 201);
    flipLastByte(disk, headKey(at("key", "till-7")));
    const browser = await signedInBrowser(api);
    const { text } = await browser.get("/console/keys");
    assert.match(text, /Keys are missing here: [^]*till-7[^]* is damaged/);
  }),
);
