/**
 * A pass as it is shown, but for its id and version.
 *
 * @module
 */
import type { Seat } from "../mapping.ts";
import { type Passage, scansView, type ScanView } from "../scan.ts";
import {
  type Attention,
  attentionView,
  credentialsView,
  type CredentialView,
  type SyncView,
  syncView,
} from "../views.ts";
import type { Admission, AdmissionState } from "./admissions.ts";
import type { Source } from "./events.ts";
import { revisions } from "./plan.ts";
import { type PassState, type PassStatus, status } from "./state.ts";

/** An admission as it is shown; its id is its key. */
export interface AdmissionView {
  readonly performance: string;
  readonly seat: Seat | null;
  readonly orderId: string;
  readonly priceType: string;
  readonly state: AdmissionState;
  /** RFC 3339: when it was revoked here after it had been printed. */
  readonly revokedAt?: string;
}

/** Values of credentials are unmasked: who shows them masks them. */
export interface PassView {
  readonly status: PassStatus;
  readonly passType: string;
  readonly customerId: string;
  readonly source: Source;
  readonly accessControl: string | null;
  /** `null` before the first print. */
  readonly printer: string | null;
  readonly generation: number;
  readonly printCount: number;
  /** Confirmed, and out of the printer. */
  readonly produced: boolean;
  readonly printFault: string | null;
  readonly blocked: boolean;
  readonly attention: Attention | null;
  readonly credentials: ReadonlyArray<CredentialView>;
  readonly admissions: { readonly [admissionId: string]: AdmissionView };
  readonly sync: SyncView;
  readonly usage: {
    /** By code of the performance; those that were used. */
    readonly performances: { readonly [performance: string]: Passage };
    readonly scans: ReadonlyArray<ScanView>;
  };
}

/** The fields of `GET /v1/passes/{id}`. */
export function view(state: PassState): PassView {
  const { passType, customerId, source, accessControl, printer, generation, printCount } = state;
  const { printFault, blocked, usage } = state;
  return {
    status: status(state),
    passType,
    customerId,
    source,
    accessControl,
    printer: generation === 0 ? null : printer,
    generation,
    printCount,
    produced: state.issued && state.production === "produced",
    printFault,
    blocked,
    attention: attentionView(state.attention, state.sync),
    credentials: credentialsView(state.credentials),
    admissions: Object.fromEntries(
      Object.entries(state.admissions).map(([id, admission]) => [id, admissionView(admission)]),
    ),
    sync: syncView(revisions(state)),
    usage: { performances: usage.passages, scans: scansView(usage) },
  };
}

function admissionView(
  { record: _record, endedWithPass: _ended, revokedAt, ...shown }: Admission,
): AdmissionView {
  return revokedAt === undefined
    ? shown
    : { ...shown, revokedAt: new Date(revokedAt).toISOString() };
}
