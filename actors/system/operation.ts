/**
 * How far a command's wish has come at the access control.
 *
 * @module
 */
import { Effect } from "effect";
import type { Revisions } from "../actor_type.ts";
import type { OperationStatus } from "../actor_router.ts";
import type { Address, SubjectKind } from "../address.ts";
import type { Delivery } from "../delivery.ts";
import type { CommandRecord, EventStore, ReadError, Recorded } from "../event_store.ts";
import type { OrderEvent, Task, TaskOutcome } from "../order/mod.ts";

/** Deliveries of one command that are looked at; a command queues two at most by itself. */
const DELIVERIES_MAX = 50;
/** Facts of one order that are looked at: it has a few for each command. */
const ORDER_FACTS_MAX = 500;

/** What an order waits for: one of its passes or tickets, and the revision that confirms it. */
export interface Errand {
  readonly address: Address;
  readonly revision: number;
}

/** The commands that one command of an order has led to. */
export interface OrderErrands {
  readonly waiting: ReadonlyArray<Errand>;
  readonly refused: number;
  /** The order's version when it was told what became of the last of them; `null`: not yet. */
  readonly toldAt: number | null;
}

/**
 * Reads the status of a command to a pass or a ticket from the actor's revisions.
 *
 * A confirmed revision can still mean that the wish was overtaken: a print whose delivery was
 * dropped by a cancel before it was sent has been `superseded`, not confirmed.
 */
export const subjectStatus = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  record: CommandRecord,
  revisions: Revisions,
): Effect.fn.Return<OperationStatus, ReadError> {
  const { revision, address } = record;
  const status = revision === null ? "none" : statusOf(revisions, revision);
  if (status !== "confirmed") return status;
  const { data } = yield* store.deliveries(address.tenant, {
    status: null,
    accessControl: null,
    actor: { kind: address.kind as SubjectKind, id: address.id },
  }, { cursor: null, limit: DELIVERIES_MAX });
  return outcomeOf(record, data);
});

/** By revisions alone. */
export function statusOf(
  { acknowledged, outstanding }: Revisions,
  revision: number,
): OperationStatus {
  if (acknowledged >= revision) return "confirmed";
  return outstanding?.failed === true ? "failed" : "pending";
}

/** One failing makes the whole failed, even while others wait: somebody has to look at it. */
export function combined(statuses: ReadonlyArray<OperationStatus>): OperationStatus {
  if (statuses.length === 0) return "none";
  if (statuses.includes("failed")) return "failed";
  return statuses.includes("pending") ? "pending" : "confirmed";
}

/** What the passes and tickets of an order were told because of its `revision`. */
export const errandsOf = Effect.fnUntraced(function* (
  store: EventStore["Service"],
  address: Address,
  revision: number,
): Effect.fn.Return<OrderErrands, ReadError> {
  const facts = yield* store.history(address, { fromVersion: 1, limit: ORDER_FACTS_MAX });
  const events = facts.map((fact) => (fact as Recorded<OrderEvent>).event);
  const queued = events.find((event) =>
    event.type === "TasksQueued" && event.revision === revision
  );
  const tasks = queued?.type === "TasksQueued" ? queued.tasks : [];
  const outcomes = new Map<string, TaskOutcome>();
  for (const event of events) {
    if (event.type !== "TasksFinished") continue;
    for (const outcome of event.outcomes) outcomes.set(outcome.taskId, outcome);
  }
  const refused = tasks.filter(({ taskId }) => (outcomes.get(taskId)?.refusal ?? null) !== null);
  const waiting = tasks.flatMap(({ taskId, target }) => {
    const needed = outcomes.get(taskId)?.revision ?? null;
    if (needed === null) return [];
    return [{ address: { tenant: address.tenant, ...target }, revision: needed }];
  });
  return { waiting, refused: refused.length, toldAt: toldAt(facts, tasks) };
});

/** The last fact of the commit that left none of the tasks open. */
function toldAt(facts: ReadonlyArray<Recorded>, tasks: ReadonlyArray<Task>): number | null {
  const open = new Set(tasks.map(({ taskId }) => taskId));
  const last = facts.find(({ event }) => {
    const told = event as OrderEvent;
    if (told.type !== "TasksFinished") return false;
    for (const { taskId } of told.outcomes) open.delete(taskId);
    return open.size === 0;
  });
  if (last === undefined) return null;
  return facts.findLast(({ commandId }) => commandId === last.commandId)?.version ?? null;
}

/**
 * What became of the command's own delivery, or of what left in its place. One that was replaced
 * by taking rights away was overtaken; one that an operator gave up has failed.
 */
function outcomeOf(record: CommandRecord, deliveries: ReadonlyArray<Delivery>): OperationStatus {
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const own = deliveries.find(({ id }) => id.startsWith(`${record.commandId}.`));
  let last = own;
  while (last?.status === "superseded") last = byId.get(last.reason ?? "");
  if (last?.status === "discarded") return "failed";
  if (own?.status !== "superseded") return "confirmed";
  const isGrant = last !== undefined && last.command !== "cancelCard" &&
    last.command !== "cancelTicket";
  return isGrant ? "confirmed" : "superseded";
}
