/**
 * A JSON Schema as lines that people read: one for each member, however deep it lies.
 *
 * @module
 */
import { ID_PATTERN, INSTANT, PLAIN, WHOLE_NUMBER } from "../schemas.ts";
import { nameIn, type Schema } from "./document.ts";

/** One member. */
export interface Member {
  /** From the outside in: `lines[].seats.*.row`. */
  readonly name: string;
  /** As `string or null`; names of schemas stand in backticks. */
  readonly type: string;
  readonly isRequired: boolean;
  /** What it means and what it may be; empty: nothing more can be said. */
  readonly about: string;
}

/** Where the sender chooses between several bodies, each of them; else the one. */
export function choicesOf(schema: Schema): ReadonlyArray<Schema> {
  return schema.oneOf ?? [schema];
}

/** Every member, each below the one that holds it. What a reference leads to is not opened. */
export function membersOf(schema: Schema): ReadonlyArray<Member> {
  const lines = new Map<string, Member>();
  for (const line of inside("", schema)) {
    const before = lines.get(line.name);
    lines.set(line.name, before === undefined ? line : either(before, line));
  }
  return [...lines.values()];
}

function inside(name: string, schema: Schema): ReadonlyArray<Member> {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  return [
    ...alternativesOf(schema).flatMap((one) => inside(name, one)),
    ...Object.entries(properties).flatMap(([inner, of]) =>
      lineAndInside(name === "" ? inner : `${name}.${inner}`, of, required.includes(inner))
    ),
    ...(items === undefined ? [] : inside(`${name}[]`, items)),
    ...(typeof additionalProperties === "object"
      ? inside(name === "" ? "*" : `${name}.*`, additionalProperties)
      : []),
  ];
}

function lineAndInside(name: string, schema: Schema, isRequired: boolean): ReadonlyArray<Member> {
  const line = { name, type: typeOf(schema), isRequired, about: aboutOf(schema) };
  return [line, ...inside(name, schema)];
}

/** The same member of two objects that one place may hold. */
function either(one: Member, other: Member): Member {
  return {
    name: one.name,
    type: joined(" or ", [one.type, other.type]),
    isRequired: one.isRequired && other.isRequired,
    about: joined("; ", [one.about, other.about]),
  };
}

function alternativesOf({ anyOf, oneOf }: Schema): ReadonlyArray<Schema> {
  return anyOf ?? oneOf ?? [];
}

/** In the words of JSON Schema: `array of string`. */
export function typeOf(schema: Schema): string {
  const { $ref, type, items, format, additionalProperties } = schema;
  const alternatives = alternativesOf(schema);
  if ($ref !== undefined) return `\`${nameIn($ref)}\``;
  if (alternatives.length > 0) return joined(" or ", alternatives.map(typeOf));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) {
    return schema.enum.map((one) => JSON.stringify(one)).join(" or ");
  }
  if (items !== undefined) return `array of ${typeOf(items)}`;
  if (format === "date-time") return "RFC 3339 time";
  if (typeof additionalProperties === "object") return `map of ${typeOf(additionalProperties)}`;
  return type ?? "anything";
}

/** Rules that are written so often that they have words. */
const RULES: Readonly<Record<string, string>> = {
  [ID_PATTERN.source]: "1 to 64 of the characters A-Z a-z 0-9 . _ -",
  [PLAIN.source]: "not blank",
  [WHOLE_NUMBER.source]: "digits",
  [INSTANT.source]: "RFC 3339 time",
};

/** What it means, and what it may be. */
export function aboutOf(schema: Schema): string {
  const { description, pattern, items } = schema;
  return joined("; ", [
    description ?? "",
    ...alternativesOf(schema).map(aboutOf),
    pattern === undefined ? "" : RULES[pattern] ?? `matches ${pattern}`,
    range(schema.minLength, schema.maxLength, "characters"),
    range(schema.minimum, schema.maximum, ""),
    range(schema.minItems, schema.maxItems, "of them"),
    items === undefined ? "" : aboutOf(items),
    isTold(schema.default) ? `${JSON.stringify(schema.default)} unless given` : "",
  ]);
}

/** That nothing is there unless given needs no words. */
function isTold(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const figures = least === undefined
    ? most === undefined ? "" : `at most ${most}`
    : most === undefined
    ? `at least ${least}`
    : `${least} to ${most}`;
  return figures === "" ? "" : `${figures} ${unit}`.trim();
}

function joined(between: string, words: ReadonlyArray<string>): string {
  return [...new Set(words)].filter((word) => word !== "").join(between);
}
