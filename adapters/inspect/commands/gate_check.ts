/**
 * `gate-check`: why this card does not open this gate.
 *
 * @module
 */
import { Effect } from "effect";
import { Command } from "effect/cli";
import type { Delivery, Event, GateVerdict } from "../../../routes/client/mod.ts";
import { DELIVERIES, FACTS, nameOf, timeOf } from "../columns.ts";
import { ask, defined, show } from "../desk.ts";
import { maybeWord, text, word } from "../flags.ts";
import type { Sheet } from "../sheet.ts";
import { tableOf } from "../table.ts";

/** The verdict, with what it rests on and what to do. */
export const gateCheck = Command.make(
  "gate-check",
  {
    barcode: word("barcode", "What the scanner read"),
    performance: maybeWord("performance", "Code of the performance at that gate"),
    at: text("at", "Judge as of this time (RFC 3339)"),
  },
  Effect.fnUntraced(function* ({ barcode, performance, at }) {
    const question = { barcode, ...defined({ performance, at }) };
    const verdict = yield* ask((box) => box.gateCheck(question));
    yield* show([verdict], (sheet) => linesOf(verdict, sheet));
  }),
).pipe(
  Command.withDescription("Whether a barcode should open a gate, and why"),
  Command.withExamples([
    {
      command: "deno task inspect gate-check 0123456789128 M01",
      description: "This barcode at the gates of M01, now",
    },
    {
      command: "deno task inspect gate-check 0123456789128 M01 --at 2026-08-08T14:55:00Z",
      description: "The same, as of then",
    },
  ]),
);

function linesOf(verdict: GateVerdict, sheet: Sheet): ReadonlyArray<string> {
  const { decision, reason, sentence, advice, actor, generation, at, performance, exposure } =
    verdict;
  const isOpen = decision === "open";
  const print = generation === null ? "" : `, generation ${generation}`;
  const whose = actor === null ? "nobody's" : `${nameOf(actor)}'s${print}`;
  const where = performance === null ? "" : ` for ${performance}`;
  return [
    `${sheet.paint(isOpen ? "good" : "bad", decision.toUpperCase())}  ${reason ?? ""}`.trimEnd(),
    sentence,
    `Do: ${advice}`,
    sheet.paint("weak", `Judged${where} as of ${timeOf(at)} UTC; the barcode is ${whose}.`),
    ...(exposure === undefined ? [] : [
      sheet.paint("warn", `The gate has not confirmed it since ${timeOf(exposure.since)} UTC.`),
    ]),
    ...evidenceOf(verdict, sheet),
  ];
}

function evidenceOf({ evidence }: GateVerdict, sheet: Sheet): ReadonlyArray<string> {
  const facts = evidence.filter((one) => one.kind === "event") satisfies ReadonlyArray<Event>;
  const deliveries = evidence.filter((one) => one.kind === "delivery") satisfies ReadonlyArray<
    Delivery
  >;
  return [
    ...(facts.length === 0 ? [] : ["", ...tableOf(FACTS, facts, sheet)]),
    ...(deliveries.length === 0 ? [] : ["", ...tableOf(DELIVERIES, deliveries, sheet)]),
  ];
}
