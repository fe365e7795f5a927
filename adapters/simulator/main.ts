/**
 * The simulator as its own program, until SIGTERM or SIGINT.
 *
 * Environment: `GATEHOUSE_SIMULATOR_PORT` (9200), `GATEHOUSE_SIMULATOR_TOKEN` (simulator-token),
 * and for late replies `GATEHOUSE_SIMULATOR_REPLY_URL` with `GATEHOUSE_SIMULATOR_REPLY_KEY`.
 *
 * @module
 */
import { Config, Console, Effect } from "effect";
import { type SimulatorOptions, startSimulator } from "./mod.ts";

/** As in sysexits.h. */
const EXIT_TEMPORARY = 75;
const EXIT_CONFIGURATION = 78;

const signalled = Effect.callback<void>((resume) => {
  const stop = () => resume(Effect.void);
  Deno.addSignalListener("SIGTERM", stop);
  Deno.addSignalListener("SIGINT", stop);
  return Effect.sync(() => {
    Deno.removeSignalListener("SIGTERM", stop);
    Deno.removeSignalListener("SIGINT", stop);
  });
});

const readOptions = Effect.fnUntraced(function* () {
  const port = yield* Config.Port("GATEHOUSE_SIMULATOR_PORT").pipe(Config.withDefault(9200));
  const token = yield* text("TOKEN", "simulator-token");
  const url = yield* text("REPLY_URL", "");
  const key = yield* text("REPLY_KEY", "");
  const options: SimulatorOptions = {
    port,
    token,
    ...(url === "" ? {} : { replyTo: { url, key } }),
  };
  return options;
});

function text(name: string, otherwise: string): Config.Config<string> {
  return Config.String(`GATEHOUSE_SIMULATOR_${name}`).pipe(Config.withDefault(otherwise));
}

const program = Effect.gen(function* () {
  const simulator = yield* startSimulator(yield* readOptions());
  yield* Console.log(`The simulated access control listens on ${simulator.url}`);
  yield* signalled;
  return 0;
}).pipe(
  Effect.scoped,
  Effect.catchTags({
    PortTaken: ({ port }) =>
      failWith(
        EXIT_TEMPORARY,
        `Port ${port} is taken: stop what listens there or set GATEHOUSE_SIMULATOR_PORT`,
      ),
    JournalUnusable: ({ path, reason }) =>
      failWith(EXIT_CONFIGURATION, `The journal ${path} cannot be used: ${reason}`),
    ConfigError: ({ message }) =>
      failWith(EXIT_CONFIGURATION, `The environment cannot be used: ${message}`),
  }),
);

function failWith(exitCode: number, sentence: string): Effect.Effect<number> {
  return Effect.as(Console.error(sentence.replaceAll(/\s+/g, " ")), exitCode);
}

Deno.exit(await Effect.runPromise(program));
