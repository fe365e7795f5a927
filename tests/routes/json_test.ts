/**
 * Any JSON, however it is written: read as it is meant, and searched for what must not be in it.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJson } from "../../routes/json.ts";
import { looksLikeCard } from "../../routes/payment_card.ts";

Deno.test("well-formed JSON is read as JSON.parse reads it, however it is written", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      fc.pre(
        !/"(__proto__|constructor|toString|valueOf|hasOwnProperty|isPrototypeOf|__\w+__|propertyIsEnumerable|toLocaleString)"/
          .test(text),
      );
      assert.deepEqual(parseJson(text), JSON.parse(text));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a member that stands twice is found wherever it stands", () => {
  const member = fc.string({ minLength: 1 }).filter((name) => !(name in Object.prototype));
  fc.assert(
    fc.property(member, fc.jsonValue({ maxDepth: 2 }), (name, value) => {
      const once = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
      fc.pre(!/"(__proto__|constructor|toString|valueOf)"/.test(once));
      assert.throws(() => parseJson(`[{"outer":{${once} , ${once}}}]`), { code: "invalid" });
    }),
    { numRuns: 500 },
  );
});

Deno.test("a number with a Luhn check digit is found between any text and in any groups", () => {
  const digits = fc.array(fc.nat(9), { minLength: 12, maxLength: 18 });
  fc.assert(
    fc.property(digits, fc.nat(4), fc.constantFrom("", " ", "-", " - "), (body, size, between) => {
      const number = withCheckDigit(body);
      const groups = number.match(new RegExp(`.{1,${size + 1}}`, "g")) ?? [];
      assert.ok(looksLikeCard(`pay ${groups.join(between)} now`));
    }),
    { numRuns: 500 },
  );
});

function withCheckDigit(body: ReadonlyArray<number>): string {
  const sum = body.toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return [...body, (10 - sum % 10) % 10].join("");
}
