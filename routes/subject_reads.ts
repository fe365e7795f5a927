/**
 * Reading one ticket, pass or order: now and in the past.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { ActorRouter, UnknownVersion } from "../actors/actor_router.ts";
import type { Address } from "../actors/address.ts";
import { versionAt } from "../actors/inspecting/past.ts";
import { etag, ok } from "./answer.ts";
import { addressOf, stateOf } from "./command.ts";
import { hasVersion } from "./headers.ts";
import { inspectionRoutes } from "./inspection.ts";
import { requireScope } from "./keys.ts";
import { shownTo } from "./mask.ts";
import { NO_BODY } from "./parse.ts";
import { faulty, notFound } from "./problem.ts";
import { type Asked, type Route, route } from "./route.ts";
import { Instant, wholeNumber } from "./schemas.ts";
import { type Subject, SUBJECTS } from "./subjects.ts";
import { UNKNOWN } from "./unknown.ts";

const PastQuery = v.strictObject({
  version: v.pipe(
    v.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
    v.description("As it was at this version"),
  ),
  at: v.pipe(v.optional(Instant), v.description("As it was at this time")),
});

type Past = v.InferOutput<typeof PastQuery>;

/** `GET /v1/tickets/{ticketId}…`, `GET /v1/passes/{passId}…`, `GET /v1/orders/{orderId}…` */
export const SUBJECT_READS: ReadonlyArray<Route> = Object.values(SUBJECTS).flatMap((subject) => [
  readRoute(subject),
  ...inspectionRoutes(subject),
]);

function readRoute(subject: Subject): Route {
  return route({
    method: "GET",
    path: `/v1/${subject.plural}/{${subject.idName}}`,
    access: "read",
    tag: subject.plural,
    summary: `One ${subject.kind}, now; with \`version\` or \`at\` (debug:read) as it was then`,
    query: PastQuery,
    body: NO_BODY,
    answers: {
      200: { description: `The ${subject.kind}`, schema: subject.answer },
      ...(subject.beside === undefined
        ? { 304: { description: "It has the version that `If-None-Match` names" } }
        : {}),
    },
    handle: (asked) => {
      assertPast(asked);
      return read(subject, asked);
    },
  });
}

function assertPast({ query, caller }: Asked<Past>): void {
  if (query.version === undefined && query.at === undefined) return;
  requireScope(caller, "debug:read");
  if (query.version !== undefined && query.at !== undefined) {
    throw faulty("bad-query", [{ pointer: "/query/at", detail: "cannot stand beside version" }]);
  }
}

const read = Effect.fnUntraced(function* (subject: Subject, asked: Asked<Past>) {
  const router = yield* ActorRouter;
  const address = addressOf(subject, asked);
  const { version, at } = asked.query;
  const view = version !== undefined
    ? yield* viewAtVersion(address, version)
    : at !== undefined
    ? yield* viewAtTime(address, Date.parse(at))
    : yield* router.view(address);
  const headers = { etag: etag(view.version), ...BY_KEY };
  if (isUnchanged(subject, view, asked)) return { status: 304, body: null, headers };
  const beside = yield* subject.beside?.(address.tenant, view.state) ?? Effect.succeed({});
  const body = shownTo(asked.caller, { ...stateOf(subject, address.id, view), ...beside });
  return ok(body, headers);
});

/** The same version is masked or not: what one key has is not what another would get. */
const BY_KEY = { vary: "Authorization" };

/**
 * Whether the caller has this answer already. An order tells what its passes and tickets do too,
 * and of a customer who was erased since it must be told anew: their versions say nothing of that.
 */
function isUnchanged(
  { beside }: Subject,
  { version, state }: { readonly version: number; readonly state: unknown },
  { headers, house, caller }: Asked<Past>,
): boolean {
  if (beside !== undefined || !hasVersion(headers, version)) return false;
  const { customerId } = state as { readonly customerId: string };
  return house.customers.referenceOf(caller.tenant, customerId) !== null;
}

/** A version that is yet to come is not found, as the store would give the newest. */
const viewAtVersion = Effect.fnUntraced(function* (address: Address, version: number) {
  const router = yield* ActorRouter;
  const view = yield* router.view(address, version);
  if (view.version !== version) {
    return yield* new UnknownVersion({ address, newest: view.version });
  }
  return view;
});

/** Before the first fact there was nothing. */
const viewAtTime = Effect.fnUntraced(function* (address: Address, at: number) {
  const router = yield* ActorRouter;
  const version = yield* versionAt(address, at);
  if (version > 0) return yield* router.view(address, version);
  // what was never there is told of as such
  yield* router.view(address);
  return yield* notFound(UNKNOWN.time);
});
