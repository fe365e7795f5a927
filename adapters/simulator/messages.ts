/**
 * What the simulator understands. Stricter than a real vendor would be, so that a field too many
 * or a wrong type is found here.
 *
 * @module
 */
import * as v from "valibot";
import { CREDENTIAL_KINDS } from "../../actors/access_control.ts";

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,128}$/));
const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
const Code = v.nullable(v.pipe(v.string(), v.maxLength(64)));
const Day = v.nullable(v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/)));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const admission = {
  admissionId: Id,
  ProductCode: Text,
  StadiumCode: Code,
  StandCode: Code,
  AreaCode: Code,
  PriceBandCode: Code,
  row: Code,
  seat: Code,
  Tst1: Code,
  Tst2: Code,
};

const Card = v.strictObject({
  generation: Count,
  passType: Text,
  productCode: Text,
  memberId: Text,
  printer: Text,
  validFrom: Day,
  validTo: Day,
  credential: v.nullable(Text),
  admissions: v.array(v.strictObject(admission)),
  reason: v.optional(Text),
});

const Ticket = v.strictObject({
  ...admission,
  generation: Count,
  delivery: v.picklist(["barcode", "print"]),
  printer: Text,
  credentials: v.optional(
    v.array(v.strictObject({ kind: v.picklist(CREDENTIAL_KINDS), value: Text })),
    [],
  ),
  reason: v.optional(Text),
});

const envelope = {
  commandId: v.pipe(v.string(), v.regex(/^[\x21-\x7E]{1,128}$/)),
  tenant: Id,
  seq: Count,
};

/** `POST /commands`. */
export const CommandMessage = v.variant("command", [
  v.strictObject({
    ...envelope,
    subject: v.strictObject({ kind: v.literal("pass"), id: Id }),
    command: v.picklist(["issueCard", "updateCard", "cancelCard", "blockCard", "unblockCard"]),
    card: Card,
  }),
  v.strictObject({
    ...envelope,
    subject: v.strictObject({ kind: v.literal("ticket"), id: Id }),
    command: v.picklist(["issueTicket", "cancelTicket"]),
    ticket: Ticket,
  }),
]);

/** A command as it arrived. */
export type CommandMessage = v.InferOutput<typeof CommandMessage>;

/** `POST /scan`: somebody holds something against a turnstile. */
export const ScanMessage = v.strictObject({
  value: Text,
  ProductCode: Text,
  gate: v.optional(v.nullable(Text), null),
  direction: v.optional(v.picklist(["in", "out"]), "in"),
});

/** A card or ticket held against a gate. */
export type ScanMessage = v.InferOutput<typeof ScanMessage>;

/** `POST /annul`: the turnstile opened but did not turn. */
export const AnnulMessage = v.strictObject({ scanId: Text });
