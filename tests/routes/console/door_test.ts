/**
 * Who gets into the console, and what others can make a browser do there.
 *
 * @module
 */
import assert from "node:assert/strict";
import { makeInvitation } from "../../../routes/mod.ts";
import { Sessions } from "../../../routes/console/sessions.ts";
import { fingerprint, NOBODY } from "../../../routes/keys.ts";
import { ALL, EXPIRED, keyWith, makeApi, REPLY } from "../../support/api.ts";
import { openBrowser, signedInBrowser } from "../../support/console.ts";

Deno.test("without a session every page leads to the door, and the door leads back", async () => {
  const browser = openBrowser(makeApi());
  const { status, to } = await browser.get("/console/events?order=4711");
  assert.equal(status, 303);
  assert.equal(to, `/console/sign-in?next=${encodeURIComponent("/console/events?order=4711")}`);
  const after = await browser.post("/console/sign-in", { key: ALL, next: "/console/events" });
  assert.equal(after.to, "/console/events");
  assert.equal((await browser.get("/console/events")).status, 200);
});

Deno.test("the session's cookie is out of reach of scripts and of other sites", async () => {
  const { headers } = await openBrowser(makeApi()).post("/console/sign-in", { key: ALL });
  const cookie = headers.get("set-cookie") ?? "";
  for (const mark of ["HttpOnly", "SameSite=Strict", "Path=/console"]) {
    assert.ok(cookie.includes(mark), mark);
  }
  assert.ok(!cookie.includes(ALL));
});

Deno.test("a key that opens nothing is told so, and its text is not in the page", async () => {
  for (const key of ["no-such-key", EXPIRED, REPLY, ""]) {
    const { status, text } = await openBrowser(makeApi()).post("/console/sign-in", { key });
    assert.equal(status, 401, key);
    assert.ok(text.includes("opens nothing"), key);
    if (key !== "") assert.ok(!text.includes(key), key);
  }
});

Deno.test("a form above 64 KiB is 413, and one that is no form has no fields", async () => {
  const browser = await signedInBrowser(makeApi());
  const large = await browser.post("/console/act", { path: "x".repeat(64 * 1024) });
  assert.equal(large.status, 413);
  assert.match(large.text, /body-too-large/);
  const other = { "content-type": "multipart/form-data; boundary=x" };
  assert.equal((await browser.post("/console/sign-in", { key: ALL }, other)).status, 401);
});

Deno.test("the door leads to pages of the console only", async () => {
  for (const next of ["https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test", "/v1"]) {
    const { to } = await openBrowser(makeApi()).post("/console/sign-in", { key: ALL, next });
    assert.equal(to, "/console", next);
  }
});

Deno.test("signing out ends the session there, not only here", async () => {
  const api = makeApi();
  const browser = await signedInBrowser(api);
  const { headers } = await browser.post("/console/sign-out", {});
  assert.match(headers.get("set-cookie") ?? "", /Max-Age=0/);
  assert.equal((await browser.get("/console")).status, 303);
});

Deno.test("a form of another site changes nothing", async () => {
  const browser = await signedInBrowser(makeApi());
  const fields = { path: "/v1/adapters/main/pause" };
  const { status } = await browser.post("/console/act", fields, { origin: "https://evil.test" });
  assert.equal(status, 403);
});

Deno.test("nothing inline runs, nobody frames a page, nothing of it is kept", async () => {
  const { headers, text } = await (await signedInBrowser(makeApi())).get("/console/gate");
  assert.match(headers.get("content-security-policy") ?? "", /default-src 'self'(;|$)/);
  assert.match(headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
});

Deno.test("a page shows no more than the key may see", async () => {
  const browser = await signedInBrowser(makeApi(), keyWith("read"));
  const { status, text } = await browser.get("/console/events");
  assert.equal(status, 403);
  assert.ok(text.includes("events:read"));
});

Deno.test("the navigation offers what the key may see, and nothing else", async () => {
  const offered = async (key: string) => {
    const { text } = await (await signedInBrowser(makeApi(), key)).get("/console/gate");
    return [...text.matchAll(/data-go="(\w)"/g)].map(([, letter]) => letter).join("");
  };
  assert.equal(await offered(ALL), "ocedawrmku");
  assert.equal(await offered(keyWith("read")), "crm");
  assert.equal(await offered(keyWith("events:read")), "oeda");
  assert.equal(await offered(keyWith("admin")), "wku");
});

Deno.test("the console opens at the first page that the key may see", async () => {
  const first = async (key: string) =>
    (await (await signedInBrowser(makeApi(), key)).get("/console")).to;
  assert.equal(await first(ALL), null);
  assert.equal(await first(keyWith("read")), "/console/gate");
  assert.equal(await first(keyWith("admin")), "/console/webhooks");
  assert.equal(await first(keyWith("metrics")), null);
});

Deno.test("a button sends its command as the key, and its answer is said once", async () => {
  const api = makeApi();
  const browser = await signedInBrowser(api);
  const act = (fields: Record<string, string>) =>
    browser.post("/console/act", { back: "/console/gate", done: "It is paused", ...fields });
  assert.equal((await act({ path: "/v1/adapters/main/pause", reason: "tea" })).to, "/console/gate");
  assert.ok((await browser.get("/console/gate")).text.includes("It is paused"));
  assert.ok(!(await browser.get("/console/gate")).text.includes("It is paused"));
  await act({ path: "/v1/adapters/nowhere/pause" });
  assert.ok((await browser.get("/console/gate")).text.includes("note bad"));
  const { to } = await act({ path: "https://elsewhere.test/" });
  assert.ok((await browser.get(to ?? "")).text.includes("not one of ours"));
});

Deno.test("what is typed comes back as text, never as markup", async () => {
  const browser = await signedInBrowser(makeApi());
  const hostile = `"><script>alert(1)</script>`;
  for (const path of ["gate?barcode=", "events?order=", "events?actor=", "search?q="]) {
    const { text } = await browser.get(`/console/${path}${encodeURIComponent(hostile)}`);
    assert.ok(!text.includes("<script>alert"), path);
  }
});

Deno.test("an invitation opens the console for an hour, and only with its token", async () => {
  const invitation = makeInvitation(fingerprint(ALL), Date.now());
  const api = makeApi({ invitation });
  const browser = openBrowser(api);
  assert.equal((await browser.get(`${invitation.path}x`)).status, 200);
  assert.equal((await browser.get("/console")).status, 303);
  const { to } = await browser.get(`${invitation.path}&next=/console/gate`);
  assert.equal(to, "/console/gate");
  assert.equal((await browser.get("/console/gate")).status, 200);

  const old = makeInvitation(fingerprint(ALL), Date.now() - 61 * 60 * 1000);
  const late = await openBrowser(makeApi({ invitation: old })).get(old.path);
  assert.equal(late.status, 200, "the door, not the console");
});

Deno.test("a key that is taken away ends its sessions", () => {
  const key = {
    tenant: "riverside",
    id: "desk",
    scopes: new Set(["read"] as const),
    expiresAt: null,
    accessControl: null,
    rateLimit: null,
    source: "service" as const,
  };
  let isKnown = true;
  const sessions = new Sessions({ find: () => isKnown ? key : undefined });
  const secret = sessions.signIn("anything") ?? "";
  assert.equal(sessions.find(secret)?.caller.id, "desk");
  isKnown = false;
  assert.equal(sessions.find(secret), null);
  isKnown = true;
  assert.equal(sessions.find(secret), null, "and it does not come back");
});

Deno.test("sessions are bounded: the one that is used least gives way", () => {
  const sessions = new Sessions({ find: () => NOBODY });
  const first = sessions.signIn("key") ?? "";
  const second = sessions.signIn("key") ?? "";
  assert.notEqual(sessions.find(first), null);
  for (let i = 0; i < 999; i += 1) sessions.signIn("key");
  assert.equal(sessions.find(second), null);
  assert.notEqual(sessions.find(first), null);
});
