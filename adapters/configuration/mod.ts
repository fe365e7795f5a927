/**
 * What the service is told at its start: the environment and one file.
 *
 * @module
 */
import { Config, ConfigProvider, Effect } from "effect";
import * as v from "valibot";
import { type BuiltIn, builtInTenant } from "./built_in.ts";
import {
  ConfigurationFaulty,
  configurationFile,
  faultsOf,
  type TenantConfiguration,
} from "./file.ts";

export { isFolder, KEY_FILE, randomKey, sha256 } from "./built_in.ts";
export {
  ConfigurationFaulty,
  DEFAULT_RATE_LIMIT,
  SCOPES,
  type TenantConfiguration,
} from "./file.ts";

/** Every variable that is read, and no other. */
export const VARIABLES = [
  "GATEHOUSE_HOST",
  "GATEHOUSE_PORT",
  "GATEHOUSE_DATA",
  "GATEHOUSE_CONFIG",
  "GATEHOUSE_LOG",
] as const;

/** The file is bounded: 1,000 tenants with their keys take less. */
const FILE_MAX_BYTES = 4 * 1024 * 1024;

/** All that is decided before the service starts. */
export interface Configuration {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Folder, `:memory:`, or a KV Connect URL. */
  readonly data: string;
  readonly log: "pretty" | "json";
  readonly tenants: ReadonlyArray<TenantConfiguration>;
  /** Set when no file was given: one tenant, and the simulator as its access control. */
  readonly builtIn: BuiltIn | null;
}

const environment = Config.all({
  host: Config.String("GATEHOUSE_HOST").pipe(Config.withDefault("127.0.0.1")),
  port: Config.Int("GATEHOUSE_PORT").pipe(Config.withDefault(8080)),
  data: Config.String("GATEHOUSE_DATA").pipe(Config.withDefault("./data")),
  file: Config.String("GATEHOUSE_CONFIG").pipe(Config.withDefault("")),
  log: Config.Literals(["pretty", "json"], "GATEHOUSE_LOG").pipe(
    Config.withDefault(Deno.stdout.isTerminal() ? "pretty" : "json"),
  ),
});

/** Reads everything, or says everything that is wrong with it. `fixed` wins over the environment. */
export const readConfiguration = Effect.fn("readConfiguration")(
  function* (
    fixed: { readonly data?: string } = {},
  ): Effect.fn.Return<Configuration, ConfigurationFaulty> {
    const env: Record<string, string> = {};
    for (const name of VARIABLES) {
      const value = Deno.env.get(name);
      if (value !== undefined && value !== "") env[name] = value;
    }
    const { host, port, file, log, ...read } = yield* environment.parse(
      ConfigProvider.fromEnv({ env }),
    ).pipe(
      Effect.mapError(({ message }) =>
        new ConfigurationFaulty({ source: "the environment", faults: [message] })
      ),
    );
    const data = fixed.data ?? read.data;
    if (port < 0 || port > 65_535) {
      return yield* new ConfigurationFaulty({
        source: "the environment",
        faults: ["GATEHOUSE_PORT: expected a number from 0 to 65535"],
      });
    }
    if (file !== "") {
      return { host, port, data, log, tenants: yield* readFile(file), builtIn: null };
    }
    const { tenant, builtIn } = yield* builtInTenant(data);
    return { host, port, data, log, tenants: [tenant], builtIn };
  },
);

const readFile = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<ReadonlyArray<TenantConfiguration>, ConfigurationFaulty> {
  const source = path;
  const text = yield* Effect.tryPromise({
    try: async () => {
      const { size } = await Deno.stat(path);
      if (size > FILE_MAX_BYTES) throw new Error(`The file has more than ${FILE_MAX_BYTES} bytes`);
      return await Deno.readTextFile(path);
    },
    catch: (cause) => new ConfigurationFaulty({ source, faults: [describe(cause)] }),
  });
  const json = yield* Effect.try({
    try: () => JSON.parse(text) as unknown,
    catch: () => new ConfigurationFaulty({ source, faults: ["the file is not valid JSON"] }),
  });
  const parsed = v.safeParse(configurationFile, json);
  if (!parsed.success) {
    return yield* new ConfigurationFaulty({ source, faults: faultsOf(parsed.issues) });
  }
  return parsed.output.tenants;
});

function describe(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "there is no such file";
  if (cause instanceof Deno.errors.NotCapable || cause instanceof Deno.errors.PermissionDenied) {
    return "the file may not be read";
  }
  return cause instanceof Error ? cause.message : "the file cannot be read";
}
