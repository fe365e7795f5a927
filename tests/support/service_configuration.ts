/**
 * A configuration for the service in this process, from the few things that a test is about.
 *
 * @module
 */
import {
  type Configuration,
  DEFAULT_RATE_LIMIT,
  SCOPES,
  sha256,
  type TenantConfiguration,
  withDefaults,
} from "../../adapters/configuration/mod.ts";

type KeyConfiguration = TenantConfiguration["keys"][number];
type AccessControlConfiguration = TenantConfiguration["accessControl"][string];

/** Above all that a test sends. */
export const NO_LIMIT = { perSecond: 100_000, burst: 1_000_000 } as const;

/** On a free port; its data is in memory unless `data` names a folder. */
export function aConfiguration(
  tenants: ReadonlyArray<TenantConfiguration>,
  { data = ":memory:" }: Partial<Pick<Configuration, "data">> = {},
): Configuration {
  return { host: "127.0.0.1", port: 0, data, log: "json", builtIn: null, tenants };
}

/** Tenant `riverside`, with nothing but what is given. */
export function aTenant(given: Partial<TenantConfiguration> = {}): TenantConfiguration {
  return {
    id: "riverside",
    keys: [],
    accessControl: {},
    rateLimit: DEFAULT_RATE_LIMIT,
    webhookHosts: [],
    ...given,
  };
}

/** A key that does not expire; it may do everything unless `scopes` says what. */
export function aKey(
  id: string,
  secret: string,
  scopes: KeyConfiguration["scopes"] = [...SCOPES],
): KeyConfiguration {
  return { id, sha256: sha256(secret), scopes, expiresAt: null, rateLimit: null };
}

/** A system that is tried again at once, and asked often; shorter than a file may say. */
export function anAccessControl(
  url: string,
  given: Partial<AccessControlConfiguration> = {},
): AccessControlConfiguration {
  return {
    ...withDefaults({ kind: "fortress", url, token: "token" }),
    retry: { firstMs: 5, maxMs: 50, attemptTimeoutMs: 5000 },
    breaker: { failures: 5, openMs: 50 },
    pollMs: 20,
    ...given,
  };
}
