/**
 * The question that a gate asks, and every answer to it.
 *
 * @module
 */
import type { SubjectKind } from "../address.ts";
import type { Performance } from "../catalogue.ts";
import type { Recorded } from "../event_store.ts";
import type { Difference } from "../reconciliation/mod.ts";

/** In the order in which they are judged: the first that holds is the answer. */
export const GATE_REASONS = [
  "unknown-barcode",
  "ticket-number-not-barcode",
  "superseded-by-reprint",
  "pass-cancelled",
  "ticket-cancelled",
  "admission-cancelled",
  "admission-pending-print",
  "not-for-this-performance",
  "not-yet-delivered",
  "gate-out-of-sync",
  "outside-time-window",
  "blocked",
  "already-used",
] as const;

/** Why a gate must stay shut, or does. */
export type GateReason = (typeof GATE_REASONS)[number];

/** Cases of a reason that mean something else to people. */
export type GateCase =
  /** Nobody had it at the moment that is asked about; its holder was given it later. */
  | "issued-later"
  /** Found there, and of no print that is known here: it was revoked at once. */
  | "never-live"
  /** The ticket number is of a ticket that was not printed. */
  | "number-unprinted"
  /** Of one whose barcode has not come. */
  | "number-awaited"
  /** Of one that was printed again since, under another number. */
  | "number-renewed"
  /** Of one that is cancelled. */
  | "number-cancelled";

/** Everything but the state that a verdict depends on. */
export interface GateQuestion {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: string;
  /** Of the credential, as the index of barcodes remembers it. */
  readonly generation: number;
  /** Code of the performance whose gate it is. */
  readonly performance: string;
  /** As it was at that moment; `null`: not defined then. */
  readonly document: Performance | null;
  /** The newest facts of the holder until then, oldest first. */
  readonly facts: ReadonlyArray<Recorded>;
  /** What the comparison of the lists had found of this value then; `null`: nothing. */
  readonly difference: Difference | null;
}

/** The answer, without the words. */
export interface Verdict {
  /** `null`: it should open. */
  readonly reason: GateReason | null;
  /** The gate has not confirmed it: it may still open. */
  readonly exposed: boolean;
  readonly admissionIds: ReadonlyArray<string>;
  /** Left out where the reason says it all. */
  readonly case?: GateCase;
  /** Of `issued-later`: when, in milliseconds since the epoch, and to whom. */
  readonly issued?: {
    readonly at: number;
    readonly to: { readonly kind: SubjectKind; readonly id: string };
  };
}
