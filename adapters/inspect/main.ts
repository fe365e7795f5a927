/**
 * Looking into a running Gatehouse from a terminal: `deno task inspect --help`.
 *
 * Environment: `GATEHOUSE_URL` (http://127.0.0.1:8080), `GATEHOUSE_KEY`, `NO_COLOR`. Ends with 0,
 * with 1 when something is wrong, with 64 when the command line is not understood.
 *
 * @module
 */
import { Command } from "effect/cli";
import { actor } from "./commands/actor.ts";
import { adapters } from "./commands/adapters.ts";
import { bundle } from "./commands/bundle.ts";
import { deliveries } from "./commands/deliveries.ts";
import { events } from "./commands/events.ts";
import { gateCheck } from "./commands/gate_check.ts";
import { operation } from "./commands/operation.ts";
import { search } from "./commands/search.ts";
import { Desk, Json } from "./desk.ts";
import { openDesk, runToEnd } from "./program.ts";

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
  Command.provideEffect(Desk, openDesk),
);

if (import.meta.main) await runToEnd(inspect);
