/**
 * Tables and fields on sheets of any width.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fieldsOf } from "../../../adapters/inspect/fields.ts";
import { openSheet } from "../../../adapters/inspect/sheet.ts";
import { type Column, tableOf } from "../../../adapters/inspect/table.ts";

interface Row {
  readonly id: string;
  readonly count: number;
  readonly words: string;
}

const COLUMNS: ReadonlyArray<Column<Row>> = [
  { title: "ID", of: ({ id }) => id, isWhole: true },
  { title: "COUNT", of: ({ count }) => String(count), align: "right" },
  { title: "WORDS", of: ({ words }) => words, tone: () => "good" },
];

const ROWS: ReadonlyArray<Row> = [
  { id: "identifier-1", count: 7, words: "as many words as there are" },
  { id: "i-2", count: 1234, words: "few" },
];

const sheet = (width: number) => ({ width, paint: (_: unknown, text: string) => text });

Deno.test("columns are as wide as their widest cell, numbers to the right", () => {
  assert.deepEqual(tableOf(COLUMNS, ROWS, sheet(Infinity)), [
    "ID            COUNT  WORDS",
    "identifier-1      7  as many words as there are",
    "i-2            1234  few",
  ]);
});

Deno.test("on a narrow sheet the widest columns give way, and what is to be copied last", () => {
  assert.deepEqual(tableOf(COLUMNS, ROWS, sheet(32)), [
    "ID            COUNT  WORDS",
    "identifier-1      7  as many wo…",
    "i-2            1234  few",
  ]);
  const [, line] = tableOf(COLUMNS, ROWS, sheet(20));
  assert.equal(line, "identif…     7  as …");
});

Deno.test("what others have written cannot steer the terminal", () => {
  const hostile = [{ id: "i-\u001b[2J", count: 1, words: "a\nb\u0007" }];
  const lines = tableOf(COLUMNS, hostile, sheet(Infinity)).join("");
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(lines, /[\u0000-\u001f\u007f-\u009f]/);
  assert.match(lines, /a·b·/);
});

Deno.test("fields are a line each, flat ones in one line, others indented", () => {
  const value = { status: "live", seat: { row: "F", number: 11 }, none: null, list: ["a", "b"] };
  assert.deepEqual(fieldsOf({ ...value, more: { in: value.seat } }, sheet(80)), [
    "status  live",
    "seat    row F, number 11",
    "none    -",
    "list    a, b",
    "more",
    "  in  row F, number 11",
  ]);
});

Deno.test("a terminal that does not know its width cuts nothing", () => {
  const { isTerminal } = Deno.stdout;
  const { consoleSize } = Deno;
  try {
    Deno.stdout.isTerminal = () => true;
    Deno.consoleSize = () => ({ columns: 0, rows: 0 });
    const [, line] = tableOf(COLUMNS, ROWS, sheet(openSheet().width));
    assert.equal(line, "identifier-1      7  as many words as there are");
    Deno.consoleSize = () => ({ columns: 32, rows: 0 });
    assert.equal(openSheet().width, 32);
  } finally {
    Deno.stdout.isTerminal = isTerminal;
    Deno.consoleSize = consoleSize;
  }
});
