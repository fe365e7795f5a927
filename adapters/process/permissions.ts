/**
 * Whether this process may reach what it is configured to reach.
 *
 * @module
 */
import { Effect } from "effect";
import { type Configuration, ConfigurationFaulty } from "../configuration/mod.ts";

/**
 * Fails with every access-control system that Deno's permissions keep out of reach.
 *
 * Addresses come from the configuration alone, and the list of allowed ones is fixed at start:
 * nothing that arrives later can send the service anywhere else.
 */
export const assertReachable = Effect.fnUntraced(function* (
  { tenants }: Configuration,
): Effect.fn.Return<void, ConfigurationFaulty> {
  const faults = tenants.flatMap(({ id, accessControl }) =>
    Object.entries(accessControl).flatMap(([name, { url }]) => {
      const { host, hostname } = new URL(url);
      const { state } = Deno.permissions.querySync({ name: "net", host });
      return state === "granted" ? [] : [
        `tenant ${id}, accessControl.${name}.url: ${hostname} may not be reached; ` +
        "name it in GATEHOUSE_ALLOW_NET",
      ];
    })
  );
  if (faults.length > 0) {
    return yield* new ConfigurationFaulty({ source: "permissions", faults });
  }
});
