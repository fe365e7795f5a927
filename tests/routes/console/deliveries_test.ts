/**
 * Deliveries as pages: filtered by the address, tried again after a preview, given up for a reason.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { DeliveryStatus } from "../../../actors/delivery.ts";
import { ALLOCATION, type Api, keyWith, makeApi, openSeason } from "../../support/api.ts";
import { type Browser, signedInBrowser } from "../../support/console.ts";

interface Queue extends Api {
  readonly browser: Browser;
  /** Of T-1 and T-2. */
  readonly ids: ReadonlyArray<string>;
}

/** Two tickets whose deliveries have this status. */
async function openQueue(status: DeliveryStatus, key?: string): Promise<Queue> {
  const api = makeApi();
  await openSeason(api);
  const ids: Array<string> = [];
  for (const id of ["T-1", "T-2"]) {
    await api.ask(`POST /v1/tickets/${id}/allocate`, { body: ALLOCATION });
    const { body } = await api.ask(`POST /v1/tickets/${id}/print`);
    ids.push(`${body.commandId}.1`);
  }
  const { deliveries } = api.fake;
  deliveries.forEach((one, at) => deliveries[at] = { ...one, status, reason: "poison" });
  return { ...api, browser: await signedInBrowser(api, key), ids };
}

/** Ids of the deliveries that a page leads to. */
function linked(text: string): ReadonlyArray<string> {
  return [...text.matchAll(/href="\/console\/deliveries\/(c-[^"?]+)"/g)].map(([, id]) => id ?? "");
}

Deno.test("the list of deliveries holds to the filters of its address", async () => {
  const { browser, ids } = await openQueue("dead");
  const listed = async (query: string) =>
    linked((await browser.get(`/console/deliveries?${query}`)).text);
  assert.deepEqual((await listed("")).toSorted(), ids.toSorted());
  assert.deepEqual(await listed("status=dead&actor=ticket/T-1"), ids.slice(0, 1));
  assert.deepEqual(await listed("status=confirmed"), []);
  assert.deepEqual(await listed("accessControl=annex"), []);
});

Deno.test("an empty list of deliveries says what would be there", async () => {
  const { browser } = await openQueue("dead");
  const { text } = await browser.get("/console/deliveries?status=superseded");
  assert.ok(text.includes("No delivery is like this"));
  assert.ok(!text.includes("<table"));
});

Deno.test("only what waits can be tried again all together", async () => {
  const offered = async (status: DeliveryStatus) => {
    const { browser } = await openQueue(status);
    return (await browser.get(`/console/deliveries?status=${status}`)).text
      .includes("/console/deliveries/retry?");
  };
  assert.equal(await offered("dead"), true);
  assert.equal(await offered("retrying"), true);
  assert.equal(await offered("confirmed"), false);
});

Deno.test("the preview of a retry names each delivery and tries none", async () => {
  const { browser, fake, ids } = await openQueue("dead");
  const { text } = await browser.get("/console/deliveries/retry?status=dead");
  assert.deepEqual(linked(text).toSorted(), ids.toSorted());
  assert.deepEqual(fake.deliveries.map(({ status }) => status), ["dead", "dead"]);
});

Deno.test("the button of the preview tries again what it has named", async () => {
  const { browser, fake } = await openQueue("dead");
  const { text } = await browser.get("/console/deliveries/retry?status=dead&accessControl=main");
  const body = /name="body" value="([^"]+)"/.exec(text)?.[1]?.replaceAll("&quot;", '"') ?? "";
  assert.deepEqual(JSON.parse(body).filter, { status: "dead", accessControl: "main" });
  const { status } = await browser.post("/console/act", { path: "/v1/deliveries/retry", body });
  assert.equal(status, 303);
  assert.deepEqual(fake.deliveries.map(({ status }) => status), ["retrying", "retrying"]);
});

Deno.test("a retry of one actor's deliveries leaves those of others alone", async () => {
  const { browser, ids: [id] } = await openQueue("dead");
  const { text } = await browser.get("/console/deliveries/retry?status=dead&actor=ticket/T-1");
  assert.deepEqual(linked(text), [id]);
  assert.ok(text.includes("1 delivery (dead of ticket/T-1)"));
});

Deno.test("a delivery is given up with a reason, and its page says so", async () => {
  const { browser, ids: [id] } = await openQueue("dead");
  const page = `/console/deliveries/${id}`;
  const fields = { path: `/v1/deliveries/${id}/discard`, back: page, done: "It is given up" };
  const { to } = await browser.post("/console/act", { ...fields, reason: "Blocked by hand" });
  assert.equal(to, page);
  const { text } = await browser.get(page);
  assert.ok(text.includes("It is given up"));
  assert.match(text, /class="status off"[^]*discarded/);
  assert.ok(!text.includes("Try again"), "what is settled cannot be mended");
});

Deno.test("without admin a delivery can be read, and says what mending it needs", async () => {
  const { browser, ids: [id] } = await openQueue("dead", keyWith("events:read"));
  const { status, text } = await browser.get(`/console/deliveries/${id}`);
  assert.equal(status, 200);
  assert.ok(text.includes("<code>admin</code>"));
  assert.ok(!text.includes('action="/console/act"'));
});

Deno.test("a delivery that does not exist is a problem page with its status", async () => {
  const { browser } = await openQueue("dead");
  const { status, text } = await browser.get("/console/deliveries/c-none.1");
  assert.equal(status, 404);
  assert.ok(text.includes("/problems/not-found"));
});
