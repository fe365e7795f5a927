/**
 * A box office: gives commands over HTTP and reads what became of them, in the contract's words.
 *
 * @module
 */
import assert from "node:assert/strict";

/** An answer, read. */
export interface Answered<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What a command answers. */
export interface CommandBody {
  readonly commandId: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly version: number;
  readonly events: ReadonlyArray<string>;
  readonly operation: { readonly id: string; readonly status: string };
}

/** What every error answers. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly rule?: string;
  readonly operands?: Readonly<Record<string, unknown>>;
  readonly advice?: string;
  readonly errors?: ReadonlyArray<{ readonly pointer: string; readonly detail: string }>;
}

/** A credential as the API shows it. */
export interface CredentialBody {
  readonly generation: number;
  readonly kind: string;
  readonly value: string;
  readonly state: "live" | "dead";
}

interface SubjectBody {
  readonly version: number;
  readonly status: string;
  readonly customerId: string;
  readonly generation: number;
  readonly printCount: number;
  readonly produced: boolean;
  readonly printFault: string | null;
  readonly attention: { readonly code: string; readonly message: string } | null;
  readonly credentials: ReadonlyArray<CredentialBody>;
  readonly sync: {
    readonly desired: number;
    readonly sent: number;
    readonly acknowledged: number;
  };
}

/** `GET /v1/tickets/{id}`. */
export interface TicketBody extends SubjectBody {
  readonly ticketNumber: string;
  readonly orderId: string;
  readonly performance: string;
  readonly usage: { readonly state: string; readonly entries: number };
}

/** `GET /v1/passes/{id}`. */
export interface PassBody extends SubjectBody {
  readonly admissions: Readonly<
    Record<string, { readonly performance: string; readonly state: string }>
  >;
}

/** One line of an order. */
export interface LineBody {
  readonly lineId: string;
  readonly status: string;
  readonly refusal?: { readonly code: string };
  readonly actors: ReadonlyArray<
    {
      readonly kind: string;
      readonly id: string;
      readonly admissionIds?: ReadonlyArray<string>;
    }
  >;
  readonly exchangedWith: ReadonlyArray<string>;
}

/** `GET /v1/orders/{id}`. */
export interface OrderBody {
  readonly version: number;
  readonly status: string;
  readonly confirmed: boolean;
  readonly lines: ReadonlyArray<LineBody>;
}

/** One fact of a log. */
export interface EventBody {
  readonly type: string;
  readonly version: number;
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly sentence: string;
}

/** One delivery. */
export interface DeliveryBody {
  readonly id: string;
  readonly command: string;
  readonly status: string;
  readonly seq: number;
  readonly attempts: ReadonlyArray<{ readonly outcome: string }>;
}

/** How a request is made. */
export interface Asking {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The box office of one key. */
export interface BoxOffice {
  /** Any request; nothing is asserted. */
  readonly ask: <Body>(
    method: string,
    path: string,
    options?: Asking & { readonly body?: unknown },
  ) => Promise<Answered<Body>>;
  /** A command that is confirmed (or needs no confirmation) within 10 s. */
  readonly did: (path: string, body?: unknown) => Promise<CommandBody>;
  /** A command that the access control has still to confirm. */
  readonly asked: (path: string, body?: unknown) => Promise<CommandBody>;
  /** A command that the domain says no to. */
  readonly refused: (path: string, body?: unknown) => Promise<ProblemBody>;
  /** Status of an operation; waits up to 10 s while it is pending. */
  readonly outcome: (operation: { readonly id: string }) => Promise<string>;
  readonly ticket: (id: string) => Promise<TicketBody>;
  readonly pass: (id: string) => Promise<PassBody>;
  readonly order: (id: string) => Promise<OrderBody>;
  /** Log of `tickets/T-1`, `passes/P-1`, `orders/O-1`; oldest first. */
  readonly events: (subject: string) => Promise<ReadonlyArray<EventBody>>;
  /** Of `tickets/T-1`, `passes/P-1`; oldest first. */
  readonly deliveries: (subject: string) => Promise<ReadonlyArray<DeliveryBody>>;
  /** The one value that is live, of `tickets/T-1`, `passes/P-1`. */
  readonly liveValue: (subject: string) => Promise<string>;
}

/** Opens one at a service. */
export function openBoxOffice(url: string, key: string): BoxOffice {
  const ask: BoxOffice["ask"] = async <Body>(
    method: string,
    path: string,
    options: Asking & { readonly body?: unknown } = {},
  ) => {
    const { body } = options;
    const response = await fetch(`${url}/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.key ?? key}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const { status, headers } = response;
    return { status, headers, body: await response.json() as Body };
  };

  async function read<Body>(path: string): Promise<Body> {
    const answer = await ask<Body>("GET", path);
    assert.equal(answer.status, 200, `GET ${path} answered ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async function command<Body>(
    path: string,
    body: unknown,
    { status, prefer }: { readonly status: number; readonly prefer: string },
  ): Promise<Body> {
    const answer = await ask<Body>("POST", path, { body, headers: { prefer } });
    const said = `POST ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`;
    assert.equal(answer.status, status, said);
    return answer.body;
  }

  return {
    ask,
    did: (path, body = {}) => command(path, body, { status: 200, prefer: "wait=10" }),
    asked: (path, body = {}) => command(path, body, { status: 202, prefer: "wait=0" }),
    refused: (path, body = {}) => command(path, body, { status: 409, prefer: "wait=10" }),
    outcome: async ({ id }) =>
      (await read<{ status: string }>(`operations/${encodeURIComponent(id)}?wait=10`)).status,
    ticket: (id) => read(`tickets/${id}`),
    pass: (id) => read(`passes/${id}`),
    order: (id) => read(`orders/${id}`),
    events: async (subject) =>
      (await read<{ data: ReadonlyArray<EventBody> }>(`${subject}/events?limit=500`)).data,
    deliveries: async (subject) =>
      (await read<{ data: ReadonlyArray<DeliveryBody> }>(`${subject}/deliveries`)).data
        .toReversed(),
    liveValue: async (subject) => {
      const { credentials } = await read<SubjectBody>(subject);
      const live = credentials.filter(({ state }) => state === "live");
      assert.equal(live.length, 1, `${subject} has ${live.length} live credentials`);
      return live[0]?.value ?? "";
    },
  };
}
