/**
 * Tells strings that look like a payment card number, which must never get into the log.
 *
 * @module
 */

const DIGITS_MIN = 13;
const DIGITS_MAX = 19;

/** Digits in groups, with spaces or dashes of any kind between them. */
const RUN = /\d[\d\s\u2010-\u2015-]*\d/g;

/** Whether 13 to 19 digits in it, counted from group to group, pass the Luhn check. */
export function looksLikeCard(text: string): boolean {
  if (text.length < DIGITS_MIN) return false;
  for (const run of text.match(RUN) ?? []) {
    const groups = run.split(/\D+/);
    for (let first = 0; first < groups.length; first += 1) {
      let digits = "";
      for (const group of groups.slice(first)) {
        digits += group;
        if (digits.length > DIGITS_MAX) break;
        if (digits.length >= DIGITS_MIN && passesLuhn(digits)) return true;
      }
    }
  }
  return false;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
