/**
 * How far a command's wish has come at the access control.
 *
 * @module
 */
import { Effect } from "effect";
import type { OperationStatus } from "../actor_router.ts";
import type { SubjectKind } from "../address.ts";
import type { Revisions } from "../actor_type.ts";
import type { Delivery } from "../delivery.ts";
import type { CommandRecord, EventStore, ReadError } from "../event_store.ts";

/** Deliveries of one command that are looked at; a command queues two at most by itself. */
const DELIVERIES_MAX = 50;

/**
 * Reads the status from the actor's revisions.
 *
 * A confirmed revision can still mean that the wish was overtaken: a print whose delivery was
 * dropped by a cancel before it was sent has been `superseded`, not confirmed.
 */
export const operationStatus = Effect.fnUntraced(function* (
  { store, record, revisions }: {
    readonly store: EventStore["Service"];
    readonly record: CommandRecord;
    readonly revisions: Revisions;
  },
): Effect.fn.Return<OperationStatus, ReadError> {
  const { revision, address } = record;
  if (revision === null) return "none";
  if (revisions.acknowledged < revision) {
    return revisions.outstanding?.failed === true ? "failed" : "pending";
  }
  const { data } = yield* store.deliveries(address.tenant, {
    status: null,
    accessControl: null,
    actor: { kind: address.kind as SubjectKind, id: address.id },
  }, { cursor: null, limit: DELIVERIES_MAX });
  return isOvertaken(record, data) ? "superseded" : "confirmed";
});

/** Its own delivery never left, and what left in its place (if anything) takes rights away. */
function isOvertaken(record: CommandRecord, deliveries: ReadonlyArray<Delivery>): boolean {
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  let own = deliveries.find((delivery) => delivery.id.startsWith(`${record.commandId}.`));
  if (own?.status !== "superseded") return false;
  while (own?.status === "superseded") own = byId.get(own.reason ?? "");
  return own === undefined || own.command === "cancelCard" || own.command === "cancelTicket";
}
