/**
 * What is said of a configuration file that is wrong.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as v from "valibot";
import { configurationFile, faultsOf } from "../../../adapters/configuration/file.ts";

const SECRET = "s3cret";

/** Faults of a file with this one tenant. */
function faultsOfTenant(tenant: object): ReadonlyArray<string> {
  const { issues = [] } = v.safeParse(configurationFile, { tenants: [tenant] });
  return faultsOf(issues);
}

Deno.test("a fault of the file is told in the words of the API, and never tells what is there", () => {
  const key = { id: "k", sha256: 7, scopes: [SECRET], expiresAt: [SECRET], secret: SECRET };
  const faults = faultsOfTenant({ id: "t", keys: [key], accessControl: SECRET });
  assert.deepEqual([...faults].sort(), [
    "tenants.0.accessControl must be an object",
    "tenants.0.keys.0.expiresAt must be text",
    "tenants.0.keys.0.scopes.0 must be commands:write, read, events:read, barcode:read, " +
    "debug:read, admin or metrics",
    "tenants.0.keys.0.secret is not a known field",
    "tenants.0.keys.0.sha256 must be text",
  ]);
  assert.deepEqual(faultsOfTenant({ id: "t" }), ["tenants.0.keys is required"]);
});
