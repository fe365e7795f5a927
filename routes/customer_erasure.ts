/**
 * The erasure of a customer: noted first, so that none is done that nobody can be asked about.
 *
 * @module
 */
import { Effect } from "effect";
import { CommandIdReused, type Envelope } from "../actors/actor_router.ts";
import type { CustomerErased, NoteErasure } from "../actors/audit/mod.ts";
import { EventStore } from "../actors/event_store.ts";
import { ok } from "./answer.ts";
import { sendToAudit } from "./auditing.ts";
import { seal } from "./envelope.ts";
import { faulty, notFound } from "./problem.ts";
import { type Arrival, type Asked, param } from "./route.ts";
import { UNKNOWN } from "./unknown.ts";

/** What an erasure is asked for with. */
interface Erasure {
  readonly reason: string;
}

/** Instead of the path that was asked for: a hash of a reference would tell it to whoever tries. */
const PATH = "/v1/customers/erase";

/** The envelope, but for whose erasure it is. Throws the 400 of a bad header, and the 422. */
export function sealErasure(asked: Asked<unknown, Erasure>): Envelope {
  const { reason } = asked.body;
  if (namesThem(reason, asked)) {
    const detail = "must not name the customer: it is kept";
    throw faulty("invalid", [{ pointer: "/reason", detail }]);
  }
  const unnamed = { type: "NoteErasure", ...{ reason } };
  return { ...seal("POST", unnamed, { ...asked, path: PATH }), expected: null };
}

function namesThem(text: string, asked: Arrival): boolean {
  const { house: { customers }, caller: { tenant } } = asked;
  const name = param(asked, "customerId");
  const reference = customers.referenceOf(tenant, name) ?? name;
  return text.split(/[^A-Za-z0-9._-]+|\.(?=\s|$)/).includes(reference);
}

/** Erases who the path names; a repeat under the same key answers for whom the first one erased. */
export const erase = Effect.fnUntraced(function* (
  asked: Asked<unknown, Erasure>,
  envelope: Envelope,
) {
  const { house: { customers }, caller: { tenant }, body: { reason } } = asked;
  const named = customers.aliasOf(tenant, param(asked, "customerId"));
  const before = envelope.fresh ? null : yield* erasedBefore(tenant, envelope);
  if (before !== null && named !== null && named !== before) {
    return yield* new CommandIdReused(envelope);
  }
  const alias = before ?? named;
  if (alias === null) return yield* notFound(UNKNOWN.customer);
  const command: NoteErasure = { type: "NoteErasure", alias, reason };
  const { replayed } = yield* sendToAudit(tenant, { ...envelope, command });
  yield* customers.erase(tenant, alias);
  return ok({ alias, erased: true }, replayed ? { "idempotency-replayed": "true" } : {});
});

/** Whom the same command has erased; `null`: it was not given before. */
const erasedBefore = Effect.fnUntraced(function* (tenant: string, { commandId }: Envelope) {
  const store = yield* EventStore;
  const record = yield* store.command(tenant, commandId);
  if (record === null) return null;
  const page = { fromVersion: record.version, limit: 1 };
  const [fact] = yield* store.history(record.address, page);
  return fact === undefined ? null : (fact.event as CustomerErased).alias;
});
