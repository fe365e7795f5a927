/**
 * A client of Gatehouse for TypeScript: typed methods, plain promises, nothing but the platform.
 * Every command has a key and is repeated safely until it is answered.
 *
 * @module
 */
import { type BatchItem, type BatchOutcome, sendBatch } from "./batch.ts";
import { type Customers, customersOf } from "./customers.ts";
import { follow, type FollowOptions } from "./follow.ts";
import type { Adapter, Event, Findings, GateVerdict, Hit, ReferenceBodies } from "./forms.ts";
import {
  type AdapterDesk,
  adapterDesk,
  type Deliveries,
  deliveriesOf,
  type Operations,
  operationsOf,
} from "./operating.ts";
import { type Keys, keysOf } from "./keys.ts";
import { type MissingOptions, tellingMissing } from "./missing.ts";
import { type Filter, pages, queryOf } from "./pages.ts";
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
import { type Webhooks, webhooksOf } from "./webhooks.ts";

export type { BatchItem, BatchOutcome } from "./batch.ts";
export type {
  Adapter,
  AdapterTest,
  ApiKey,
  Blame,
  CommandResult,
  Delivery,
  Difference,
  Event,
  Findings,
  GateVerdict,
  Hit,
  Operation,
  Order,
  Pass,
  ShownKey,
  SnapshotInfo,
  Ticket,
  TreeNode,
  Verified,
} from "./forms.ts";
export type { MissingOptions } from "./missing.ts";
export type { DeliveryFilter } from "./operating.ts";
export { GatehouseProblem, GatehouseUnreachable } from "./problem.ts";
export type { Reads } from "./subjects.ts";
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
  readonly order?: string;
  readonly customer?: string;
  readonly performance?: string;
  readonly barcode?: string;
  /** Id of the operation that it all began with. */
  readonly correlation?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly to?: string;
}

/** What is held to which gate. */
export interface GateQuestion {
  readonly barcode: string;
  readonly performance?: string;
  /** RFC 3339; now unless given. */
  readonly at?: string;
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
  readonly ticketTemplates: Shelf<ReferenceBodies["ticket-templates"]>;
  /** Facts of all actors in the order of their commit, page after page. */
  readonly events: (
    filter?: EventFilter & { readonly sort?: "oldest" | "newest" },
    options?: MissingOptions,
  ) => AsyncIterable<Event>;
  /** The same as they are committed, for as long as one listens. */
  readonly follow: (filter?: EventFilter, options?: FollowOptions) => AsyncIterable<Event>;
  readonly deliveries: Deliveries;
  readonly operations: Operations;
  /** Whether a barcode should open a gate, now or then, and why. */
  readonly gateCheck: (question: GateQuestion) => Promise<GateVerdict>;
  /** What a barcode, a number or an id of any kind belongs to. */
  readonly search: (q: string) => Promise<ReadonlyArray<Hit>>;
  /** As `search`, and whether there is more than it gives. */
  readonly find: (q: string) => Promise<Findings>;
  /**
   * Up to 500 commands in one request, those of one actor in their order; outcomes in the order
   * of the items. A command that failed does not stop the others, and is not thrown.
   */
  readonly batch: (items: ReadonlyArray<BatchItem>) => Promise<ReadonlyArray<BatchOutcome>>;
  readonly adapters: () => Promise<ReadonlyArray<Adapter>>;
  readonly adapter: AdapterDesk;
  readonly keys: Keys;
  readonly customers: Customers;
  readonly webhooks: Webhooks;
}

/** Opens a client. It connects when it is first asked. */
export function gatehouse({ url, key, fetch = globalThis.fetch, retry }: ClientOptions): Gatehouse {
  const line = { base: url.replace(/\/+$/, ""), key, fetch, retry: { ...RETRY, ...retry } };
  const send = makeSend(line);
  const get = async (path: string) => (await send({ method: "GET", path })).body;
  const find = async (q: string) => await get(`/v1/search${queryOf({ q })}`) as Findings;
  return {
    tickets: ticketsOf(send),
    passes: passesOf(send),
    orders: ordersOf(send),
    performances: shelf(send, "performances"),
    passTypes: shelf(send, "pass-types"),
    bundles: shelf(send, "bundles"),
    items: shelf(send, "items"),
    ticketTemplates: shelf(send, "ticket-templates"),
    events: (filter, options = {}) =>
      pages(tellingMissing(send, options), "/v1/events", filter as Filter),
    follow: (filter, options = {}) => follow(line, { ...filter }, options),
    deliveries: deliveriesOf(send),
    operations: operationsOf(send),
    gateCheck: async (question) =>
      await get(`/v1/gate-check${queryOf({ ...question })}`) as GateVerdict,
    search: async (q) => (await find(q)).data,
    find,
    batch: (items) => sendBatch(send, items),
    adapters: async () => (await get("/v1/adapters") as List<Adapter>).data,
    adapter: adapterDesk(send),
    keys: keysOf(send),
    customers: customersOf(send),
    webhooks: webhooksOf(send),
  };
}

interface List<Item> {
  readonly data: ReadonlyArray<Item>;
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
