/**
 * One box for everything that people hold in their hands or read out on the telephone.
 *
 * @module
 */
import { Effect } from "effect";
import { ActorRouter } from "../actor_router.ts";
import { type Kind, REFERENCE_KINDS, SUBJECT_KINDS } from "../address.ts";
import { isOfAudit } from "../audit/mod.ts";
import type { Refusal } from "../decider.ts";
import { type CommandRecord, EventStore, type Recorded, type Relation } from "../event_store.ts";

/** What it was found by. */
export const MATCHES = [
  "id",
  "barcode",
  "card",
  "ticket-number",
  "order",
  "customer",
  "performance",
  "operation",
  "request",
] as const;

/** One thing that was found. */
export interface Hit {
  readonly kind: Kind | "operation";
  readonly id: string;
  readonly match: (typeof MATCHES)[number];
  readonly found: Shown;
}

/** State of an actor; first fact of an operation, or why it has none; or that it cannot be read. */
type Shown =
  | { readonly state: unknown }
  | { readonly fact: Recorded | null; readonly refusal: Refusal | null }
  | { readonly damaged: true };

/** Of one search; whoever looks for more uses the filters of the log. */
export const HITS_MAX = 50;

/** The newest facts that are looked through for a request that Gatehouse has named. */
const REQUEST_FACTS_MAX = 500;

const KINDS: ReadonlyArray<Kind> = [...SUBJECT_KINDS, "order", ...REFERENCE_KINDS];

const RELATIONS: ReadonlyArray<Relation["by"]> = ["order", "customer", "performance"];

const DAMAGED: Shown = { damaged: true };

type Found = Omit<Hit, "found"> & { readonly kind: Kind };

/** Everything that `q` names exactly, ids first; each thing once; and whether there is more. `customer` is its alias. */
export const search = Effect.fn("Inspecting.search")(function* (
  tenant: string,
  { q, customer }: { readonly q: string; readonly customer: string },
) {
  const named = { order: q, customer, performance: q };
  const [ids, claims, relations] = yield* Effect.all(
    [byId(tenant, q), byClaim(tenant, q), byRelation(tenant, named)],
    { concurrency: 3 },
  );
  const once = new Map<string, Found>();
  for (const one of [...ids, ...claims, ...relations.found]) {
    const key = `${one.kind}/${one.id}`;
    if (!once.has(key)) once.set(key, one);
  }
  const actors = yield* Effect.forEach(
    [...once.values()].slice(0, HITS_MAX),
    (one) => withState(tenant, one),
    { concurrency: 8 },
  );
  const all = [...actors.flat(), ...(yield* byRequest(tenant, q))];
  const more = relations.more || once.size > HITS_MAX || all.length > HITS_MAX;
  return { hits: all.slice(0, HITS_MAX), more };
});

const byId = Effect.fnUntraced(function* (tenant: string, q: string) {
  if (!isId(q)) return [];
  const store = yield* EventStore;
  const isThere = yield* Effect.forEach(
    KINDS,
    (kind) =>
      store.load({ tenant, kind, id: q }).pipe(
        Effect.map(({ version }) => version > 0),
        Effect.catchTag("Quarantined", () => Effect.succeed(true)),
      ),
    { concurrency: 8 },
  );
  return KINDS.filter((_, i) => isThere[i]).map((kind): Found => ({ kind, id: q, match: "id" }));
});

const byClaim = Effect.fnUntraced(function* (tenant: string, q: string) {
  const store = yield* EventStore;
  const barcodes = yield* store.claimed(tenant, "barcode", q);
  const numbers = yield* store.claimed(tenant, "ticket-number", q);
  return [
    ...barcodes.map(({ holder, note }): Found => ({
      ...holder,
      match: note.endsWith(":card") ? "card" : "barcode",
    })),
    ...numbers.map(({ holder }): Found => ({ ...holder, match: "ticket-number" })),
  ];
});

const byRelation = Effect.fnUntraced(function* (
  tenant: string,
  named: Readonly<Record<Relation["by"], string>>,
) {
  const store = yield* EventStore;
  const pages = yield* Effect.forEach(RELATIONS, (by) =>
    Effect.map(
      store.related(tenant, { by, value: named[by] }, { cursor: null, limit: HITS_MAX }),
      ({ data, next }) => ({
        found: data.map((actor): Found => ({ ...actor, match: by })),
        more: next !== null,
      }),
    ));
  return { found: pages.flatMap(({ found }) => found), more: pages.some(({ more }) => more) };
});

const withState = Effect.fnUntraced(function* (tenant: string, one: Found) {
  const router = yield* ActorRouter;
  const { kind, id } = one;
  return yield* router.view({ tenant, kind, id }).pipe(
    Effect.map(({ state }): ReadonlyArray<Hit> => [{ ...one, found: { state } }]),
    Effect.catchTag("Quarantined", () => Effect.succeed([{ ...one, found: DAMAGED }])),
    Effect.catchTag("UnknownActor", () => Effect.succeed([])),
  );
});

/** Operations: by their own id, or those that a request has begun, the oldest first. */
const byRequest = Effect.fnUntraced(function* (tenant: string, q: string) {
  if (!isId(q)) return [];
  const store = yield* EventStore;
  const record = yield* store.command(tenant, q);
  if (record !== null) return isOfAudit(record) ? [] : [yield* operation(record, "operation")];
  const records = (yield* store.requested(tenant, q, HITS_MAX + 1)).filter((one) =>
    !isOfAudit(one)
  );
  const page = { cursor: null, limit: REQUEST_FACTS_MAX, newestFirst: true };
  const { data } = yield* store.log(tenant, ANY, page);
  const begun = new Map(
    data.filter(({ requestId }) => requestId === q).map((fact) => [fact.commandId, fact]),
  );
  for (const { commandId } of records) begun.delete(commandId);
  const indexed = yield* Effect.forEach(
    records.toSorted((one, other) => one.at - other.at),
    (record) => operation(record, "request"),
    { concurrency: 8 },
  );
  const recent = [...begun].reverse().map(([id, fact]): Hit => ({
    kind: "operation",
    id,
    match: "request",
    found: { fact, refusal: null },
  }));
  return [...indexed, ...recent];
});

const operation = Effect.fnUntraced(function* (record: CommandRecord, match: Hit["match"]) {
  const store = yield* EventStore;
  const { commandId, address, version, events, refusal } = record;
  const fromVersion = version - events.length + 1;
  const facts = events.length === 0
    ? Effect.succeed([])
    : store.history(address, { fromVersion, limit: 1 });
  const found = yield* facts.pipe(
    Effect.map(([fact = null]): Shown => ({ fact, refusal })),
    Effect.catchTag("Quarantined", () => Effect.succeed(DAMAGED)),
  );
  return { kind: "operation", id: commandId, match, found } satisfies Hit;
});

const ANY = { kind: null, id: null, type: null, from: null, to: null, except: "audit" } as const;

function isId(q: string): boolean {
  return /^[A-Za-z0-9._-]{1,64}$/.test(q);
}
