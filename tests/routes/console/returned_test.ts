/**
 * Forms that come back: nothing was done, so nothing that was typed is lost.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Said } from "../../../routes/console/sessions.ts";
import { Notifications } from "../../../routes/console/webhooks/notifications.tsx";
import { ALLOCATION, type Api, keyWith, makeApi, openSeason } from "../../support/api.ts";
import { type Browser, signedInBrowser } from "../../support/console.ts";

const PAGE = "/console/tickets/T-1?tab=commands&try=";

interface Desk extends Api {
  readonly browser: Browser;
}

/** T-1 is allocated, and somebody who may do everything sits before it. */
async function openDesk(): Promise<Desk> {
  const api = makeApi();
  await openSeason(api);
  await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  return { ...api, browser: await signedInBrowser(api) };
}

/** Sends a command's form as its page has it, and looks at the page that the answer leads to. */
async function give(
  { browser }: Desk,
  verb: string,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  const back = `${PAGE}${verb}#try`;
  const path = `/v1/tickets/T-1/${verb}`;
  const { to } = await browser.post("/console/act", { path, back, ...fields });
  return (await browser.get(to ?? "")).text;
}

Deno.test("a command with a faulty field comes back as typed, with the fault beside it", async () => {
  const desk = await openDesk();
  const fields = { reason: "ask fan@example.com", printer: "Desk 4" };
  const text = await give(desk, "reprint", fields);
  assert.match(text, /name="reason" value="ask fan@example.com"[^>]*aria-invalid="true"/);
  assert.match(text, /name="printer" value="Desk 4"/);
  assert.match(text, /class="fault">[^]*must not hold an e-mail address/);
  const { body } = await desk.ask("GET /v1/tickets/T-1");
  assert.equal(body.version, 1);
});

Deno.test("a command that is refused comes back as typed, with why and what to do", async () => {
  const text = await give(await openDesk(), "reprint", { reason: "wet" });
  assert.match(text, /name="reason" value="wet"/);
  assert.match(text, /id="try"[^]*class="note bad"[^]*name="reason"/);
  assert.doesNotMatch(text, /class="fault"/);
});

Deno.test("a command that was tried out comes back, to be given for real", async () => {
  const desk = await openDesk();
  const tried = { path: "/v1/tickets/T-1/cancel?dryRun=true", reason: "sold back" };
  const text = await give(desk, "cancel", tried);
  assert.match(text, /id="try"[^]*nothing stored: it would record[^]*name="reason"/);
  assert.match(text, /name="reason" value="sold back"/);
});

Deno.test("what was ticked stays ticked in a form that comes back", async () => {
  const body = JSON.stringify({ override: true });
  const text = await give(await openDesk(), "cancel", { reason: " \t", body });
  assert.match(text, /name="body" value="{&quot;override&quot;:true}" checked/);
});

Deno.test("a body that is no JSON comes back as it was typed", async () => {
  const { browser } = await openDesk();
  const path = "/v1/orders/O-1/place";
  await browser.post("/console/act", {
    path,
    body: JSON.stringify({
      customerId: "C-9",
      lines: [{ lineId: "1", kind: "performance", code: "M01", priceType: "adult" }],
    }),
  });
  const back = "/console/orders/O-1?tab=commands&try=place#try";
  const { to } = await browser.post("/console/act", { path, back, body: '{"lines": [' });
  assert.equal(to, back);
  const { text } = await browser.get(to ?? "");
  assert.match(text, /<textarea[^>]*>\{&quot;lines&quot;: \[<\/textarea>/);
  assert.match(text, /class="fault">[^]*must be an object in JSON/);
});

Deno.test("a form that came back is empty again at the next look", async () => {
  const desk = await openDesk();
  await give(desk, "reprint", { reason: "wet" });
  assert.match((await desk.browser.get(`${PAGE}reprint`)).text, /name="reason" value=""/);
});

Deno.test("a form comes back to itself, and what was typed stands in no other", async () => {
  const { browser } = await openDesk();
  await browser.post("/console/act", { path: "/v1/tickets/T-1/reprint", reason: "wet" });
  assert.match((await browser.get(`${PAGE}cancel`)).text, /name="reason" value=""/);
});

Deno.test("what came of a form is said on its own page, and on no other that is opened before", async () => {
  const { browser } = await openDesk();
  const path = "/v1/tickets/T-1/reprint";
  const { to } = await browser.post("/console/act", {
    path,
    back: `${PAGE}reprint#try`,
    reason: "ask fan@example.com",
  });
  const { to: keys } = await browser.post("/console/keys", { id: "no id", "scopes[]": "read" });
  for (const other of ["/console/customers", "/console/nowhere"]) {
    assert.doesNotMatch((await browser.get(other)).text, /class="note bad"/, other);
  }
  assert.match((await browser.get(keys ?? "")).text, /class="note bad"[^]*value="no id"/);
  assert.doesNotMatch((await browser.get(to ?? "")).text, /class="note bad"/, "the newest counts");
});

Deno.test("a key without the overview is told on its first page what came of a form", async () => {
  const browser = await signedInBrowser(makeApi(), keyWith("read"));
  const { to } = await browser.post("/console/act", { path: "elsewhere" });
  const { to: first } = await browser.get(to ?? "");
  assert.equal(first, "/console/gate");
  assert.match((await browser.get(first)).text, /not one of ours/);
});

Deno.test("what is wrong deep inside JSON stands beside the field that it was typed in", async () => {
  const { browser } = await openDesk();
  const back = "/console/orders/O-1?tab=commands&try=amend#try";
  const line = { lineId: "1", kind: "performance", code: "M01", priceType: "adult" };
  const place = JSON.stringify({ customerId: "C-9", lines: [line] });
  await browser.post("/console/act", { path: "/v1/orders/O-1/place", body: place });
  const { to } = await browser.post("/console/act", {
    path: "/v1/orders/O-1/place",
    back: back.replace("amend", "place"),
    body: JSON.stringify({ customerId: "C-9", lines: [{ ...line, code: "M 1" }] }),
  });
  const { text } = await browser.get(to ?? "");
  assert.match(text, /<textarea name="body"[^>]*aria-invalid="true"/);
  assert.match(text, /class="fault">[^]*lines\.0\.code must/);
});

Deno.test("what was done leads to the head of its page, where it is said", async () => {
  const { browser } = await openDesk();
  const back = `${PAGE}cancel#try`;
  const path = "/v1/tickets/T-1/cancel";
  const { to } = await browser.post("/console/act", { path, back, reason: "sold back" });
  assert.equal(to, `${PAGE}cancel`);
});

Deno.test("a delivery is not given up for a faulty reason, which comes back", async () => {
  const desk = await openDesk();
  const { body } = await desk.ask("POST /v1/tickets/T-1/print");
  const { deliveries } = desk.fake;
  deliveries.forEach((one, at) => deliveries[at] = { ...one, status: "dead", reason: "poison" });
  const back = `/console/deliveries/${body.commandId}.1`;
  const path = `/v1/deliveries/${body.commandId}.1/discard`;
  const reason = "call 0171 5550 1234";
  const { to } = await desk.browser.post("/console/act", { path, back, reason });
  const { text } = await desk.browser.get(to ?? "");
  assert.match(text, /name="reason" value="call 0171 5550 1234"[^>]*aria-invalid="true"/);
  assert.match(text, /class="fault"/);
});

Deno.test("what folds is open where its form has come back", async () => {
  const path = "/v1/webhooks/w-1/deliveries/w-1.7/skip";
  const one = { ...FAILING, attempts: [] };
  const shown = async (said: Said | null) =>
    String(
      await Notifications({
        visit: { said },
        path: "/v1/webhooks/w-1",
        back: "/console",
        notifications: [one],
      }),
    );
  assert.doesNotMatch(await shown(null), /<details open/);
  const returned = { path, fields: { reason: "a@b.example" }, faults: { reason: "must not" } };
  const back = await shown({ isGood: false, text: "No", returned });
  assert.match(back, /<details open[^]*value="a@b.example"[^]*must not/);
});

const FAILING = {
  id: "w-1.7",
  position: 7,
  actor: { kind: "item", id: "CAP" },
  type: "ItemDefined",
  at: "2026-08-01T12:00:00Z",
  status: "failing",
} as const;

Deno.test("what an address asks wrongly stays in its form, beside what is wrong", async () => {
  const { browser } = await openDesk();
  for (
    const [address, field] of [
      ["/console/gate?barcode=0123&performance=a+b", 'name="performance" value="a b"'],
      ["/console/events?order=4711&from=yesterday", 'name="from" value="yesterday"'],
      ["/console/gate?barcode=0123&at=yesterday", 'name="barcode" value="0123"'],
      ["/console/deliveries?status=dead&actor=T-1", 'name="actor" value="T-1"'],
      ["/console/deliveries?status=gone&accessControl=main", 'name="accessControl" value="main"'],
      ["/console/audit?key=till-7&kind=nothing", 'name="key" value="till-7"'],
      ["/console/audit?key=till-7&to=noon", 'name="to" value="noon"'],
      ["/console/customers?q=a+b", 'name="q" value="a b"'],
    ] as const
  ) {
    const { status, text } = await browser.get(address);
    assert.ok([400, 422].includes(status), `${address}: ${status}`);
    assert.ok(text.includes(field), address);
    assert.match(text, /aria-invalid="true"[^>]*>[^]*class="fault"/, address);
    assert.match(text, /class="problem"/, address);
  }
});
