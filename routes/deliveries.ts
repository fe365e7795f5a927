/**
 * Deliveries: what was told to the access-control systems, and what operators can do about it.
 *
 * @module
 */
import { Effect, Result } from "effect";
import * as v from "valibot";
import type { ActionFilter } from "../actors/audit/mod.ts";
import { type Delivery, DELIVERY_STATUSES } from "../actors/delivery.ts";
import { type DeliveryFilter, EventStore, type Page } from "../actors/event_store.ts";
import { Outbox, UnknownDelivery } from "../actors/outbox.ts";
import { instant, ok } from "./answer.ts";
import { DeliveryAnswer, pageOf } from "./answers.ts";
import type { Key } from "./keys.ts";
import { LIST_FIELDS, listAnswer, readPage } from "./list.ts";
import { shownTo } from "./mask.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { failureCode } from "./problem.ts";
import { param, type Route, route } from "./route.ts";
import { figure, Id, maybe, SubjectRef, Text } from "./schemas.ts";

const PAGE_MAX = 500;

/** So that a store's batch is filled, and a full queue of it is not. */
const RETRIED_AT_ONCE = 16;

const DeliveriesQuery = v.strictObject({
  ...LIST_FIELDS,
  status: v.pipe(v.optional(v.picklist(DELIVERY_STATUSES)), v.description("That stand so now")),
  accessControl: v.pipe(v.optional(Id), v.description("To this system")),
  actor: v.pipe(v.optional(SubjectRef), v.description("Of one actor: ticket/T-1")),
});

/** Body of a retry of many. */
export const RetryBody = v.strictObject({
  filter: v.optional(
    v.strictObject({
      status: v.optional(v.picklist(["dead", "retrying"]), "dead"),
      accessControl: maybe(Id),
      actor: maybe(SubjectRef),
    }),
    {},
  ),
  max: v.optional(
    figure(1, 10_000),
    100,
  ),
  preview: v.optional(v.boolean(), false),
});

/** What became of each. */
export const RetriedAnswer = v.object({
  preview: v.boolean(),
  matched: v.array(v.string()),
  retried: v.array(v.string()),
  failed: v.array(v.object({ id: v.string(), code: v.string() })),
});

/** `/v1/deliveries…` */
export const DELIVERY_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/deliveries",
    access: "events:read",
    tag: "deliveries",
    summary: "Deliveries, the newest first",
    query: DeliveriesQuery,
    body: NO_BODY,
    answers: { 200: { description: "A page", schema: pageOf(DeliveryAnswer) } },
    handle: (asked) => {
      const { status, accessControl, actor } = asked.query;
      const filter: DeliveryFilter = {
        status: status ?? null,
        accessControl: accessControl ?? null,
        actor: actor ?? null,
      };
      const request = readPage(asked);
      return Effect.gen(function* () {
        const store = yield* EventStore;
        const page = yield* store.deliveries(asked.caller.tenant, filter, request);
        return listAnswer(asked, page, (delivery) => showDelivery(asked.caller, delivery));
      });
    },
  }),
  route({
    method: "POST",
    path: "/v1/deliveries/retry",
    access: "admin",
    tag: "deliveries",
    summary: "Tries many deliveries again; `preview` only lists them",
    query: NO_QUERY,
    body: RetryBody,
    example: { filter: { status: "dead", accessControl: "main" }, max: 100, preview: true },
    answers: { 200: { description: "What was done, delivery by delivery", schema: RetriedAnswer } },
    noted: (body) => body.preview ? null : filterOf(body),
    handle: ({ caller, body }) => retryMany(caller, body),
  }),
  route({
    method: "GET",
    path: "/v1/deliveries/{deliveryId}",
    access: "events:read",
    tag: "deliveries",
    summary: "One delivery with its attempts",
    query: NO_QUERY,
    body: NO_BODY,
    answers: { 200: { description: "The delivery", schema: DeliveryAnswer } },
    handle: (asked) =>
      Effect.gen(function* () {
        const store = yield* EventStore;
        const id = param(asked, "deliveryId");
        const delivery = yield* store.delivery(asked.caller.tenant, id);
        if (delivery === null) return yield* new UnknownDelivery({ id });
        return ok(showDelivery(asked.caller, delivery));
      }),
  }),
  route({
    method: "POST",
    path: "/v1/deliveries/{deliveryId}/retry",
    access: "admin",
    tag: "deliveries",
    summary: "Tries a dead delivery again under its id, a waiting one at once",
    query: NO_QUERY,
    body: v.strictObject({}),
    example: {},
    answers: { 200: { description: "The delivery now", schema: DeliveryAnswer } },
    problems: ["delivery-not-open"],
    handle: (asked) =>
      Effect.gen(function* () {
        const outbox = yield* Outbox;
        const delivery = yield* outbox.retry(asked.caller.tenant, param(asked, "deliveryId"));
        return ok(showDelivery(asked.caller, delivery));
      }),
  }),
  route({
    method: "POST",
    path: "/v1/deliveries/{deliveryId}/discard",
    access: "admin",
    tag: "deliveries",
    summary: "Gives a delivery up: the operator vouches for the access control's side",
    query: NO_QUERY,
    body: v.strictObject({ reason: Text }),
    example: { reason: "Blocked by hand at the gate" },
    answers: { 200: { description: "The delivery now", schema: DeliveryAnswer } },
    problems: ["delivery-not-open"],
    handle: (asked) =>
      Effect.gen(function* () {
        const { caller, body } = asked;
        const outbox = yield* Outbox;
        const id = param(asked, "deliveryId");
        const delivery = yield* outbox.discard(caller.tenant, id, body.reason, caller.id);
        return ok(showDelivery(caller, delivery));
      }),
  }),
];

function filterOf({ filter, max }: v.InferOutput<typeof RetryBody>): ActionFilter {
  const { status, accessControl, actor } = filter;
  return { status, accessControl, actor: actor && `${actor.kind}/${actor.id}`, max };
}

const retryMany = Effect.fnUntraced(function* (
  caller: Key,
  { filter, max, preview }: v.InferOutput<typeof RetryBody>,
) {
  const outbox = yield* Outbox;
  const matched = yield* match(caller.tenant, filter, max);
  if (preview) return ok({ preview, matched, retried: [], failed: [] });
  const outcomes = yield* Effect.forEach(
    matched,
    (id) =>
      Effect.map(Effect.result(outbox.retry(caller.tenant, id)), (outcome) => ({ id, outcome })),
    { concurrency: RETRIED_AT_ONCE },
  );
  const retried = outcomes.filter(({ outcome }) => Result.isSuccess(outcome)).map(({ id }) => id);
  const failed = outcomes.flatMap(({ id, outcome }) =>
    Result.isFailure(outcome) ? [{ id, code: failureCode(outcome.failure) }] : []
  );
  return ok({ preview, matched, retried, failed });
});

/** Ids of the newest `max`, all found before the first is touched. */
const match = Effect.fnUntraced(function* (tenant: string, filter: DeliveryFilter, max: number) {
  const store = yield* EventStore;
  const ids: Array<string> = [];
  let cursor: string | null = null;
  do {
    const limit = Math.min(PAGE_MAX, max - ids.length);
    const page: Page<Delivery> = yield* store.deliveries(tenant, filter, { cursor, limit });
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null && ids.length < max);
  return ids;
});

/** A delivery as its reader may see it. */
export function showDelivery(caller: Key, delivery: Delivery): object {
  const { id, actor, accessControl, seq, command, status, attempts } = delivery;
  return {
    id,
    commandId: id,
    actor,
    accessControl,
    seq,
    command,
    status,
    createdAt: instant(delivery.createdAt),
    nextAttemptAt: instant(delivery.nextAttemptAt),
    attempts: attempts.map((attempt) => ({
      ...attempt,
      at: instant(attempt.at),
      answer: shownTo(caller, attempt.answer),
    })),
    attemptCount: delivery.attemptCount,
    sent: delivery.sent,
    revokes: delivery.revokes,
    correlationId: delivery.correlationId,
    reason: delivery.reason,
    body: shownTo(caller, delivery.body),
  };
}
