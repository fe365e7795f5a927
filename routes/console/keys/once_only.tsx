/**
 * What makes a form that is sent again do nothing again.
 *
 * @module
 */
import type { Markup } from "../page.ts";
import type { FormFields } from "../form.ts";

const NAME = "onceOnly";

/** A new mark each time the form is shown: a page that is reloaded sends the same one. */
export function OnceOnly(): Markup {
  return <input type="hidden" name={NAME} value={crypto.randomUUID()} />;
}

/** The mark that came with the form, for `Visit.ask`. */
export function markIn(form: FormFields): string {
  return textIn(form, NAME) ?? crypto.randomUUID();
}

/** What was typed; `undefined`: nothing. */
export function textIn(form: FormFields, name: string): string | undefined {
  const given = form[name];
  return typeof given === "string" && given.trim() !== "" ? given.trim() : undefined;
}
