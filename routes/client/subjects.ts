/**
 * The client's tickets, passes and orders: their commands, their state, their logs.
 *
 * @module
 */
import type {
  CommandResult,
  Delivery,
  Event,
  Order,
  OrderBodies,
  Pass,
  PassBodies,
  Ticket,
  TicketBodies,
} from "./forms.ts";
import { pages, queryOf } from "./pages.ts";
import { type Past, pastOf, type When } from "./past.ts";
import type { CommandOptions, Send } from "./transport.ts";

/** Gives one command; a body that may be empty may be left out. */
type Command<Body> = (
  id: string,
  ...rest: Record<never, never> extends Body ? [body?: Body, options?: CommandOptions]
    : [body: Body, options?: CommandOptions]
) => Promise<CommandResult>;

/** What can be read of every one of them. */
export interface Reads<State> extends Past {
  /** As it is, or as it was. */
  readonly get: (id: string, when?: When) => Promise<State>;
  /** Its log, the oldest first; pages are fetched as they are needed. */
  readonly events: (id: string) => AsyncIterable<Event>;
  /** Its messages to the access control, the newest first. */
  readonly deliveries: (id: string) => AsyncIterable<Delivery>;
}

/** Commands and reads of single tickets. */
export type Tickets = Reads<Ticket> & Commands<TicketBodies>;

/** Commands and reads of passes. */
export type Passes = Reads<Pass> & Commands<PassBodies>;

/** Commands and reads of orders. */
export type Orders = Reads<Order> & Commands<OrderBodies>;

/** `add-admission` is `addAdmission` here. */
type Commands<Bodies> = {
  readonly [Verb in keyof Bodies & string as Camel<Verb>]: Command<Bodies[Verb]>;
};

type Camel<Verb extends string> = Verb extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Tail>}`
  : Verb;

/** Of single tickets. */
export function ticketsOf(send: Send): Tickets {
  const command = commandsTo(send, "tickets");
  return {
    ...reads<Ticket>(send, "tickets"),
    allocate: command("allocate"),
    print: command("print"),
    reprint: command("reprint"),
    unprint: command("unprint"),
    cancel: command("cancel"),
    produce: command("produce"),
    acknowledgeIncident: command("acknowledge-incident"),
  };
}

/** Of passes. */
export function passesOf(send: Send): Passes {
  const command = commandsTo(send, "passes");
  return {
    ...reads<Pass>(send, "passes"),
    acquire: command("acquire"),
    addAdmission: command("add-admission"),
    removeAdmission: command("remove-admission"),
    print: command("print"),
    reprint: command("reprint"),
    produce: command("produce"),
    block: command("block"),
    unblock: command("unblock"),
    cancel: command("cancel"),
    transfer: command("transfer"),
    delete: command("delete"),
    acknowledgeIncident: command("acknowledge-incident"),
  };
}

/** Of orders. */
export function ordersOf(send: Send): Orders {
  const command = commandsTo(send, "orders");
  return {
    ...reads<Order>(send, "orders"),
    place: command("place"),
    print: command("print"),
    cancelLines: command("cancel-lines"),
    exchange: command("exchange"),
  };
}

function commandsTo(send: Send, plural: string) {
  return (verb: string) =>
  async (id: string, body: unknown = {}, options: CommandOptions = {}): Promise<CommandResult> => {
    const at = options.atVersion === undefined ? "" : `&version=${options.atVersion}`;
    const query = options.dryRun ? `?dryRun=true${at}` : "";
    const path = `/v1/${plural}/${encodeURIComponent(id)}/${verb}${query}`;
    const answer = await send({ method: "POST", path, body, options });
    return { ...answer.body as Omit<CommandResult, "replayed">, replayed: answer.replayed };
  };
}

function reads<State>(send: Send, plural: string): Reads<State> {
  const pathOf = (id: string) => `/v1/${plural}/${encodeURIComponent(id)}`;
  return {
    get: async (id, when = {}) => {
      const path = `${pathOf(id)}${queryOf({ ...when, version: when.version?.toString() })}`;
      return (await send({ method: "GET", path })).body as State;
    },
    events: (id) => pages<Event>(send, `${pathOf(id)}/events`),
    deliveries: (id) => pages<Delivery>(send, `${pathOf(id)}/deliveries`),
    ...pastOf(send, pathOf),
  };
}
