/**
 * Bugs of who may do what, and how much of it.
 *
 * @module
 */
import { EVERY_KEY } from "../promises/p13_every_key.ts";
import { OTHER_TENANT } from "../promises/p13_other_tenant.ts";
import { WHO_DID_WHAT } from "../promises/p15_who_did_what.ts";
import { NOISY_TENANT } from "../promises/p17_noisy_tenant.ts";
import { QUIET_TENANT } from "../promises/p17_quiet_tenant.ts";
import { type PlantedBug, testOf } from "./planted_bug.ts";

const BY_EVERY_KEY = testOf("p13_every_key", EVERY_KEY);
const BY_OTHER_TENANT = testOf("p13_other_tenant", OTHER_TENANT);
const BY_WHO_DID_WHAT = testOf("p15_who_did_what", WHO_DID_WHAT);
const BY_QUIET_TENANT = testOf("p17_quiet_tenant", QUIET_TENANT);
const BY_NOISY_TENANT = testOf("p17_noisy_tenant", NOISY_TENANT);

/** Keys of every kind, other tenants, and limits. */
export const OF_ACCESS: ReadonlyArray<PlantedBug> = [
  {
    name: "a tenant that is not checked",
    edits: [{
      file: "routes/command.ts",
      find: "  return { tenant: caller.tenant, kind: subject.kind,",
      replace: '  return { tenant: "riverside", kind: subject.kind,',
    }],
    test: {
      file: "tests/scenarios/tenants_test.ts",
      name: "another tenant's ticket answers like one that is unknown, to reads and to commands",
    },
    because: /AssertionError/,
  },
  {
    name: "scopes that are not looked at",
    edits: [{
      file: "routes/keys.ts",
      find: '  if (access !== "access-control") requireScope(key, access);\n',
      replace: "",
    }],
    test: BY_EVERY_KEY,
    because: /as scopes=/,
  },
  {
    name: "keys whose time may be over",
    edits: [{
      file: "routes/keys.ts",
      find: "return key === undefined || isExpired(key, Date.now()) ? null : key;",
      replace: "return key ?? null;",
    }],
    test: BY_EVERY_KEY,
    because: / as expired: /,
  },
  {
    name: "a reply key that opens other doors",
    edits: [{
      file: "routes/keys.ts",
      find: "  if (key.accessControl !== owned) throw unauthenticated(INVALID);\n",
      replace: "",
    }],
    test: BY_EVERY_KEY,
    because: / as reply-main: /,
  },
  {
    name: "a reply key that is good for each system",
    edits: [{
      file: "routes/keys.ts",
      find: "  if (key.accessControl !== owned) throw unauthenticated(INVALID);\n",
      replace:
        "  if ((key.accessControl === null) !== (owned === null)) throw unauthenticated(INVALID);\n",
    }],
    test: BY_EVERY_KEY,
    because: / as reply-annex: /,
  },
  {
    name: "a route that asks for too little",
    edits: [{
      file: "routes/audit.ts",
      find: '    access: "admin",',
      replace: '    access: "read",',
    }],
    test: BY_EVERY_KEY,
    because: /GET .v1.audit is for read, and not for admin/,
  },
  {
    name: "a session that outlives its key",
    edits: [{
      file: "routes/console/sessions.ts",
      find: "    const caller = validKey(this.#keys, seat.sha256);\n",
      replace: "    const caller = this.#keys.find(seat.sha256) ?? null;\n",
    }],
    test: BY_EVERY_KEY,
    because: /GET .console.* without a key: 200/,
  },
  {
    name: "a reply key that signs in",
    edits: [{
      file: "routes/console/sessions.ts",
      find: "if (key === null || key.accessControl !== null) return null;",
      replace: "if (key === null) return null;",
    }],
    test: BY_EVERY_KEY,
    because: /the console's door as reply-/,
  },
  {
    name: "idempotency keys that tenants share",
    edits: [{
      file: "routes/envelope.ts",
      find: "keyedId([caller.tenant, method, path, key])",
      replace: "keyedId([method, path, key])",
    }, {
      file: "adapters/kv/keys.ts",
      find: '  return ["c", tenant, commandId];',
      replace: '  return ["c", tenant.slice(0, 0), commandId];',
    }],
    test: BY_OTHER_TENANT,
    because: /idempotency-key-reused|answers what the owner was answered/,
  },
  {
    name: "another tenant's operations",
    edits: [{
      file: "routes/operations.ts",
      find: 'store.command(asked.caller.tenant, param(asked, "operationId"))',
      replace: 'store.command("riverside", param(asked, "operationId"))',
    }],
    test: BY_OTHER_TENANT,
    because: /GET .v1.operations/,
  },
  {
    name: "another tenant's gate check",
    edits: [{
      file: "routes/gate_check.ts",
      find: "          tenant: caller.tenant,\n          barcode",
      replace: '          tenant: "riverside",\n          barcode',
    }],
    test: BY_OTHER_TENANT,
    because: /tells 912855501234/,
  },
  {
    name: "another tenant's deliveries in a list",
    edits: [{
      file: "routes/deliveries.ts",
      find: "store.deliveries(asked.caller.tenant, filter, request)",
      replace: 'store.deliveries("riverside", filter, request)',
    }],
    test: BY_OTHER_TENANT,
    because: /GET .v1.deliveries: tells of-the-owner/,
  },
  {
    name: "another tenant's webhooks in a list",
    edits: [{
      file: "routes/webhooks.ts",
      find: "yield* definedIn(asked.caller.tenant);",
      replace: 'yield* definedIn("riverside");',
    }],
    test: BY_OTHER_TENANT,
    because: /GET .v1.webhooks: tells of-the-owner/,
  },
  {
    name: "another tenant's differences",
    edits: [{
      file: "routes/reconciliation.ts",
      find: '  return { tenant, kind: "reconciliation", id } satisfies Address;',
      replace: '  return { tenant: "riverside", kind: "reconciliation", id } satisfies Address;',
    }],
    test: BY_OTHER_TENANT,
    because: /reconciliation.\{differenceId\}.(approve|ignore): (200|tells)/,
  },
  {
    name: "another tenant's notifications",
    edits: [{
      file: "routes/webhook_deliveries.ts",
      find: "  return { tenant: asked.caller.tenant, id:",
      replace: '  return { tenant: "riverside", id:',
    }],
    test: BY_OTHER_TENANT,
    because: /deliveries.\{deliveryId\}.redeliver: 200/,
  },
  {
    name: "aliases that are told to every tenant",
    edits: [{
      file: "actors/customers.ts",
      find: "    return customer?.tenant === tenant ? customer.reference : null;",
      replace: "    return customer?.reference ?? null;",
    }],
    test: BY_OTHER_TENANT,
    because: /an alias in their own text is told to them/,
  },
  {
    name: "a request that is refused after its work",
    edits: [{
      file: "routes/serve.ts",
      find: "    house.limits.count(caller);\n    return caller;\n",
      replace: "    return caller;\n",
    }, {
      file: "routes/serve.ts",
      find: "      return answerWithReferences(arrival, await house.run(answered));",
      replace: "      const ran = await house.run(answered);\n" +
        "      if (!isOpen) house.limits.count(caller);\n" +
        "      return answerWithReferences(arrival, ran);",
    }],
    test: BY_QUIET_TENANT,
    because: /calls stand before the quiet tenant's answer/,
  },
  {
    name: "a limit that refuses nobody",
    edits: [{
      file: "routes/rate_limit.ts",
      find: "    refused();\n    throw tooMany(waitMs);",
      replace: "    refused();\n    void tooMany;",
    }],
    test: BY_QUIET_TENANT,
    because: /calls stand before the quiet tenant's answer/,
  },
  {
    name: "one limit for all tenants",
    edits: [{
      file: "routes/rate_limit.ts",
      find: "tenants.ask(tenant, limit, at)",
      replace: 'tenants.ask("", limit, at)',
    }],
    test: BY_NOISY_TENANT,
    because: /the quiet tenant was answered 429/,
  },
  {
    name: "a refused request that counts",
    edits: [{
      file: "routes/rate_limit.ts",
      find: "    refused();\n    throw tooMany(waitMs);",
      replace:
        "    refused();\n    for (const { take } of asked) take(1);\n    throw tooMany(waitMs);",
    }],
    test: BY_NOISY_TENANT,
    because: /only \d+ accepted, not/,
  },
  {
    name: "429 without Retry-After",
    edits: [{
      file: "routes/rate_limit.ts",
      find: '  return problem("too-many-requests", { headers: { "retry-after": seconds } });',
      replace: '  void seconds;\n  return problem("too-many-requests");',
    }],
    test: BY_NOISY_TENANT,
    because: /429 with Retry-After none/,
  },
  {
    name: "a discard that nobody notes",
    edits: [{
      file: "routes/auditing.ts",
      find: '  return isChange || path.endsWith("/support-bundle");',
      replace:
        '  return isChange && !path.endsWith("/discard") || path.endsWith("/support-bundle");',
    }],
    test: BY_WHO_DID_WHAT,
    because: /\/discard is not in the audit/,
  },
];
