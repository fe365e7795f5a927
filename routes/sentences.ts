/**
 * Finds the words for an event of any kind.
 *
 * @module
 */
import type { Kind } from "../actors/address.ts";
import type { Tagged } from "../actors/decider.ts";
import { ACTOR_TYPES } from "../actors/system/actor_types.ts";

const TYPES = new Map(ACTOR_TYPES.map((type) => [type.kind, type]));

/** The event as one sentence for people, without barcodes and personal data. */
export function sentenceOf(kind: Kind, event: Tagged): string {
  return TYPES.get(kind)?.sentence(event) ?? event.type;
}
