/**
 * Keys of a running Gatehouse from a terminal: `deno task keys --help`.
 *
 * Environment: `GATEHOUSE_URL` (http://127.0.0.1:8080), `GATEHOUSE_KEY`, `NO_COLOR`. Ends with 0,
 * with 1 when something is wrong, with 64 when the command line is not understood.
 *
 * @module
 */
import { Console, Effect } from "effect";
import { Command } from "effect/cli";
import { gatehouse } from "../../routes/client/mod.ts";
import { Desk, InspectFailed, Json } from "../inspect/desk.ts";
import { NO_KEY } from "../inspect/failures.ts";
import { platform } from "../inspect/platform.ts";
import { readSettings } from "../inspect/settings.ts";
import { openSheet } from "../inspect/sheet.ts";
import { create, expire, list, make, rotate } from "./commands.ts";

/** As in sysexits.h. */
const EXIT_USAGE = 64;

/** A person waits: a service that is not there is told of at once. */
const RETRY = { attemptsMax: 3, firstMs: 100, delayMaxMs: 1000 };

const desk = Effect.gen(function* () {
  const { url, client } = readSettings();
  if (client === null) return yield* new InspectFailed({ sentence: NO_KEY });
  return { url, box: gatehouse({ ...client, retry: RETRY }), sheet: openSheet() };
});

const keys = Command.make("keys").pipe(
  Command.withDescription(
    "API keys of a running Gatehouse. GATEHOUSE_URL and GATEHOUSE_KEY name it and a key with admin.",
  ),
  Command.withSubcommands([
    list.pipe(Command.provideEffect(Desk, desk)),
    create.pipe(Command.provideEffect(Desk, desk)),
    rotate.pipe(Command.provideEffect(Desk, desk)),
    expire.pipe(Command.provideEffect(Desk, desk)),
    make,
  ]),
  Command.withGlobalFlags([Json]),
);

const program = Command.runWith(keys, { version: "" })(Deno.args).pipe(
  Effect.as(0),
  Effect.catchTags({
    InspectFailed: ({ sentence }) => Effect.as(Console.error(`${sentence}.`), 1),
    ShowHelp: () => Effect.succeed(EXIT_USAGE),
  }),
  Effect.provide(platform),
);

if (import.meta.main) Deno.exit(await Effect.runPromise(program));
