/**
 * The log of everything, and how one fact of it is shown.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { type Kind, REFERENCE_KINDS, SUBJECT_KINDS } from "../actors/address.ts";
import type { Tagged } from "../actors/decider.ts";
import { EventStore, type Recorded } from "../actors/event_store.ts";
import { resolveFilter } from "../actors/inspecting/log_filter.ts";
import type { LogQuestion } from "../actors/log_question.ts";
import { type Answer, instant } from "./answer.ts";
import { EventAnswer, pageOf } from "./answers.ts";
import { withAliasAsked } from "./customer_names.ts";
import { exportEvents, JSON_LINES } from "./event_export.ts";
import type { Key } from "./keys.ts";
import { LIST_FIELDS, listAnswer, readPage } from "./list.ts";
import { shownTo } from "./mask.ts";
import { NO_BODY } from "./parse.ts";
import { type Route, route } from "./route.ts";
import { Id, Instant, Scanned, wholeNumber } from "./schemas.ts";
import { sentenceOf } from "./sentences.ts";

const KINDS: ReadonlyArray<Kind> = [
  ...SUBJECT_KINDS,
  "order",
  "import",
  "webhook",
  "key",
  "reconciliation",
  ...REFERENCE_KINDS,
];

/** The audit's are not in the log that everybody reads. */
export const AUDITED_KINDS: ReadonlyArray<Kind> = [...KINDS, "audit"];

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

/** Filters of the log and of its stream. Those given must all hold. */
export const EVENT_FILTERS = {
  kind: v.optional(KindName),
  actor: v.optional(ActorRef),
  type: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z]{1,64}$/, "must be an event's type"))),
  order: v.optional(Id),
  customer: v.optional(Id),
  performance: v.optional(Id),
  barcode: v.optional(Scanned),
  correlation: v.optional(v.pipe(v.string(), v.regex(/^[\x21-\x7E]{1,256}$/, "must be an id"))),
  from: v.optional(Instant),
  to: v.optional(Instant),
};

const PAGE = 50;

const EventsQuery = v.strictObject({
  ...LIST_FIELDS,
  ...EVENT_FILTERS,
  limit: v.optional(
    v.pipe(wholeNumber(1, 500), v.description(`${PAGE} unless given; as JSON Lines everything`)),
  ),
  sort: v.optional(v.picklist(["oldest", "newest"]), "oldest"),
  format: v.optional(v.picklist(["json", "jsonl"])),
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
    answers: {
      200: {
        description:
          `A page; with \`Accept: ${JSON_LINES}\` or \`format=jsonl\` everything, a fact a line, ` +
          "or with `limit` a page of lines with the next one in `Link`",
        schema: pageOf(EventAnswer),
      },
    },
    problems: ["too-many-requests"],
    handle: (asked) => {
      const { caller, headers, query } = asked;
      const question = questionOf(query);
      const newestFirst = query.sort === "newest";
      const paged = { ...asked, query: { ...query, limit: query.limit ?? PAGE } };
      const request = { ...readPage(paged), newestFirst };
      const isAccepted = (headers.get("accept") ?? "").includes(JSON_LINES);
      const asLines = query.format === "jsonl" || (query.format === undefined && isAccepted);
      const isWhole = asLines && query.limit === undefined;
      const show = (recorded: Recorded) => showEvent(caller, recorded);
      return Effect.gen(function* () {
        const filter = yield* resolveFilter(caller.tenant, withAliasAsked(asked, question));
        if (isWhole) return yield* exportEvents(asked, { ...request, filter, show });
        const store = yield* EventStore;
        const page = yield* store.log(caller.tenant, filter, request);
        const answer = listAnswer(paged, page, show);
        return asLines ? jsonLines(answer) : answer;
      });
    },
  }),
];

/** The filters as they were asked for. */
export function questionOf(
  query: v.InferOutput<v.ObjectSchema<typeof EVENT_FILTERS, undefined>>,
): LogQuestion {
  const [id, kind] = query.actor?.split("/").reverse() ?? [];
  const named = KINDS.find((known) => known === kind);
  return {
    kind: query.kind ?? null,
    actorKind: named ?? null,
    id: id ?? null,
    type: query.type ?? null,
    order: query.order ?? null,
    customer: query.customer ?? null,
    performance: query.performance ?? null,
    barcode: query.barcode ?? null,
    correlation: query.correlation ?? null,
    from: query.from === undefined ? null : Date.parse(query.from),
    to: query.to === undefined ? null : Date.parse(query.to),
  };
}

function jsonLines({ status, body, headers }: Answer): Answer {
  const { data } = body as { readonly data: ReadonlyArray<unknown> };
  const lines = data.map((one) => `${JSON.stringify(one)}\n`).join("");
  return { status, body: lines, headers: { ...headers, "content-type": JSON_LINES } };
}

/** A fact as its reader may see it. */
export function showEvent(caller: Key, recorded: Recorded): object {
  const { position, address, version, event, at, commandId } = recorded;
  // of a key's facts: a hash is nobody's business
  const { type, sha256: _, ...data } = event as Tagged & { readonly sha256?: string };
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
