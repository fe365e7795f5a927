/**
 * Every kind of page that the console's own links lead to.
 *
 * @module
 */
import type { Page } from "playwright-core";

/** Of more kinds than this, something is wrong with how they are told apart. */
const KINDS_MAX = 60;

/** Follows links from `starts` on, and looks at the first page of each kind. */
export async function crawl(
  page: Page,
  { url, starts }: { readonly url: string; readonly starts: ReadonlyArray<string> },
  look: (path: string, status: number) => Promise<void>,
): Promise<ReadonlySet<string>> {
  const queue = starts.map((start) => new URL(start, url));
  const kinds = new Set<string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const kind = kindOf(next);
    if (kind === null || kinds.has(kind) || kinds.size >= KINDS_MAX) continue;
    kinds.add(kind);
    const response = await page.goto(next.href);
    const hrefs = await page.locator("main a[href], header a[href]").evaluateAll((links) =>
      links.map((link) => link.getAttribute("href") ?? "")
    );
    queue.push(...hrefs.map((href) => new URL(href, page.url())));
    await look(next.pathname + next.search, response?.status() ?? 0);
  }
  return kinds;
}

/** Sections with pages of single things. */
const FAMILIES = "operations deliveries adapters catalogue webhooks customers keys".split(" ");
/** Their parts are the same pages for each. */
const ACTORS = ["orders", "passes", "tickets"];

/** Path and tab without ids, and which fields its query has; `null`: no page of the console. */
function kindOf({ pathname, searchParams }: URL): string | null {
  const [, house, section = "", ...rest] = pathname.split("/");
  if (house !== "console" || ["v1", "assets", "sign-in"].includes(section)) return null;
  const fields = [...new Set(searchParams.keys())].filter((name) => name !== "tab").toSorted();
  const tab = searchParams.get("tab");
  const asked = [tab ?? "", ...fields].join(" ");
  if (ACTORS.includes(section)) return tab === null ? section : `actor ${asked}`;
  const depth = FAMILIES.includes(section) ? rest.length : rest.join("/");
  return `${section} ${depth} ${asked}`;
}
