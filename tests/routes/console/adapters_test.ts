/**
 * Access-control systems as pages, and the first page, which tells what needs a person.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { NotAnswered } from "../../../actors/access_control.ts";
import { Barcode } from "../../../actors/address.ts";
import { Plot } from "../../../routes/console/overview/plot.tsx";
import { ALLOCATION, type Api, keyWith, makeApi, openSeason } from "../../support/api.ts";
import { startBridge } from "../../support/bridge.ts";
import { signedInBrowser } from "../../support/console.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { apiOver, live } from "../../support/live_api.ts";
import { scoped } from "../../support/scoped.ts";
import { scriptedAccessControl } from "../../support/scripted_access_control.ts";
import { aScan, credential, done } from "../../support/stories.ts";

Deno.test("the card of an adapter leads to its page, and to what waits there", async () => {
  const browser = await signedInBrowser(makeApi());
  const { text } = await browser.get("/console/adapters");
  assert.ok(text.includes('href="/console/adapters/main"'));
  assert.ok(text.includes('href="/console/deliveries?accessControl=main"'));
  assert.ok(text.includes("accessControl=main&amp;status=dead"));
});

Deno.test("an adapter's page names each credential that is revoked here and open there", async () => {
  const browser = await signedInBrowser(makeApi());
  const { text } = await browser.get("/console/adapters/main");
  assert.match(text, /href="\/console\/tickets\/T-1"[^]*9128[^]*<time/);
  assert.match(text, /<dt>Exposed<\/dt><dd>1 credential<\/dd>/);
});

Deno.test("an adapter is paused for a reason that everyone sees, and resumed", async () => {
  const browser = await signedInBrowser(makeApi());
  const back = "/console/adapters/main";
  const path = "/v1/adapters/main";
  await browser.post("/console/act", { path: `${path}/pause`, back, reason: "New turnstiles" });
  for (const page of [back, "/console/adapters", "/console"]) {
    assert.ok((await browser.get(page)).text.includes("New turnstiles"), page);
  }
  const paused = await browser.get(back);
  assert.ok(paused.text.includes(`value="${path}/resume"`));
  assert.ok(!paused.text.includes(`value="${path}/pause"`));
  await browser.post("/console/act", { path: `${path}/resume`, back });
  assert.ok(!(await browser.get(back)).text.includes("New turnstiles"));
});

Deno.test("a test of an adapter tells what it has shown", async () => {
  const browser = await signedInBrowser(makeApi());
  const back = "/console/adapters/main";
  await browser.post("/console/act", { path: "/v1/adapters/main/test", back, done: "Asked" });
  const { text } = await browser.get(back);
  assert.match(text, /class="note good"[^]*It let us in[^]*3 ms/);
});

Deno.test("without admin an adapter can be looked at and not touched", async () => {
  const browser = await signedInBrowser(makeApi(), keyWith("events:read"));
  const { status, text } = await browser.get("/console/adapters/main");
  assert.equal(status, 200);
  assert.ok(text.includes("<code>admin</code>"));
  assert.ok(!text.includes('action="/console/act"'));
});

Deno.test("an adapter's page shows its configuration, with secrets masked", async () => {
  const browser = await signedInBrowser(makeApi());
  const { text } = await browser.get("/console/adapters/main");
  for (
    const [name, value] of [
      ["URL", "https://acs.example/fortress"],
      ["Token", "••••"],
      ["Reply key", "••••"],
      ["Retries", "after 250 ms, later after up to 1 min"],
      ["Breaker opens", "after 5 failures, for 5 s"],
      ["Pace", "32 calls at once, as fast as it answers"],
      ["Asked for scans", "every 1 s"],
      ["Repairs", "an operator approves each"],
      ["Symbology", "as the ticket template says"],
    ]
  ) {
    assert.ok(text.includes(`<dt>${name}</dt><dd>${value}</dd>`), name);
  }
});

Deno.test("the first page lists a system that gives no scans, with the cause", async () => {
  const script = scriptedAccessControl();
  const scans = () => Effect.fail(new NotAnswered({ reason: "Connection refused" }));
  await scoped(Effect.gen(function* () {
    const api = apiOver(yield* startBridge({ ...script, scans }));
    const browser = yield* Effect.promise(() => signedInBrowser(api));
    yield* Effect.promise(() =>
      eventuallyTrue(
        "it is listed",
        async () =>
          / is down: Connection refused, since/.test((await browser.get("/console")).text),
      )
    );
  }))();
});

Deno.test("an adapter that is not configured is a problem page", async () => {
  const browser = await signedInBrowser(makeApi());
  assert.equal((await browser.get("/console/adapters/annex")).status, 404);
});

Deno.test("the first page of an empty service says what to do, and no other says so", async () => {
  const api = makeApi();
  const browser = await signedInBrowser(api);
  const { text } = await browser.get("/console");
  assert.match(text, /No data yet[^]*Define a performance[^]*deno task demo/);
  await openSeason(api);
  assert.doesNotMatch((await browser.get("/console")).text, /No data yet/);
});

Deno.test("a plot tells its highest figure, one of them as one", () => {
  const caption = (values: ReadonlyArray<number | null>) => {
    const series = [{ name: "waiting", values }];
    const times = values.map(() => "2026-08-01T12:00:00Z");
    const plot = { title: "Waiting", unit: "deliveries", unitOfOne: "delivery", series, times };
    return /<figcaption>.*?<span class="quiet">(.*?)</.exec(String(Plot(plot)))?.[1];
  };
  assert.equal(caption([0, 3, null]), "up to 3 deliveries");
  assert.equal(caption([1, 0]), "up to 1 delivery");
  assert.equal(caption([0, null]), "none in this hour");
});

Deno.test("the first page lists what is dead, with the way to it", async () => {
  const api = makeApi();
  await openSeason(api);
  await api.ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  const { body } = await api.ask("POST /v1/tickets/T-1/print");
  const browser = await signedInBrowser(api);
  const way = `href="/console/deliveries/${body.commandId}.1"`;
  assert.ok(!(await browser.get("/console")).text.includes(way), "it only waits");
  api.fake.deliveries.forEach((one, at) => api.fake.deliveries[at] = { ...one, status: "dead" });
  assert.ok((await browser.get("/console")).text.includes(way));
});

Deno.test(
  "the first page names who waits for an operator, and who went in on what was revoked",
  live(async ({ bridge, system }) => {
    const api = apiOver(bridge);
    const did = async (path: string, body = {}) => {
      const answered = await api.ask(`POST /v1/${path}`, { body, headers: { prefer: "wait=10" } });
      assert.ok(answered.status < 300, answered.text);
    };
    const browser = await signedInBrowser(api);
    assert.match((await browser.get("/console")).text, /Nothing: every system is up/);
    await did("tickets/T-1/allocate", ALLOCATION);
    await did("tickets/T-1/print");
    await did("tickets/T-1/cancel", { reason: "refunded" });
    await did("tickets/T-2/allocate", ALLOCATION);
    // the value of another: it cannot be bound
    system.replies.push(done([credential("standard", "B1")]));
    await did("tickets/T-2/print");
    const passage = aScan("S-1", { value: Barcode("B1"), at: Date.now() });
    assert.equal(
      await Effect.runPromise(bridge.outbox.recordScans("riverside", "main", [passage])),
      1,
    );
    const { text } = await browser.get("/console");
    assert.match(text, /href="\/console\/tickets\/T-1"[^<]*>ticket T-1<\/a>: Incident: a gate let/);
    assert.match(text, /href="\/console\/tickets\/T-2"[^<]*>ticket T-2<\/a>: [^<]*revoked before/);

    const reader = await signedInBrowser(api, keyWith("read", "events:read"));
    const path = "/v1/tickets/T-1/acknowledge-incident";
    assert.ok(text.includes(`value="${path}"`));
    const read = (await reader.get("/console")).text;
    assert.ok(read.includes("Incident: a gate let") && !read.includes(path));
    await browser.post("/console/act", { path, body: JSON.stringify({ scanId: "S-1" }) });
    for (const one of [browser, reader]) {
      assert.doesNotMatch((await one.get("/console")).text, /Incident: a gate let/);
    }
    const { body } = await api.ask("GET /v1/audit?kind=ticket&limit=1");
    const { type, data: { scanId } } = body.data[0];
    assert.deepEqual([type, scanId], ["IncidentAcknowledged", "S-1"]);
  }),
);

Deno.test(
  "the plots of the last hour count what was done and refused, as figures too",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const before = await totals(api);
    for (const orderId of ["O-1", "O-2"]) {
      await api.ask("POST /v1/tickets/T-1/allocate", { body: { ...ALLOCATION, orderId } });
    }
    const after = await totals(api);
    assert.deepEqual(
      [after.commands - before.commands, after.refused - before.refused],
      [1, 1],
    );
    const { text } = await (await signedInBrowser(api)).get("/console");
    assert.ok(text.includes(`${after.refused} command`), "the refused are counted in words");
    assert.match(
      text,
      /href="\/console\/tickets\/T-1\?tab=commands"[^]*Allocate ticket[^]*ticket-/,
    );
    assert.match(text, /<svg[^>]*role="img"[^>]*aria-label="Commands a minute/);
    assert.match(text, /Deliveries waiting <span class="quiet">none in this hour</);
    assert.match(text, /<summary>Figures<\/summary>[^]*<th scope="col"[^>]*>refused<\/th>/);
  }),
);

/** Of the whole hour: the book is the process's, so other tests of this file are in it. */
async function totals({ ask }: Api) {
  const { body } = await ask("GET /v1/trends");
  const minutes: ReadonlyArray<{ readonly commands: number; readonly refused: number }> = body.data;
  return {
    commands: minutes.reduce((sum, one) => sum + one.commands, 0),
    refused: minutes.reduce((sum, one) => sum + one.refused, 0),
  };
}
