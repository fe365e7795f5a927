/**
 * The bodies of an order's commands, by verb.
 *
 * @module
 */
import * as v from "valibot";
import { Id, Label, maybe, Override, Seat, Text } from "./schemas.ts";

/** As many as an order can hold. */
const LINES_MAX = 200;
const AT_MOST = `must have at most ${LINES_MAX} entries`;

const Seats = v.pipe(
  v.record(Id, Seat),
  v.check((seats) => Object.keys(seats).length <= LINES_MAX, AT_MOST),
);

const AskedLine = v.pipe(
  v.strictObject({
    lineId: Id,
    kind: v.picklist(["performance", "bundle", "item"]),
    code: Id,
    priceType: maybe(Label),
    seat: maybe(Seat),
    seats: maybe(Seats),
    passId: maybe(Id),
    carrier: maybe(v.picklist(["pass", "ticket"])),
  }),
  v.forward(
    v.check(({ kind, seat }) => seat === null || kind === "performance", onlyOf("performance")),
    ["seat"],
  ),
  v.forward(
    v.check(({ kind, seats }) => seats === null || kind === "bundle", onlyOf("bundle")),
    ["seats"],
  ),
  v.forward(
    v.check(
      ({ kind, carrier }) => carrier === null || kind === "performance",
      onlyOf("performance"),
    ),
    ["carrier"],
  ),
);

/** Ignored in silence, it would be taken for done. */
function onlyOf(kind: string): string {
  return `can only be given for a line of kind ${kind}`;
}

function some<const S extends v.GenericSchema>(schema: S): v.GenericSchema<
  ReadonlyArray<v.InferInput<S>>,
  ReadonlyArray<v.InferOutput<S>>
> {
  return v.pipe(
    v.array(schema),
    v.minLength(1, "must have at least one"),
    v.maxLength(LINES_MAX, AT_MOST),
  );
}

/** What `POST /v1/orders/{orderId}/{verb}` takes. */
export const ORDER_BODIES = {
  place: v.strictObject({ customerId: Id, lines: some(AskedLine) }),
  print: v.strictObject({
    lines: maybe(some(Id)),
    reprint: maybe(v.strictObject({ reason: Text })),
    printer: maybe(Id),
  }),
  "cancel-lines": v.strictObject({
    lines: some(Id),
    reason: Text,
    override: Override,
  }),
  exchange: v.strictObject({
    release: some(Id),
    lines: some(AskedLine),
    reason: Text,
    override: Override,
  }),
};
