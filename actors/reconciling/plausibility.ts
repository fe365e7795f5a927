/**
 * Whether a list can be believed: a broken system must not have everything sent or blocked. Pure.
 *
 * @module
 */
import type { DifferenceCounts } from "../reconciler.ts";

/** So few differences are believed however short the lists are, unless theirs is empty. */
const BELIEVED_ALWAYS = 20;

/** More of the longer list than this is no drift but a failure: 5 % lost in a day is a bad day. */
const SHARE_MAX = 0.25;

/** How long the lists are, in live credentials, and what they differ in. */
export interface Extent {
  readonly listed: number;
  readonly held: number;
  readonly counts: DifferenceCounts;
}

/** Why nothing must be repaired by itself; `null`: nothing speaks against it. */
export function implausibility({ listed, held, counts }: Extent): string | null {
  if (listed === 0 && held > 0) {
    return `The access control lists nothing, while ${held} credentials are live here`;
  }
  const { missing, unknown, different } = counts;
  const wrong = missing + unknown + different;
  if (wrong <= BELIEVED_ALWAYS || wrong <= SHARE_MAX * Math.max(listed, held)) return null;
  return `The lists of ${listed} and ${held} credentials differ in ${wrong}: too many to believe`;
}
