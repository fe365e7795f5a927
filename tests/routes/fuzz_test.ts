/**
 * One wrong thing at a time, everywhere: no answer is a 5xx, and every error is a problem.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJson } from "../../routes/json.ts";
import { looksLikeCard } from "../../routes/payment_card.ts";
import { ROUTES } from "../../routes/mod.ts";
import { ALL, type Answered, makeApi, openSeason, REPLY } from "../support/api.ts";

const HOSTILE: ReadonlyArray<unknown> = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  " ",
  "a".repeat(10_000),
  "\u0000",
  "\ud800",
  "../../etc/passwd",
  "'; DROP TABLE tickets; --",
  "<script>alert(1)</script>",
  "4111 1111 1111 1111",
  "\u202e\u200b\ufeff",
  [],
  [[]],
  {},
  { __proto__: null, toString: 1 },
];

/** Every copy of `value` in which one member, at any depth, is replaced, left out or added. */
function* mutants(value: unknown): Generator<unknown> {
  yield* HOSTILE;
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    for (const mutant of mutants(member)) {
      yield Array.isArray(value)
        ? value.map((one, index) => String(index) === key ? mutant : one)
        : { ...value, [key]: mutant };
    }
    if (!Array.isArray(value)) {
      const { [key]: _left, ...rest } = value as Record<string, unknown>;
      yield rest;
    }
  }
  if (!Array.isArray(value)) yield { ...value, zork: 1 };
}

function assertAnswered(answered: Answered, what: string): void {
  assert.ok(answered.status < 500, `${what} ${answered.status} ${answered.text}`);
  if (answered.status < 400) return;
  assert.equal(answered.headers.get("content-type"), "application/problem+json", what);
  assert.equal(answered.body.status, answered.status, what);
}

Deno.test("a body with one wrong member is never a 5xx, on any route", async () => {
  const api = makeApi();
  await openSeason(api);
  let asked = 0;
  for (const { method, path, body, example, access } of ROUTES) {
    if (body === null) continue;
    const target = `${method} ${path.replace("{name}", "main").replaceAll(/\{\w+\}/g, "X-1")}`;
    const key = access === "access-control" ? REPLY : ALL;
    for (const mutant of mutants(example)) {
      const answered = await api.ask(target, { key, body: mutant });
      assertAnswered(answered, `${target} ${JSON.stringify(mutant)?.slice(0, 200)}`);
      asked += 1;
    }
  }
  assert.ok(asked > 2000, `only ${asked} were asked`);
});

Deno.test("a hostile id, query or header is never a 5xx, on any route", async () => {
  const api = makeApi();
  const hostile = ["%00", "%ff", "..%2f", "a".repeat(300), "%E2%80%AE", "0", "-1", "{}", "%5B%5D"];
  for (const { method, path, access } of ROUTES) {
    const key = access === "access-control" ? REPLY : ALL;
    const plain = `${method} ${path.replaceAll(/\{\w+\}/g, "main")}`;
    for (const value of hostile) {
      const targets = [
        `${method} ${path.replaceAll(/\{\w+\}/g, value)}`,
        `${plain}?${value}`,
        `${plain}?limit=${value}&cursor=${value}`,
        `${plain}?version=${value}`,
      ];
      for (const target of targets) assertAnswered(await api.ask(target, { key }), target);
    }
    for (const value of ['"', "W/", '"99999999999999999999"', "wait=1e9", "a".repeat(300)]) {
      const headers = { "if-match": value, "idempotency-key": value, prefer: value };
      assertAnswered(await api.ask(plain, { key, headers }), `${plain} ${value}`);
    }
  }
});

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
