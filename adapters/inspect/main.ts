/**
 * Looking into a running Gatehouse from a terminal: `deno task inspect --help`.
 *
 * Environment: `GATEHOUSE_URL` (http://127.0.0.1:8080), `GATEHOUSE_KEY`, `NO_COLOR`. Ends with 0,
 * with 1 when something is wrong, with 64 when the command line is not understood.
 *
 * @module
 */
import { Console, Effect } from "effect";
import { Command } from "effect/cli";
import { gatehouse } from "../../routes/client/mod.ts";
import { actor } from "./commands/actor.ts";
import { adapters } from "./commands/adapters.ts";
import { bundle } from "./commands/bundle.ts";
import { deliveries } from "./commands/deliveries.ts";
import { events } from "./commands/events.ts";
import { gateCheck } from "./commands/gate_check.ts";
import { operation } from "./commands/operation.ts";
import { search } from "./commands/search.ts";
import { Desk, InspectFailed, Json } from "./desk.ts";
import { NO_KEY } from "./failures.ts";
import { platform } from "./platform.ts";
import { readSettings } from "./settings.ts";
import { openSheet } from "./sheet.ts";

/** As in sysexits.h. */
const EXIT_USAGE = 64;

/** A person waits: a service that is not there is told of at once. */
const RETRY = { attemptsMax: 3, firstMs: 100, delayMaxMs: 1000 };

const inspect = Command.make("inspect").pipe(
  Command.withDescription(
    "Looks into a running Gatehouse. GATEHOUSE_URL and GATEHOUSE_KEY name it and the key.",
  ),
  Command.withSubcommands([
    events,
    actor,
    gateCheck,
    search,
    operation,
    deliveries,
    adapters,
    bundle,
  ]),
  Command.withGlobalFlags([Json]),
  Command.provideEffect(
    Desk,
    Effect.gen(function* () {
      const { url, client } = readSettings();
      if (client === null) return yield* new InspectFailed({ sentence: NO_KEY });
      return { url, box: gatehouse({ ...client, retry: RETRY }), sheet: openSheet() };
    }),
  ),
);

const program = Command.runWith(inspect, { version: "" })(Deno.args).pipe(
  Effect.as(0),
  Effect.catchTags({
    InspectFailed: ({ sentence }) => Effect.as(Console.error(`${sentence}.`), 1),
    Found: () => Effect.succeed(1),
    ShowHelp: () => Effect.succeed(EXIT_USAGE),
  }),
  Effect.provide(platform),
);

if (import.meta.main) Deno.exit(await Effect.runPromise(program));
