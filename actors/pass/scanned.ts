/**
 * What a gate event means for a pass: a card is used in once a performance.
 *
 * @module
 */
import type { Scan } from "../access_control.ts";
import type { Catalogue } from "../catalogue.ts";
import type { CommandContext } from "../decider.ts";
import type { Use } from "../scan.ts";
import { judgeScan, type Scanned } from "../scan_judgement.ts";
import type { AdmissionReEntered, AdmissionUsedIn, AdmissionUsedOut, PassEvent } from "./events.ts";
import type { Admission } from "./admissions.ts";
import { openOn } from "./holding.ts";
import type { PassState } from "./state.ts";

const USED: Record<Use, (AdmissionUsedIn | AdmissionUsedOut | AdmissionReEntered)["type"]> = {
  in: "AdmissionUsedIn",
  out: "AdmissionUsedOut",
  "re-entry": "AdmissionReEntered",
};

/** Never refused: it has happened. A scan that is known already gives nothing. */
export function decideScan(
  state: PassState,
  scan: Scan,
  { catalogue, at: recordedAt }: CommandContext,
): ReadonlyArray<PassEvent> {
  if (state.entitlement === "absent") return [];
  const scanned = scannedOn(state, scan, catalogue);
  const credential = state.credentials.find(({ value }) => value === scan.value) ?? null;
  const judged = judgeScan(state.usage, scan, { credential, scanned, recordedAt });
  if (judged === null) return [];
  const { recorded, annulled, incident, changes } = judged;
  return [
    recorded,
    ...(annulled === null ? [] : [annulled]),
    ...(incident === null ? [] : [incident]),
    ...changes.map(({ scanId, performance, use }): PassEvent =>
      use === null
        ? { type: "UseWithdrawn", scanId, performance, by: scan.scanId }
        : { type: USED[use], scanId, performance }
    ),
  ];
}

/**
 * The performance by the code that was printed: a later mapping does not matter to the card. What
 * is taken off has no printed code any more, and is known by its present one.
 */
function scannedOn(
  state: PassState,
  { productCode, at }: Scan,
  catalogue: Catalogue,
): Scanned | null {
  const all = Object.values(state.admissions);
  const isOver = state.entitlement === "cancelling" || state.entitlement === "cancelled";
  const code = (all.find(({ record }) => record?.ProductCode === productCode) ??
    all.find((one) =>
      (one.endedWithPass === true || one.revokedAt !== undefined) &&
      catalogue.performance(one.performance)?.codes.ProductCode === productCode
    ))?.performance;
  if (code === undefined) return null;
  const here = all.filter(({ performance }) => performance === code);
  // what went with the pass was on it for as long as its card lived, but for what never was
  const gone = isOver ? here.filter((one) => wasOn(one) && one.revokedAt === undefined) : [];
  const on = openOn(state, code).length + gone.length;
  const later = here.filter(({ revokedAt = 0 }) => revokedAt > at).length;
  return {
    code,
    performance: catalogue.performance(code),
    places: Math.max(1, on + later),
    revokedAt: on > 0 ? null : lastRevoked(here),
  };
}

function wasOn({ record, endedWithPass }: Admission): boolean {
  return record !== null || endedWithPass === true;
}

function lastRevoked(admissions: ReadonlyArray<Admission>): number | null {
  const times = admissions.flatMap(({ revokedAt }) => revokedAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}
