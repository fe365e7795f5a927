/**
 * The smallest access control that keeps the wire's promises, for laws: no network, no time.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Answer, Credential, SubjectCommand } from "../../actors/access_control.ts";
import { Barcode } from "../../actors/address.ts";
import { done } from "./stories.ts";

/** What one issued value does there. */
export interface Opening {
  readonly generation: number;
  open: boolean;
  blocked: boolean;
  admissions: ReadonlyArray<string>;
}

/** One subject, as the access control has it. */
export interface Model {
  fence: number;
  readonly values: Map<string, Opening>;
  /** First answer of every applied delivery, by `seq`: a repeat gets it again. */
  readonly answers: Map<number, Answer>;
}

/** A value that it knows under the subject, and that nobody asked for. */
export const STRAY = Barcode("stray");

/** Nothing was ever told. */
export function emptyModel(): Model {
  const stray: Opening = { generation: 1, open: false, blocked: false, admissions: [] };
  return { fence: 0, values: new Map([[STRAY, stray]]), answers: new Map() };
}

/** Values that open a gate now. */
export function openValues({ values }: Model): ReadonlyArray<string> {
  return [...values].flatMap(([value, { open }]) => open ? [value] : []);
}

/** Applies a message once, and fails the test on a second live generation. */
export function applyTo(model: Model, seq: number, body: SubjectCommand): Answer {
  const known = model.answers.get(seq);
  if (known !== undefined) return known;
  if (seq <= model.fence) return { type: "stale", lastSeq: model.fence };
  model.fence = seq;
  const answer = "card" in body ? applyCard(model, seq, body) : applyTicket(model, seq, body);
  model.answers.set(seq, answer);
  return answer;
}

function applyCard(
  model: Model,
  seq: number,
  { command, card }: Extract<SubjectCommand, { readonly card: unknown }>,
): Answer {
  const admissions = card.admissions.map(({ admissionId }) => admissionId);
  if (card.credential === null) {
    assert.equal(command, "issueCard", `${command} names no card`);
    return issue(model, [{ kind: "card", value: Barcode(`card-${seq}`) }], {
      generation: card.generation,
      admissions,
    });
  }
  const opening = model.values.get(card.credential);
  assert.ok(opening !== undefined, `${command} names a card of nobody`);
  assert.ok(opening.open || command === "cancelCard", `${command} names a cancelled card`);
  if (command === "cancelCard") opening.open = false;
  if (command === "blockCard") opening.blocked = true;
  if (command === "unblockCard") opening.blocked = false;
  if (command === "updateCard") opening.admissions = admissions;
  return done(command === "issueCard" ? [{ kind: "card", value: card.credential }] : []);
}

function applyTicket(
  model: Model,
  seq: number,
  { command, ticket }: Extract<SubjectCommand, { readonly ticket: unknown }>,
): Answer {
  if (command === "issueTicket" && ticket.credentials.length === 0) {
    const kinds = ["standard", "concession"] as const;
    const issued = kinds.map((kind) => ({ kind, value: Barcode(`${kind}-${seq}`) }));
    return issue(model, issued, { generation: ticket.generation, admissions: [] });
  }
  for (const { value } of ticket.credentials) {
    const opening = model.values.get(value);
    assert.ok(opening !== undefined, `${command} names a barcode of nobody`);
    if (command === "cancelTicket") opening.open = false;
  }
  return done(command === "issueTicket" ? ticket.credentials : []);
}

function issue(
  model: Model,
  issued: ReadonlyArray<Credential>,
  { generation, admissions }: Pick<Opening, "generation" | "admissions">,
): Answer {
  assert.deepEqual(openValues(model), [], "an issue while another generation is open");
  for (const { value } of issued) {
    model.values.set(value, { generation, open: true, blocked: false, admissions });
  }
  return done(issued);
}
