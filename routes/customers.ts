/**
 * A customer: what is held of them, and the end of it.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { ActorRouter } from "../actors/actor_router.ts";
import type { Kind } from "../actors/address.ts";
import { EventStore, type PageRequest } from "../actors/event_store.ts";
import { MISSING, OrderAnswer, PassAnswer, TicketAnswer } from "./answers.ts";
import { stateOf } from "./command.ts";
import { erase, sealErasure } from "./customer_erasure.ts";
import { withReferences } from "./customer_names.ts";
import type { Key } from "./keys.ts";
import { listAnswer, ListQuery, readPage } from "./list.ts";
import { shownTo } from "./mask.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { notFound } from "./problem.ts";
import { type Asked, param, type Route, route } from "./route.ts";
import { Text } from "./schemas.ts";
import { type Subject, SUBJECTS } from "./subjects.ts";
import { UNKNOWN } from "./unknown.ts";

/** Actors that are looked at side by side. */
const LOOKS_MAX = 8;

/** Of `GET /v1/customers/{customerId}`. */
export const CustomerAnswer = v.object({
  customerId: v.pipe(v.string(), v.description("The alias, when the customer was erased")),
  alias: v.pipe(v.string(), v.description("What facts and the access control say instead")),
  passes: v.array(PassAnswer),
  tickets: v.array(TicketAnswer),
  orders: v.array(OrderAnswer),
  next: v.nullable(v.string()),
  ...MISSING,
});

/** Of `POST …/erase`. */
export const ErasedAnswer = v.object({ alias: v.string(), erased: v.literal(true) });

const SHARED = { tag: "customers", path: "/v1/customers/{customerId}" } as const;

/** `/v1/customers/{customerId}`, by reference or by alias, and `…/erase` */
export const CUSTOMER_ROUTES: ReadonlyArray<Route> = [
  route({
    ...SHARED,
    method: "GET",
    access: "read",
    summary: "What a customer has now, credentials masked; a page may be short before the end",
    query: ListQuery,
    body: NO_BODY,
    answers: { 200: { description: "A page of all three", schema: CustomerAnswer } },
    handle: (asked) => read(asked, readPage(asked)),
  }),
  route({
    ...SHARED,
    method: "POST",
    path: `${SHARED.path}/erase`,
    access: "admin",
    summary: "Forgets who the customer is: from now on everything shows the alias",
    command: "NoteErasure",
    query: NO_QUERY,
    body: v.strictObject({ reason: Text }),
    example: { reason: "Asked for by the customer" },
    answers: { 200: { description: "It is done", schema: ErasedAnswer } },
    handle: (asked) => erase(asked, sealErasure(asked)),
  }),
];

const read = Effect.fnUntraced(function* (
  asked: Asked<v.InferOutput<typeof ListQuery>>,
  request: PageRequest,
) {
  const { house: { customers }, caller } = asked;
  const { tenant } = caller;
  const alias = customers.aliasOf(tenant, param(asked, "customerId"));
  if (alias === null) return yield* notFound(UNKNOWN.customer);
  const store = yield* EventStore;
  const page = yield* store.related(tenant, { by: "customer", value: alias }, request);
  const looked = yield* Effect.forEach(page.data, (one) => lookWhole(caller, one), {
    concurrency: LOOKS_MAX,
  });
  const damaged = looked.flatMap((one) => "damaged" in one ? [one.damaged] : []);
  // a pass that was given to somebody else is theirs
  const held = looked.flatMap((one) => "damaged" in one ? [] : one)
    .filter(({ customerId }) => customerId === alias);
  const listed = { ...page, data: [], ...(damaged.length === 0 ? {} : { damaged }) };
  const answer = listAnswer(asked, listed, () => null);
  const { data: _, ...rest } = answer.body as { readonly data: unknown; readonly next: unknown };
  const customerId = customers.referenceOf(tenant, alias) ?? alias;
  const text = withReferences(customers, tenant, JSON.stringify(grouped(held)));
  // the alias itself stays one
  return { ...answer, isFinal: true, body: { customerId, alias, ...JSON.parse(text), ...rest } };
});

interface Look {
  readonly plural: Subject["plural"];
  readonly customerId: string;
  /** As a read of it shows. */
  readonly shown: unknown;
}

const look = Effect.fnUntraced(function* (
  caller: Key,
  { kind, id }: { readonly kind: Kind; readonly id: string },
) {
  const router = yield* ActorRouter;
  const subject = Object.values(SUBJECTS).find((one) => one.kind === kind);
  if (subject === undefined) return [];
  const view = yield* router.view({ tenant: caller.tenant, kind, id });
  const beside = yield* subject.beside?.(caller.tenant, view.state) ?? Effect.succeed({});
  const { customerId } = view.state as { readonly customerId: string };
  const state = { ...stateOf(subject, id, view), ...beside };
  // barcodes are read where their reader is noted
  const shown = shownTo({ ...caller, scopes: new Set() }, state);
  return [{ plural: subject.plural, customerId, shown } satisfies Look];
});

/** What is damaged is named: everything else of the customer is shown. */
function lookWhole(caller: Key, one: Parameters<typeof look>[1]) {
  return Effect.catchTag(
    look(caller, one),
    "Quarantined",
    ({ address }) => Effect.succeed({ damaged: address }),
  );
}

function grouped(held: ReadonlyArray<Look>): Readonly<Record<Subject["plural"], unknown>> {
  const of = (plural: Subject["plural"]) =>
    held.filter((one) => one.plural === plural).map(({ shown }) => shown);
  return { passes: of("passes"), tickets: of("tickets"), orders: of("orders") };
}
