/**
 * Tickets and passes as routes see them: their words in paths, and what a read shows.
 *
 * @module
 */
import type { SubjectKind } from "../actors/address.ts";
import { type PassState, view as viewPass } from "../actors/pass/mod.ts";
import { type TicketState, view as viewTicket } from "../actors/ticket/mod.ts";
import { PassAnswer, TicketAnswer } from "./answers.ts";
import type { Schema } from "./parse.ts";

/** One kind of actor that holds a customer's rights. */
export interface Subject {
  readonly kind: SubjectKind;
  /** In paths and as the tag in the document. */
  readonly plural: "tickets" | "passes";
  /** The parameter in paths, and the field in answers. */
  readonly idName: "ticketId" | "passId";
  readonly answer: Schema<unknown>;
  /** What a read shows, but for id and version. Credentials are whole: mask them. */
  readonly view: (state: unknown) => object;
}

/** Both kinds, by name. */
export const SUBJECTS: Readonly<Record<SubjectKind, Subject>> = {
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
};
