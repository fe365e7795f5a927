/**
 * Finds the words for an event of any kind.
 *
 * @module
 */
import { type Kind, REFERENCE_KINDS } from "../actors/address.ts";
import type { AnyActorType } from "../actors/actor_type.ts";
import type { Tagged } from "../actors/decider.ts";
import { reference } from "../actors/reference/mod.ts";
import { SUBJECTS } from "./subjects.ts";

const TYPES = new Map<Kind, AnyActorType>(
  [...Object.values(SUBJECTS).map(({ type }) => type), ...REFERENCE_KINDS.map(reference)]
    .map((type: AnyActorType) => [type.kind, type]),
);

/** The event as one sentence for people, without barcodes and personal data. */
export function sentenceOf(kind: Kind, event: Tagged): string {
  return TYPES.get(kind)?.sentence(event) ?? event.type;
}
