/**
 * The lanes of one system that wait for a call, and which of them is next.
 *
 * @module
 */
import type { Lane } from "./lanes.ts";

/** Each lane once, in the order in which they became ready. */
export interface ReadyLanes {
  readonly add: (lane: Lane) => void;
  /** It is nobody's business any more. */
  readonly forget: (lane: Lane) => void;
  readonly isEmpty: () => boolean;
  /**
   * Takes the next one, revocations first. Those that may not start are left out.
   *
   * While `isProbing` both take turns: one call speaks for all then, and were it always a
   * revocation, a few that fail by themselves would shut every grant out.
   */
  readonly take: (isProbing: boolean, mayStart: (lane: Lane) => boolean) => Lane | undefined;
}

/** None. */
export function makeReadyLanes(): ReadyLanes {
  const [revocations, grants] = [new Set<Lane>(), new Set<Lane>()];
  let wasRevocation = false;
  return {
    add: (lane) => {
      (lane.delivery.revokes ? revocations : grants).add(lane);
    },
    forget: (lane) => {
      revocations.delete(lane);
      grants.delete(lane);
    },
    isEmpty: () => revocations.size + grants.size === 0,
    take: (isProbing, mayStart) => {
      const [first, second] = isProbing && wasRevocation
        ? [grants, revocations]
        : [revocations, grants];
      for (;;) {
        const lane = takeFirst(first) ?? takeFirst(second);
        if (lane === undefined) return undefined;
        if (!mayStart(lane)) continue;
        wasRevocation = lane.delivery.revokes;
        return lane;
      }
    },
  };
}

function takeFirst(lanes: Set<Lane>): Lane | undefined {
  for (const lane of lanes) {
    lanes.delete(lane);
    return lane;
  }
  return undefined;
}
