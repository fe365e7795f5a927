/**
 * A reference document as it is now.
 *
 * @module
 */
import type { Document, ReferenceEvent } from "./events.ts";

/** The document and nothing else: its past is in the log. */
export interface ReferenceState {
  /** `null` when there is none, or no longer. */
  readonly document: Document | null;
}

/** Not defined yet. */
export const initial: ReferenceState = { document: null };

/** The last fact is the whole state. */
export function evolve(_state: ReferenceState, event: ReferenceEvent): ReferenceState {
  return { document: "document" in event ? event.document : null };
}
