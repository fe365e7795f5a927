/**
 * The simulator as its own program, until SIGTERM or SIGINT.
 *
 * Environment: `GATEHOUSE_SIMULATOR_PORT` (9200), `GATEHOUSE_SIMULATOR_TOKEN` (simulator-token),
 * and for late replies `GATEHOUSE_SIMULATOR_REPLY_URL` with `GATEHOUSE_SIMULATOR_REPLY_KEY`.
 *
 * @module
 */
import { Config, ConfigProvider, Console, Effect } from "effect";
import { assertNoArguments, EXIT_USAGE, sentenceOf } from "../process/arguments.ts";
import { untilToldToStop } from "../process/serving.ts";
import { type SimulatorOptions, startSimulator } from "./mod.ts";

/** As in sysexits.h. */
const EXIT_TEMPORARY = 75;
const EXIT_CONFIGURATION = 78;

const PREFIX = "GATEHOUSE_SIMULATOR_";
const NAMES = ["PORT", "TOKEN", "REPLY_URL", "REPLY_KEY"].map((name) => PREFIX + name);

const readOptions = Effect.fnUntraced(
  function* () {
    const port = yield* Config.Port(`${PREFIX}PORT`).pipe(Config.withDefault(9200));
    const token = yield* text("TOKEN", "simulator-token");
    const url = yield* text("REPLY_URL", "");
    const key = yield* text("REPLY_KEY", "");
    const replyTo = url === "" ? {} : { replyTo: { url, key } };
    return { port, token, ...replyTo } satisfies SimulatorOptions;
  },
  (reading) =>
    Effect.suspend(() =>
      Effect.provideService(reading, ConfigProvider.ConfigProvider, ownVariables())
    ),
);

/** Only these may be read: the provider of the whole environment wants permission for all of it. */
function ownVariables(): ConfigProvider.ConfigProvider {
  const set = NAMES.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return ConfigProvider.fromEnv({ env: Object.fromEntries(set) });
}

function text(name: string, otherwise: string): Config.Config<string> {
  return Config.String(PREFIX + name).pipe(Config.withDefault(otherwise));
}

const program = Effect.gen(function* () {
  yield* assertNoArguments(Deno.args);
  const options = yield* readOptions();
  const { url } = yield* startSimulator(options);
  yield* Console.log([
    `The simulated access control listens on ${url}`,
    `It wants the token ${options.token} (${PREFIX}TOKEN)`,
  ].join("\n"));
  yield* untilToldToStop;
  return 0;
}).pipe(
  Effect.scoped,
  Effect.catchTags({
    ArgumentUnknown: (error) => failWith(EXIT_USAGE, sentenceOf(error)),
    PortTaken: ({ port, reason }) =>
      failWith(
        EXIT_TEMPORARY,
        `Port ${port} cannot be listened on: ${reason}; choose another with ${PREFIX}PORT`,
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
