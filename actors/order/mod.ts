/**
 * The order: what was sold together, and the unit whose printing makes grants effective.
 *
 * @module
 */
import { type ActorType, UNHEARD } from "../actor_type.ts";
import type { OrderCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import type { OrderEvent } from "./events.ts";
import { claims, relations } from "./claims.ts";
import { evolve, initial, type OrderState } from "./state.ts";
import { sentence } from "./words.ts";

export type { CancelLines, ExchangeLines, PlaceOrder, PrintOrder } from "./commands.ts";
export type { OrderEvent, Task, TaskOutcome } from "./events.ts";
export { RULES as ORDER_RULES } from "./refusals.ts";
export type { OrderState } from "./state.ts";
export { printsOf, view } from "./view.ts";

/** How the actor system runs an order. It tells passes and tickets, never an access control. */
export const order: ActorType<OrderState, OrderCommand, OrderEvent> = {
  ...UNHEARD,
  kind: "order",
  stateVersion: 1,
  creators: ["PlaceOrder"],
  initial,
  decide,
  evolve,
  revisions: ({ desired, acknowledged }) => ({
    desired,
    acknowledged,
    queued: desired,
    seq: 0,
    outstanding: null,
  }),
  isUnfinished: ({ tasks }) => tasks.length > 0,
  claims,
  relations,
  sentence,
};
