/**
 * Finds the words for an event of any kind.
 *
 * @module
 */
import type { AnyActorType } from "../actors/actor_type.ts";
import { type Kind, REFERENCE_KINDS } from "../actors/address.ts";
import type { Tagged } from "../actors/decider.ts";
import { audit } from "../actors/audit/mod.ts";
import { importing } from "../actors/importing/mod.ts";
import { key } from "../actors/key/mod.ts";
import { order } from "../actors/order/mod.ts";
import { pass } from "../actors/pass/mod.ts";
import { reconciliation } from "../actors/reconciliation/mod.ts";
import { reference } from "../actors/reference/mod.ts";
import { ticket } from "../actors/ticket/mod.ts";
import { webhook } from "../actors/webhook/mod.ts";

const TYPES = new Map<Kind, AnyActorType>(
  [
    ticket,
    pass,
    order,
    importing,
    webhook,
    key,
    audit,
    reconciliation,
    ...REFERENCE_KINDS.map(reference),
  ].map((type) => [type.kind, type]),
);

/** The event as one sentence for people, without barcodes and personal data. */
export function sentenceOf(kind: Kind, event: Tagged): string {
  return TYPES.get(kind)?.sentence(event) ?? event.type;
}
