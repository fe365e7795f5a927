/**
 * Long lists that come in one answer, shown a piece at a time.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import { hrefWith } from "../visit.ts";

/** One piece of a list, and the way to the others. */
export interface Slice<A> {
  readonly shown: ReadonlyArray<A>;
  readonly pager: Markup | null;
}

/** The piece that the address asks for in its field `name`; the first one unless it does. */
export function sliceOf<A>(
  all: ReadonlyArray<A>,
  { url, name, size = SIZE }: {
    readonly url: URL;
    readonly name: string;
    readonly size?: number;
  },
): Slice<A> {
  const asked = Number(url.searchParams.get(name) ?? 0);
  const start = Number.isSafeInteger(asked) && asked > 0 && asked < all.length ? asked : 0;
  const shown = all.slice(start, start + size);
  if (shown.length === all.length) return { shown, pager: null };
  const end = start + shown.length;
  const pager = (
    <nav class="pager" aria-label={`Pages of ${name}`}>
      <span class="quiet">{start + 1} to {end} of {all.length}</span>
      {start > 0 && (
        <a href={hrefWith(url, { [name]: start > size ? String(start - size) : null })}>Before</a>
      )}
      {end < all.length && <a href={hrefWith(url, { [name]: String(end) })}>After</a>}
    </nav>
  );
  return { shown, pager };
}

const SIZE = 50;
