/**
 * Tickets, passes and orders as routes see them: their words in paths, and what a read shows.
 *
 * @module
 */
import { Effect } from "effect";
import { ActorRouter } from "../actors/actor_router.ts";
import type { SubjectKind } from "../actors/address.ts";
import { type OrderState, printsOf, view as viewOrder } from "../actors/order/mod.ts";
import { type PassState, view as viewPass } from "../actors/pass/mod.ts";
import { type TicketState, view as viewTicket } from "../actors/ticket/mod.ts";
import { OrderAnswer, PassAnswer, TicketAnswer } from "./answers.ts";
import type { Schema } from "./parse.ts";
import { showRefusal } from "./problem.ts";

/** One kind of actor that holds a customer's rights, or that sells them. */
export interface Subject {
  readonly kind: SubjectKind | "order";
  /** In paths and as the tag in the document. */
  readonly plural: "tickets" | "passes" | "orders";
  /** The parameter in paths, and the field in answers. */
  readonly idName: "ticketId" | "passId" | "orderId";
  readonly answer: Schema<unknown>;
  /** What a read shows, but for id and version. Credentials are whole: mask them. */
  readonly view: (state: unknown) => object;
  /** What a read shows besides that takes looking at other actors. */
  readonly beside?: (tenant: string, state: unknown) => Effect.Effect<object, never, ActorRouter>;
}

/** All kinds, by name. */
export const SUBJECTS: Readonly<Record<Subject["kind"], Subject>> = {
  ticket: {
    kind: "ticket",
    plural: "tickets",
    idName: "ticketId",
    answer: TicketAnswer,
    view: (state) => viewTicket(state as TicketState),
  },
  pass: {
    kind: "pass",
    plural: "passes",
    idName: "passId",
    answer: PassAnswer,
    view: (state) => viewPass(state as PassState),
  },
  order: {
    kind: "order",
    plural: "orders",
    idName: "orderId",
    answer: OrderAnswer,
    view: (state) => showOrder(state as OrderState),
    beside: (tenant, state) => isConfirmed(tenant, state as OrderState),
  },
};

function showOrder(state: OrderState): object {
  return { ...viewOrder(state), lines: showLines(state) };
}

/** The lines of an order, each with what became of it. */
export function showLines(state: OrderState): ReadonlyArray<object> {
  return viewOrder(state).lines.map(({ refusal, ...line }) =>
    refusal === undefined ? line : { ...line, refusal: showRefusal(refusal) }
  );
}

/** Actors that are looked at side by side. */
const LOOKS_MAX = 16;

/** Whether the access control has confirmed everything that the order's prints have asked for. */
const isConfirmed = Effect.fnUntraced(function* (tenant: string, state: OrderState) {
  const router = yield* ActorRouter;
  const prints = printsOf(state);
  const confirmed = yield* Effect.forEach(
    prints,
    ({ kind, id, revision }) =>
      router.view({ tenant, kind, id }).pipe(
        Effect.map(({ revisions }) => revisions.acknowledged >= revision),
        Effect.orElseSucceed(() => false),
      ),
    { concurrency: LOOKS_MAX },
  );
  return { confirmed: prints.length > 0 && confirmed.every((one) => one) };
});
