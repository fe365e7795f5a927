/**
 * A large past for the pages to be measured on: tickets that were printed and printed again, as
 * the service would have stored them but for the commands that brought the answers.
 *
 * @module
 */
import { Effect, type Scope } from "effect";
import { TicketNumber } from "../actors/address.ts";
import { type AppendError, EventStore } from "../actors/event_store.ts";
import type { DeliveryQueued } from "../actors/sync.ts";
import { ticket as type } from "../actors/ticket/mod.ts";
import { aDelivery, anAppend, ticket } from "../tests/support/appends.ts";
import { type Asking, given } from "../tests/support/given.ts";
import {
  ALLOCATE,
  answered,
  done,
  type GivenTicket,
  issued,
  PRINT_TICKET,
  rejected,
  REPRINT_TICKET,
} from "../tests/support/stories.ts";

/** Of a ticket that was allocated, printed, and printed again with another barcode. */
export const EVENTS_A_TICKET = 10;

const TICKETS_AN_ORDER = 4;
const ORDERS_A_CUSTOMER = 2;

/** One of so many is refused by the access control, and its delivery stays dead. */
const REFUSED_EVERY = 500;

/** As many go into one commit. */
const LIVES_UNDER_WAY = 100;

const BEGAN_AT = Date.UTC(2026, 5, 1);
const APART_MS = 1_000;

/** How ticket `n` can be found. */
export function ticketOf(
  n: number,
): Readonly<Record<"id" | "order" | "customer" | "barcode", string>> {
  const order = Math.floor(n / TICKETS_AN_ORDER);
  return {
    id: `T-${n}`,
    order: `O-${order}`,
    customer: `K-${Math.floor(order / ORDERS_A_CUSTOMER)}`,
    barcode: barcodeOf(n, 2),
  };
}

/** What facts call a customer. */
function aliasOf(customer: string): string {
  return `cu_${customer.padStart(22, "0")}`;
}

/** The registry of all customers of `count` tickets, line by line. */
export function customersOf(count: number): string {
  const last = Math.floor((count - 1) / TICKETS_AN_ORDER / ORDERS_A_CUSTOMER);
  return Array.from({ length: last + 1 }, (_, n) => {
    const customerId = `K-${n}`;
    const line = { tenant: "riverside", alias: aliasOf(customerId), customerId };
    return `${JSON.stringify(line)}\n`;
  }).join("");
}

/** Whether ticket `n` lives its whole life. */
export function isPrinted(n: number): boolean {
  return n % REFUSED_EVERY !== 0;
}

/** Writes `count` lives; `progress` hears how many are on disk. */
export const loadTickets = Effect.fnUntraced(function* (
  count: number,
  progress: (done: number) => void,
): Effect.fn.Return<void, AppendError, EventStore | Scope.Scope> {
  let written = 0;
  yield* Effect.forEach(
    Array.from({ length: count }, (_, n) => n),
    (n) => Effect.tap(live(n), () => Effect.sync(() => progress(written += 1))),
    { concurrency: LIVES_UNDER_WAY, discard: true },
  );
});

/** What the box office asked for, each with the answers that it led to. */
function stepsOf(n: number) {
  const { order: orderId, customer } = ticketOf(n);
  const customerId = aliasOf(customer);
  const seat = { section: "North", row: "F", number: String(n) };
  const allocate = { ...ALLOCATE, orderId, customerId, seat };
  if (!isPrinted(n)) return [[allocate], [PRINT_TICKET, rejected(1)]];
  return [
    [allocate],
    [PRINT_TICKET, issued(1, barcodeOf(n, 1))],
    [REPRINT_TICKET, answered(2, done()), issued(3, barcodeOf(n, 2))],
  ];
}

const live = Effect.fnUntraced(function* (n: number) {
  const store = yield* EventStore;
  const at = BEGAN_AT + n * APART_MS;
  let before: GivenTicket = given(type);
  for (const [step, commands] of stepsOf(n).entries()) {
    const commandId = `c-${String(n).padStart(7, "0")}-${step}`;
    const ticketNumber = TicketNumber(String((step + 1) * 1e11 + n));
    const asking: Asking = { id: ticketOf(n).id, at, commandId, ticketNumber };
    let after = before;
    const deliveries = [];
    for (const command of commands) {
      const known = after.events.length;
      after = after.after(command, asking);
      for (const event of after.events.slice(known)) {
        if (event.type === "DeliveryQueued") deliveries.push(deliveryOf(n, after, event));
      }
    }
    const events = after.events.slice(before.events.length);
    yield* store.append(anAppend(ticket(ticketOf(n).id), {
      expected: before.events.length,
      at,
      commandId,
      command: { type: commands[0]?.type ?? "" },
      events,
      state: after.state,
      stateVersion: type.stateVersion,
      deliveries,
      claims: events.flatMap((event) => type.claims(event, after.state)),
      relations: events.flatMap((event) => type.relations(event)),
      ...(type.needsPerson?.(after.state) === true ? { needsPerson: true } : {}),
    }));
    before = after;
  }
});

function deliveryOf(n: number, { state }: GivenTicket, queued: DeliveryQueued) {
  const { seq, command, revokes } = queued;
  const createdAt = BEGAN_AT + n * APART_MS;
  const isDone = isPrinted(n);
  const outcome = isDone ? "done" : "rejected";
  return aDelivery(`c-${String(n).padStart(7, "0")}.${seq}`, {
    actor: { kind: "ticket", id: ticketOf(n).id },
    ...{ seq, command, revokes, createdAt },
    status: isDone ? "confirmed" : "dead",
    sent: true,
    attemptCount: 1,
    attempts: [{ at: createdAt, durationMs: 20, httpStatus: 200, outcome, answer: null }],
    reason: isDone ? null : "poison: Not possible",
    body: type.message(state, seq),
  });
}

/** No ticket's number. */
function barcodeOf(n: number, generation: number): string {
  return `9${generation}${String(n).padStart(10, "0")}`;
}
