/**
 * The admissions on a pass: a record by id, so that what changed stays readable.
 *
 * @module
 */
import type { AdmissionRecord } from "../access_control.ts";
import type { Seat } from "../mapping.ts";

/** `requested` and `revoking` wait for the access control. */
export type AdmissionState = "pending" | "requested" | "effective" | "revoking" | "revoked";

/** The right of one place at one performance. */
export interface Admission {
  readonly performance: string;
  readonly seat: Seat | null;
  readonly orderId: string;
  readonly priceType: string;
  readonly state: AdmissionState;
  /** Codes of its last print; `null` before, and when it is revoked. */
  readonly record: AdmissionRecord | null;
  /** Milliseconds since the epoch: when it was revoked here after it had been printed. */
  readonly revokedAt?: number;
  /** The pass ended with it: the card opened it until then, or was to. */
  readonly endedWithPass?: true;
}

/** By admission id. Nothing is ever taken out: an id is used once. */
export interface Admissions {
  readonly [admissionId: string]: Admission;
}

/** A card of so many admissions still fits into one message of 64 KiB. */
export const OPEN_ADMISSIONS_MAX = 100;

/** With the revoked ones, whose ids stay: what the state of a pass has room for. */
export const ADMISSIONS_MAX = 250;

/** Own entries only: an id may be called `constructor`. */
export function admissionOf(admissions: Admissions, id: string): Admission | undefined {
  return Object.hasOwn(admissions, id) ? admissions[id] : undefined;
}

/** In the order in which they were put on. */
export function idsOf(
  admissions: Admissions,
  isMeant: (admission: Admission) => boolean,
): ReadonlyArray<string> {
  return Object.entries(admissions).flatMap(([id, one]) => isMeant(one) ? [id] : []);
}

/** In the order in which they were put on. */
export function idsIn(
  admissions: Admissions,
  ...states: ReadonlyArray<AdmissionState>
): ReadonlyArray<string> {
  return idsOf(admissions, ({ state }) => states.includes(state));
}

/** What the card is to open, in the codes that were printed. */
export function recordsOf(
  admissions: Admissions,
  ids: ReadonlyArray<string>,
): ReadonlyArray<AdmissionRecord> {
  return ids.flatMap((id) => admissionOf(admissions, id)?.record ?? []);
}

/** Moves every admission whose state is a key to the state beside it. */
export function moveAll(
  admissions: Admissions,
  moves: { readonly [State in AdmissionState]?: AdmissionState },
): Admissions {
  return mapAdmissions(admissions, (one) => moved(one, moves[one.state]));
}

/** Moves the named admissions. */
export function move(
  admissions: Admissions,
  ids: ReadonlyArray<string>,
  to: AdmissionState,
): Admissions {
  const meant = new Set(ids);
  return mapAdmissions(admissions, (one, id) => meant.has(id) ? moved(one, to) : one);
}

/** Revokes all: the pass is over. */
export function endAll(admissions: Admissions): Admissions {
  return mapAdmissions(admissions, (one) => {
    const ended = moved(one, "revoked");
    return one.record === null ? ended : { ...ended, endedWithPass: true };
  });
}

/** Known to be revoked since `at`. */
export function dateRevoked(
  admissions: Admissions,
  { admissionId, at }: { readonly admissionId: string; readonly at: number },
): Admissions {
  return mapAdmissions(
    admissions,
    (one, id) => id === admissionId ? { ...one, revokedAt: at } : one,
  );
}

/** Asked for with these codes from now on. */
export function request(
  admissions: Admissions,
  records: ReadonlyArray<AdmissionRecord>,
): Admissions {
  const byId = new Map(records.map((record) => [record.admissionId, record]));
  return mapAdmissions(admissions, (one, id): Admission => {
    const record = byId.get(id);
    const isOver = one.state === "revoking" || one.state === "revoked";
    return record === undefined || isOver ? one : { ...one, state: "requested", record };
  });
}

/** What a message about `admissionIds` did when it is confirmed. */
export function takenEffect(
  admissions: Admissions,
  admissionIds: ReadonlyArray<string>,
): { readonly effective: ReadonlyArray<string>; readonly revoked: ReadonlyArray<string> } {
  const sent = new Set(admissionIds);
  return {
    effective: idsIn(admissions, "requested").filter((id) => sent.has(id)),
    revoked: idsIn(admissions, "revoking").filter((id) => !sent.has(id)),
  };
}

/** Once revoked, for ever revoked. */
function moved(admission: Admission, to: AdmissionState | undefined): Admission {
  if (to === undefined || admission.state === "revoked") return admission;
  return { ...admission, state: to, record: to === "revoked" ? null : admission.record };
}

function mapAdmissions(
  admissions: Admissions,
  change: (admission: Admission, id: string) => Admission,
): Admissions {
  return Object.fromEntries(
    Object.entries(admissions).map(([id, one]) => [id, change(one, id)]),
  );
}
