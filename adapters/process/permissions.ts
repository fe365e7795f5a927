/**
 * Whether this process may do what it needs, and nothing beyond.
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

/** What is never needed, with the words for it. A folder's own permission is not among them. */
const NEVER: ReadonlyArray<readonly [Deno.PermissionDescriptor, string]> = [
  [{ name: "run" }, "start programs"],
  [{ name: "ffi" }, "load native libraries"],
  [{ name: "sys" }, "look into the operating system"],
  [{ name: "read", path: "/" }, "read every file"],
  [{ name: "write", path: "/" }, "write every file"],
  [{ name: "net" }, "reach every address"],
  [{ name: "env" }, "read every variable"],
];

/**
 * Fails when the process was given what it never needs: whoever finds a hole in it would have it
 * too. Asked of the program alone, so that tests and benches may run with more.
 */
export const assertNarrow: Effect.Effect<void, ConfigurationFaulty> = Effect.suspend(() => {
  const beyond = NEVER
    .filter(([descriptor]) => Deno.permissions.querySync(descriptor).state === "granted")
    .map(([, words]) => words);
  if (beyond.length === 0) return Effect.void;
  const fault = `this process may ${beyond.join(", ")}: start it with \`deno task start\`, ` +
    "or with the permissions that the task names";
  return Effect.fail(new ConfigurationFaulty({ source: "permissions", faults: [fault] }));
});
