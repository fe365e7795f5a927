/**
 * Performances, pass types, bundles, items and ticket templates: each document an actor, each
 * change a fact.
 *
 * @module
 */
import type { ReferenceKind } from "../address.ts";
import { type ActorType, UNHEARD } from "../actor_type.ts";
import { decideFor, type ReferenceCommand } from "./decide.ts";
import type { ReferenceEvent } from "./events.ts";
import { evolve, initial, type ReferenceState } from "./state.ts";

export type { ReferenceCommand } from "./decide.ts";
export type { Document, Documents } from "./events.ts";
export type { ReferenceState } from "./state.ts";

const WORDS: Record<ReferenceKind, string> = {
  performance: "Performance",
  "pass-type": "Pass type",
  bundle: "Bundle",
  item: "Item",
  "ticket-template": "Ticket template",
};

/** The actor type of one kind of reference document. It never tells an access control anything. */
export function reference(
  kind: ReferenceKind,
): ActorType<ReferenceState, ReferenceCommand, ReferenceEvent> {
  return {
    ...UNHEARD,
    kind,
    stateVersion: 1,
    creators: ["PutReference"],
    initial,
    decide: decideFor(kind),
    evolve,
    sentence: (event) =>
      "document" in event
        ? `${WORDS[kind]} "${event.document.name}" defined`
        : `${WORDS[kind]} removed; what was issued on it stays as it is`,
  };
}
