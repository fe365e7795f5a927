/**
 * The two ways in which a request of the client fails.
 *
 * @module
 */

/** What a problem of the service says, beside its status and code. */
export interface ProblemFields {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly rule?: string;
  readonly operands?: Readonly<Record<string, unknown>>;
  readonly advice?: string;
  readonly errors?: ReadonlyArray<{ readonly pointer: string; readonly detail: string }>;
  readonly scope?: string;
  readonly requestId?: string;
}

/**
 * The service said no: a refusal by the domain (409, with `rule` and `advice`), a faulty request
 * (4xx, with `errors` where a field is named), or a trouble that outlasted every repetition.
 */
export class GatehouseProblem extends Error {
  override readonly name = "GatehouseProblem";
  readonly status: number;
  /** Part of the contract: decide by it, not by the message. */
  readonly code: string;
  /** The rule of the domain that says no; `null` for every other problem. */
  readonly rule: string | null;
  /** What the rule compared. */
  readonly operands: Readonly<Record<string, unknown>>;
  /** What can be done about it. */
  readonly advice: string | null;
  /** The places in the request that are wrong. */
  readonly errors: ReadonlyArray<{ readonly pointer: string; readonly detail: string }>;
  /** What the key may not do, of a 403. */
  readonly scope: string | null;
  /** To be named to whoever operates the service. */
  readonly requestId: string | null;

  constructor(fields: ProblemFields) {
    super(fields.detail ?? fields.code);
    this.status = fields.status;
    this.code = fields.code;
    this.rule = fields.rule ?? null;
    this.operands = fields.operands ?? {};
    this.advice = fields.advice ?? null;
    this.errors = fields.errors ?? [];
    this.scope = fields.scope ?? null;
    this.requestId = fields.requestId ?? null;
  }
}

/**
 * No answer came, however often it was asked. A command may have acted: give it again with the
 * same `idempotencyKey`, and it acts once.
 */
export class GatehouseUnreachable extends Error {
  override readonly name = "GatehouseUnreachable";
  readonly attempts: number;
  /** Key of the command; `null` for a read. */
  readonly idempotencyKey: string | null;

  constructor(
    { request, attempts, idempotencyKey, cause }: {
      readonly request: string;
      readonly attempts: number;
      readonly idempotencyKey: string | null;
      readonly cause: unknown;
    },
  ) {
    super(`Cannot reach Gatehouse with ${request}: no answer in ${attempts} attempts`, { cause });
    this.attempts = attempts;
    this.idempotencyKey = idempotencyKey;
  }
}

/** Reads an error's answer. One that is no problem document comes from something in between. */
export function problemFrom(status: number, body: unknown): GatehouseProblem {
  if (typeof body === "object" && body !== null && "code" in body) {
    return new GatehouseProblem({ ...body as ProblemFields, status });
  }
  return new GatehouseProblem({ status, code: "not-gatehouse", detail: `Answered ${status}` });
}
