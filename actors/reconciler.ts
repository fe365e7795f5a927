/**
 * Compares the access controls' lists with ours, on a schedule and when asked to.
 *
 * @module
 */
import { Context, type Effect } from "effect";

/** How one comparison went. */
export interface Check {
  /** Milliseconds since the epoch: when it ended. */
  readonly checkedAt: number;
  /** Both lists were compared to their ends, and the other one can be believed. */
  readonly complete: boolean;
  /** Why it is not complete. */
  readonly reason: string | null;
  /** End of the last complete one; `null`: there was none. */
  readonly completeAt: number | null;
  /** All that were found, also those beyond what is kept. Of an incomplete one: so far, or before. */
  readonly counts: DifferenceCounts;
}

/** How many credentials are missing there, unknown here, or not the same. */
export interface DifferenceCounts {
  readonly missing: number;
  readonly unknown: number;
  readonly different: number;
}

/** How it stands with one access control. */
export interface Reconciled {
  readonly name: string;
  /** Comparisons since the start of this process. */
  readonly cycles: number;
  /** The last one, also of an earlier process; `null`: never. */
  readonly check: Check | null;
}

/** The desk of those who compare. What was found is the actor `reconciliation` of that name. */
export class Reconciler extends Context.Service<Reconciler, {
  /** Has the lists compared soon; asked for during a comparison, after it. */
  readonly request: (tenant: string, accessControl: string) => Effect.Effect<void>;
  /** By the access control's name. Reads memory only. */
  readonly checks: (tenant: string) => ReadonlyMap<string, Reconciled>;
}>()("gatehouse/actors/Reconciler") {}
