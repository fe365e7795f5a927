/**
 * What a comparison adds to what was known to differ, and what it takes away. Pure.
 *
 * @module
 */
import { Equal } from "effect";
import type { Difference, Finding } from "../reconciliation/mod.ts";

/** For `RecordComparison`. */
export interface News {
  readonly found: ReadonlyArray<Difference>;
  readonly gone: ReadonlyArray<string>;
}

/**
 * A known difference that was found again as it was keeps its id, and an ignored one its peace.
 * One that was repaired and is found again is found anew; one that is being repaired is left.
 */
export function newsOf(
  findings: ReadonlyArray<Finding>,
  { differences, isWhole, isJudged }: {
    readonly differences: ReadonlyArray<Difference>;
    /** `false`: there are more, so what is not among these may still differ. */
    readonly isWhole: boolean;
    /** `false`: because of damage it was not compared, so it may still differ. */
    readonly isJudged: (finding: Finding) => boolean;
  },
): News {
  const now = new Map(differences.map((one) => [one.credential, one]));
  const kept = new Set<string>();
  const gone: Array<string> = [];
  for (const finding of findings) {
    const again = now.get(finding.credential);
    if (finding.state === "approved" || again !== undefined && isUnchanged(finding, again)) {
      kept.add(finding.credential);
    } else if (again !== undefined || isWhole && isJudged(finding)) {
      gone.push(finding.id);
    }
  }
  return { found: differences.filter(({ credential }) => !kept.has(credential)), gone };
}

/** Whoever ignores a difference does not mind which revision it stands at. */
function isUnchanged(
  { id: _id, again: _again, state, ...known }: Finding,
  difference: Difference,
): boolean {
  if (state === "repaired") return false;
  const { revision } = state === "ignored" ? difference : known;
  return Equal.equals({ ...known, revision }, difference);
}
