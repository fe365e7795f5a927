/**
 * A configuration file for a service that runs as a process of its own.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { SIMULATOR_TOKEN } from "./service_gate.ts";

/** The key of its one tenant `riverside`, in the clear; it may do everything. */
export const KEY = "riverside-everything";

/** A good file for access control `main` at `url`; `system` changes its description. */
export function configurationFile(
  url: string,
  system: Readonly<Record<string, unknown>> = {},
): object {
  return {
    tenants: [{
      id: "riverside",
      keys: [{
        id: "box-office",
        sha256: createHash("sha256").update(KEY).digest("hex"),
        scopes: ["commands:write", "read", "events:read", "barcode:read", "debug:read", "admin"],
      }],
      rateLimit: { perSecond: 100_000, burst: 1_000_000 },
      accessControl: {
        main: {
          kind: "fortress",
          url,
          token: SIMULATOR_TOKEN,
          retry: { firstMs: 5, maxMs: 50, attemptTimeoutMs: 5000 },
          breaker: { failures: 5, openMs: 50 },
          pollMs: 50,
          ...system,
        },
      },
    }],
  };
}

/** Runs `use` with a temporary folder that is gone afterwards. */
export async function inFolder<A>(use: (folder: string) => Promise<A>): Promise<A> {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes a file of any content into `folder`; gives its path. */
export async function writeConfiguration(
  folder: string,
  content: string | object,
): Promise<string> {
  const path = `${folder}/gatehouse.json`;
  await Deno.writeTextFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}
