/**
 * What can be measured of a page's fitness for everyone: axe's rules, and a phone's width.
 *
 * @module
 */
import axe, { type AxeResults, type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** Rows of a list fold alike. */
const UNFOLDED_MAX = 12;
const PHONE = { width: 390, height: 844 };

/** Holds the present page to axe's rules in both colour schemes, with what folds unfolded. */
export async function faultsForEveryone(page: Page): Promise<ReadonlyArray<string>> {
  await page.locator("details").evaluateAll(
    (all, most) => all.slice(0, most).forEach((one) => one.setAttribute("open", "")),
    UNFOLDED_MAX,
  );
  await page.evaluate(axe.source);
  const light = await faultsOf(page, {});
  await page.emulateMedia({ colorScheme: "dark" });
  // colours are all that differs
  const dark = await faultsOf(page, { runOnly: ["color-contrast"] });
  await page.emulateMedia({ colorScheme: "light" });
  return [...light, ...dark.map((fault) => `In the dark: ${fault}`)];
}

async function faultsOf(page: Page, options: RunOptions): Promise<ReadonlyArray<string>> {
  const run = `axe.run(document, ${JSON.stringify({ ...options, resultTypes: ["violations"] })})`;
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${page.url()}: ${id}: ${html}`)
  );
}

/** What is too wide scrolls in itself; the page as a whole never sideways. */
export async function faultsOnPhone(page: Page): Promise<ReadonlyArray<string>> {
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  if (before !== null) await page.setViewportSize(before);
  return width <= PHONE.width ? [] : [`${page.url()} is ${width} px wide on a phone`];
}
