/**
 * The configuration file: tenants, keys and access-control systems, every field checked.
 *
 * @module
 */
import { Data } from "effect";
import * as v from "valibot";
import { DEFAULT_PACE } from "../../actors/access_control.ts";
import { mismatchWords } from "../../actors/fault_words.ts";
import { SYMBOLOGIES } from "../../actors/ticket_template.ts";

/** The configuration is wrong. `faults` name every place with what belongs there. */
export class ConfigurationFaulty extends Data.TaggedError("ConfigurationFaulty")<{
  readonly source: string;
  readonly faults: ReadonlyArray<string>;
}> {}

/** What a key may do; none contains another. */
export const SCOPES = [
  "commands:write",
  "read",
  "events:read",
  "barcode:read",
  "debug:read",
  "admin",
  "metrics",
] as const;

const id = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9._-]{1,64}$/, "must be 1 to 64 of letters, digits, '.', '_' and '-'"),
);
const sha256 = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 lower-case hexadecimal digits"),
);
const INSTANT = "must be a time like 2027-08-01T00:00:00Z";
const instant = v.pipe(v.string(), v.isoTimestamp(INSTANT), v.check(isInstant, INSTANT));
const count = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
};
const atMost = (most: number) => `must have at most ${most} entries`;
const milliseconds = count;

const HOUR_MS = 3_600_000;

/** Requests: what comes back each second, and what may be sent at once after a rest. */
const rateLimit = v.strictObject({
  perSecond: count(1, 100_000),
  burst: count(1, 1_000_000),
});

/** A busy sale of one tenant takes a tenth of it, and one process answers more than that. */
export const DEFAULT_RATE_LIMIT = { perSecond: 2_000, burst: 4_000 } as const;

const key = v.strictObject({
  id,
  sha256,
  scopes: v.array(v.picklist(SCOPES)),
  expiresAt: v.optional(v.nullable(instant), null),
  rateLimit: v.optional(v.nullable(rateLimit), null),
});

const fortress = v.strictObject({
  kind: v.literal("fortress"),
  url: v.pipe(
    v.string(),
    v.url("must be a URL"),
    v.regex(/^https?:\/\//, "must be an http or https URL"),
    v.regex(/^[^?#@]*$/, "must be a URL without credentials, query and fragment"),
  ),
  token: v.pipe(
    v.string(),
    v.minLength(1, "must not be empty"),
    v.maxLength(4096, "must have at most 4096 characters"),
  ),
  tickets: v.optional(v.picklist(["barcode", "print"]), "barcode"),
  replyKeySha256: v.optional(v.nullable(sha256), null),
  retry: v.optional(
    v.strictObject({
      firstMs: v.optional(milliseconds(1, HOUR_MS), 250),
      maxMs: v.optional(milliseconds(1, HOUR_MS), 60_000),
      attemptTimeoutMs: v.optional(milliseconds(10, 300_000), 5_000),
    }),
    {},
  ),
  breaker: v.optional(
    v.strictObject({
      failures: v.optional(count(1, 1_000), 5),
      openMs: v.optional(milliseconds(1, HOUR_MS), 5_000),
    }),
    {},
  ),
  pace: v.optional(
    v.strictObject({
      callsMax: v.optional(count(1, 256), DEFAULT_PACE.callsMax),
      callsPerSecond: v.optional(v.nullable(count(1, 10_000)), DEFAULT_PACE.callsPerSecond),
    }),
    {},
  ),
  symbology: v.optional(v.nullable(v.picklist(SYMBOLOGIES)), null),
  pollMs: v.optional(milliseconds(10, HOUR_MS), 1_000),
  reconcileEveryMs: v.optional(milliseconds(1_000, 24 * HOUR_MS), 300_000),
  repair: v.optional(v.picklist(["propose", "automatic"]), "propose"),
});

/** As Deno's permissions write them: `host` for all its ports, `host:port` for one. */
const host = v.pipe(
  v.string(),
  v.regex(
    /^([a-z0-9][a-z0-9.-]{0,252}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/,
    "must be a host in lower case, or a host and port, as hooks.example:8443",
  ),
);

const tenant = v.strictObject({
  id,
  keys: v.pipe(v.array(key), v.maxLength(1_000, atMost(1_000))),
  accessControl: v.optional(v.record(id, fortress), {}),
  rateLimit: v.optional(rateLimit, DEFAULT_RATE_LIMIT),
  webhookHosts: v.optional(v.pipe(v.array(host), v.maxLength(100, atMost(100))), []),
});

/** At least one tenant; ids and key hashes unique over the file. */
export const configurationFile = v.pipe(
  v.strictObject({
    tenants: v.pipe(
      v.array(tenant),
      v.minLength(1, "must have at least one tenant"),
      v.maxLength(1_000, atMost(1_000)),
    ),
  }),
  v.check(
    ({ tenants }) => isUnique(tenants.map(({ id }) => id)),
    "must have tenant ids that differ",
  ),
  v.check(
    ({ tenants }) => isUnique(tenants.flatMap(({ keys }) => keys.map(({ sha256 }) => sha256))),
    "must have keys that differ: one SHA-256 stands twice",
  ),
);

/** The file with every default filled in. */
export type ConfigurationFile = v.InferOutput<typeof configurationFile>;
/** One tenant: who may ask, and which systems guard its gates. */
export type TenantConfiguration = ConfigurationFile["tenants"][number];
/** How one access-control system is reached. */
export type AccessControlConfiguration = TenantConfiguration["accessControl"][string];

/** `Date` reads `…+01` as no time at all, which never comes, and 31 February as a day in March. */
function isInstant(text: string): boolean {
  if (Number.isNaN(Date.parse(text))) return false;
  const [day = ""] = text.split(/[T ]/);
  return new Date(day).toISOString().startsWith(day);
}

/** A good description of a system, with every default filled in. */
export function withDefaults(system: v.InferInput<typeof fortress>): AccessControlConfiguration {
  return v.parse(fortress, system);
}

/** Each fault as the rest of a sentence: where it is and what belongs there, never what is there. */
export function faultsOf(issues: ReadonlyArray<v.BaseIssue<unknown>>): ReadonlyArray<string> {
  return issues.map((issue) =>
    `${v.getDotPath(issue) ?? "the whole file"} ${mismatchWords(issue)}`
  );
}

function isUnique(values: ReadonlyArray<string>): boolean {
  return new Set(values).size === values.length;
}
