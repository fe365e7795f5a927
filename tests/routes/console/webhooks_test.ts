/**
 * Webhooks as pages: who is told of what, how that goes, and trying it out.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Notifications } from "../../../routes/console/webhooks/notifications.tsx";
import { keyWith } from "../../support/api.ts";
import { signedInBrowser } from "../../support/console.ts";
import { apiOver, live } from "../../support/live_api.ts";

const AT = "2026-08-01T12:00:00Z";

const WEBHOOK = {
  url: "https://hooks.example/gatehouse",
  description: "Season desk",
  filter: { kind: "ticket", performance: "M01" },
};

Deno.test(
  "a webhook has a page with what it is told of, and its secret stands nowhere",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    assert.match((await browser.get("/console/webhooks")).text, /Nobody is told of anything/);
    const { body } = await api.ask("POST /v1/webhooks", { body: WEBHOOK });
    const list = (await browser.get("/console/webhooks")).text;
    assert.ok(list.includes(`href="/console/webhooks/${body.id}"`));
    assert.match(list, /kind ticket, performance M01[^]*Season desk/);
    const page = (await browser.get(`/console/webhooks/${body.id}`)).text;
    assert.match(page, /https:\/\/hooks\.example\/gatehouse[^]*active/);
    assert.match(page, /Nothing that it wants has happened yet/);
    assert.ok(!`${list}${page}`.includes(body.secret));
  }),
);

Deno.test(
  "a webhook is tried out, and what came of it is said",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api);
    const { body } = await api.ask("POST /v1/webhooks", { body: WEBHOOK });
    const back = `/console/webhooks/${body.id}`;
    await browser.post("/console/act", { path: `/v1/webhooks/${body.id}/test`, back });
    assert.match((await browser.get(back)).text, /It was delivered \(1 ms\)/);
  }),
);

Deno.test("only what blocks all that waits behind it can be skipped, and for a reason", async () => {
  const shown = async (status: "waiting" | "failing" | "delivered" | "skipped") => {
    const fact = { id: "w-1.7", position: 7, actor: { kind: "item", id: "CAP" } };
    const one = { ...fact, type: "ItemDefined", at: AT, status, attempts: [] };
    const path = "/v1/webhooks/w-1";
    const visit = { said: null };
    return String(await Notifications({ visit, path, back: "/console", notifications: [one] }));
  };
  const failing = await shown("failing");
  assert.match(failing, /value="\/v1\/webhooks\/w-1\/deliveries\/w-1\.7\/skip"/);
  assert.match(failing, /name="reason"[^>]* required/);
  for (const status of ["waiting", "delivered", "skipped"] as const) {
    assert.doesNotMatch(await shown(status), /\/skip"/, status);
  }
});

Deno.test(
  "webhooks are for administrators, on pages too",
  live(async ({ bridge }) => {
    const api = apiOver(bridge);
    const browser = await signedInBrowser(api, keyWith("read", "events:read"));
    const { status, text } = await browser.get("/console/webhooks");
    assert.equal(status, 403);
    assert.match(text, /admin/);
  }),
);
