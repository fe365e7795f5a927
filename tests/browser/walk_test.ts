/**
 * A working day at the console in one go: from a barcode to the reason, from a dead letter to its
 * retry, and the log as it grows.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventuallyTrue } from "../support/eventually.ts";
import { browserTest, type Seat, takePicture } from "./support.ts";

const SOLD = {
  orderId: "4730",
  customerId: "C-9",
  performance: "M06",
  priceType: "adult",
  seat: { section: "S", row: "K", number: "30" },
};

browserTest(
  "from a scanned card to its past, to why it is refused, to a dead letter's retry, to the live log",
  async (seat) => {
    await searchByCard(seat);
    await slideToVersionThree(seat);
    await checkTheGate(seat);
    await retryTheDead(seat);
    await watchTheLog(seat);
  },
);

async function searchByCard({ page, box }: Seat): Promise<void> {
  const card = await cardOf(box, "live");
  await page.keyboard.press("/");
  await page.keyboard.type(card);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Search" }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/console\/passes\/P-1001$/);
}

async function slideToVersionThree({ page }: Seat): Promise<void> {
  await page.getByRole("link", { name: "State", exact: true }).click();
  const slider = page.getByRole("slider");
  await slider.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/[?&]v=3(&|#|$)/);
  assert.equal(await page.locator("#state").innerText(), "Version 3");
  const isFocused = await slider.evaluate((one) => one === one.ownerDocument.activeElement);
  assert.ok(isFocused, "it can be moved on where it was");
  await slider.blur();
  await page.keyboard.press("]");
  await page.waitForURL(/[?&]v=4(&|#|$)/);
  await page.keyboard.press("[");
  await page.waitForURL(/[?&]v=3(&|#|$)/);
  await page.keyboard.press("d");
  await page.getByRole("heading", { name: "What version 3 changed" }).waitFor();

  await page.getByRole("spinbutton", { name: "compared with" }).fill("1");
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("heading", { name: "From version 1 to 3" }).waitFor();
  const changes = page.getByRole("region", { name: "Fields that differ" });
  await changes.getByRole("link").first().click();
  await page.getByRole("heading", { name: "Who changed /" }).waitFor();
}

async function checkTheGate({ page, box }: Seat): Promise<void> {
  await follow(page, "c", /\/console\/gate$/);
  await page.locator("[name=barcode]:focus").waitFor();
  await page.keyboard.type(await cardOf(box, "dead"));
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
}

async function retryTheDead({ page, box }: Seat): Promise<void> {
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
}

async function watchTheLog({ page, box }: Seat): Promise<void> {
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
}

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

/** A card of the demo's pass. */
async function cardOf(box: Seat["box"], state: "live" | "dead"): Promise<string> {
  const { credentials } = await box.passes.get("P-1001");
  return credentials.find((one) => one.state === state)?.value ?? "";
}

/** `g`, and a letter of the navigation. */
async function follow(page: Page, letter: string, to: RegExp): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press(letter);
  await page.waitForURL(to);
}

browserTest(
  "the log that grows says whose facts are missing, above its rows",
  async ({ page, url }) => {
    const missing = JSON.stringify({ quarantined: [{ kind: "ticket", id: "T-0" }] });
    await page.route(/\/events\/stream/, (route) =>
      route.fulfill({
        contentType: "text/event-stream",
        body: `retry: 600000\n\nid: 1\nevent: quarantined\ndata: ${missing}\n\n`,
      }));
    await page.goto(`${url}/console/events`);
    const note = page.locator("#tail + .note");
    await note.waitFor();
    assert.match(await note.innerText(), /Facts are missing here: what is stored of ticket T-0/);
  },
);
