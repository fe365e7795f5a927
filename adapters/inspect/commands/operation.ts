/**
 * `operation`: what became of a command.
 *
 * @module
 */
import { Effect } from "effect";
import { Command } from "effect/cli";
import type { Operation } from "../../../routes/client/mod.ts";
import { DELIVERIES, nameOf, timeOf } from "../columns.ts";
import { ask, show } from "../desk.ts";
import { fieldsOf } from "../fields.ts";
import { sign, word } from "../flags.ts";
import { tableOf } from "../table.ts";
import { treeLines } from "../tree_lines.ts";

/** With its deliveries, or as the tree of its whole chain. */
export const operation = Command.make(
  "operation",
  {
    id: word("id", "As a command answered it, or a fact's correlationId"),
    tree: sign("tree", "From the first command down to the gate's answers"),
  },
  Effect.fnUntraced(function* ({ id, tree }) {
    if (tree) {
      const chain = yield* ask((box) => box.operations.tree(id));
      return yield* show([chain], (sheet) => [
        ...treeLines(chain.root, sheet),
        ...(chain.complete ? [] : [sheet.paint("warn", "There is more: the tree was cut")]),
      ]);
    }
    const found = yield* ask((box) => box.operations.get(id));
    yield* show([found], (sheet) => {
      const { deliveries } = found;
      const table = deliveries.length === 0 ? [] : ["", ...tableOf(DELIVERIES, deliveries, sheet)];
      return [...fieldsOf(headOf(found), sheet), ...table];
    });
  }),
).pipe(
  Command.withDescription("What became of a command, up to the access control's answer"),
  Command.withExamples([
    { command: "deno task inspect operation c-018f --tree", description: "All that came of it" },
  ]),
);

function headOf({ id, actor, command, status, at, version, events }: Operation): object {
  return { id, actor: nameOf(actor), command, status, at: `${timeOf(at)} UTC`, version, events };
}
