/**
 * Keys as pages: made, rotated and ended by forms, and each secret shown in one answer only.
 *
 * @module
 */
import assert from "node:assert/strict";
import { keyWith } from "../../support/api.ts";
import { type Browser, openBrowser, signedInBrowser } from "../../support/console.ts";
import { apiOver, live } from "../../support/live_api.ts";

const SECRET = /gh_[A-Za-z0-9_-]{43}/;

const WISHED = { id: "till-7", "scopes[]": "read" };

/** The mark that a form carries. */
async function markAt(browser: Browser, path: string): Promise<string> {
  const { text } = await browser.get(path);
  return /name="onceOnly" value="([^"]+)"/.exec(text)?.[1] ?? "";
}

/** All pages of the list. */
async function wholeList(browser: Browser): Promise<string> {
  const texts: Array<string> = [];
  for (let path: string | undefined = "/console/keys"; path !== undefined;) {
    const { text } = await browser.get(path);
    texts.push(text);
    path = /<a rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
  }
  return texts.join("");
}

async function make(browser: Browser, fields: Readonly<Record<string, string>> = WISHED) {
  const onceOnly = await markAt(browser, "/console/keys");
  return await browser.post("/console/keys", { onceOnly, ...fields });
}

Deno.test(
  "a new key's secret stands in the answer to its form, works, and stands nowhere else",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    const { status, headers, text } = await make(browser);
    assert.equal(status, 200, text);
    assert.equal(headers.get("cache-control"), "no-store");
    const secret = SECRET.exec(text)?.[0] ?? "";
    assert.equal(text.split(secret).length, 2, "once in the page");
    assert.equal((await api.ask("GET /v1/performances", { key: secret })).status, 200);
    assert.doesNotMatch(await wholeList(browser), SECRET);
    for (const path of ["/console/keys/till-7", "/console/audit", "/console"]) {
      assert.doesNotMatch((await browser.get(path)).text, SECRET, path);
    }
  }),
);

Deno.test(
  "a form that is sent again, as by a reload, makes nothing and shows no secret",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    const onceOnly = await markAt(browser, "/console/keys");
    const rotation = { onceOnly: "once", overlapHours: "2" };
    for (
      const [path, fields] of [
        ["/console/keys", { onceOnly, ...WISHED }],
        ["/console/keys/till-7", rotation],
      ] as const
    ) {
      assert.match((await browser.post(path, fields)).text, SECRET);
      const again = await browser.post(path, fields);
      assert.equal(again.status, 200, again.text);
      assert.doesNotMatch(again.text, SECRET);
      assert.match(again.text, /This was done before/);
    }
    const { body } = await api.ask("GET /v1/keys/till-7");
    assert.equal(body.version, 2, "made once, rotated once");
  }),
);

Deno.test(
  "a rotation shows another secret, and the page until when the one before is good",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    const [first = ""] = SECRET.exec((await make(browser)).text) ?? [];
    const rotated = await browser.post("/console/keys/till-7", { overlapHours: "2" });
    const [second = ""] = SECRET.exec(rotated.text) ?? [];
    assert.notEqual(second, first);
    for (const key of [first, second]) {
      assert.equal((await api.ask("GET /v1/performances", { key })).status, 200);
    }
    const { body } = await api.ask("GET /v1/keys/till-7");
    const until = body.secrets[1].until;
    const { text } = await browser.get("/console/keys/till-7");
    for (const shown of [text, await wholeList(browser)]) {
      assert.ok(shown.includes(`datetime="${until}"`));
    }
  }),
);

Deno.test(
  "a key is ended and taken off the list by forms, and its sessions end with it",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    const [secret = ""] = SECRET.exec((await make(browser)).text) ?? [];
    const its = await signedInBrowser(api, secret);
    const path = "/v1/keys/till-7";
    const back = "/console/keys/till-7";
    const ended = await browser.post("/console/act", { path: `${path}/expire`, back });
    assert.equal(ended.to, back);
    assert.match((await browser.get(back)).text, /expired/);
    assert.equal((await its.get("/console/gate")).status, 303);
    assert.match(await wholeList(browser), /\/console\/keys\/till-7"/);
    await browser.post("/console/act", { path, method: "DELETE", back: "/console/keys" });
    assert.doesNotMatch(await wholeList(browser), /\/console\/keys\/till-7"/);
    assert.equal((await browser.get(back)).status, 404);
  }),
);

Deno.test(
  "a key of the configuration is shown, and changed elsewhere",
  live(async ({ bridge }) => {
    const browser = await signedInBrowser(apiOver(bridge));
    const { text } = await browser.get("/console/keys/all-scopes");
    assert.match(text, /configuration file/);
    assert.match(text, /You are signed in with this key/);
    assert.doesNotMatch(text, /onceOnly|expire/);
  }),
);

Deno.test(
  "the form offers no scope that the key lacks, and one that is asked for all the same is refused",
  live(async ({ bridge }) => {
    const browser = await signedInBrowser(apiOver(bridge), keyWith("admin", "read"));
    assert.doesNotMatch((await browser.get("/console/keys")).text, /value="barcode:read"/);
    const { status, text } = await make(browser, { ...WISHED, "scopes[]": "barcode:read" });
    assert.equal(status, 403);
    assert.match(text, /barcode:read/);
  }),
);

Deno.test(
  "a new key that cannot be comes back as it was typed, with what is wrong at its field",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    const { to } = await make(browser, { ...WISHED, expiresAt: "tomorrow" });
    assert.equal(to, "/console/keys");
    const { text } = await browser.get(to);
    assert.match(text, /name="id" value="till-7"/);
    assert.match(text, /name="scopes\[\]" value="read" checked/);
    assert.match(text, /name="expiresAt" value="tomorrow"[^>]*aria-invalid="true"/);
    assert.match(text, /class="fault"[^]*must be an RFC 3339 time/);
    assert.equal((await api.ask("GET /v1/keys/till-7")).status, 404);
  }),
);

Deno.test(
  "a rotation that cannot be comes back with its hours, and what is wrong beside them",
  live(async ({ bridge }) => {
    const browser = await signedInBrowser(apiOver(bridge));
    await make(browser);
    for (const hours of ["9999", "-1", "some"]) {
      const { to } = await browser.post("/console/keys/till-7", { overlapHours: hours });
      assert.equal(to, "/console/keys/till-7");
      const { text } = await browser.get(to);
      const field = new RegExp(`name="overlapHours" value="${hours}"[^>]*aria-invalid="true"`);
      assert.match(text, field);
      assert.match(text, /class="fault"[^]*? must be a number from 0 to 720</);
      assert.doesNotMatch(text, /overlapMs/);
    }
  }),
);

Deno.test(
  "keys are for administrators: the forms of others change nothing",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api, keyWith("read", "events:read"));
    for (const path of ["/console/keys", "/console/keys/all-scopes"]) {
      assert.equal((await browser.get(path)).status, 403, path);
    }
    assert.equal((await browser.post("/console/keys", WISHED)).status, 403);
    assert.equal((await openBrowser(api).post("/console/keys", WISHED)).status, 303);
    const origin = "https://evil.test";
    const admin = await signedInBrowser(api);
    assert.equal((await admin.post("/console/keys", WISHED, { origin })).status, 403);
    assert.equal((await api.ask("GET /v1/keys/till-7")).status, 404);
  }),
);
