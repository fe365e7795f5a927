/**
 * Looking into one actor: its facts, its commands, its deliveries, its snapshots.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { ActorRouter } from "../actors/actor_router.ts";
import type { Address, SubjectKind } from "../actors/address.ts";
import {
  type CommandRecord,
  EventStore,
  type PageRequest,
  type SnapshotInfo,
} from "../actors/event_store.ts";
import { type Answer, etag, instant, ok } from "./answer.ts";
import {
  CommandRecordAnswer,
  DeliveryAnswer,
  EventAnswer,
  pageOf,
  SnapshotAnswer,
  SnapshotInfoAnswer,
} from "./answers.ts";
import { addressOf } from "./command.ts";
import { showDelivery } from "./deliveries.ts";
import { showEvent } from "./events.ts";
import { requireScope } from "./keys.ts";
import { listAnswer, ListQuery, readPage } from "./list.ts";
import { shownTo } from "./mask.ts";
import { pageOfDeliveries } from "./order_deliveries.ts";
import { NO_BODY, NO_QUERY } from "./parse.ts";
import { faulty, notFound, showRefusal } from "./problem.ts";
import { type Asked, param, type Route, route } from "./route.ts";
import type { Subject } from "./subjects.ts";
import { UNKNOWN } from "./unknown.ts";

const SnapshotQuery = v.strictObject({
  format: v.pipe(
    v.optional(v.picklist(["json", "cbor"])),
    v.description("As the header `Accept` says unless given"),
  ),
});

/** The logs and snapshots of one kind of subject. */
export function inspectionRoutes(subject: Subject): ReadonlyArray<Route> {
  return [
    eventsRoute(subject),
    commandsRoute(subject),
    deliveriesRoute(subject),
    snapshotsRoute(subject),
    snapshotRoute(subject),
  ];
}

function eventsRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "events"),
    access: "events:read",
    summary: `Facts of one ${subject.kind}, the oldest first`,
    query: ListQuery,
    answers: { 200: { description: "A page", schema: pageOf(EventAnswer) } },
    handle: (asked) => {
      const { cursor, limit } = readPage(asked);
      const fromVersion = cursor === null ? 1 : Number(cursor);
      return Effect.gen(function* () {
        const store = yield* EventStore;
        const address = addressOf(subject, asked);
        const tag = yield* tagOf(address);
        const facts = yield* store.history(address, { fromVersion, limit: limit + 1 });
        if (facts.length === 0) yield* assertExists(address);
        const next = facts.length > limit ? String(fromVersion + limit) : null;
        const page = { data: facts.slice(0, limit), next };
        return tagged(tag, listAnswer(asked, page, (fact) => showEvent(asked.caller, fact)));
      });
    },
  });
}

function commandsRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "commands"),
    access: "events:read",
    summary: `Commands to one ${subject.kind}, accepted and refused, the newest first`,
    query: ListQuery,
    answers: { 200: { description: "A page", schema: pageOf(CommandRecordAnswer) } },
    handle: (asked) => {
      const request = readPage(asked);
      return Effect.gen(function* () {
        const store = yield* EventStore;
        const address = addressOf(subject, asked);
        const tag = yield* tagOf(address);
        const page = yield* store.commands(address, request);
        if (page.data.length === 0) yield* assertExists(address);
        return tagged(tag, listAnswer(asked, page, showCommand));
      });
    },
  });
}

function deliveriesRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "deliveries"),
    access: "events:read",
    summary: `What was told to the access control about one ${subject.kind}, the newest first`,
    query: ListQuery,
    answers: { 200: { description: "A page", schema: pageOf(DeliveryAnswer) } },
    handle: (asked) => {
      const request = readPage(asked);
      return Effect.gen(function* () {
        const address = addressOf(subject, asked);
        const tag = yield* tagOf(address);
        const page = subject.kind === "order"
          ? yield* pageOfDeliveries(address, request)
          : yield* ownDeliveries(address, { kind: subject.kind, request });
        return tagged(
          tag,
          listAnswer(asked, page, (delivery) => showDelivery(asked.caller, delivery)),
        );
      });
    },
  });
}

function snapshotsRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "snapshots"),
    access: "debug:read",
    summary: `Stored states of one ${subject.kind}; the head counts as one`,
    query: NO_QUERY,
    answers: { 200: { description: "All of them", schema: pageOf(SnapshotInfoAnswer) } },
    handle: (asked) =>
      Effect.gen(function* () {
        const store = yield* EventStore;
        const address = addressOf(subject, asked);
        const tag = yield* tagOf(address);
        const snapshots = yield* store.snapshots(address);
        if (snapshots.length === 0) yield* assertExists(address);
        return tagged(tag, ok({ data: snapshots.map(showSnapshotInfo), next: null }));
      }),
  });
}

function snapshotRoute(subject: Subject): Route {
  return route({
    ...headOf(subject, "snapshots/{version}"),
    access: "debug:read",
    summary: "One stored state: decoded, or its stored bytes (which needs barcode:read)",
    query: SnapshotQuery,
    answers: {
      200: {
        description:
          "The state; with `Accept: application/cbor` or `format=cbor` the bytes as stored",
        schema: SnapshotAnswer,
      },
    },
    handle: (asked) => {
      const version = readVersion(asked);
      const isAccepted = /\bapplication\/cbor\b/i.test(asked.headers.get("accept") ?? "");
      const raw = asked.query.format === "cbor" || (asked.query.format === undefined && isAccepted);
      if (raw) requireScope(asked.caller, "barcode:read");
      return Effect.gen(function* () {
        const store = yield* EventStore;
        const address = addressOf(subject, asked);
        const snapshot = yield* store.snapshot(address, version);
        if (snapshot === null) {
          yield* assertExists(address);
          return yield* notFound(UNKNOWN.snapshot);
        }
        const headers = { etag: etag(version) };
        if (raw) return ok(snapshot.bytes, { ...headers, "content-type": "application/cbor" });
        return ok({ version, state: shownTo(asked.caller, snapshot.state) }, headers);
      });
    },
  });
}

function headOf(subject: Subject, what: string) {
  return {
    method: "GET",
    path: `/v1/${subject.plural}/{${subject.idName}}/${what}`,
    tag: subject.plural,
    body: NO_BODY,
  } as const;
}

function readVersion(asked: Asked): number {
  const text = param(asked, "version");
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw faulty("invalid", [{ pointer: "/path/version", detail: "must be a version number" }]);
}

const ownDeliveries = Effect.fnUntraced(function* (
  { tenant, id }: Address,
  { kind, request }: { readonly kind: SubjectKind; readonly request: PageRequest },
) {
  const store = yield* EventStore;
  const filter = { status: null, accessControl: null, actor: { kind, id } };
  const page = yield* store.deliveries(tenant, filter, request);
  if (page.data.length === 0) yield* assertExists({ tenant, kind, id });
  return page;
});

/**
 * The actor's version as a header, read before what goes with it: that is as new, or newer. Of an
 * actor that cannot be read now there is none, and what can be read of it is shown all the same.
 */
export const tagOf = Effect.fnUntraced(
  function* (address: Address) {
    const router = yield* ActorRouter;
    const { version } = yield* router.view(address);
    return { etag: etag(version) };
  },
  Effect.catchTag(["ActorBusy", "Quarantined", "StoreUnavailable"], () => Effect.succeed({})),
);

/** The answer with the header. */
function tagged(tag: { readonly etag?: string }, answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, ...tag } };
}

/** An empty log can be that of an actor that is not there. */
const assertExists = Effect.fnUntraced(function* (address: Address) {
  const router = yield* ActorRouter;
  yield* router.view(address);
});

/** One stored state without itself. */
export function showSnapshotInfo({ version, stateVersion, at, sizeBytes }: SnapshotInfo): object {
  return { version, stateVersion, at: instant(at), sizeBytes };
}

/** A command with what became of it. */
export function showCommand(record: CommandRecord): object {
  const { commandId, type, at, by, correlationId, requestId, version, events, refusal } = record;
  return {
    commandId,
    type,
    at: instant(at),
    key: by,
    correlationId,
    requestId,
    version,
    events,
    refusal: refusal === null ? null : showRefusal(refusal),
  };
}
