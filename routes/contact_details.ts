/**
 * Tells texts that hold an e-mail address or a telephone number: nobody finds those again in free
 * text, so that nobody could erase them.
 *
 * @module
 */

const EMAIL = /[^\s@]@[^\s@]+\.\p{L}{2,}/u;

/** Digits with single marks between them, and what may stand before: `+44 (0)20 7946 0958`. */
const RUN = /\+?\(?\d(?:[\s()./\u2010-\u2015-]{0,2}\d)*/g;

/** Two other numbers beside a year, in any order, and no further group: a day. */
const DAY =
  /(?<![\d./-])(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?![./-]?\d)/g;

/** With `+` or `00` in front a number of any country; with one `0` one of this. */
const PLUS_MIN = 8;
const ZEROS_MIN = 11;
const NATIONAL_MIN = 9;
const NATIONAL_MAX = 12;
const DIGITS_MAX = 17;

/** Whether a person could be written to or called by it. */
export function holdsContact(text: string): boolean {
  return EMAIL.test(text) || (text.replace(DAY, " · ").match(RUN) ?? []).some(isTelephone);
}

/** Numbers without a prefix are left alone: those of orders and tickets look like them. */
function isTelephone(run: string): boolean {
  const digits = run.replace(/\D/g, "");
  const length = digits.length;
  if (run.startsWith("+")) return length >= PLUS_MIN && length <= DIGITS_MAX;
  if (/^00[1-9]/.test(digits)) return length >= ZEROS_MIN && length <= DIGITS_MAX;
  return /^0[1-9]/.test(digits) && length >= NATIONAL_MIN && length <= NATIONAL_MAX;
}
