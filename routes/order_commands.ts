/**
 * The commands of an order.
 *
 * @module
 */
import * as v from "valibot";
import type { CancelLines, ExchangeLines, PlaceOrder, PrintOrder } from "../actors/order/mod.ts";
import { commandRoute } from "./command.ts";
import type { Route } from "./route.ts";
import { Id, Label, maybe, Seat, Text } from "./schemas.ts";
import { SUBJECTS } from "./subjects.ts";

const { order } = SUBJECTS;

/** As many as an order can hold. */
const LINES_MAX = 200;

const AskedLine = v.strictObject({
  lineId: Id,
  kind: v.picklist(["performance", "bundle", "item"]),
  code: Id,
  priceType: maybe(Label),
  seat: maybe(Seat),
  seats: maybe(v.record(Id, Seat)),
  passId: maybe(Id),
  carrier: maybe(v.picklist(["pass", "ticket"])),
});

function some<const S extends v.GenericSchema>(schema: S): v.GenericSchema<
  ReadonlyArray<v.InferInput<S>>,
  ReadonlyArray<v.InferOutput<S>>
> {
  return v.pipe(
    v.array(schema),
    v.minLength(1, "must have at least one"),
    v.maxLength(LINES_MAX, `must have at most ${LINES_MAX}`),
  );
}

/** `POST /v1/orders/{orderId}/…` */
export const ORDER_COMMANDS: ReadonlyArray<Route> = [
  commandRoute<PlaceOrder>(order, {
    verb: "place",
    type: "PlaceOrder",
    summary: "Sells lines, on a new order or one of the same customer; nothing is valid unprinted",
    body: v.strictObject({ customerId: Id, lines: some(AskedLine) }),
    example: {
      customerId: "C-9",
      lines: [
        {
          lineId: "1",
          kind: "bundle",
          code: "FULL",
          priceType: "adult",
          seats: { M01: { section: "N12", row: "F", number: "11" } },
        },
        { lineId: "2", kind: "performance", code: "M07", priceType: "adult", carrier: "ticket" },
      ],
    },
  }),
  commandRoute<PrintOrder>(order, {
    verb: "print",
    type: "PrintOrder",
    summary: "Prints what is unprinted; what is printed only with the reason for a re-print",
    body: v.strictObject({
      lines: maybe(some(Id)),
      reprint: maybe(v.strictObject({ reason: Text })),
      printer: maybe(Id),
    }),
    example: { lines: ["1"], printer: "Virtual" },
  }),
  commandRoute<CancelLines>(order, {
    verb: "cancel-lines",
    type: "CancelLines",
    summary: "Takes lines back: what they granted is revoked at once",
    body: v.strictObject({
      lines: some(Id),
      reason: Text,
      override: v.nullish(v.boolean(), false),
    }),
    example: { lines: ["2"], reason: "Returned by the customer" },
  }),
  commandRoute<ExchangeLines>(order, {
    verb: "exchange",
    type: "ExchangeLines",
    summary: "Gives lines for others: the old die at once, the new are valid when printed",
    body: v.strictObject({
      release: some(Id),
      lines: some(AskedLine),
      reason: Text,
      override: v.nullish(v.boolean(), false),
    }),
    example: {
      release: ["2"],
      lines: [{ lineId: "3", kind: "performance", code: "M08", priceType: "adult" }],
      reason: "Other day",
    },
  }),
];
