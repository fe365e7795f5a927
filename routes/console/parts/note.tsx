/**
 * What the last action came to.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import type { Said } from "../sessions.ts";

/** As icon, words and colour. */
export function Note({ said: { isGood, text } }: { readonly said: Said }): Markup {
  return (
    <p class={isGood ? "note good" : "note bad"}>
      <span aria-hidden="true">{isGood ? "✔" : "✖"}</span> {text}
    </p>
  );
}
