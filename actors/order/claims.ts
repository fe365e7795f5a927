/**
 * What an order holds for its customer until the pass itself does, and what it is found by.
 *
 * @module
 */
import type { Claim, Relation } from "../event_store.ts";
import { holdingClaim } from "../holding.ts";
import type { OrderEvent, Task } from "./events.ts";

/**
 * The right to each pass that is about to be acquired is taken with the sale, in one commit.
 *
 * So of many orders at once that each would give one customer the one pass that is allowed, one
 * is sold, and the others change nothing. What was not acquired after all is given back.
 */
export function claims(event: OrderEvent): ReadonlyArray<Claim> {
  switch (event.type) {
    case "TasksQueued":
      return event.tasks.flatMap(held);
    case "PassNotAcquired":
      return [holdingClaim({ ...event, ...event.holding, state: "dead" })];
    default:
      return [];
  }
}

/** Found by its customer. */
export function relations(event: OrderEvent): ReadonlyArray<Relation> {
  return event.type === "OrderPlaced" ? [{ by: "customer", value: event.customerId }] : [];
}

function held({ command, target, holding }: Task): ReadonlyArray<Claim> {
  if (command.type !== "LoadPass" || holding === null) return [];
  const { customerId } = command;
  return [holdingClaim({ customerId, passId: target.id, state: "live", ...holding })];
}
