/**
 * The log of everything, and how one fact of it is shown.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { type Kind, REFERENCE_KINDS, SUBJECT_KINDS } from "../actors/address.ts";
import { EventStore, type LogFilter, type Recorded } from "../actors/event_store.ts";
import { instant } from "./answer.ts";
import { EventAnswer, pageOf } from "./answers.ts";
import type { Key } from "./keys.ts";
import { LIST_FIELDS, listAnswer, readPage } from "./list.ts";
import { shownTo } from "./mask.ts";
import { NO_BODY } from "./parse.ts";
import { type Route, route } from "./route.ts";
import { Instant } from "./schemas.ts";
import { sentenceOf } from "./sentences.ts";

const KINDS: ReadonlyArray<Kind> = [...SUBJECT_KINDS, ...REFERENCE_KINDS];

const KindName = v.picklist(KINDS);

/** `ticket/T-1`, or the id alone for an actor of any kind. */
const ActorRef = v.pipe(
  v.string(),
  v.regex(
    /^([a-z-]{1,16}\/)?[A-Za-z0-9._-]{1,64}$/,
    "must be KIND/ID or ID",
  ),
  v.check(
    (text) => !text.includes("/") || v.is(KindName, text.split("/")[0]),
    `must be of one of the kinds ${KINDS.join(", ")}`,
  ),
);

const EventsQuery = v.strictObject({
  ...LIST_FIELDS,
  kind: v.optional(KindName),
  actor: v.optional(ActorRef),
  type: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z]{1,64}$/, "must be an event's type"))),
  from: v.optional(Instant),
  to: v.optional(Instant),
});

/** `/v1/events` */
export const EVENT_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/events",
    access: "events:read",
    tag: "events",
    summary: "Facts of all actors in the order of their commit; a page may be short before the end",
    query: EventsQuery,
    body: NO_BODY,
    answers: { 200: { description: "A page", schema: pageOf(EventAnswer) } },
    handle: (asked) => {
      const filter = filterOf(asked.query);
      const request = readPage(asked);
      return Effect.gen(function* () {
        const store = yield* EventStore;
        const page = yield* store.log(asked.caller.tenant, filter, request);
        return listAnswer(asked, page, (recorded) => showEvent(asked.caller, recorded));
      });
    },
  }),
];

function filterOf(query: v.InferOutput<typeof EventsQuery>): LogFilter {
  const [id, kind] = query.actor?.split("/").reverse() ?? [];
  const named = KINDS.find((known) => known === kind);
  return {
    kind: query.kind ?? named ?? null,
    id: id ?? null,
    type: query.type ?? null,
    from: query.from === undefined ? null : Date.parse(query.from),
    to: query.to === undefined ? null : Date.parse(query.to),
  };
}

/** A fact as its reader may see it. */
export function showEvent(caller: Key, recorded: Recorded): object {
  const { position, address, version, event, at, commandId } = recorded;
  const { type, ...data } = event;
  return {
    position,
    actor: { kind: address.kind, id: address.id },
    version,
    type,
    at: instant(at),
    commandId,
    correlationId: recorded.correlationId,
    causationId: recorded.causationId,
    key: recorded.by,
    requestId: recorded.requestId,
    data: shownTo(caller, data),
    sentence: sentenceOf(address.kind, event),
  };
}
