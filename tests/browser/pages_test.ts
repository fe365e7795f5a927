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
const KINDS_MIN = 25;

browserTest(
  "every page is readable by everyone, in light and dark, and fits a phone",
  async ({ page, url, told, key }) => {
    await defineWebhook(url, key);
    const links = [...told.matchAll(/http:\S+\/console\S*/g)].map(([link]) => link);
    const starts = ["/console", ...links, "/console/search?q=4711", "/console/search?q=nobody"];
    const faults: Array<string> = [];
    const kinds = await crawl(page, { url, starts }, async (path, status) => {
      if (status !== 200) faults.push(`${path} answered ${status}`);
      faults.push(...await faultsForEveryone(page), ...await faultsOnPhone(page));
    });
    assert.deepEqual(faults, []);
    assert.ok(kinds.size >= KINDS_MIN, `Found ${[...kinds].join(", ")}`);
  },
);

/** One that fails: this address takes no message. */
async function defineWebhook(url: string, key: string): Promise<void> {
  const response = await fetch(`${url}/v1/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ url: `${url}/healthz`, description: "Season desk" }),
  });
  assert.equal(response.status, 201, await response.text());
}

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

browserTest("the API document shows its routes and asks nobody else", async ({ page, url }) => {
  await page.goto(`${url}/docs`);
  await page.getByRole("link", { name: "inspection", exact: true }).click();
  await page.getByText("/v1/gate-check").first().waitFor();
});

browserTest("a problem has a page that says what to do", async ({ page, url }) => {
  const response = await page.goto(`${url}/problems/not-found`);
  assert.equal(response?.status(), 200);
  assert.deepEqual([...await faultsForEveryone(page), ...await faultsOnPhone(page)], []);
});
