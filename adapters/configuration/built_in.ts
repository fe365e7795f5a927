/**
 * The configuration of a first try: one tenant, one key that may do everything, the simulator.
 *
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import { Effect } from "effect";
import {
  ConfigurationFaulty,
  DEFAULT_RATE_LIMIT,
  SCOPES,
  type TenantConfiguration,
  withDefaults,
} from "./file.ts";

/** What only a first try has. */
export interface BuiltIn {
  readonly tenant: string;
  /** The key that may do everything, in clear: it is for trying out. */
  readonly key: string;
  /** Made just now, so it should be shown once. */
  readonly isNew: boolean;
  /** Token and reply key of the built-in simulator, made anew at each start. */
  readonly simulatorToken: string;
  readonly replyKey: string;
}

const TENANT = "demo";

/** In the data folder: the key of the built-in tenant, in clear, for its owner's eyes only. */
export const KEY_FILE = "demo.key";

/** The simulator's place is known only once it listens; its URL is filled in then. */
const SIMULATOR_URL = "http://127.0.0.1:0";

/** A first try can be told of facts on its own machine. */
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Reads the tenant's key from the data folder, or makes one there (mode 0600). */
export const builtInTenant = Effect.fnUntraced(function* (
  data: string,
): Effect.fn.Return<
  { readonly tenant: TenantConfiguration; readonly builtIn: BuiltIn },
  ConfigurationFaulty
> {
  const { key, isNew } = yield* Effect.tryPromise({
    try: () => readOrMakeKey(data),
    catch: (cause) =>
      new ConfigurationFaulty({
        source: `${data}/${KEY_FILE}`,
        faults: [cause instanceof Error ? cause.message : "the key cannot be read or made"],
      }),
  });
  const builtIn: BuiltIn = {
    tenant: TENANT,
    key,
    isNew,
    simulatorToken: randomKey(),
    replyKey: randomKey(),
  };
  const main = withDefaults({
    kind: "fortress",
    url: SIMULATOR_URL,
    token: builtIn.simulatorToken,
    replyKeySha256: sha256(builtIn.replyKey),
  });
  const tenant: TenantConfiguration = {
    id: TENANT,
    keys: [{
      id: "demo",
      sha256: sha256(key),
      scopes: [...SCOPES],
      expiresAt: null,
      rateLimit: null,
    }],
    accessControl: { main },
    rateLimit: DEFAULT_RATE_LIMIT,
    webhookHosts: LOOPBACK,
  };
  return { tenant, builtIn };
});

/** Whether the data lies in files here, so that other files can lie beside it. */
export function isFolder(data: string): boolean {
  return data !== ":memory:" && !/^https?:/.test(data);
}

async function readOrMakeKey(
  data: string,
): Promise<{ readonly key: string; readonly isNew: boolean }> {
  if (!isFolder(data)) return { key: randomKey(), isNew: true };
  const path = `${data}/${KEY_FILE}`;
  const known = await readKey(path);
  if (known !== null) return { key: known, isNew: false };
  await Deno.mkdir(data, { recursive: true, mode: 0o700 });
  const key = randomKey();
  await Deno.writeTextFile(path, `${key}\n`, { mode: 0o600, createNew: true });
  return { key, isNew: true };
}

async function readKey(path: string): Promise<string | null> {
  try {
    const key = (await Deno.readTextFile(path)).trim();
    if (key === "") throw new Error("the file is empty: remove it, and a key is made");
    return key;
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return null;
    throw cause;
  }
}

/** A key in clear: 256 random bits. */
export function randomKey(): string {
  return `gh_${randomBytes(32).toString("base64url")}`;
}

/** In lower-case hex: all that a configuration file knows of a key. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
