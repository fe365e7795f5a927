/**
 * The page of one ticket, pass or order: what is told, what is hidden from whom, what is escaped.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  ALL,
  ALLOCATION,
  type Api,
  keyWith,
  makeApi,
  openSeason,
  TENANT,
} from "../../support/api.ts";
import { type Browser, signedInBrowser } from "../../support/console.ts";

const BARCODE = "0123456789128";
const HOSTILE = '<script>alert("x")</script>';

/** T-1 is printed, and a second print of it was refused; P-1 has a card and something pending. */
async function openHall(): Promise<Api> {
  const api = makeApi();
  const { ask, fake } = api;
  await openSeason(api);
  await ask("PUT /v1/pass-types/SEASON", {
    body: { name: "Season", productCode: "ST", accessControl: "main", multipleAdmissions: true },
  });
  await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  await ask("POST /v1/tickets/T-1/print");
  fake.confirm({ tenant: TENANT, kind: "ticket", id: "T-1" }, [BARCODE]);
  await ask("POST /v1/tickets/T-1/print");
  const source = { kind: "item", code: "MEMBER", orderId: "O-2" };
  const acquire = { passType: "SEASON", customerId: "C-9", source };
  await ask("POST /v1/passes/P-1/acquire", { body: acquire });
  await addTo(api, "A-1", "O-2");
  await ask("POST /v1/passes/P-1/print", { body: { orderId: "O-2" } });
  fake.confirm({ tenant: TENANT, kind: "pass", id: "P-1" }, [`CARD${BARCODE}`]);
  await addTo(api, "A-2", "O-3");
  return api;
}

async function addTo({ ask }: Api, admissionId: string, orderId: string): Promise<void> {
  const { customerId: _customerId, ...admission } = ALLOCATION;
  const body = { ...admission, admissionId, orderId };
  const { status, text } = await ask("POST /v1/passes/P-1/add-admission", { body });
  assert.equal(status, 200, text);
}

async function textOf(browser: Browser, path: string): Promise<string> {
  const { status, text } = await browser.get(path);
  assert.equal(status, 200, text);
  return text;
}

Deno.test("a barcode is whole, drawn and ready to check only for a key that may see it", async () => {
  const api = await openHall();
  const whole = await textOf(await signedInBrowser(api), "/console/tickets/T-1");
  assert.ok(whole.includes(BARCODE));
  assert.ok(whole.includes('src="/console/v1/tickets/T-1/barcode.svg"'));
  assert.ok(whole.includes(`/console/gate?barcode=${BARCODE}&amp;performance=M01`));
  const clerk = await signedInBrowser(api, keyWith("read", "events:read", "debug:read"));
  for (const tab of ["timeline", "state", "commands", "deliveries", "snapshots"]) {
    const masked = await textOf(clerk, `/console/tickets/T-1?tab=${tab}`);
    assert.ok(!masked.includes(BARCODE), tab);
    assert.ok(masked.includes("••••9128"), tab);
    assert.ok(!masked.includes("barcode.svg"), tab);
  }
});

Deno.test("what a key may not see is a quiet line that names the scope", async () => {
  const api = await openHall();
  const clerk = await signedInBrowser(api, keyWith("read"));
  const needed = {
    timeline: "events:read",
    state: "debug:read",
    commands: "commands:write",
    deliveries: "events:read",
    snapshots: "debug:read",
  };
  for (const [tab, scope] of Object.entries(needed)) {
    const text = await textOf(clerk, `/console/passes/P-1?tab=${tab}`);
    assert.ok(text.includes(`needs a key with the scope <code>${scope}</code>`), tab);
  }
  const offer = "/support-bundle";
  assert.ok(!(await textOf(clerk, "/console/passes/P-1")).includes(offer));
  const engineer = await signedInBrowser(api, keyWith("read", "debug:read"));
  assert.ok((await textOf(engineer, "/console/passes/P-1")).includes(offer));
  const blind = await signedInBrowser(api, keyWith("events:read"));
  const { status, text } = await blind.get("/console/passes/P-1");
  assert.equal(status, 403);
  assert.ok(text.includes("needs the scope <code>read</code>"));
});

Deno.test("an unknown actor, and an id that is none, are problem pages", async () => {
  const browser = await signedInBrowser(await openHall());
  assert.equal((await browser.get("/console/tickets/T-9")).status, 404);
  assert.equal((await browser.get("/console/operations/c-nothing")).status, 404);
  const hostile = await browser.get(`/console/orders/${encodeURIComponent(HOSTILE)}`);
  assert.ok([404, 422].includes(hostile.status), String(hostile.status));
  assert.ok(!hostile.text.includes(HOSTILE));
});

Deno.test("what people have written is text on every tab, never markup", async () => {
  const api = await openHall();
  const seat = { section: "N12", row: "<b>F", number: '"1' };
  await api.ask("POST /v1/tickets/T-2/allocate", { body: { ...ALLOCATION, seat } });
  await api.ask("POST /v1/tickets/T-2/cancel", { body: { reason: HOSTILE } });
  const browser = await signedInBrowser(api);
  const page = "/console/tickets/T-2";
  const odd = encodeURIComponent(HOSTILE);
  const tabs = ["", "?tab=state", "?tab=commands", "?tab=snapshots&show=1", `?tab=${odd}&v=${odd}`];
  for (const query of [...tabs, "?tab=state&blame=/seat/row", `?cursor=${odd}`]) {
    const text = await textOf(browser, page + query);
    assert.ok(!text.includes(HOSTILE), query);
    assert.ok(!text.includes("<b>F"), query);
  }
  assert.ok((await textOf(browser, page)).includes("row &lt;b&gt;F"));
  assert.ok((await textOf(browser, page)).includes("alert("), "the reason is told");
});

Deno.test("a pass tells of each admission whether it is effective or waits for its print", async () => {
  const text = await textOf(await signedInBrowser(await openHall()), "/console/passes/P-1");
  const states = [...text.matchAll(/title="Admission (A-\d)".*?<\/span> ([a-z ]+)<\/span>/g)]
    .map(([, id, state]) => `${id} ${state}`);
  assert.deepEqual(states, ["A-1 effective", "A-2 pending print"]);
  assert.ok(text.includes("The gate has confirmed everything"));
  assert.ok(text.includes("Not used"));
});

Deno.test("the gate owes an answer since the oldest open delivery", async () => {
  const api = await openHall();
  await api.ask("POST /v1/tickets/T-1/reprint", { body: { reason: "wet" } });
  const text = await textOf(await signedInBrowser(api), "/console/tickets/T-1");
  assert.match(text, /Waiting for the gate to confirm since <time datetime="2026-08-01T12:00:00/);
});

Deno.test("the timeline tells facts, the refused command and deliveries, the newest first", async () => {
  const text = await textOf(await signedInBrowser(await openHall()), "/console/tickets/T-1");
  const marks = ["refused", "Barcode 1 issued", "Told to main: issue ticket", "allocated in order"];
  const places = marks.map((mark) => text.indexOf(mark, text.indexOf("<tbody>")));
  assert.ok(places.every((place) => place > 0), String(places));
  assert.deepEqual(places, places.toSorted((one, other) => one - other));
  const refused = [...text.matchAll(/<summary>([\w ]+): <span class="status bad">/g)];
  assert.deepEqual(refused.map(([, command]) => command), ["Print ticket"], "accepted ones not");
  assert.ok(text.includes("/console/events?correlation="));
});

Deno.test("an actor of many facts is paged, and every fact stands on exactly one page", async () => {
  const api = await openHall();
  for (let round = 0; round < 40; round += 1) {
    await api.ask("POST /v1/passes/P-1/transfer", {
      body: { customerId: `C-${round}`, reason: "sold on" },
    });
  }
  const { body } = await api.ask("GET /v1/passes/P-1");
  const browser = await signedInBrowser(api);
  const seen: Array<number> = [];
  let next: string | null = "/console/passes/P-1";
  for (let pages = 0; next !== null && pages < 10; pages += 1) {
    const text = await textOf(browser, next);
    seen.push(...[...text.matchAll(/<tr id="v(\d+)"/g)].map(([, version]) => Number(version)));
    next = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? null;
  }
  assert.deepEqual(seen, Array.from({ length: body.version }, (_, i) => body.version - i));
});

Deno.test("any version stands beside any other, with the fact behind each field", async () => {
  const browser = await signedInBrowser(await openHall());
  const page = "/console/tickets/T-1?tab=state";
  const first = await textOf(browser, `${page}&v=1`);
  assert.ok(first.includes("What version 1 changed") && first.includes("unprinted"));
  const wide = await textOf(browser, `${page}&v=4&with=1`);
  assert.match(wide, /From version 1 to 4.*<del>unprinted<\/del>.*<ins>printed<\/ins>/);
  const blame = await textOf(browser, `${page}&v=4&blame=/status`);
  assert.match(blame, /Who changed <code>\/status<\/code>.*barcode-requested/);
  for (const none of ["999999", "0", "x", "1.5", "-1"]) {
    const told = await textOf(browser, `${page}&v=${none}`);
    assert.match(told, new RegExp(`class="note bad"[^]*no version <code>${none}</code>[^]*newest`));
    assert.match(told, /<h3 id="state">Version 4/, none);
    assert.ok(told.includes("<span>Version 4</span>"), none);
  }
  assert.doesNotMatch(first, /class="note bad"/);
  const beyond = await textOf(browser, `${page}&v=999999`);
  assert.ok(beyond.includes("<output>4</output>"), "the newest there is");
  const early = await textOf(browser, `${page}&at=2020-01-01T00:00`);
  assert.ok(early.includes("At that time there was no ticket T-1 yet."));
  const then = await textOf(browser, `${page}&at=2027-01-01T00:00`);
  assert.ok(then.includes("<output>4</output>"));
});

Deno.test("a refused command tells its rule and advice, and leads to its form at that version", async () => {
  const browser = await signedInBrowser(await openHall());
  const text = await textOf(browser, "/console/tickets/T-1?tab=commands");
  assert.match(text, /<dt>Rule<\/dt>/);
  assert.ok(text.includes("tab=commands&amp;try=print&amp;as-of=4#try"));
  const form = await textOf(browser, "/console/tickets/T-1?tab=commands&try=print&as-of=4");
  assert.ok(form.includes('value="/v1/tickets/T-1/print?dryRun=true&amp;version=4"'));
});

Deno.test("a command is tried out without a trace, and then given", async () => {
  const api = await openHall();
  const browser = await signedInBrowser(api);
  const back = "/console/passes/P-1?tab=commands";
  const members = {
    "admissionId": "A-3",
    "performance": "M01",
    "orderId": "O-3",
    "priceType": "adult",
    "seat.section": "N12",
    "seat.row": "G",
    "seat.number": "7",
  };
  const path = "/v1/passes/P-1/add-admission";
  await browser.post("/console/act", { ...members, back, path: `${path}?dryRun=true` });
  const tried = await textOf(browser, back);
  assert.ok(tried.includes("Tried out, nothing stored: it would record AdmissionAdded"));
  assert.ok(!(await textOf(browser, back)).includes("A-3"));
  await browser.post("/console/act", { ...members, back, path, done: "Add admission: accepted" });
  assert.ok((await textOf(browser, back)).includes("Add admission: accepted"));
  const { body } = await api.ask("GET /v1/passes/P-1");
  assert.deepEqual(body.admissions["A-3"].seat, { section: "N12", row: "G", number: "7" });
});

Deno.test("an open delivery can be tried again or given up by a key that may", async () => {
  const api = await openHall();
  await api.ask("POST /v1/tickets/T-1/reprint", { body: { reason: "wet" } });
  const tab = "/console/tickets/T-1?tab=deliveries";
  const text = await textOf(await signedInBrowser(api), tab);
  assert.match(text, /value="\/v1\/deliveries\/[^"]+\/retry"/);
  assert.match(text, /value="\/v1\/deliveries\/[^"]+\/discard"/);
  const reader = await signedInBrowser(api, keyWith("read", "events:read"));
  assert.ok(!(await textOf(reader, tab)).includes("/retry"));
});

Deno.test("a stored state is shown decoded, given as bytes, and verified on request", async () => {
  const browser = await signedInBrowser(await openHall(), ALL);
  const tab = "/console/tickets/T-1?tab=snapshots";
  const text = await textOf(browser, `${tab}&show=4&verify=1`);
  assert.ok(text.includes("Stored at version 4") && text.includes("entitlement"));
  assert.ok(text.includes("The stored states are what the facts make."));
  const href = /href="(\/console\/v1\/[^"]+format=cbor)"/.exec(text)?.[1] ?? "";
  const { headers } = await browser.get(href);
  assert.equal(headers.get("content-type"), "application/cbor");
  const gone = await textOf(browser, `${tab}&show=2`);
  assert.ok(gone.includes("No state is stored at that version any more."));
});

Deno.test("an order tells its lines, their carriers, and leads to all that its print led to", async () => {
  const api = await openHall();
  const line = { lineId: "1", kind: "performance", code: "M01", priceType: "adult" };
  const placed = await api.ask("POST /v1/orders/O-9/place", {
    body: { customerId: "C-9", lines: [line] },
  });
  const browser = await signedInBrowser(api);
  const text = await textOf(browser, "/console/orders/O-9");
  assert.ok(text.includes("Nothing is printed, so nothing is valid"));
  assert.match(text, /performance M01/);
  const operation = `/console/operations/${placed.body.commandId}`;
  assert.ok(text.includes(`href="${operation}"`));
  const tree = await textOf(browser, operation);
  assert.match(tree, /<ul class="chain"><li><strong>Place order <a href="\/console\/orders\/O-9">/);
  const form = await textOf(browser, "/console/orders/O-9?tab=commands&try=cancel-lines");
  assert.ok(form.includes('name="lines[]" value="1"'));
  await browser.post("/console/act", {
    "path": "/v1/orders/O-9/cancel-lines",
    "back": "/console/orders/O-9",
    "lines[]": "1",
    "reason": "returned",
  });
  const { body } = await api.ask("GET /v1/orders/O-9/events");
  const [task] = body.data.at(-1).data.tasks;
  assert.deepEqual([task.command.type, task.lineIds], ["CancelTicket", ["1"]]);
});
