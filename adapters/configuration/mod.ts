/**
 * What the service is told at its start: the environment and one file.
 *
 * @module
 */
import { Effect } from "effect";
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
  withDefaults,
} from "./file.ts";

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

const PORT = "must be a number from 0 to 65535";

const environment = v.object({
  GATEHOUSE_HOST: v.optional(v.string(), "127.0.0.1"),
  GATEHOUSE_PORT: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,5}$/, PORT), v.transform(Number), v.maxValue(65_535, PORT)),
    "8080",
  ),
  GATEHOUSE_DATA: v.optional(v.string(), "./data"),
  GATEHOUSE_CONFIG: v.optional(v.string()),
  GATEHOUSE_LOG: v.optional(
    v.picklist(["pretty", "json"]),
    () => Deno.stdout.isTerminal() ? "pretty" : "json",
  ),
});

/** Every variable that is read, and no other. */
export const VARIABLES: ReadonlyArray<string> = Object.keys(environment.entries);

/** Reads everything, or says everything that is wrong with it. `fixed` wins over the environment. */
export const readConfiguration = Effect.fn("readConfiguration")(
  function* (
    fixed: { readonly data?: string } = {},
  ): Effect.fn.Return<Configuration, ConfigurationFaulty> {
    const set = yield* parse(environment, variables(), "the environment");
    const { GATEHOUSE_HOST: host, GATEHOUSE_PORT: port, GATEHOUSE_LOG: log } = set;
    const data = fixed.data ?? set.GATEHOUSE_DATA;
    const read = { host, port, data, log };
    const file = set.GATEHOUSE_CONFIG;
    if (file !== undefined) return { ...read, tenants: yield* readFile(file), builtIn: null };
    const { tenant, builtIn } = yield* builtInTenant(data);
    return { ...read, tenants: [tenant], builtIn };
  },
);

/** One that is set to nothing counts as not set. */
function variables(): Readonly<Record<string, string>> {
  return Object.fromEntries(VARIABLES.flatMap((name) => {
    const value = Deno.env.get(name) ?? "";
    return value === "" ? [] : [[name, value]];
  }));
}

const readFile = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<ReadonlyArray<TenantConfiguration>, ConfigurationFaulty> {
  const text = yield* Effect.tryPromise({
    try: async () => {
      const { size } = await Deno.stat(path);
      if (size > FILE_MAX_BYTES) throw new Error(`the file has more than ${FILE_MAX_BYTES} bytes`);
      return await Deno.readTextFile(path);
    },
    catch: (cause) => new ConfigurationFaulty({ source: path, faults: [describe(cause)] }),
  });
  const json = yield* Effect.try({
    try: () => JSON.parse(text) as unknown,
    catch: () => new ConfigurationFaulty({ source: path, faults: ["the file is not valid JSON"] }),
  });
  return (yield* parse(configurationFile, json, path)).tenants;
});

function parse<const S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  source: string,
): Effect.Effect<v.InferOutput<S>, ConfigurationFaulty> {
  const { success, output, issues } = v.safeParse(schema, input);
  return success
    ? Effect.succeed(output)
    : Effect.fail(new ConfigurationFaulty({ source, faults: faultsOf(issues) }));
}

function describe(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "there is no such file";
  if (cause instanceof Deno.errors.NotCapable || cause instanceof Deno.errors.PermissionDenied) {
    return "the file may not be read";
  }
  return cause instanceof Error ? cause.message : "the file cannot be read";
}
