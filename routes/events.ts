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
import { LogAnswer } from "./answers.ts";
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
  kind: v.pipe(v.optional(KindName), v.description("Of actors of this kind")),
  actor: v.pipe(v.optional(ActorRef), v.description("Of one actor: pass/P-1, or its id")),
  type: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[A-Za-z]{1,64}$/, "must be an event's type"),
      v.description("Of this type, as PassIssued"),
    ),
  ),
  order: v.pipe(v.optional(Id), v.description("About this order")),
  customer: v.pipe(v.optional(Id), v.description("About this customer")),
  performance: v.pipe(v.optional(Id), v.description("About this performance")),
  barcode: v.pipe(v.optional(Scanned), v.description("About this barcode or card, whole")),
  correlation: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\x21-\x7E]{1,256}$/, "must be an id"),
      v.description("All that followed from one command"),
    ),
  ),
  from: v.pipe(v.optional(Instant), v.description("At this time or later")),
  to: v.pipe(v.optional(Instant), v.description("Before this time")),
};

const PAGE = 50;

const EventsQuery = v.strictObject({
  ...LIST_FIELDS,
  ...EVENT_FILTERS,
  limit: v.pipe(
    v.optional(wholeNumber(1, 500)),
    v.description(`${PAGE} unless given; as JSON Lines everything`),
  ),
  sort: v.pipe(
    v.optional(v.picklist(["oldest", "newest"]), "oldest"),
    v.description("Which comes first"),
  ),
  format: v.pipe(
    v.optional(v.picklist(["json", "jsonl"])),
    v.description("jsonl: JSON Lines, one fact a line"),
  ),
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
          "or with `limit` a page of lines with the next one in `Link`; where facts are missing, " +
          "as their actor is damaged, a line of its own names it as `quarantined`",
        schema: LogAnswer,
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
  const { data, quarantined } = body as {
    readonly data: ReadonlyArray<unknown>;
    readonly quarantined?: ReadonlyArray<unknown>;
  };
  const all = quarantined === undefined ? data : [...data, { quarantined }];
  const lines = all.map((one) => `${JSON.stringify(one)}\n`).join("");
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
    data: shownTo(caller, withTimes(data)),
    sentence: sentenceOf(address.kind, event),
  };
}

/** Members of facts that are stored in milliseconds since the epoch. */
const TIMES = ["at", "recordedAt", "revokedAt", "scannedAt", "previousUntil", "expiresAt"];

/** As people and clients read times everywhere else: RFC 3339. */
function withTimes(data: object): object {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) =>
      TIMES.includes(name) && typeof value === "number" ? [name, instant(value)] : [name, value]
    ),
  );
}
