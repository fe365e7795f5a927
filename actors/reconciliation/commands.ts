/**
 * What a reconciliation can be told to do.
 *
 * @module
 */
import type { Refusal } from "../decider.ts";
import type { Difference } from "./events.ts";

/** What a comparison has changed. Told by Gatehouse, in parts. */
export interface RecordComparison {
  readonly type: "RecordComparison";
  readonly found: ReadonlyArray<Difference>;
  /** Ids of known ones that are not so any more. One that is being repaired stays. */
  readonly gone: ReadonlyArray<string>;
}

/** Have the proposals carried out; all of them, or none. */
export interface ApproveRepairs {
  readonly type: "ApproveRepairs";
  readonly ids: ReadonlyArray<string>;
}

/** Leave it as it is, for as long as it stays the same. */
export interface IgnoreDifference {
  readonly type: "IgnoreDifference";
  readonly id: string;
}

/** What became of repairs, told by who carried them out. Repeated ones change nothing. */
export interface RecordOutcomes {
  readonly type: "RecordOutcomes";
  readonly outcomes: ReadonlyArray<
    { readonly taskId: string; readonly refusal: Refusal | null }
  >;
}

/** Everything that a reconciliation listens to. */
export type ReconciliationCommand =
  | RecordComparison
  | ApproveRepairs
  | IgnoreDifference
  | RecordOutcomes;
