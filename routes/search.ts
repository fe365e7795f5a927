/**
 * The search box: what a barcode, a number, a name or an id of any kind belongs to.
 *
 * @module
 */
import { Effect } from "effect";
import * as v from "valibot";
import { type Hit, HITS_MAX, MATCHES, search } from "../actors/inspecting/search.ts";
import type { OrderState } from "../actors/order/mod.ts";
import { type PassState, status as passStatus } from "../actors/pass/mod.ts";
import type { ReferenceState } from "../actors/reference/mod.ts";
import { status as ticketStatus, type TicketState } from "../actors/ticket/mod.ts";
import { ok } from "./answer.ts";
import { aliasIn } from "./customer_names.ts";
import { NO_BODY } from "./parse.ts";
import { type Route, route } from "./route.ts";
import { Scanned } from "./schemas.ts";
import { sentenceOf } from "./sentences.ts";
import { SUBJECTS } from "./subjects.ts";

/** Of `GET /v1/search`. */
export const SearchAnswer = v.object({
  data: v.array(v.object({
    kind: v.string(),
    id: v.string(),
    match: v.picklist(MATCHES),
    summary: v.string(),
  })),
  next: v.null(),
  more: v.pipe(v.boolean(), v.description(`There are more than the first ${HITS_MAX}`)),
});

/** `GET /v1/search` */
export const SEARCH_ROUTES: ReadonlyArray<Route> = [
  route({
    method: "GET",
    path: "/v1/search",
    access: "read",
    tag: "inspection",
    summary: "What a barcode, ticket number, order, customer, request or any id belongs to",
    query: v.strictObject({
      q: v.pipe(Scanned, v.description("What it is called, whole; nothing is guessed")),
    }),
    sample: "q=T-1",
    body: NO_BODY,
    answers: { 200: { description: "Exact matches, each thing once", schema: SearchAnswer } },
    handle: (asked) =>
      Effect.map(
        search(asked.caller.tenant, { q: asked.query.q, customer: aliasIn(asked, asked.query.q) }),
        ({ hits, more }) => ok({ data: hits.map(showHit), next: null, more }),
      ),
  }),
];

function showHit({ found, ...hit }: Hit): object {
  return { ...hit, summary: summaryOf({ found, ...hit }) };
}

/** Without barcodes and personal data. */
function summaryOf({ kind, found }: Hit): string {
  if ("damaged" in found) return "What is stored of it is damaged";
  if ("fact" in found) return operationSummary(found);
  switch (kind) {
    case "ticket":
      return ticketSummary(found.state as TicketState);
    case "pass":
      return passSummary(found.state as PassState);
    case "order":
      return orderSummary(found.state as OrderState);
    default: {
      const { document } = found.state as Partial<ReferenceState>;
      return document === null || document === undefined ? `A ${kind}` : document.name;
    }
  }
}

function operationSummary(
  { fact, refusal }: Extract<Hit["found"], { readonly fact: unknown }>,
): string {
  if (refusal !== null) return `Refused: ${refusal.rule}`;
  return fact === null ? "There was nothing to do" : sentenceOf(fact.address.kind, fact.event);
}

function ticketSummary(state: TicketState): string {
  const { performance, orderId, seat } = state;
  const place = seat === null ? "" : `, ${seat.section} ${seat.row} ${seat.number}`;
  return `Ticket to ${performance}${place}: ${ticketStatus(state)}, order ${orderId}`;
}

function passSummary(state: PassState): string {
  const { passType, admissions, source } = state;
  const all = Object.values(admissions);
  const effective = all.filter((one) => one.state === "effective").length;
  return `Pass ${passType}: ${passStatus(state)}, ${effective} of ${all.length} admissions ` +
    `in effect, order ${source.orderId}`;
}

function orderSummary(state: OrderState): string {
  const { status, lines } = SUBJECTS.order.view(state) as {
    readonly status: string;
    readonly lines: ReadonlyArray<unknown>;
  };
  return `Order: ${status}, ${lines.length} ${lines.length === 1 ? "line" : "lines"}`;
}
