/**
 * Operations: what became of a command, up to the access control's confirmation.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { ActorRouter } from "../actors/actor_router.ts";
import { SUBJECT_KINDS } from "../actors/address.ts";
import { isOfAudit } from "../actors/audit/mod.ts";
import type { Delivery } from "../actors/delivery.ts";
import { type CommandRecord, EventStore } from "../actors/event_store.ts";
import type { OrderState } from "../actors/order/mod.ts";
import type { ImportState } from "../actors/importing/mod.ts";
import type { DeliveryQueued } from "../actors/sync.ts";
import { instant, ok } from "./answer.ts";
import { OperationAnswer } from "./answers.ts";
import { progressOf } from "./catalogue_import.ts";
import { showDelivery } from "./deliveries.ts";
import { deliveriesOfOrder } from "./order_deliveries.ts";
import { NO_BODY } from "./parse.ts";
import { notFound } from "./problem.ts";
import { type Asked, param, type Route, route } from "./route.ts";
import { wholeNumber } from "./schemas.ts";
import { showLines } from "./subjects.ts";
import { UNKNOWN } from "./unknown.ts";

/** The newest deliveries and the facts after the command that are looked through. */
const LOOKED_AT_MAX = 200;

const WAIT_MAX_S = 10;

const OperationQuery = v.strictObject({
  wait: v.pipe(
    v.optional(wholeNumber(0, 60), "0"),
    v.description(`Seconds until it is confirmed, at most; above ${WAIT_MAX_S} counts as that`),
  ),
});

/** `GET /v1/operations/{operationId}` */
export const OPERATION_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/operations/{operationId}",
    access: "read",
    tag: "operations",
    summary: "How far a command has come; `wait` gives the access control up to 10 s to confirm",
    query: OperationQuery,
    body: NO_BODY,
    answers: { 200: { description: "The operation", schema: OperationAnswer } },
    handle: (asked) => readOperation(asked),
  }),
];

const readOperation = Effect.fnUntraced(function* (
  asked: Asked<v.InferOutput<typeof OperationQuery>>,
) {
  const store = yield* EventStore;
  const router = yield* ActorRouter;
  const record = yield* store.command(asked.caller.tenant, param(asked, "operationId"));
  if (record === null || isOfAudit(record)) return yield* notFound(UNKNOWN.operation);
  const waitS = Math.min(asked.query.wait, WAIT_MAX_S);
  if (record.revision !== null && waitS > 0) {
    yield* router.settled(record.address, record.revision, waitS * 1000);
  }
  const { commandId, address, type, at, version, events } = record;
  const deliveries = yield* deliveriesBehind(record);
  return ok({
    id: commandId,
    actor: { kind: address.kind, id: address.id },
    status: yield* router.operation(record),
    command: type,
    at: instant(at),
    version,
    events,
    deliveries: deliveries.map((delivery) => showDelivery(asked.caller, delivery)),
    ...yield* partsBehind(record),
  });
});

/** What an order's or an import's command is made of, as it stands now. */
const partsBehind = Effect.fnUntraced(function* ({ address }: CommandRecord) {
  if (address.kind !== "import" && address.kind !== "order") return {};
  const router = yield* ActorRouter;
  const { state } = yield* router.view(address);
  return address.kind === "import"
    ? { progress: progressOf(state as ImportState) }
    : { lines: showLines(state as OrderState) };
});

/** Those queued for the command's own chain, and the one that carried its wish with others'. */
const deliveriesBehind = Effect.fnUntraced(function* (record: CommandRecord) {
  const { address, revision } = record;
  if (address.kind === "order") return yield* deliveriesOfOrder(address, record.correlationId);
  const kind = SUBJECT_KINDS.find((subject) => subject === address.kind);
  if (kind === undefined || revision === null) return [];
  const store = yield* EventStore;
  const { data } = yield* store.deliveries(
    address.tenant,
    { status: null, accessControl: null, actor: { kind, id: address.id } },
    { cursor: null, limit: LOOKED_AT_MAX },
  );
  const covering = yield* coveringSeq(record, revision);
  return data.filter((delivery: Delivery) =>
    delivery.correlationId === record.correlationId || delivery.seq === covering
  );
});

const coveringSeq = Effect.fnUntraced(function* (record: CommandRecord, revision: number) {
  const store = yield* EventStore;
  const facts = yield* store.history(record.address, {
    fromVersion: Math.max(1, record.version - record.events.length + 1),
    limit: LOOKED_AT_MAX,
  });
  for (const { event } of facts) {
    if (event.type !== "DeliveryQueued") continue;
    const { covers, seq } = event as DeliveryQueued;
    if (covers >= revision) return seq;
  }
  return null;
});
