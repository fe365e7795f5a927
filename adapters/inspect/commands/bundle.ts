/**
 * `bundle`: all about one actor, in a file that can be given away.
 *
 * @module
 */
import { Effect } from "effect";
import { Command } from "effect/cli";
import { actorOf, shelfOf } from "../actors.ts";
import { ask, show } from "../desk.ts";
import { word } from "../flags.ts";

/** As JSON, whatever is asked for: it is for a file. */
export const bundle = Command.make(
  "bundle",
  { actor: word("actor", "pass/P-1, ticket/T-1, order/O-1, or the id alone") },
  Effect.fnUntraced(function* ({ actor }) {
    const name = yield* actorOf(actor);
    const whole = yield* ask((box) => shelfOf(box, name).bundle(name.id));
    yield* show([whole], () => [JSON.stringify(whole, null, 2)]);
  }),
).pipe(
  Command.withDescription("All about one actor with everything personal masked, as JSON"),
  Command.withExamples([
    {
      command: "deno task inspect bundle pass/P-1 > P-1.json",
      description: "Something to send to whoever helps",
    },
  ]),
);
