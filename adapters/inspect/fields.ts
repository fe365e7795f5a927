/**
 * Any value as indented lines, `name  value`. Pure.
 *
 * @module
 */
import type { Sheet } from "./sheet.ts";
import { plain } from "./table.ts";

const STEP = "  ";

/** Members of an object, one a line; what has objects inside goes on below, indented. */
export function fieldsOf(value: object, sheet: Sheet, indent = ""): ReadonlyArray<string> {
  const entries = Object.entries(value);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.flatMap(([name, member]) => {
    const title = plain(name);
    const line = lineOf(member);
    return line === null
      ? [`${indent}${sheet.paint("weak", title)}`, ...fieldsOf(member, sheet, indent + STEP)]
      : [`${indent}${sheet.paint("weak", title.padEnd(width))}  ${line}`];
  });
}

/** A value in one line. */
export function wordOf(value: unknown): string {
  if (value === null || value === undefined) return "-";
  return plain(typeof value === "string" ? value : JSON.stringify(value));
}

/** `null`: it takes more than one line. */
function lineOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return wordOf(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "-";
  if (entries.some(([, member]) => typeof member === "object" && member !== null)) return null;
  return entries.map(([name, member]) =>
    Array.isArray(value) ? wordOf(member) : `${plain(name)} ${wordOf(member)}`
  ).join(", ");
}
