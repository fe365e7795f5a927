/**
 * The client's desk for operators: deliveries, operations, and the access-control systems.
 *
 * @module
 */
import type {
  Adapter,
  AdapterTest,
  CredentialDifference,
  Delivery,
  Operation,
  OperationTree,
  Reconciliation,
  Retried,
  Retry,
} from "./forms.ts";
import { type Filter, pages } from "./pages.ts";
import type { Send } from "./transport.ts";

/** Which deliveries. */
export interface DeliveryFilter {
  readonly status?: Delivery["status"];
  readonly accessControl?: string;
  /** `ticket/T-1` or `pass/P-1`. */
  readonly actor?: string;
}

/** Messages to the access control. */
export interface Deliveries {
  /** The newest first. */
  readonly list: (filter?: DeliveryFilter) => AsyncIterable<Delivery>;
  readonly get: (id: string) => Promise<Delivery>;
  readonly retry: (id: string) => Promise<Delivery>;
  /** Up to 10,000 of a filter, all dead ones unless given; `preview` only names them. */
  readonly retryMany: (which?: Retry) => Promise<Retried>;
  readonly discard: (id: string, reason: string) => Promise<Delivery>;
}

/** What became of commands. */
export interface Operations {
  readonly get: (id: string) => Promise<Operation>;
  /** Until it is no longer pending, or as it stands after `timeoutMs` (60,000). */
  readonly wait: (
    id: string,
    options?: { readonly timeoutMs?: number },
  ) => Promise<Operation>;
  /** From the first command of its chain down to the gate's answers. */
  readonly tree: (id: string) => Promise<OperationTree>;
}

/** One access-control system, by name. All but `get` need the scope `admin`. */
export interface AdapterDesk {
  readonly get: (name: string) => Promise<Adapter>;
  readonly pause: (name: string, reason?: string) => Promise<Adapter>;
  readonly resume: (name: string) => Promise<Adapter>;
  /** Asks it something harmless. A dead system is an answer too, and nothing is thrown. */
  readonly test: (name: string) => Promise<AdapterTest>;
  /** Begins a comparison of the lists; gives what the one before has found. */
  readonly reconcile: (name: string) => Promise<Reconciliation>;
  readonly reconciliation: (name: string) => Promise<Reconciliation>;
  readonly approve: (name: string, differenceId: string) => Promise<CredentialDifference>;
  readonly ignore: (name: string, differenceId: string) => Promise<CredentialDifference>;
}

/** The service holds an answer back for 10 s at most. */
const WAIT_MAX_S = 10;

/** Those of the key's tenant. */
export function deliveriesOf(send: Send): Deliveries {
  const ask = asking<Delivery>(send, "deliveries");
  return {
    list: (filter) => pages(send, "/v1/deliveries", filter as Filter),
    get: (id) => ask(id),
    retry: (id) => ask(id, "retry", {}),
    retryMany: async (which = {}) =>
      (await send({ method: "POST", path: "/v1/deliveries/retry", body: which })).body as Retried,
    discard: (id, reason) => ask(id, "discard", { reason }),
  };
}

/** Those of the key's tenant. */
export function operationsOf(send: Send): Operations {
  const pathOf = (id: string) => `/v1/operations/${encodeURIComponent(id)}`;
  const get = async (path: string) => (await send({ method: "GET", path })).body;
  return {
    get: async (id) => await get(pathOf(id)) as Operation,
    tree: async (id) => await get(`${pathOf(id)}/tree`) as OperationTree,
    wait: async (id, { timeoutMs = 60_000 } = {}) => {
      const end = performance.now() + timeoutMs;
      for (;;) {
        const leftS = Math.max(0, Math.ceil((end - performance.now()) / 1000));
        const waited = `${pathOf(id)}?wait=${Math.min(WAIT_MAX_S, leftS)}`;
        const operation = await get(waited) as Operation;
        if (operation.status !== "pending" || leftS === 0) return operation;
      }
    },
  };
}

/** Those of the key's tenant. */
export function adapterDesk(send: Send): AdapterDesk {
  const ask = asking<Adapter>(send, "adapters");
  const tryOut = asking<AdapterTest>(send, "adapters");
  const compare = asking<Reconciliation>(send, "adapters");
  const judge = asking<CredentialDifference>(send, "adapters");
  const onDifference = (id: string, verdict: string) =>
    `reconciliation/${encodeURIComponent(id)}/${verdict}`;
  return {
    get: (name) => ask(name),
    pause: (name, reason) => ask(name, "pause", { reason }),
    resume: (name) => ask(name, "resume", {}),
    test: (name) => tryOut(name, "test", {}),
    reconcile: (name) => compare(name, "reconcile", {}),
    reconciliation: (name) => compare(name, "reconciliation"),
    approve: (name, id) => judge(name, onDifference(id, "approve"), {}),
    ignore: (name, id) => judge(name, onDifference(id, "ignore"), {}),
  };
}

function asking<Answer>(send: Send, plural: string) {
  return async (id: string, verb?: string, body?: unknown): Promise<Answer> => {
    const path = `/v1/${plural}/${encodeURIComponent(id)}${verb === undefined ? "" : `/${verb}`}`;
    const method = body === undefined ? "GET" : "POST";
    return (await send({ method, path, body })).body as Answer;
  };
}
