/**
 * The bodies of a pass's commands, by verb.
 *
 * @module
 */
import * as v from "valibot";
import { Id, Label, maybe, Override, Seat, Text } from "./schemas.ts";

const Reason = v.strictObject({ reason: Text });

const Acknowledgement = v.strictObject({ scanId: Id, reason: maybe(Text) });

/** What `POST /v1/passes/{passId}/{verb}` takes. */
export const PASS_BODIES = {
  acquire: v.strictObject({
    passType: Id,
    customerId: Id,
    source: v.strictObject({ kind: v.picklist(["bundle", "item"]), code: Id, orderId: Id }),
  }),
  "add-admission": v.strictObject({
    admissionId: Id,
    performance: Id,
    orderId: Id,
    priceType: Label,
    seat: maybe(Seat),
  }),
  "remove-admission": v.strictObject({
    admissionId: Id,
    reason: Text,
    override: Override,
  }),
  print: v.pipe(
    v.strictObject({ orderId: Id, printer: v.nullish(Id, "Virtual") }),
    v.transform((body) => ({ ...body, admissionIds: null })),
  ),
  reprint: v.strictObject({ reason: Text, printer: maybe(Id) }),
  produce: v.strictObject({ printer: maybe(Id) }),
  block: Reason,
  unblock: Reason,
  cancel: v.strictObject({ reason: Text, override: Override }),
  transfer: v.strictObject({ customerId: Id, reason: Text }),
  delete: v.strictObject({}),
  "acknowledge-incident": Acknowledgement,
};
