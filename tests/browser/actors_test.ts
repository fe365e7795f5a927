/**
 * One actor through time, by hand: slider, keys, comparison, commands; and all of it without script.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "./support.ts";

/** The demo's season card. */
const PASS = "/console/passes/P-1001";

async function versionShown(page: Page): Promise<string> {
  return await page.locator("#state").innerText();
}

browserTest("a field leads to who changed it, and from there to that version", async (seat) => {
  const { page, url } = seat;
  await page.goto(`${url}${PASS}?tab=state`);
  await page.locator(".tree").getByRole("link", { name: "status", exact: true }).click();
  const blame = page.getByRole("region", { name: "Changes of this field, the newest first" });
  await blame.getByRole("link", { name: "1", exact: true }).click();
  assert.equal(await versionShown(page), "Version 1");
});

browserTest("the state is copied as JSON", async ({ page, url }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
  await page.goto(`${url}${PASS}?tab=state&v=2`);
  await page.getByText("As JSON").click();
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const copied = JSON.parse(await page.evaluate<string>("navigator.clipboard.readText()"));
  assert.deepEqual([copied.passId, copied.version], ["P-1001", 2]);
});

browserTest(
  "versions are compared, and a command is tried out, without script",
  async ({ page, url, box }) => {
    const before = await box.passes.get("P-1001");
    await page.goto(`${url}${PASS}?tab=state`);
    await page.getByLabel("Version", { exact: true }).fill("4");
    await page.getByLabel("compared with").fill("1");
    await page.getByRole("button", { name: "Compare" }).click();
    const changes = page.getByRole("heading", { name: "From version 1 to 4" });
    const { y = Infinity } = await changes.boundingBox() ?? {};
    assert.ok(y < (page.viewportSize()?.height ?? 0), "one need not look for it");
    await page.getByRole("link", { name: "Commands", exact: true }).click();
    await page.getByRole("link", { name: "Block pass", exact: true }).click();
    await page.getByLabel("Reason").fill("lost");
    await page.getByRole("button", { name: "Try it out" }).click();
    const said = await page.getByRole("status").innerText();
    assert.match(said, /Tried out, nothing stored: it would record PassBlocked/);
    assert.equal((await box.passes.get("P-1001")).version, before.version);
    assert.equal(await page.getByLabel("Reason").inputValue(), "lost", "it can be given now");
  },
  { javaScriptEnabled: false },
);

browserTest("a dead delivery is tried again on its ticket's page", async ({ page, url, box }) => {
  const [dead] = await Array.fromAsync(box.deliveries.list({ status: "dead" }));
  assert.ok(dead !== undefined, "the demo leaves one dead");
  await page.goto(`${url}/console/tickets/${dead.actor.id}?tab=deliveries`);
  await page.getByRole("button", { name: "Try again" }).click();
  assert.match(await page.locator("#said").innerText(), /It is tried again/);
});

browserTest("the tree of an order's print leads down to the gate's answer", async (seat) => {
  const { page, url } = seat;
  await page.goto(`${url}/console/orders/4711`);
  await page.getByRole("link", { name: "Print order, and all that followed" }).click();
  const tree = page.locator(".chain");
  await tree.getByText("Card 1 issued by the access control").waitFor();
  assert.ok(await tree.getByRole("link", { name: "Issue card" }).isVisible());
});
