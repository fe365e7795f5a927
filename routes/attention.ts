/**
 * Passes and tickets that a person must see to, whenever it began.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { ActorRouter } from "../actors/actor_router.ts";
import type { Address } from "../actors/address.ts";
import { EventStore, type Recorded } from "../actors/event_store.ts";
import { openIncidents } from "../actors/incidents.ts";
import type { Tagged } from "../actors/decider.ts";
import { type PassState, status as passStatus } from "../actors/pass/mod.ts";
import { status as ticketStatus, type TicketState } from "../actors/ticket/mod.ts";
import { type Answer, instant } from "./answer.ts";
import { Count, Time } from "./answers.ts";
import { LIST_FIELDS, listAnswer, nameOf, readPage } from "./list.ts";
import { NO_BODY } from "./parse.ts";
import { type Route, route } from "./route.ts";
import { wholeNumber } from "./schemas.ts";
import { sentenceOf } from "./sentences.ts";

const NEEDS = ["attention", "incident"] as const;

/** Of `GET /v1/attention`. */
export const AttentionAnswer = v.object({
  data: v.array(v.object({
    actor: v.object({ kind: v.string(), id: v.string() }),
    needs: v.pipe(
      v.array(v.object({
        what: v.picklist(NEEDS),
        since: v.pipe(v.nullable(Time), v.description("null: long ago, behind many other facts")),
        sentence: v.string(),
        scanId: v.pipe(v.nullable(v.string()), v.description("Of an incident: to acknowledge it")),
      })),
      v.description("Its status is `attention`, or a gate let somebody in on what was revoked"),
    ),
  })),
  next: v.nullable(v.string()),
  count: v.pipe(Count, v.description("Of all pages; 400: so many or more")),
});

type Need = v.InferOutput<typeof AttentionAnswer>["data"][number]["needs"][number];

/** Counted in one read of the list, whose page has at most 499. */
export const COUNTED_MAX = 400;

/** Newest facts of an actor in which the words and the time are looked for. */
const FACTS_MAX = 200;

const AttentionQuery = v.strictObject({
  ...LIST_FIELDS,
  limit: v.pipe(
    v.optional(wholeNumber(1, 100), "50"),
    v.description("Actors of a page; at most 100"),
  ),
});

/** `/v1/attention` */
export const ATTENTION_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/attention",
    access: "events:read",
    tag: "adapters",
    summary: "Passes and tickets that a person must see to, by kind and id, until somebody has",
    query: AttentionQuery,
    body: NO_BODY,
    answers: { 200: { description: "A page, with how many there are", schema: AttentionAnswer } },
    handle: (asked) => {
      const { tenant } = asked.caller;
      const request = readPage(asked);
      return Effect.gen(function* () {
        const store = yield* EventStore;
        const { data, next } = yield* store.attention(tenant, request);
        const all = yield* store.attention(tenant, { cursor: null, limit: COUNTED_MAX });
        const shown = yield* Effect.forEach(data, (one) => show({ tenant, ...one }));
        // one that was seen to while it was read needs nobody any more
        const page = { data: shown.filter(({ needs }) => needs.length > 0), next };
        return withCount(listAnswer(asked, page, (one) => one), all.data.length);
      });
    },
  }),
];

function withCount({ body, ...answer }: Answer, count: number): Answer {
  return { ...answer, body: { ...body as object, count } };
}

const show = Effect.fnUntraced(function* (address: Address) {
  const router = yield* ActorRouter;
  const store = yield* EventStore;
  const needs = yield* Effect.gen(function* () {
    const { version, state } = yield* router.view(address);
    const fromVersion = Math.max(1, version - FACTS_MAX + 1);
    // without them it is told in other words
    const facts = yield* store.history(address, { fromVersion, limit: FACTS_MAX }).pipe(
      Effect.catchTag("Quarantined", () => Effect.succeed([])),
    );
    return needsOf(address, state, facts.toReversed());
  }).pipe(Effect.catchTag("Quarantined", () => Effect.succeed([DAMAGED])));
  return { actor: nameOf(address), needs };
});

const DAMAGED: Need = {
  what: "attention",
  since: null,
  sentence: "What is stored of it is damaged: nobody can tell what it needed",
  scanId: null,
};

/** `facts`: the newest first. */
function needsOf(
  { kind }: Address,
  state: unknown,
  facts: ReadonlyArray<Recorded>,
): ReadonlyArray<Need> {
  const subject = state as TicketState | PassState;
  const status = kind === "pass"
    ? passStatus(subject as PassState)
    : ticketStatus(subject as TicketState);
  const needs: Array<Need> = [];
  if (status === "attention") {
    const told = facts.find(({ event: { type } }) => ATTENTION_FACTS.includes(type));
    const sentence = "An answer of the access control cannot be accepted";
    needs.push({ what: "attention", ...wordsOf(told, { sentence, since: null }), scanId: null });
  }
  for (const { scanId, at, recordedAt } of openIncidents(subject.usage)) {
    const told = facts.find(({ event }) => isIncident(event, scanId));
    const sentence = "Incident: a gate let somebody in on what is revoked here";
    const since = instant(recordedAt ?? at);
    needs.push({ what: "incident", ...wordsOf(told, { sentence, since }), scanId });
  }
  return needs;
}

/** What makes the status of a pass or a ticket `attention`. */
const ATTENTION_FACTS = ["AttentionRaised", "DeliveryFailed"];

function isIncident(event: Tagged & { readonly scanId?: string }, scanId: string): boolean {
  return event.type === "ExposureIncidentRaised" && event.scanId === scanId;
}

function wordsOf(
  told: Recorded | undefined,
  without: Pick<Need, "sentence" | "since">,
): Pick<Need, "sentence" | "since"> {
  if (told === undefined) return without;
  const { address: { kind }, event, at } = told;
  return { sentence: sentenceOf(kind, event), since: instant(at) };
}
