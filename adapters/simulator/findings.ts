/**
 * What the oracles have found, and what they must remember to find it.
 *
 * @module
 */

/** Something that must not be, in words. */
export interface Finding {
  readonly commandId: string | null;
  readonly subject: string | null;
  readonly detail: string;
}

/** The findings, and what is needed to find them. */
export interface Oracles {
  readonly findings: {
    readonly twoLiveCards: Finding[];
    readonly deadAgain: Finding[];
    readonly doubleEffects: Finding[];
    readonly fenceBack: Finding[];
    /** One command id with other bytes than the first time. */
    readonly changedBytes: Finding[];
  };
  readonly everDead: Set<string>;
  readonly effects: Set<string>;
  /** The highest `seq` that ever had an effect, by subject; no amnesia reaches it. */
  readonly fences: Map<string, number>;
  readonly fingerprints: Map<string, number>;
}

/** Nothing seen yet. */
export function makeOracles(): Oracles {
  return {
    findings: {
      twoLiveCards: [],
      deadAgain: [],
      doubleEffects: [],
      fenceBack: [],
      changedBytes: [],
    },
    everDead: new Set(),
    effects: new Set(),
    fences: new Map(),
    fingerprints: new Map(),
  };
}
