/**
 * From one page of a list to the next, in the address.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { hrefWith } from "../visit.ts";

/** `next` as the list answered it. The browser's own way leads back. */
export function Pager({ url, next }: { readonly url: URL; readonly next: string | null }): Markup {
  return (
    <nav class="pager" aria-label="Pages of this list">
      {url.searchParams.has("cursor") && <a href={hrefWith(url, { cursor: null })}>First page</a>}
      {next !== null && <a rel="next" href={hrefWith(url, { cursor: next })}>Next page</a>}
    </nav>
  );
}
