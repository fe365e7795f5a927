/**
 * The forms of what the client sends and gets: those of the routes' own validators.
 *
 * @module
 */
import type { InferInput, InferOutput } from "valibot";
import type {
  AdapterAnswer,
  CommandAnswer,
  DeliveryAnswer,
  EventAnswer,
  OperationAnswer,
  OrderAnswer,
  PassAnswer,
  TicketAnswer,
} from "../answers.ts";
import type { ORDER_BODIES } from "../order_bodies.ts";
import type { PASS_BODIES } from "../pass_bodies.ts";
import type { Bundle, Item, PassType, Performance } from "../reference_schemas.ts";
import type { TICKET_BODIES } from "../ticket_bodies.ts";

/** Of one ticket, by verb. */
export type TicketBodies = {
  readonly [Verb in keyof typeof TICKET_BODIES]: InferInput<typeof TICKET_BODIES[Verb]>;
};

/** Of one pass, by verb. */
export type PassBodies = {
  readonly [Verb in keyof typeof PASS_BODIES]: InferInput<typeof PASS_BODIES[Verb]>;
};

/** Of one order, by verb. */
export type OrderBodies = {
  readonly [Verb in keyof typeof ORDER_BODIES]: InferInput<typeof ORDER_BODIES[Verb]>;
};

/** Reference documents, by the plural of their paths. */
export interface ReferenceBodies {
  readonly "performances": InferInput<typeof Performance>;
  readonly "pass-types": InferInput<typeof PassType>;
  readonly "bundles": InferInput<typeof Bundle>;
  readonly "items": InferInput<typeof Item>;
}

/** What a command came to. */
export type CommandResult = InferOutput<typeof CommandAnswer> & {
  /** It had been given before under the same key: this is the answer of then. */
  readonly replayed: boolean;
};

/** A ticket as it is now. */
export type Ticket = InferOutput<typeof TicketAnswer>;

/** A pass as it is now. */
export type Pass = InferOutput<typeof PassAnswer>;

/** An order as it is now. */
export type Order = InferOutput<typeof OrderAnswer>;

/** One fact of a log. */
export type Event = InferOutput<typeof EventAnswer>;

/** One message to an access-control system. */
export type Delivery = InferOutput<typeof DeliveryAnswer>;

/** What became of a command. */
export type Operation = InferOutput<typeof OperationAnswer>;

/** One access-control system. */
export type Adapter = InferOutput<typeof AdapterAnswer>;
