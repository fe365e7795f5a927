/**
 * In place of a part that the key may not see.
 *
 * @module
 */
import type { Markup } from "../page.ts";

/** `what` begins the sentence: "The timeline". */
export function NeedsScope(
  { what, scope }: { readonly what: string; readonly scope: string },
): Markup {
  return (
    <p class="quiet">
      {what} needs a key with the scope <code>{scope}</code>.
    </p>
  );
}
