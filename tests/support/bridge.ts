/**
 * The whole service but HTTP: real actors, outbox and event store, a scripted access control.
 *
 * @module
 */
import { Context, Effect, Layer, type Scope } from "effect";
import type { AccessControl } from "../../actors/access_control.ts";
import { AccessControls, accessControls } from "../../actors/access_controls.ts";
import { ActorRouter, type Envelope } from "../../actors/actor_router.ts";
import { type ActorSystemOptions, layer as actorSystem } from "../../actors/system/mod.ts";
import { ACTOR_TYPES } from "../../actors/system/actor_types.ts";
import type { Address, Kind } from "../../actors/address.ts";
import type { PassType, Performance } from "../../actors/catalogue.ts";
import { layer as coordinating } from "../../actors/system/coordinating.ts";
import { Errands } from "../../actors/system/errands.ts";
import { Catalogues } from "../../actors/catalogues.ts";
import type { Tagged } from "../../actors/decider.ts";
import { layer as delivering } from "../../actors/delivering/mod.ts";
import { DeliveryLanes } from "../../actors/delivering/lanes.ts";
import { EventStore } from "../../actors/event_store.ts";
import { Outbox } from "../../actors/outbox.ts";
import { layer as eventStore } from "../../adapters/kv/mod.ts";

/** A running service inside a test. */
export interface Bridge {
  readonly router: ActorRouter["Service"];
  readonly store: EventStore["Service"];
  readonly outbox: Outbox["Service"];
  readonly lanes: DeliveryLanes["Service"];
}

/** Starts it on a data folder or in memory; it stops with the scope. */
export const startBridge = Effect.fnUntraced(function* (
  system: AccessControl,
  options: Partial<ActorSystemOptions> & {
    readonly path?: string;
    /** Opened already; instead of a folder. */
    readonly store?: EventStore["Service"];
    /** Of other tenants. */
    readonly others?: ReadonlyArray<AccessControl>;
  } = {},
): Effect.fn.Return<Bridge, never, Scope.Scope> {
  const { path = ":memory:", store: opened, others = [], ...bounds } = options;
  const all = [system, ...others];
  const systems = Layer.succeed(
    AccessControls,
    accessControls(all.map(({ tenant }) => tenant), all),
  );
  const store = opened === undefined
    ? Layer.orDie(eventStore({ path }))
    : Layer.succeed(EventStore, opened);
  const context = yield* Layer.build(
    Layer.orDie(Layer.mergeAll(delivering, coordinating)).pipe(
      Layer.provideMerge(actorSystem({ types: ACTOR_TYPES, ...bounds })),
      Layer.provideMerge(
        Layer.mergeAll(Layer.orDie(Catalogues.layer), DeliveryLanes.layer, Errands.layer),
      ),
      Layer.provideMerge(Layer.mergeAll(systems, store)),
    ),
  );
  return {
    router: Context.get(context, ActorRouter),
    store: Context.get(context, EventStore),
    outbox: Context.get(context, Outbox),
    lanes: Context.get(context, DeliveryLanes),
  };
});

/** An address in the test's tenant, unless another is named. */
export function at(kind: Kind, id: string, tenant = "riverside"): Address {
  return { tenant, kind, id };
}

let made = 0;

/** A command as a route would hand it over; ids are made here unless given. */
export function asked(command: Tagged, envelope: Partial<Envelope> = {}): Envelope {
  made += 1;
  return {
    commandId: `c-${made}`,
    fresh: envelope.commandId === undefined,
    command,
    fingerprint: JSON.stringify(command),
    expected: null,
    by: "box-office",
    requestId: null,
    correlationId: null,
    causationId: null,
    delivery: null,
    ...envelope,
  };
}

/** A performance that can be sold as a ticket, with every code. */
export const MATCH: Performance = {
  name: "Riverside - Visitors",
  startsAt: "2026-08-08T15:00:00Z",
  timeZone: null,
  venue: "Riverside Stadium",
  admitFrom: null,
  admitTo: null,
  gates: [],
  ticketTemplate: "matchday",
  eligiblePasses: ["SEASON"],
  accessControl: "main",
  codes: {
    StadiumCode: "RIV",
    ProductCode: "M01",
    StandCode: "N",
    AreaCode: "N12",
    Tst1: null,
    Tst2: null,
    PriceBandCode: { adult: "AD" },
  },
};

/** A card of any access control, alone or beside others of its type. */
export const PASS_TYPE: PassType = {
  name: "Season card",
  productCode: "ST26",
  accessControl: null,
  group: null,
  multipleAdmissions: false,
  multiplePerCustomer: false,
  allAccess: [],
  validFrom: null,
  validTo: null,
};

/** Defines the performance `M01`, and one allocated ticket. */
export const allocate = Effect.fnUntraced(function* (
  { router }: Bridge,
  ticketId: string,
  tenant = "riverside",
) {
  yield* router.send(
    at("performance", "M01", tenant),
    asked({ type: "PutReference", ...{ document: MATCH } }),
  );
  const command = {
    type: "AllocateTicket",
    orderId: "4711",
    customerId: "C-9",
    performance: "M01",
    priceType: "adult",
    seat: { section: "N", row: "F", number: "11" },
    ticketNumber: null,
    accessControl: null,
  };
  return yield* router.send(at("ticket", ticketId, tenant), asked(command));
});
