/**
 * A working day at the console: from a barcode to the reason, from a dead letter to its retry, and
 * the log as it grows.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventuallyTrue } from "../support/eventually.ts";
import { browserTest, takePicture } from "./support.ts";

const SOLD = {
  orderId: "4730",
  customerId: "C-9",
  performance: "M06",
  priceType: "adult",
  seat: { section: "S", row: "K", number: "30" },
};

browserTest(
  "from a card that was scanned one comes to its pass, a past version and what that changed",
  async ({ page, box }) => {
    const { credentials } = await box.passes.get("P-1001");
    const card = credentials.find(({ state }) => state === "live")?.value ?? "";
    await page.keyboard.press("/");
    await page.keyboard.type(card);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Search" }).waitFor();

    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/console\/passes\/P-1001$/);

    await page.getByRole("link", { name: "State", exact: true }).click();
    await page.getByRole("spinbutton", { name: "Version" }).fill("3");
    await page.getByRole("spinbutton", { name: "compared with" }).fill("1");
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByRole("heading", { name: "From version 1 to 3" }).waitFor();
    const changes = page.getByRole("region", { name: "Fields that differ" });
    await changes.getByRole("link").first().click();
    await page.getByRole("heading", { name: "Who changed /" }).waitFor();
  },
);

browserTest("the gate check says why a card that was printed again is refused", async (seat) => {
  const { page, box } = seat;
  const { credentials } = await box.passes.get("P-1001");
  const old = credentials.find(({ state }) => state !== "live")?.value ?? "";
  await follow(page, "c", /\/console\/gate$/);
  await page.locator("[name=barcode]:focus").waitFor();
  await page.keyboard.type(old);
  await page.getByLabel("Performance").fill("M02");
  await page.keyboard.press("Enter");
  const verdict = page.getByRole("region", { name: "REFUSED" });
  await verdict.getByRole("link", { name: "pass P-1001" }).first().waitFor();
  await verdict.getByText("Do this:").waitFor();
  await takePicture(page, "console_gate");

  await verdict.getByRole("link", { name: "pass P-1001" }).first().click();
  await page.getByRole("heading", { name: "Timeline" }).waitFor();
  await page.getByText("All cards of this pass").evaluate((middle) =>
    middle.scrollIntoView({ block: "center" })
  );
  await takePicture(page, "console_pass");
});

browserTest("a dead delivery is tried again, and confirmed", async ({ page, box }) => {
  await follow(page, "d", /\/console\/deliveries$/);
  await page.getByLabel("Status").selectOption("dead");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/status=dead/);
  await page.getByRole("region", { name: "Deliveries" }).locator("tbody a").first().click();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("It is tried again").waitFor();
  const id = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  await eventuallyTrue(
    "the delivery is confirmed",
    async () => (await box.deliveries.get(id)).status === "confirmed",
  );
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "confirmed" }).waitFor();
});

browserTest("the log grows while one looks at it, and is held with p", async ({ page, box }) => {
  const rows = page.locator("#facts tr");
  const follows = page.waitForResponse(/\/events\/stream/);
  await follow(page, "e", /\/console\/events$/);
  await follows;
  const allocate = (ticketId: string) => box.tickets.allocate(ticketId, SOLD);
  await allocate("T-seen");
  await rows.first().getByRole("link", { name: "ticket T-seen" }).waitFor();

  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Hold", pressed: true }).waitFor();
  await allocate("T-held");
  await page.getByText(/^Held: \d+ new$/).waitFor();
  assert.equal(await rows.getByRole("link", { name: "ticket T-held" }).count(), 0);

  await page.keyboard.press("p");
  await rows.first().getByRole("link", { name: "ticket T-held" }).waitFor();
});

browserTest("the keys are told by ?, and none of them works while one types", async ({ page }) => {
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.waitFor();
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "hidden" });
  await page.keyboard.press("/");
  await page.keyboard.type("g?");
  assert.equal(await page.getByRole("searchbox").inputValue(), "g?");
  assert.ok(await keys.isHidden());
});

/** `g`, and a letter of the navigation. */
async function follow(page: Page, letter: string, to: RegExp): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press(letter);
  await page.waitForURL(to);
}
