/**
 * A client of Gatehouse for TypeScript: typed methods, plain promises, nothing but the platform.
 * Every command has a key and is repeated safely until it is answered.
 *
 * @module
 */
import type { Adapter, Delivery, Event, Operation, ReferenceBodies } from "./forms.ts";
import { type BatchItem, type BatchOutcome, sendBatch } from "./batch.ts";
import { type Filter, pages } from "./pages.ts";
import { RETRY, type RetryPolicy } from "./retry.ts";
import {
  type Orders,
  ordersOf,
  type Passes,
  passesOf,
  type Tickets,
  ticketsOf,
} from "./subjects.ts";
import { type CommandOptions, type Fetch, makeSend, type Send } from "./transport.ts";

export type { BatchItem, BatchOutcome } from "./batch.ts";
export type { CommandResult, Order, Pass, Ticket } from "./forms.ts";
export { GatehouseProblem, GatehouseUnreachable } from "./problem.ts";
export type { CommandOptions } from "./transport.ts";

/** Which service, as whom, and how patiently. */
export interface ClientOptions {
  /** Without `/v1`. */
  readonly url: string;
  readonly key: string;
  /** The platform's unless given. */
  readonly fetch?: Fetch;
  /** What is left out is as usual. */
  readonly retry?: Partial<RetryPolicy>;
}

/** Documents of one kind. `put` and `remove` need the scope `admin`. */
export interface Shelf<Document> {
  readonly put: (code: string, document: Document, options?: CommandOptions) => Promise<void>;
  readonly get: (code: string) => Promise<Document & { readonly version: number }>;
  readonly remove: (code: string, options?: CommandOptions) => Promise<void>;
}

/** Which facts of the log. */
export interface EventFilter {
  readonly kind?: string;
  /** `ticket/T-1`, or the id alone. */
  readonly actor?: string;
  readonly type?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly to?: string;
}

/** Which deliveries. */
export interface DeliveryFilter {
  readonly status?: Delivery["status"];
  readonly accessControl?: string;
  readonly actor?: string;
}

/** Everything that a box office asks of the service. All of it may throw the two errors above. */
export interface Gatehouse {
  readonly tickets: Tickets;
  readonly passes: Passes;
  readonly orders: Orders;
  readonly performances: Shelf<ReferenceBodies["performances"]>;
  readonly passTypes: Shelf<ReferenceBodies["pass-types"]>;
  readonly bundles: Shelf<ReferenceBodies["bundles"]>;
  readonly items: Shelf<ReferenceBodies["items"]>;
  /** Facts of all actors in the order of their commit, page after page. */
  readonly events: (filter?: EventFilter) => AsyncIterable<Event>;
  readonly deliveries: {
    /** The newest first. */
    readonly list: (filter?: DeliveryFilter) => AsyncIterable<Delivery>;
    readonly get: (id: string) => Promise<Delivery>;
    readonly retry: (id: string) => Promise<Delivery>;
    readonly discard: (id: string, reason: string) => Promise<Delivery>;
  };
  readonly operations: {
    /** Until it is no longer pending, or as it stands after `timeoutMs` (60,000). */
    readonly wait: (
      id: string,
      options?: { readonly timeoutMs?: number },
    ) => Promise<Operation>;
  };
  /**
   * Up to 500 commands in one request, those of one actor in their order; outcomes in the order
   * of the items. A command that failed does not stop the others, and is not thrown.
   */
  readonly batch: (items: ReadonlyArray<BatchItem>) => Promise<ReadonlyArray<BatchOutcome>>;
  readonly adapters: () => Promise<ReadonlyArray<Adapter>>;
}

/** Opens a client. It connects when it is first asked. */
export function gatehouse({ url, key, fetch = globalThis.fetch, retry }: ClientOptions): Gatehouse {
  const send = makeSend({ url, key, fetch, retry: { ...RETRY, ...retry } });
  return {
    tickets: ticketsOf(send),
    passes: passesOf(send),
    orders: ordersOf(send),
    performances: shelf(send, "performances"),
    passTypes: shelf(send, "pass-types"),
    bundles: shelf(send, "bundles"),
    items: shelf(send, "items"),
    events: (filter) => pages(send, "/v1/events", filter as Filter),
    deliveries: deliveriesOf(send),
    operations: { wait: (id, options) => waitFor(send, id, options) },
    batch: (items) => sendBatch(send, items),
    adapters: async () => {
      const { body } = await send({ method: "GET", path: "/v1/adapters" });
      return (body as { readonly data: ReadonlyArray<Adapter> }).data;
    },
  };
}

function shelf<Kind extends keyof ReferenceBodies>(
  send: Send,
  plural: Kind,
): Shelf<ReferenceBodies[Kind]> {
  const pathOf = (code: string) => `/v1/${plural}/${encodeURIComponent(code)}`;
  return {
    put: async (code, body, options = {}) => {
      await send({ method: "PUT", path: pathOf(code), body, options });
    },
    get: async (code) =>
      (await send({ method: "GET", path: pathOf(code) })).body as
        & ReferenceBodies[Kind]
        & { readonly version: number },
    remove: async (code, options = {}) => {
      await send({ method: "DELETE", path: pathOf(code), options });
    },
  };
}

function deliveriesOf(send: Send): Gatehouse["deliveries"] {
  const pathOf = (id: string) => `/v1/deliveries/${encodeURIComponent(id)}`;
  const ask = async (path: string, body?: unknown) => {
    const method = body === undefined ? "GET" : "POST";
    return (await send({ method, path, body })).body as Delivery;
  };
  return {
    list: (filter) => pages(send, "/v1/deliveries", filter as Filter),
    get: (id) => ask(pathOf(id)),
    retry: (id) => ask(`${pathOf(id)}/retry`, {}),
    discard: (id, reason) => ask(`${pathOf(id)}/discard`, { reason }),
  };
}

/** The service holds an answer back for 10 s at most. */
const WAIT_MAX_S = 10;

async function waitFor(
  send: Send,
  id: string,
  { timeoutMs = 60_000 }: { readonly timeoutMs?: number } = {},
): Promise<Operation> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const leftS = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    const path = `/v1/operations/${encodeURIComponent(id)}?wait=${Math.min(WAIT_MAX_S, leftS)}`;
    const operation = (await send({ method: "GET", path })).body as Operation;
    if (operation.status !== "pending" || leftS === 0) return operation;
  }
}
