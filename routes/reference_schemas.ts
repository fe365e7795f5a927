/**
 * The bodies of reference data: what is left out is `null`, `false` or empty from then on.
 *
 * @module
 */
import * as v from "valibot";
import { Day, Id, Instant, Label, maybe, Text } from "./schemas.ts";

const flag = v.nullish(v.boolean(), false);

/** Sorted, so that the order in which a caller writes members makes no other document. */
function byName<const S extends v.GenericSchema<unknown, unknown>>(schema: S) {
  return v.pipe(
    v.record(Label, schema),
    v.check((record) => Object.keys(record).length <= 500, "must have at most 500 members"),
    v.transform((record) =>
      Object.fromEntries(Object.entries(record).sort(([one], [other]) => one < other ? -1 : 1))
    ),
  );
}

function listOf<const S extends v.GenericSchema<unknown, unknown>>(schema: S, most: number) {
  return v.nullish(
    v.pipe(v.array(schema), v.maxLength(most, `must have at most ${most} entries`)),
    [],
  );
}

const CodeBySection = v.union([Label, byName(Label)]);

const Codes = v.strictObject({
  StadiumCode: maybe(Label),
  ProductCode: maybe(Label),
  StandCode: maybe(CodeBySection),
  AreaCode: maybe(CodeBySection),
  Tst1: maybe(CodeBySection),
  Tst2: maybe(CodeBySection),
  PriceBandCode: maybe(byName(Label)),
});

const Gate = v.strictObject({
  code: Label,
  name: Text,
  kind: v.picklist(["external", "internal"]),
});

const TimeZone = v.pipe(
  v.string(),
  v.maxLength(64, "must have at most 64 characters"),
  v.check(isTimeZone, "must be an IANA time zone, as Europe/London"),
);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A performance. Its codes may be incomplete: a print that needs a missing one is refused. */
export const Performance = v.pipe(
  v.strictObject({
    name: Text,
    startsAt: Instant,
    timeZone: maybe(TimeZone),
    venue: Text,
    admitFrom: maybe(Instant),
    admitTo: maybe(Instant),
    gates: listOf(Gate, 100),
    ticketTemplate: maybe(Id),
    eligiblePasses: listOf(Id, 100),
    accessControl: Id,
    codes: v.optional(Codes, {}),
  }),
  v.forward(
    v.check(
      ({ admitFrom, admitTo }) =>
        admitFrom === null || admitTo === null || Date.parse(admitFrom) < Date.parse(admitTo),
      "must be after admitFrom",
    ),
    ["admitTo"],
  ),
);

/** A pass type. */
export const PassType = v.pipe(
  v.strictObject({
    name: Text,
    productCode: maybe(Label),
    accessControl: maybe(Id),
    group: maybe(Id),
    multipleAdmissions: flag,
    multiplePerCustomer: flag,
    allAccess: listOf(Id, 1000),
    validFrom: maybe(Day),
    validTo: maybe(Day),
  }),
  v.forward(
    v.check(
      ({ validFrom, validTo }) => validFrom === null || validTo === null || validFrom <= validTo,
      "must not be before validFrom",
    ),
    ["validTo"],
  ),
);

/** A bundle. */
export const Bundle = v.strictObject({
  name: Text,
  assignedPass: maybe(Id),
  performances: listOf(Id, 1000),
});

/** A miscellaneous item. */
export const Item = v.strictObject({ name: Text, assignedPass: maybe(Id) });
