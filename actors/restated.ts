/**
 * The stored states of an actor, made anew from its facts.
 *
 * @module
 */

/** An actor as all its facts make it: what its stored states must be. */
export interface Refolded {
  readonly version: number;
  readonly stateVersion: number;
  /** The fact that made a version, and the state after it; `null`: it never had that version. */
  readonly at: (version: number) => { readonly at: number; readonly state: unknown } | null;
}

/** What was wrong among the stored states of an actor, and is not any more. */
export interface Restated {
  /** Versions whose state was missing or another one, the oldest first. */
  readonly rewritten: ReadonlyArray<number>;
  /** Versions that it never had. */
  readonly removed: ReadonlyArray<number>;
}
