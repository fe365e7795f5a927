/**
 * Reference data: performances, pass types, bundles, items and ticket templates.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { ActorRouter, UnknownActor } from "../actors/actor_router.ts";
import type { Address, ReferenceKind } from "../actors/address.ts";
import { fold } from "../actors/actor_type.ts";
import { EventStore } from "../actors/event_store.ts";
import {
  type Document,
  type Documents,
  reference,
  type ReferenceCommand,
  type ReferenceState,
} from "../actors/reference/mod.ts";
import { type Answer, etag, ok } from "./answer.ts";
import { pageOfActors } from "./answers.ts";
import { seal } from "./envelope.ts";
import type { Services } from "./house.ts";
import { listAnswer, ListQuery, pageByName, readPage } from "./list.ts";
import { NO_BODY, NO_QUERY, type Schema } from "./parse.ts";
import { TEMPLATE_EXAMPLE, TicketTemplate } from "./paper/template_schema.ts";
import { type Failure, faulty } from "./problem.ts";
import { Bundle, Item, PassType, Performance } from "./reference_schemas.ts";
import { type Arrival, type Asked, param, type Route, route } from "./route.ts";

interface Shelf<Kind extends ReferenceKind> {
  readonly kind: Kind;
  /** In paths, and as the tag in the document. */
  readonly plural: string;
  readonly schema: Schema<Documents[Kind]> & { readonly entries: v.ObjectEntries };
  readonly example: unknown;
}

/** `/v1/performances…`, `/v1/pass-types…`, `/v1/bundles…`, `/v1/items…`, `/v1/ticket-templates…` */
export const REFERENCE_ROUTES: ReadonlyArray<Route> = [
  ...shelfRoutes({
    kind: "performance",
    plural: "performances",
    schema: Performance,
    example: {
      name: "Rovers v United",
      startsAt: "2026-08-01T19:30:00Z",
      venue: "Riverside",
      gates: [{ code: "G4", name: "Gate 4", kind: "external" }],
      ticketTemplate: "STANDARD",
      eligiblePasses: ["SEASON"],
      accessControl: "main",
      codes: {
        StadiumCode: "RIV",
        ProductCode: "M01",
        StandCode: "N",
        AreaCode: { N12: "N12" },
        Tst1: "G4",
        PriceBandCode: { adult: "AD" },
      },
    },
  }),
  ...shelfRoutes({
    kind: "pass-type",
    plural: "pass-types",
    schema: PassType,
    example: { name: "Season ticket", productCode: "ST26", validFrom: "2026-08-01" },
  }),
  ...shelfRoutes({
    kind: "bundle",
    plural: "bundles",
    schema: Bundle,
    example: { name: "Season 2026/27", assignedPass: "SEASON", performances: ["M01"] },
  }),
  ...shelfRoutes({
    kind: "item",
    plural: "items",
    schema: Item,
    example: { name: "Membership", assignedPass: "SEASON" },
  }),
  ...shelfRoutes({
    kind: "ticket-template",
    plural: "ticket-templates",
    schema: TicketTemplate,
    example: TEMPLATE_EXAMPLE,
  }),
];

function shelfRoutes<Kind extends ReferenceKind>(shelf: Shelf<Kind>): ReadonlyArray<Route> {
  const { kind, plural, schema, example } = shelf;
  const defined = v.object({ code: v.string(), version: v.number(), ...schema.entries });
  const one = { path: `/v1/${plural}/{code}`, tag: plural, query: NO_QUERY } as const;
  return [
    route({
      method: "GET",
      path: `/v1/${plural}`,
      access: "read",
      tag: plural,
      summary: `All ${plural}, by code`,
      query: ListQuery,
      body: NO_BODY,
      answers: { 200: { description: "A page", schema: pageOfActors(defined) } },
      handle: (asked) => list(kind, asked),
    }),
    route({
      ...one,
      method: "GET",
      access: "read",
      summary: `One of the ${plural}`,
      body: NO_BODY,
      answers: { 200: { description: "It is defined", schema: defined } },
      handle: (asked) => read(kind, asked),
    }),
    route({
      ...one,
      method: "PUT",
      access: "admin",
      summary: `Defines one of the ${plural}, whole; what was issued keeps its codes`,
      command: "PutReference",
      body: schema,
      example,
      answers: { 200: { description: "It is defined", schema: defined } },
      handle: (asked) => put(kind, asked),
    }),
    route({
      ...one,
      method: "DELETE",
      access: "admin",
      summary: `Removes one of the ${plural}; what was issued stays as it is`,
      command: "RemoveReference",
      body: NO_BODY,
      answers: {
        200: {
          description: "It is removed",
          schema: v.object({ code: v.string(), version: v.number(), removed: v.literal(true) }),
        },
      },
      handle: (asked) => remove(kind, asked),
    }),
  ];
}

function list(
  kind: ReferenceKind,
  asked: Asked<v.InferOutput<typeof ListQuery>>,
): Effect.Effect<Answer, Failure, Services> {
  const request = readPage(asked);
  const type = reference(kind);
  return Effect.gen(function* () {
    const store = yield* EventStore;
    const { data: heads, ...rest } = yield* store.heads(asked.caller.tenant, kind);
    const defined = heads.flatMap(({ id, loaded }) => {
      const { document } = fold(type, loaded) as ReferenceState;
      return document === null ? [] : [show(id, loaded.version, document)];
    });
    const page = pageByName(defined, request, ({ code }) => code);
    return listAnswer(asked, { ...page, ...rest }, (document) => document);
  });
}

const read = Effect.fnUntraced(function* (kind: ReferenceKind, asked: Arrival) {
  const router = yield* ActorRouter;
  const address = addressOf(kind, asked);
  const { version, state } = yield* router.view(address);
  const { document } = state as ReferenceState;
  if (document === null) return yield* new UnknownActor({ address });
  return ok(show(address.id, version, document), { etag: etag(version) });
});

function put(
  kind: ReferenceKind,
  asked: Asked<unknown, Document>,
): Effect.Effect<Answer, Failure, Services> {
  assertConfigured(asked);
  const document = asked.body;
  return Effect.map(
    send(kind, { type: "PutReference", document }, { method: "PUT", asked }),
    ({ version, headers }) => ok(show(param(asked, "code"), version, document), headers),
  );
}

function remove(kind: ReferenceKind, asked: Arrival): Effect.Effect<Answer, Failure, Services> {
  return Effect.map(
    send(kind, { type: "RemoveReference" }, { method: "DELETE", asked }),
    ({ version, headers }) => ok({ code: param(asked, "code"), version, removed: true }, headers),
  );
}

/** Gives the version that the command led to. */
function send(
  kind: ReferenceKind,
  command: ReferenceCommand,
  { method, asked }: { readonly method: "PUT" | "DELETE"; readonly asked: Arrival },
) {
  const envelope = seal(method, command, asked);
  return Effect.gen(function* () {
    const router = yield* ActorRouter;
    const { record, replayed } = yield* router.send(addressOf(kind, asked), envelope);
    const { version } = record;
    const headers: Record<string, string> = { etag: etag(version) };
    if (replayed) headers["idempotency-replayed"] = "true";
    return { version, headers };
  });
}

/** What guards it must be there before anything can be sold on it. */
function assertConfigured({ caller, house, body }: Asked<unknown, Document>): void {
  if (!("accessControl" in body) || body.accessControl === null) return;
  const { accessControl } = body;
  const systems = house.accessControls(caller.tenant);
  if (systems.some(({ name }) => name === accessControl)) return;
  throw faulty("invalid", [{
    pointer: "/accessControl",
    detail: "must be the name of a configured access-control system",
  }]);
}

function addressOf(kind: ReferenceKind, asked: Arrival): Address {
  return { tenant: asked.caller.tenant, kind, id: param(asked, "code") };
}

function show(code: string, version: number, document: Document) {
  return { code, version, ...document };
}
