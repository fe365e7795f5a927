/**
 * What the programs for terminals have in common: the service they ask, and how they end.
 *
 * @module
 */
import { Console, Effect } from "effect";
import { Command } from "effect/cli";
import { gatehouse } from "../../routes/client/mod.ts";
import { type Found, InspectFailed } from "./desk.ts";
import { NO_KEY } from "./failures.ts";
import { platform } from "./platform.ts";
import { readSettings } from "./settings.ts";
import { openSheet } from "./sheet.ts";

/** As in sysexits.h. */
const EXIT_USAGE = 64;

/** A person waits: a service that is not there is told of at once. */
const RETRY = { attemptsMax: 3, firstMs: 100, delayMaxMs: 1000 };

/** A `Desk` at the service that the environment names. */
export const openDesk = Effect.gen(function* () {
  const { url, client } = readSettings();
  if (client === null) return yield* new InspectFailed({ sentence: NO_KEY });
  return { url, box: gatehouse({ ...client, retry: RETRY }), sheet: openSheet() };
});

/** Does what the words of this process ask for; ends it with 0, 1 or 64. */
export async function runToEnd<Name extends string, Input, ContextInput>(
  command: Command.Command<Name, Input, ContextInput, InspectFailed | Found, never>,
): Promise<never> {
  const program = Command.runWith(command, { version: "" })(Deno.args).pipe(
    Effect.as(0),
    Effect.catchTags({
      InspectFailed: ({ sentence }) => Effect.as(Console.error(`${sentence}.`), 1),
      Found: () => Effect.succeed(1),
      ShowHelp: () => Effect.succeed(EXIT_USAGE),
    }),
    Effect.provide(platform),
  );
  Deno.exit(await Effect.runPromise(program));
}
