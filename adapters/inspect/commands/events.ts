/**
 * `events`: the log of everything, and how it grows.
 *
 * @module
 */
import { Effect } from "effect";
import { Command } from "effect/cli";
import type { EventFilter } from "../../../routes/client/mod.ts";
import { FACTS } from "../columns.ts";
import { ask, defined, Desk, Json, sayMissing, show, take } from "../desk.ts";
import { limit, sign, text } from "../flags.ts";
import { print } from "../sheet.ts";
import { headOf, lineOf, rule, tableOf } from "../table.ts";

const FILTERS = {
  kind: text("kind", "Of actors of this kind: ticket, pass, order, performance …"),
  actor: text("actor", "Of one actor: pass/P-1, or its id"),
  type: text("type", "Of this type, as PassIssued"),
  order: text("order", "About this order"),
  customer: text("customer", "About this customer"),
  performance: text("performance", "About this performance"),
  barcode: text("barcode", "Of whom this barcode or card belongs to"),
  correlation: text("correlation", "All that followed from this operation"),
  from: text("from", "Not before this time (RFC 3339)"),
  to: text("to", "Before this time (RFC 3339)"),
};

/** The newest facts, the oldest of them first; then, if asked for, each as it is committed. */
export const events = Command.make(
  "events",
  {
    filter: FILTERS,
    limit: limit(10_000, 50),
    follow: sign("follow", "Stay, and tell each fact as it is committed"),
  },
  Effect.fnUntraced(function* ({ filter: given, limit: most, follow }) {
    const filter: EventFilter = defined(given);
    const newest = yield* ask((box) =>
      take(box.events({ ...filter, sort: "newest" }, sayMissing("Facts")), most)
    );
    const facts = newest.toReversed();
    yield* show(facts, (sheet) => tableOf(FACTS, facts, sheet));
    if (follow) yield* tail(filter, facts.at(-1)?.position);
  }),
).pipe(
  Command.withDescription("The newest facts of the log, with --follow as they come"),
  Command.withExamples([
    { command: "deno task inspect events --order 4711", description: "All about one order" },
    { command: "deno task inspect events --kind pass --follow", description: "Watch the cards" },
  ]),
);

/** After the last one shown, so that none is lost in between. */
const tail = Effect.fnUntraced(function* (filter: EventFilter, after: number | undefined) {
  const { sheet } = yield* Desk;
  const isJson = yield* Json;
  const ruled = rule(FACTS, [], sheet);
  if (!isJson && after === undefined) print([headOf(ruled)]);
  yield* ask(async (box, signal) => {
    const options = { ...defined({ after }), signal, ...sayMissing("Facts") };
    for await (const fact of box.follow(filter, options)) {
      print([isJson ? JSON.stringify(fact) : lineOf(ruled, fact)]);
    }
  });
});
