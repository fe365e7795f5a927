/**
 * Facts of the reconciliation with one access control. Stored format: add, never rename.
 *
 * @module
 */
import type { CredentialKind } from "../access_control.ts";
import type { Barcode, SubjectKind } from "../address.ts";

/** One list's side of a difference. */
export interface Side {
  /** Whether gates open for it by this list. */
  readonly state: "live" | "dead";
  /** Whose it is; `null`: nobody that could be ours. */
  readonly actor: { readonly kind: SubjectKind; readonly id: string } | null;
  /** Admissions that only this list has. The first few. */
  readonly admissionIds: ReadonlyArray<string>;
}

/** Where the access control's list and ours say different things about one credential. */
export interface Difference {
  /** `missing`: only here. `unknown`: only there. `different`: in both, not the same. */
  readonly kind: "missing" | "unknown" | "different";
  /** Who would carry the repair out; `null`: nobody can. */
  readonly actor: { readonly kind: SubjectKind; readonly id: string } | null;
  /** The value. */
  readonly credential: Barcode;
  /** As the list has it that knows the credential. */
  readonly credentialKind: CredentialKind;
  /** `null`: not in our list. */
  readonly ours: Side | null;
  /** `null`: not in the access control's list. */
  readonly theirs: Side | null;
  /** What would mend it. */
  readonly proposal: "resend" | "block" | "none";
  /** The actor's revision when it was compared: a repair is made only while it is the same. */
  readonly revision: number;
}

/** A difference as it was found. */
export interface FoundDifference extends Difference {
  /** Unique in this access control, for ever. */
  readonly id: string;
  /** It was repaired just before, to no avail: only an operator may repair it again. */
  readonly again: boolean;
}

/** The comparison found these, and did not know them before. */
export interface DifferencesFound {
  readonly type: "DifferencesFound";
  /** Some of one comparison. */
  readonly differences: ReadonlyArray<FoundDifference>;
}

/** The comparison did not find these any more, or found something else in their place. */
export interface DifferencesGone {
  readonly type: "DifferencesGone";
  /** Of the differences. */
  readonly ids: ReadonlyArray<string>;
}

/** These are to be repaired. */
export interface RepairsApproved {
  readonly type: "RepairsApproved";
  /** Of the differences. */
  readonly ids: ReadonlyArray<string>;
  /** API key that asked; `gatehouse` by the policy of automatic repair. */
  readonly by: string;
  /** Access control whose list is mended. */
  readonly accessControl: string;
  /** Id of the command that approved them. */
  readonly correlationId: string;
}

/** This one is known and left as it is. */
export interface DifferenceIgnored {
  readonly type: "DifferenceIgnored";
  /** Of the difference. */
  readonly id: string;
  /** API key that asked. */
  readonly by: string;
}

/** The actors were told; the access control has still to confirm it to them. */
export interface RepairsCarriedOut {
  readonly type: "RepairsCarriedOut";
  /** Ids of the commands that were given. */
  readonly taskIds: ReadonlyArray<string>;
  /** Those of them that were refused, with the rule's name: nothing was done. */
  readonly refused: ReadonlyArray<{ readonly taskId: string; readonly because: string }>;
}

/** Every fact of a reconciliation. */
export type ReconciliationEvent =
  | DifferencesFound
  | DifferencesGone
  | RepairsApproved
  | DifferenceIgnored
  | RepairsCarriedOut;
