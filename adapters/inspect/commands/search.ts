/**
 * `search`: what a barcode, a number or an id belongs to.
 *
 * @module
 */
import { Effect } from "effect";
import { Command } from "effect/cli";
import type { Findings, Hit } from "../../../routes/client/mod.ts";
import { nameOf } from "../columns.ts";
import { ask, show } from "../desk.ts";
import { word } from "../flags.ts";
import type { Sheet } from "../sheet.ts";
import { type Column, tableOf } from "../table.ts";

const HITS: ReadonlyArray<Column<Hit>> = [
  { title: "WHAT", of: nameOf, tone: () => "strong" },
  { title: "FOUND BY", of: ({ match }) => match },
  { title: "SUMMARY", of: ({ summary }) => summary },
];

const LOGGED: ReadonlySet<string> = new Set(["order", "customer", "performance"]);

function linesOf(q: string, { data, more }: Findings, sheet: Sheet): ReadonlyArray<string> {
  if (data.length === 0) return ["Nothing found"];
  return [...tableOf(HITS, data, sheet), ...more ? [cut(q, data)] : []];
}

/** A request is no filter of the log: there is nothing to point at then. */
function cut(q: string, hits: ReadonlyArray<Hit>): string {
  const by = hits.findLast(({ match }) => LOGGED.has(match))?.match;
  const rest = by === undefined
    ? "there are more"
    : `all of them are in the log: deno task inspect events --${by} ${q}`;
  return `The first ${hits.length}; ${rest}`;
}

/** Exact matches only, each thing once. */
export const search = Command.make(
  "search",
  { q: word("q", "A barcode, card, ticket number, order, customer, request or any id") },
  Effect.fnUntraced(function* ({ q }) {
    const found = yield* ask((box) => box.find(q));
    const { data, more } = found;
    yield* show(more ? [...data, { more }] : data, (sheet) => linesOf(q, found, sheet));
  }),
).pipe(
  Command.withDescription("What a barcode, a number or an id belongs to"),
  Command.withExamples([
    { command: "deno task inspect search C-9", description: "All of one customer" },
  ]),
);
