/**
 * Every page of the console as people meet it: in light and dark, on a phone, without script.
 *
 * @module
 */
import assert from "node:assert/strict";
import { faultsForEveryone, faultsOnPhone } from "./accessibility.ts";
import { crawl } from "./crawl.ts";
import { browserTest } from "./support.ts";

/** Sections, searches, tabs and single things: fewer means that links are missing. */
const KINDS_MIN = 30;

browserTest(
  "every page is readable by everyone, in light and dark, and fits a phone",
  async ({ page, url, told, key }) => {
    // one that fails: this address takes no message
    await make(url, key, ["/v1/webhooks", { url: `${url}/healthz`, description: "Season desk" }]);
    await make(url, key, ["/v1/keys", { id: "till-1", scopes: ["read"] }]);
    const links = [...told.matchAll(/http:\S+\/console\S*/g)].map(([link]) => link);
    const starts = ["/console", ...links, "/console/search?q=4711", "/console/search?q=nobody"];
    const faults: Array<string> = [];
    const kinds = await crawl(page, { url, starts }, async (path, status) => {
      if (status !== 200) faults.push(`${path} answered ${status}`);
      faults.push(...await faultsForEveryone(page), ...await faultsOnPhone(page));
    });
    assert.deepEqual(faults, []);
    assert.ok(kinds.size >= KINDS_MIN, `Found ${[...kinds].join(", ")}`);
    for (const kind of ["keys 1 ", "audit   key", "customers 0  q", "customers 2 "]) {
      assert.ok(kinds.has(kind), `Found ${[...kinds].join(", ")}`);
    }
  },
);

async function make(
  url: string,
  key: string,
  [path, body]: readonly [string, unknown],
): Promise<void> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 201, await response.text());
}

browserTest(
  "without script a key is made, shown once, not by a reload, rotated and ended",
  async ({ page, url }) => {
    await page.goto(`${url}/console/keys`);
    await page.getByLabel("Id").fill("till-7");
    await page.getByLabel("events:read").check();
    await page.getByRole("button", { name: "Make the key" }).click();
    const secret = await page.locator("#secret").innerText();
    assert.match(secret, /^gh_/);
    assert.ok(!page.url().includes(secret));
    await page.reload();
    await page.getByText("This was done before").waitFor();
    assert.ok(!(await page.content()).includes(secret));
    await page.goBack();
    assert.ok(!(await page.content()).includes(secret));

    await page.goto(`${url}/console/keys/till-7`);
    await page.getByRole("button", { name: "Make another secret" }).click();
    assert.notEqual(await page.locator("#secret").innerText(), secret);
    await page.getByRole("link", { name: "Go on to the key" }).click();
    await page.getByText("Secret before ends").waitFor();
    await page.getByText("End this key").click();
    await page.getByRole("button", { name: "End it" }).click();
    await page.getByRole("button", { name: "Take it off the list" }).click();
    await page.getByText("Key till-7 is listed no more").waitFor();
  },
  { javaScriptEnabled: false },
);

browserTest(
  "a form that came back has what was typed, and is readable by everyone",
  async ({ page, url }) => {
    const told = page.getByText("must not hold an e-mail address");
    for (
      const path of ["/console/adapters/main", "/console/passes/P-1001?tab=commands&try=block"]
    ) {
      await page.goto(url + path);
      await page.getByLabel("Reason").fill("ask fan@example.com");
      await page.getByRole("button", { name: /^(Pause|Do it)$/ }).click();
      await told.first().waitFor();
      assert.equal(await page.getByLabel("Reason").inputValue(), "ask fan@example.com");
      assert.deepEqual([...await faultsForEveryone(page), ...await faultsOnPhone(page)], []);
    }
  },
);

browserTest("the page that shows a secret is readable by everyone", async ({ page, url }) => {
  await page.goto(`${url}/console/keys`);
  await page.getByLabel("Id").fill("till-8");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByRole("button", { name: "Copy" }).waitFor();
  assert.deepEqual([...await faultsForEveryone(page), ...await faultsOnPhone(page)], []);
});

browserTest(
  "whoever signs out stands at the door, which is readable by everyone",
  async ({ page }) => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.deepEqual([...await faultsForEveryone(page), ...await faultsOnPhone(page)], []);
  },
);

browserTest(
  "without script one can filter the log, open a part of a pass, press buttons and ask the gate",
  async ({ page, url }) => {
    await page.goto(`${url}/console/events`);
    await page.getByLabel("Actor").fill("pass/P-1001");
    await page.getByLabel("Type").fill("PassIssued");
    await page.getByRole("button", { name: "Filter" }).click();
    const rows = page.getByRole("region", { name: "Events" }).locator("tbody tr");
    await page.waitForURL(/type=PassIssued/);
    assert.equal(await rows.count(), 1);
    await rows.getByRole("link", { name: "pass P-1001" }).click();
    await page.getByRole("link", { name: "State", exact: true }).click();
    await page.getByRole("spinbutton", { name: "Version" }).fill("3");
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByRole("heading", { name: "Version 3", exact: true }).waitFor();

    await page.goto(`${url}/console/adapters/main`);
    await page.getByLabel("Reason").fill("the line is being repaired");
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("the line is being repaired").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause" }).waitFor();

    await page.getByRole("link", { name: "Gate check" }).click();
    await page.getByLabel("Barcode or card").fill("nobody-has-this");
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByRole("heading", { name: "REFUSED" }).waitFor();
  },
  { javaScriptEnabled: false },
);

browserTest(
  "the API document is readable by everyone, in light and dark, and fits a phone",
  async ({ page, url }) => {
    const faults: Array<string> = [];
    for (const path of ["/docs", "/docs?q=nothing-like-it", "/docs/tickets", "/docs/schemas"]) {
      await page.goto(url + path);
      faults.push(...await faultsForEveryone(page), ...await faultsOnPhone(page));
    }
    assert.deepEqual(faults, []);
  },
);

browserTest(
  "without script one can find a route in the API document",
  async ({ page, url }) => {
    await page.goto(`${url}/docs`);
    await page.getByLabel("Words of a route").fill("gate-check");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("link", { name: "GET /v1/gate-check", exact: true }).click();
    await page.getByRole("heading", { name: "GET /v1/gate-check" }).waitFor();
  },
  { javaScriptEnabled: false },
);

browserTest("a problem has a page that says what to do", async ({ page, url }) => {
  const response = await page.goto(`${url}/problems/not-found`);
  assert.equal(response?.status(), 200);
  assert.deepEqual([...await faultsForEveryone(page), ...await faultsOnPhone(page)], []);
});
