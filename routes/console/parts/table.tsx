/**
 * A table that scrolls inside itself where the window is too narrow for it.
 *
 * @module
 */
import type { Child } from "hono/jsx";
import type { Markup } from "../page.ts";

/** Reached by keyboard, so that it can be scrolled without a mouse. */
export function Table(
  { label, children }: { readonly label: string; readonly children?: Child },
): Markup {
  return (
    <div class="table" tabindex={0} role="region" aria-label={label}>
      <table>{children}</table>
    </div>
  );
}
