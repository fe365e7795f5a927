/**
 * Appends and deliveries for store tests: whole and valid, with only what a case is about said.
 *
 * @module
 */
import type { Address } from "../../actors/address.ts";
import type { Tagged } from "../../actors/decider.ts";
import type { Delivery } from "../../actors/delivery.ts";
import type { Append, CommandRecord, Recorded } from "../../actors/event_store.ts";

/** The tenant of all that does not say another one. */
export const TENANT = "riverside";

/** A ticket of `TENANT`. */
export function ticket(id: string, tenant: string = TENANT): Address {
  return { tenant, kind: "ticket", id };
}

/** A fact that only counts. */
export interface Counted extends Tagged {
  readonly type: "Counted";
  readonly n: number;
}

/** An append of `events` (one `Counted` when left out); its state lists nothing but the version. */
export function anAppend(
  address: Address,
  given: Partial<Omit<Append, "address" | "cause" | "command">> & {
    readonly expected: number;
    readonly commandId?: string;
    readonly at?: number;
    readonly command?: Partial<CommandRecord>;
  },
): Append {
  const { expected, at = 1_700_000_000_000, command, ...rest } = given;
  const events = rest.events ?? [{ type: "Counted", n: expected + 1 } satisfies Counted];
  const version = expected + events.length;
  const commandId = rest.commandId ?? `cmd-${address.id}-${expected}`;
  const asked = { at, commandId, correlationId: commandId, by: "key-1", requestId: "req-1" };
  return {
    address,
    expected,
    cause: { ...asked, causationId: null },
    events,
    state: rest.state ?? { version },
    stateVersion: rest.stateVersion ?? 1,
    command: {
      ...asked,
      address,
      type: "Count",
      fingerprint: "f1",
      version,
      events: events.map((event) => event.type),
      revision: null,
      refusal: null,
      ...command,
    },
    deliveries: rest.deliveries ?? [],
    claims: rest.claims ?? [],
    relations: rest.relations ?? [],
    ...(rest.unfinished === undefined ? {} : { unfinished: rest.unfinished }),
    ...(rest.needsPerson === undefined ? {} : { needsPerson: rest.needsPerson }),
    ...(rest.requestGiven === undefined ? {} : { requestGiven: rest.requestGiven }),
  };
}

/** A fact as the log gives it: the first of its actor. */
export function aFact(
  given: Partial<Recorded> & Pick<Recorded, "address" | "event">,
): Recorded {
  return {
    position: 1,
    version: 1,
    at: 0,
    commandId: "c-1",
    correlationId: "c-1",
    causationId: null,
    by: "box-office",
    requestId: null,
    ...given,
  };
}

/** A delivery of a ticket, waiting to be sent. */
export function aDelivery(
  id: string,
  given: Partial<Omit<Delivery, "id">> = {},
): Delivery {
  return {
    id,
    tenant: TENANT,
    actor: { kind: "ticket", id: "t-1" },
    accessControl: "main",
    seq: 1,
    command: "cancelTicket",
    revokes: true,
    correlationId: "cmd-1",
    createdAt: 1_700_000_000_000,
    status: "pending",
    nextAttemptAt: null,
    sent: false,
    attemptCount: 0,
    attempts: [],
    reason: null,
    body: {
      command: "cancelTicket",
      ticket: {
        admissionId: "a-1",
        ProductCode: "P1",
        StadiumCode: "S1",
        StandCode: null,
        AreaCode: null,
        PriceBandCode: null,
        row: "A",
        seat: "1",
        Tst1: null,
        Tst2: null,
        generation: 1,
        delivery: "barcode",
        printer: "Virtual",
        credentials: [],
        reason: null,
      },
    },
    ...given,
  };
}
