/**
 * How a value of a wrong form is told: what belongs there, and never what stood there.
 *
 * @module
 */

/** What a validator says is wrong, as far as it is told. */
export interface Mismatch {
  /** `schema`: of the wrong type. Else a rule of ours says it in its own words. */
  readonly kind: string;
  readonly message: string;
  /** `"a"` for a value, `Object` for a type, `("a" | Object)` for several, `never` for none. */
  readonly expected: string | null;
  /** `undefined` where there is nothing. */
  readonly received: string;
}

/** Where a validator's word for a type is not a good one. */
const WORDS: Readonly<Record<string, string>> = {
  Object: "an object",
  Array: "a list",
  string: "text",
  boolean: "true or false",
  number: "a number",
};

/**
 * The rest of a sentence that begins with the place. A validator's own messages of types are not
 * used: they hold the input.
 */
export function mismatchWords({ kind, message, expected, received }: Mismatch): string {
  if (kind !== "schema") return message;
  if (expected === "never") return "is not a known field";
  if (received === "undefined") return "is required";
  return `must be ${wordsOf(expected ?? "another value")}`;
}

function wordsOf(expected: string): string {
  const all = expected.replace(/^\((.*)\)$/, "$1").split(" | ")
    .map((one) => WORDS[one] ?? one.replace(/^"(.*)"$/, "$1"));
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
}
