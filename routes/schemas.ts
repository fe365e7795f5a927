/**
 * The validators that bodies and queries are made of.
 *
 * @module
 */
import * as v from "valibot";
import { TicketNumber as brandTicketNumber } from "../actors/address.ts";
import { holdsContact } from "./contact_details.ts";
import { looksLikeCard } from "./payment_card.ts";

/** Every id of ours and of our callers. */
export const ID_PATTERN = /^[A-Za-z0-9._-]{1,64}$/;

/** What `ID_PATTERN` asks for, in words. */
export const ID_RULE = "must be 1 to 64 of the characters A-Z a-z 0-9 . _ -";

const NO_CARD = "must not look like a payment card number";

/** Neither control characters nor lone surrogates: they collide or vanish in stores and logs. */
export const PLAIN = /^(?=.*\S)[^\p{Cc}\p{Cs}]*$/u;

/** A date and time with its offset. */
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** A whole number of a query. */
export const WHOLE_NUMBER = /^\d{1,15}$/;

const plainText = (lengthMax: number) =>
  v.pipe(
    v.string(),
    v.maxLength(lengthMax, `must have at most ${lengthMax} characters`),
    v.regex(PLAIN, "must be plain text, not empty, without control characters"),
    v.check((text) => !looksLikeCard(text), NO_CARD),
  );

/** An id: of an order, a customer, an admission, a printer, a performance … */
export const Id = v.pipe(
  v.string(),
  v.regex(ID_PATTERN, ID_RULE),
);

/** A short name: a section, a row, a price type, a code of the access control. */
export const Label = plainText(64);

/** What people write: names and reasons. */
export const Text = v.pipe(
  plainText(200),
  v.check(
    (text) => !holdsContact(text),
    "must not hold an e-mail address or a telephone number",
  ),
);

/** Digits only; the box office's own, so it may look like anything. */
export const TicketNumber = v.pipe(
  v.string(),
  v.regex(/^\d{1,20}$/, "must be 1 to 20 digits"),
  v.transform(brandTicketNumber),
);

/** One place in the house. */
export const Seat = v.strictObject({ section: Label, row: Label, number: Label });

/** A date and time with its offset, given in UTC from then on. */
export const Instant = v.pipe(
  v.string(),
  v.regex(INSTANT, "must be an RFC 3339 time, as 2026-08-01T19:30:00Z"),
  v.check(
    (text) => isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)),
    "must be a time that exists",
  ),
  v.transform((text) => text.endsWith("Z") ? text : new Date(text).toISOString()),
);

/** A calendar day. */
export const Day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\d$/, "must be a date, as 2026-08-01"),
  v.check((text) => isDay(text), "must be a date that exists"),
);

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** A flag of a query. */
export const Flag = v.pipe(
  v.picklist(["true", "false"]),
  v.transform((text) => text === "true"),
);

/** A whole number of a query, from `least` to `most`. */
export function wholeNumber(least: number, most: number): v.GenericSchema<string, number> {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.regex(WHOLE_NUMBER, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
}

/** A whole number of a body, from `least` to `most`. */
export function figure(least: number, most: number): v.GenericSchema<number> {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(),
    v.integer(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
}

/** Does what its rule forbids as a rule; recorded with its key. */
export const Override = v.nullish(v.boolean(), false);

/** May be left out, or be `null`: it is `null` then. */
export function maybe<const S extends v.GenericSchema>(schema: S): v.NullishSchema<S, null> {
  return v.nullish(schema, null);
}

/** A pass or a ticket, as queries name it: `ticket/T-1`. */
export const SubjectRef = v.pipe(
  v.string(),
  v.regex(/^(ticket|pass)\/[A-Za-z0-9._-]{1,64}$/, "must be ticket/ID or pass/ID"),
  v.transform((text) => {
    const [kind, id = ""] = text.split("/");
    return { kind: kind === "pass" ? "pass" as const : "ticket" as const, id };
  }),
);

/** What comes out of a scanner, or is typed instead. Never shown again. */
export const Scanned = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7E]{1,128}$/, "must be 1 to 128 printable ASCII characters without spaces"),
);
