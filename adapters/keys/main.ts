/**
 * Keys of a running Gatehouse from a terminal: `deno task keys --help`.
 *
 * Environment: `GATEHOUSE_URL` (http://127.0.0.1:8080), `GATEHOUSE_KEY`, `NO_COLOR`. Ends with 0,
 * with 1 when something is wrong, with 64 when the command line is not understood.
 *
 * @module
 */
import { Command } from "effect/cli";
import { Desk, Json } from "../inspect/desk.ts";
import { openDesk, runToEnd } from "../inspect/program.ts";
import { create, expire, list, make, rotate } from "./commands.ts";

const keys = Command.make("keys").pipe(
  Command.withDescription(
    "API keys of a running Gatehouse. GATEHOUSE_URL and GATEHOUSE_KEY name it and a key with admin.",
  ),
  Command.withSubcommands([
    list.pipe(Command.provideEffect(Desk, openDesk)),
    create.pipe(Command.provideEffect(Desk, openDesk)),
    rotate.pipe(Command.provideEffect(Desk, openDesk)),
    expire.pipe(Command.provideEffect(Desk, openDesk)),
    make,
  ]),
  Command.withGlobalFlags([Json]),
);

if (import.meta.main) await runToEnd(keys);
