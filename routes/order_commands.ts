/**
 * The commands of an order.
 *
 * @module
 */
import type { CancelLines, ExchangeLines, PlaceOrder, PrintOrder } from "../actors/order/mod.ts";
import { commandRoute } from "./command.ts";
import { ORDER_BODIES } from "./order_bodies.ts";
import type { Route } from "./route.ts";
import { SUBJECTS } from "./subjects.ts";

const { order } = SUBJECTS;

/** `POST /v1/orders/{orderId}/…` */
export const ORDER_COMMANDS: ReadonlyArray<Route> = [
  commandRoute<PlaceOrder>(order, {
    verb: "place",
    type: "PlaceOrder",
    summary: "Sells lines, on a new order or one of the same customer; nothing is valid unprinted",
    body: ORDER_BODIES.place,
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
    body: ORDER_BODIES.print,
    example: { lines: ["1"], printer: "Virtual" },
  }),
  commandRoute<CancelLines>(order, {
    verb: "cancel-lines",
    type: "CancelLines",
    summary: "Takes lines back: what they granted is revoked at once",
    body: ORDER_BODIES["cancel-lines"],
    example: { lines: ["2"], reason: "Returned by the customer" },
  }),
  commandRoute<ExchangeLines>(order, {
    verb: "exchange",
    type: "ExchangeLines",
    summary: "Gives lines for others: the old die at once, the new are valid when printed",
    body: ORDER_BODIES.exchange,
    example: {
      release: ["2"],
      lines: [{ lineId: "3", kind: "performance", code: "M08", priceType: "adult" }],
      reason: "Other day",
    },
  }),
];
