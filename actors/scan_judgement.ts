/**
 * What a scan means, told in whatever order: judged by what was good and who was inside at the
 * gate's time of it.
 *
 * @module
 */
import type { Scan } from "./access_control.ts";
import type { Performance } from "./catalogue.ts";
import type { BoundCredential } from "./credentials.ts";
import {
  type ExposureIncidentRaised,
  inOrder,
  mayCount,
  type Passage,
  passageBefore,
  passed,
  type ScanAnnulled,
  type ScanNote,
  type ScanRecorded,
  type SeenScan,
  uncountedNote,
  type Usage,
  type Use,
} from "./scan.ts";

/** What the scan is held against. */
export interface Scanned {
  readonly code: string;
  readonly performance: Performance | undefined;
  /** How many might be inside on this one credential when it was scanned. */
  readonly places: number;
  /** Milliseconds since the epoch: when the last admission to it was taken off; `null`: one is on. */
  readonly revokedAt: number | null;
}

interface Held {
  /** `null`: not one that is remembered. */
  readonly credential: Pick<BoundCredential, "generation" | "state" | "deadSince"> | null;
  readonly scanned: Scanned | null;
  /** Milliseconds since the epoch, by our clock. */
  readonly recordedAt: number;
}

/** A scan that is told, or one that was told before it, counts as this from now on. */
export interface UseChange {
  readonly scanId: string;
  readonly performance: string;
  /** `null`: it counts no longer. */
  readonly use: Use | null;
}

/** Facts of one scan, but for the actor's own words for what is used. */
export interface JudgedScan {
  readonly recorded: ScanRecorded;
  readonly annulled: ScanAnnulled | null;
  readonly incident: ExposureIncidentRaised | null;
  /** In the order of the gates' time. */
  readonly changes: ReadonlyArray<UseChange>;
}

/** Judged by what was good at the gate's time of the scan. A known scan gives `null`. */
export function judgeScan(usage: Usage, scan: Scan, held: Held): JudgedScan | null {
  if (usage.scans.some(({ scanId }) => scanId === scan.scanId)) return null;
  const { value: _value, ...told } = scan;
  const { credential, scanned, recordedAt } = held;
  const { note, annulled, changes } = scan.result === "annulled"
    ? judgeAnnulment(usage, scan, held)
    : judgePassage(usage, scan, held);
  return {
    recorded: {
      type: "ScanRecorded",
      ...told,
      generation: credential?.generation ?? null,
      performance: scanned?.code ?? null,
      note,
      recordedAt,
      ...(scanned === null ? {} : { places: scanned.places }),
    },
    annulled,
    incident: incidentOf(scan, { ...held, note }),
    changes,
  };
}

function incidentOf(
  { scanId, at: scannedAt, online, gate }: Scan,
  { note, credential, scanned }: Held & { readonly note: ScanNote },
): ExposureIncidentRaised | null {
  if (note !== "dead-credential" && note !== "revoked-admission") return null;
  const revoked = note === "dead-credential" ? "credential" : "admission";
  const revokedAt = (revoked === "credential" ? credential?.deadSince : scanned?.revokedAt) ?? null;
  const performance = scanned?.code ?? null;
  const type = "ExposureIncidentRaised";
  return { type, scanId, revoked, revokedAt, scannedAt, online, performance, gate };
}

interface Judgement extends Pick<JudgedScan, "annulled" | "changes"> {
  readonly note: ScanNote;
}

function nothing(note: ScanNote): Judgement {
  return { note, annulled: null, changes: [] };
}

/** What counts nothing as it is can be annulled too: it would count when another is annulled. */
function judgeAnnulment(
  usage: Usage,
  { scanId: by, annuls }: Scan,
  { scanned }: Held,
): Judgement {
  const undone = usage.scans.find((seen) => seen.scanId === annuls);
  if (undone === undefined || !mayCount(undone)) return nothing("nothing-to-annul");
  const { scanId, performance } = undone;
  const annulled = { type: "ScanAnnulled", scanId, by } as const;
  if (performance === null) return { note: "annuls", annulled, changes: [] };
  const left = usage.scans.filter((seen) => seen !== undone && mayCount(seen));
  const places = scanned?.places ?? 1;
  return { note: "annuls", annulled, changes: changesIn(usage, left, { performance, places }) };
}

function judgePassage(usage: Usage, scan: Scan, held: Held): Judgement {
  const { scanned, credential, recordedAt } = held;
  const reason = uncountable(scan, held);
  if (reason !== null || scanned === null) return nothing(reason ?? "other-performance");
  const { scanId, direction, at } = scan;
  const annulment = usage.scans.find(({ result, annuls }) =>
    result === "annulled" && annuls === scanId
  );
  if (annulment !== undefined) {
    const annulled = { type: "ScanAnnulled", scanId, by: annulment.scanId } as const;
    return { note: "annulled", annulled, changes: [] };
  }
  const { code: performance, places, revokedAt } = scanned;
  const told: Told = { scanId, direction, at, recordedAt, places, performance, use: null };
  const all = [...usage.scans.filter(mayCount), told];
  const changes = changesIn(usage, all, { performance, places });
  if (!changes.some((one) => one.scanId === scanId)) {
    return { note: uncountedNote(scan), annulled: null, changes };
  }
  const isLate = direction === "in" && (credential?.state === "dead" || revokedAt !== null);
  return { note: isLate ? "counted-late" : "counted", annulled: null, changes };
}

/** Why the scan cannot count, whoever is inside; `null`: it can. */
function uncountable(
  { result, direction, gate, at }: Scan,
  { credential, scanned }: Held,
): ScanNote | null {
  if (result === "refused") return "refused";
  const kind = scanned?.performance?.gates.find(({ code }) => code === gate)?.kind;
  if (kind === "internal") return "internal-gate";
  // Whoever is in may leave; nobody comes in on what was revoked, so the holder stays unused.
  const isEntry = direction === "in";
  if (isEntry && !wasLive(credential, at)) return "dead-credential";
  if (scanned === null) return "other-performance";
  const { revokedAt } = scanned;
  return isEntry && revokedAt !== null && at >= revokedAt ? "revoked-admission" : null;
}

/** What was never live has no date of its death. */
function wasLive(credential: Held["credential"], at: number): boolean {
  if (credential === null) return false;
  const { state, deadSince } = credential;
  return state === "live" || (deadSince !== null && at < deadSince);
}

type Told = Pick<
  SeenScan,
  "scanId" | "direction" | "at" | "recordedAt" | "places" | "performance" | "use"
>;

/** Where one counts as another than before, when all of them are told in the order of time. */
function changesIn(
  usage: Usage,
  scans: ReadonlyArray<Told>,
  { performance, places: placesNow }: Pick<UseChange, "performance"> & Pick<Scanned, "places">,
): ReadonlyArray<UseChange> {
  const changes: Array<UseChange> = [];
  let passage = passageBefore(usage, performance);
  for (const told of inOrder(scans.filter((one) => one.performance === performance))) {
    const { scanId, direction, places = placesNow } = told;
    const use = useOf(passage, { direction, places });
    if (use !== null) passage = passed(passage, use);
    if (use !== told.use) changes.push({ scanId, performance, use });
  }
  return changes;
}

/** `null`: nobody can go in, or out, from where the holder is. */
function useOf(
  { state, entries }: Passage,
  { direction, places }: Pick<Scan, "direction"> & Pick<Scanned, "places">,
): Use | null {
  if (direction === "out") return state === "in" ? "out" : null;
  if (state === "out") return "re-entry";
  return state === "unused" || entries < places ? "in" : null;
}
