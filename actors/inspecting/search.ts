/**
 * One box for everything that people hold in their hands or read out on the telephone.
 *
 * @module
 */
import { Effect } from "effect";
import { ActorRouter } from "../actor_router.ts";
import { type Kind, REFERENCE_KINDS, SUBJECT_KINDS } from "../address.ts";
import { EventStore, type Recorded, type Relation } from "../event_store.ts";

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
  /** State of an actor, or the first fact of an operation; `null`: there is none to show. */
  readonly found: { readonly state: unknown } | { readonly fact: Recorded | null };
}

/** Of each kind of match; whoever looks for more uses the filters of the log. */
const HITS_MAX = 50;

/** The newest facts that are looked through for a request: there is no index of those. */
const REQUEST_FACTS_MAX = 500;

const KINDS: ReadonlyArray<Kind> = [...SUBJECT_KINDS, "order", ...REFERENCE_KINDS];

const RELATIONS: ReadonlyArray<Relation["by"]> = ["order", "customer", "performance"];

type Found = Omit<Hit, "found"> & { readonly kind: Kind };

/** Everything that `q` names exactly, ids first; each thing once. `customer` is its alias. */
export const search = Effect.fn("Inspecting.search")(function* (
  tenant: string,
  { q, customer }: { readonly q: string; readonly customer: string },
) {
  const named = { order: q, customer, performance: q };
  const actors = yield* Effect.all(
    [byId(tenant, q), byClaim(tenant, q), byRelation(tenant, named)],
    { concurrency: 3 },
  );
  const once = new Map<string, Found>();
  for (const one of actors.flat()) {
    const key = `${one.kind}/${one.id}`;
    if (!once.has(key)) once.set(key, one);
  }
  const hits = yield* Effect.forEach(
    [...once.values()].slice(0, HITS_MAX),
    (one) => withState(tenant, one),
    { concurrency: 8 },
  );
  return [...hits.flat(), ...(yield* byRequest(tenant, q))];
});

const byId = Effect.fnUntraced(function* (tenant: string, q: string) {
  if (!isId(q)) return [];
  const store = yield* EventStore;
  const loaded = yield* Effect.forEach(
    KINDS,
    (kind) =>
      Effect.map(
        store.load({ tenant, kind, id: q }),
        ({ version }): ReadonlyArray<Found> => version === 0 ? [] : [{ kind, id: q, match: "id" }],
      ),
    { concurrency: 8 },
  );
  return loaded.flat();
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
      ({ data }) => data.map((actor): Found => ({ ...actor, match: by })),
    ));
  return pages.flat();
});

const withState = Effect.fnUntraced(
  function* (
    tenant: string,
    found: Found,
  ): Effect.fn.Return<ReadonlyArray<Hit>, never, ActorRouter> {
    const router = yield* ActorRouter;
    const { kind, id } = found;
    const view = yield* Effect.option(router.view({ tenant, kind, id }));
    return view._tag === "None" ? [] : [{ ...found, found: { state: view.value.state } }];
  },
);

/** Operations: by their own id, or those that a request has begun lately. */
const byRequest = Effect.fnUntraced(function* (tenant: string, q: string) {
  if (!isId(q)) return [];
  const store = yield* EventStore;
  const record = yield* store.command(tenant, q);
  if (record !== null) {
    const from = Math.max(1, record.version - record.events.length + 1);
    const [fact = null] = yield* store.history(record.address, { fromVersion: from, limit: 1 });
    return [{ kind: "operation", id: q, match: "operation", found: { fact } } satisfies Hit];
  }
  const page = { cursor: null, limit: REQUEST_FACTS_MAX, newestFirst: true };
  const { data } = yield* store.log(tenant, ANY, page);
  const begun = new Map(
    data.filter(({ requestId }) => requestId === q).map((fact) => [fact.commandId, fact]),
  );
  return [...begun].map(([id, fact]): Hit => ({
    kind: "operation",
    id,
    match: "request",
    found: { fact },
  }));
});

const ANY = { kind: null, id: null, type: null, from: null, to: null, except: "audit" } as const;

function isId(q: string): boolean {
  return /^[A-Za-z0-9._-]{1,64}$/.test(q);
}
