/**
 * A moment that is asked for: read from an address, and given in a form. UTC, to the millisecond.
 *
 * @module
 */
import type { Markup } from "../page.ts";

/** RFC 3339. What the field gives (`2027-05-01T19:32`, or finer) is UTC; a link may say its zone. */
export function instantOf(text: string): string {
  const whole = /T\d\d:\d\d$/.test(text) ? `${text}:00` : text;
  return /(Z|[+-]\d\d:\d\d)$/.test(whole) ? whole : `${whole}Z`;
}

/** Named `at`. What is no moment leaves it empty, as the page says what is wrong with it. */
export function MomentField({ at, required = false, isFaulty = false }: {
  /** As it was asked for; empty: nothing was. */
  readonly at: string;
  readonly required?: boolean;
  readonly isFaulty?: boolean;
}): Markup {
  const ms = Date.parse(instantOf(at));
  const value = Number.isNaN(ms) ? "" : new Date(ms).toISOString().slice(0, -1);
  return (
    <input
      name="at"
      type="datetime-local"
      step="0.001"
      value={value}
      required={required}
      aria-invalid={isFaulty}
    />
  );
}
