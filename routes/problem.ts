/**
 * The one place where errors become HTTP: every failure as `application/problem+json` (RFC 9457).
 *
 * @module
 */
import { Cause, Data, Effect, Result } from "effect";
import type { CommandRefused, SendError } from "../actors/actor_router.ts";
import { isVerifiable } from "../actors/address.ts";
import type { Json, Refusal } from "../actors/decider.ts";
import type { Claim, Quarantined, ReadError } from "../actors/event_store.ts";
import type { NotifierError } from "../actors/notifying/notifier.ts";
import type { OutboxError } from "../actors/outbox.ts";
import { type Answer, etag } from "./answer.ts";
import { PROBLEM_CODES, type ProblemCode } from "./problem_codes.ts";
import { UNKNOWN, unknownActor, unknownVersion } from "./unknown.ts";

/** One thing wrong with the request, and where: `/field`, `/query/field`, `/headers/name`. */
export interface Fault {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  /** What it must be. Never what it was. */
  readonly detail: string;
}

interface Extras {
  readonly detail?: string;
  readonly fields?: { readonly [name: string]: Json };
  readonly headers?: Readonly<Record<string, string>>;
}

/** The request cannot be answered; `code` decides the status. */
export class Problem extends Data.TaggedError("Problem")<{
  readonly code: ProblemCode;
  readonly extras: Extras;
}> {}

/** What the path names is not there. `detail` says what that is, never which. */
export function notFound(detail: string): Problem {
  return problem("not-found", { detail });
}

/** Everything that a route's effect may fail with. */
export type Failure = Problem | SendError | ReadError | OutboxError | NotifierError;

/** A problem with its faults, its extra members or its headers. */
export function problem(code: ProblemCode, extras: Extras = {}): Problem {
  return new Problem({ code, extras });
}

/** A problem that names the places that are wrong. */
export function faulty(
  code: "bad-query" | "bad-header" | "invalid",
  errors: ReadonlyArray<Fault>,
): Problem {
  return problem(code, {
    fields: { errors: errors.map(({ pointer, detail }) => ({ pointer, detail })) },
  });
}

/** `PassAlreadyPrinted` becomes `pass-already-printed`. */
export function kebab(type: string): string {
  return type.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}

/** A refusal as answers show it. */
export function showRefusal({ type, rule, operands, advice }: Refusal): object {
  return { code: kebab(type), rule, operands, advice };
}

/** The answer for a typed failure. It never holds the input nor a stack. */
export function failureAnswer(failure: Failure, requestId: string): Answer {
  if (failure._tag === "CommandRefused") return refusalAnswer(failure, requestId);
  const { code, extras } = problemOf(failure);
  return answerOf(code, requestId, extras);
}

/** The `code` that the failure's answer has. */
export function failureCode(failure: Failure): string {
  return failure._tag === "CommandRefused" ? kebab(failure.refusal.type) : problemOf(failure).code;
}

function problemOf(failure: Exclude<Failure, CommandRefused>): Problem {
  switch (failure._tag) {
    case "Problem":
      return failure;
    case "UnknownActor": {
      const detail = unknownActor(failure.address.kind);
      return detail === undefined ? problem("not-found") : notFound(detail);
    }
    case "UnknownVersion":
      return notFound(unknownVersion(failure.address.kind, failure.newest));
    case "UnknownDelivery":
      return notFound(UNKNOWN.delivery);
    case "UnknownNotification":
      return notFound(UNKNOWN.notification);
    case "VersionMismatch":
      return problem("version-mismatch", {
        fields: { version: failure.actual },
        headers: { etag: etag(failure.actual) },
      });
    case "CommandIdReused":
      return problem("idempotency-key-reused");
    case "CommandInProgress":
      return problem("in-progress", { headers: retryAfter(1000) });
    case "DeliveryNotOpen":
      return problem("delivery-not-open", { fields: { deliveryStatus: failure.status } });
    case "ClaimTaken":
      return claimProblem(failure.claim.space);
    case "ActorBusy":
      return problem("actor-busy", { headers: retryAfter(failure.retryAfterMs) });
    case "StoreUnavailable":
      return problem("store-unavailable", { headers: retryAfter(1000) });
    case "Quarantined":
      return quarantineProblem(failure);
    case "OwnershipLost":
      return problem("ownership-lost", { headers: retryAfter(5000) });
    case "CommitUnknown":
      return problem("outcome-unknown", { headers: retryAfter(1000) });
  }
}

/** Where no route verifies or rebuilds. */
const MEND_STOPPED =
  "Tell the operator: `deno task verify --repair` on the stopped service makes a " +
  "damaged head anew; facts come from a backup only.";

/** The one problem that says whose record it is: whoever mends it has to find it. */
function quarantineProblem({ address: { kind, id }, reason }: Quarantined): Problem {
  const mend = isVerifiable(kind) ? PROBLEM_CODES.quarantined.mend : MEND_STOPPED;
  return problem("quarantined", {
    detail: `The ${kind} ${id} is damaged: ${reason}. ${mend}`,
    fields: { actor: { kind, id } },
    headers: retryAfter(60_000),
  });
}

/** The answer for whatever ended a route's effect. A defect is logged here, once. */
export function causeAnswer(
  cause: Cause.Cause<Failure>,
  requestId: string,
): Effect.Effect<Answer> {
  const failure = Cause.findError(cause);
  if (Result.isSuccess(failure)) return Effect.succeed(failureAnswer(failure.success, requestId));
  return Effect.as(
    Effect.logError("A request ended in a defect", cause).pipe(
      Effect.annotateLogs({ requestId }),
    ),
    answerOf("internal", requestId),
  );
}

/** For a failure outside of any effect, where there is nobody left to log it. */
export function internalAnswer(requestId: string): Answer {
  return answerOf("internal", requestId);
}

function answerOf(code: ProblemCode, requestId: string, extras: Extras = {}): Answer {
  const { status, title, cause, mend } = PROBLEM_CODES[code];
  const detail = extras.detail ?? `${cause} ${mend}`;
  return {
    status,
    body: { type: `/problems/${code}`, title, status, detail, code, ...extras.fields, requestId },
    headers: { "content-type": "application/problem+json", ...extras.headers },
  };
}

function refusalAnswer(
  { commandId, refusal, version, replayed }: CommandRefused,
  requestId: string,
): Answer {
  const { type, rule, operands, advice } = refusal;
  const code = kebab(type);
  const title = titleOf(code);
  return {
    status: 409,
    body: {
      type: `/problems/${code}`,
      title,
      status: 409,
      detail: `${rule} ${advice}`,
      code,
      rule,
      version,
      operands,
      advice,
      commandId,
      requestId,
    },
    headers: {
      "content-type": "application/problem+json",
      etag: etag(version),
      ...(replayed ? { "idempotency-replayed": "true" } : {}),
    },
  };
}

/** What is taken, by the space it is unique in. */
const TAKEN = {
  "barcode": "barcode-taken",
  "ticket-number": "ticket-number-taken",
  "holding": "pass-already-held",
} as const satisfies Record<Claim["space"], ProblemCode>;

function claimProblem(space: Claim["space"]): Problem {
  const code = TAKEN[space];
  const { cause, mend } = PROBLEM_CODES[code];
  return problem(code, { fields: { rule: cause, operands: {}, advice: mend } });
}

/** `pass-already-printed` becomes `Pass already printed`. */
export function titleOf(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replaceAll("-", " ");
}

function retryAfter(ms: number): Record<string, string> {
  return { "retry-after": String(Math.max(1, Math.ceil(ms / 1000))) };
}
