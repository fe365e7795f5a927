/**
 * The border of personal data: what the box office calls a customer becomes an alias on its way
 * in, and stands again in every text on its way out. Nothing in between knows the one.
 *
 * @module
 */
import { Effect } from "effect";
import type { Envelope } from "../actors/actor_router.ts";
import { ALIAS_PREFIX, replaceAliases } from "../actors/customers.ts";
import type { Tagged } from "../actors/decider.ts";
import type { StoreUnavailable } from "../actors/event_store.ts";
import type { LogQuestion } from "../actors/log_question.ts";
import type { Answer } from "./answer.ts";
import { resealed } from "./envelope.ts";
import type { CustomerNames } from "./house.ts";
import type { Arrival } from "./route.ts";

/** An alias that no customer has: what is asked of it finds nothing. */
const NOBODY = ALIAS_PREFIX;

/** The command as facts may hold it. A customer who is named for the first time is registered. */
export function withAlias(
  envelope: Envelope,
  asked: Arrival,
): Effect.Effect<Envelope, StoreUnavailable> {
  const name = customerOf(envelope.command);
  if (name === null) return Effect.succeed(envelope);
  return Effect.map(
    asked.house.customers.register(asked.caller.tenant, name),
    (alias) => renamed(envelope, alias, asked),
  );
}

/** The same for a command that is only rehearsed: nobody is registered. */
export function withKnownAlias(envelope: Envelope, asked: Arrival): Envelope {
  const name = customerOf(envelope.command);
  return name === null ? envelope : renamed(envelope, aliasIn(asked, name), asked);
}

function customerOf(command: Tagged): string | null {
  return "customerId" in command ? String(command.customerId) : null;
}

function renamed(envelope: Envelope, customerId: string, asked: Arrival): Envelope {
  const { command } = envelope;
  return resealed(envelope, { ...command, ...{ customerId } }, asked);
}

/** What the caller's tenant knows the customer by; of one that it does not know, nothing is. */
export function aliasIn({ house, caller }: Arrival, name: string): string {
  return house.customers.aliasOf(caller.tenant, name) ?? NOBODY;
}

/** A question of the log as the log can answer it. Asked again later, the customer may be known. */
export function withAliasAsked(asked: Arrival, question: LogQuestion): LogQuestion {
  const { customer } = question;
  return customer === null ? question : { ...question, customer: aliasIn(asked, customer) };
}

/**
 * The text with the references of the tenant's customers; who was erased stays an alias.
 *
 * A reference is an id: in JSON it needs no escape.
 */
export function withReferences(customers: CustomerNames, tenant: string, text: string): string {
  return replaceAliases(text, (alias) => customers.referenceOf(tenant, alias) ?? alias);
}

/** The same for an answer, but for bytes, and for streams: they see to each of their pieces. */
export function answerWithReferences({ house, caller }: Arrival, answer: Answer): Answer {
  const { body, isFinal = false } = answer;
  if (isFinal || body === null || body instanceof Uint8Array || body instanceof ReadableStream) {
    return answer;
  }
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { ...answer, body: withReferences(house.customers, caller.tenant, text) };
}
