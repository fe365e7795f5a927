/**
 * What requests leave in the audit: acts that are no command, and barcodes that were shown.
 *
 * @module
 */
import { Cause, Clock, Effect, Result } from "effect";
import {
  ActorRouter,
  type Envelope,
  type Receipt,
  type SendError,
} from "../actors/actor_router.ts";
import { type ActionFilter, type AuditCommand, auditId } from "../actors/audit/mod.ts";
import type { Answer } from "./answer.ts";
import { sealNote } from "./envelope.ts";
import type { Services } from "./house.ts";
import { holdsBarcodes } from "./mask.ts";
import { type Failure, failureAnswer, failureCode } from "./problem.ts";
import { PROBLEM_CODES } from "./problem_codes.ts";
import type { Arrival, Begun, Route } from "./route.ts";

/** The same key is noted at the same path once in it: a page that refreshes is one reader. */
const SHOWN_AGAIN_MS = 3_600_000;

/** Keys at paths that are remembered, the latest; whoever is forgotten is noted again. */
const SHOWN_MAX = 10_000;

/** What was noted of late, for the requests of one app. */
export class AuditBook {
  /** By key and path: milliseconds since the epoch. */
  readonly #shown = new Map<string, number>();

  /**
   * The route's effect with what it leaves in the audit.
   *
   * An act that cannot be noted is not done, and one that came to nothing is noted as such after
   * it. What a reader is shown does not wait for a store that takes no writes: that it could not be
   * noted is in the log.
   */
  audited(
    route: Route,
    arrival: Arrival,
    { effect, noted }: Begun,
  ): Effect.Effect<Answer, Failure, Services> {
    if (isAct(route) && noted !== null) {
      const about = noted === undefined ? {} : { filter: noted };
      return acting({ ...requestOf(route, arrival), ...about }, arrival, effect);
    }
    if (!arrival.caller.scopes.has("barcode:read")) return effect;
    return Effect.tap(
      effect,
      (answer) => isUnmasked(route, answer) ? this.#noteShown(route, arrival) : Effect.void,
    );
  }

  #noteShown(route: Route, arrival: Arrival): Effect.Effect<void, never, Services> {
    const { caller: { tenant, id }, path, requestId } = arrival;
    const reader = `${tenant} ${id} ${path}`;
    return Effect.gen({ self: this }, function* () {
      const now = yield* Clock.currentTimeMillis;
      if (now - (this.#shown.get(reader) ?? 0) < SHOWN_AGAIN_MS) return;
      yield* note(arrival, { type: "NoteBarcodes", ...requestOf(route, arrival) });
      this.#remember(reader, now);
    }).pipe(
      Effect.catch(({ _tag }) =>
        Effect.logWarning(`Barcodes were shown and not noted: ${_tag}`).pipe(
          Effect.annotateLogs({ tenant, key: id, path: pathOf(route, arrival), requestId }),
        )
      ),
    );
  }

  #remember(reader: string, now: number): void {
    this.#shown.delete(reader);
    this.#shown.set(reader, now);
    if (this.#shown.size <= SHOWN_MAX) return;
    for (const oldest of this.#shown.keys()) {
      this.#shown.delete(oldest);
      return;
    }
  }
}

/** What only an administrator may do and no actor has a fact of; and what is given away. */
function isAct({ method, path, access, command }: Route): boolean {
  const isChange = method !== "GET" && access === "admin" && command === undefined;
  return isChange || path.endsWith("/support-bundle");
}

interface Act extends RequestName {
  readonly filter?: ActionFilter;
}

/** The act between what is noted of it. */
function acting(
  act: Act,
  arrival: Arrival,
  effect: Effect.Effect<Answer, Failure, Services>,
): Effect.Effect<Answer, Failure, Services> {
  return Effect.andThen(
    note(arrival, { type: "NoteAction", ...act }),
    Effect.tapCause(effect, (cause) => noteFailure(cause, act, arrival)),
  );
}

/** Without it the act would stand there as if it were done. */
function noteFailure(
  cause: Cause.Cause<Failure>,
  { route, path }: RequestName,
  arrival: Arrival,
): Effect.Effect<void, never, Services> {
  const { requestId, caller: { tenant, id } } = arrival;
  const { status, code } = answeredFor(cause, requestId);
  return note(arrival, { type: "NoteFailure", route, path, status, code }).pipe(
    Effect.catch(({ _tag }) =>
      Effect.logWarning(`An act was answered ${status} and that is not noted: ${_tag}`).pipe(
        Effect.annotateLogs({ tenant, key: id, path, requestId }),
      )
    ),
  );
}

/** What the one who asked is told; a defect is a bug of ours. */
function answeredFor(
  cause: Cause.Cause<Failure>,
  requestId: string,
): { readonly status: number; readonly code: string } {
  const found = Cause.findError(cause);
  if (Result.isFailure(found)) return { status: PROBLEM_CODES.internal.status, code: "internal" };
  const { status } = failureAnswer(found.success, requestId);
  return { status, code: failureCode(found.success) };
}

/** A stream shows what is still to come. */
function isUnmasked({ access }: Route, { body }: Answer): boolean {
  if (access === "barcode:read") return true;
  const isData = typeof body === "object" && !(body instanceof Uint8Array) &&
    !(body instanceof ReadableStream);
  return isData ? holdsBarcodes(body) : true;
}

function note(
  arrival: Arrival,
  command: AuditCommand,
): Effect.Effect<void, SendError, ActorRouter> {
  return Effect.asVoid(sendToAudit(arrival.caller.tenant, sealNote(command, arrival)));
}

/**
 * Has it noted in the audit of this day. Where what is stored of that does not decode, a second one
 * of the day takes it: no act may have to wait for the next day.
 */
export const sendToAudit = Effect.fnUntraced(function* (
  tenant: string,
  envelope: Envelope,
): Effect.fn.Return<Receipt, SendError, ActorRouter> {
  const router = yield* ActorRouter;
  const id = auditId(yield* Clock.currentTimeMillis);
  const sendTo = (id: string) => router.send({ tenant, kind: "audit", id }, envelope);
  return yield* Effect.catchTag(sendTo(id), "Quarantined", () => sendTo(`${id}.2`));
});

interface RequestName {
  readonly route: string;
  readonly path: string;
}

function requestOf(route: Route, arrival: Arrival): RequestName {
  return { route: `${route.method} ${route.path}`, path: pathOf(route, arrival) };
}

/** With its ids, but for those of people: the audit is for ever, and a person can be forgotten. */
function pathOf({ path }: Route, { params }: Arrival): string {
  return path.replaceAll(
    /\{(\w+)\}/g,
    (whole, name: string) => name === "customerId" ? whole : params[name] ?? whole,
  );
}
