/**
 * What has been used: gate events of a ticket or of the performances on a card.
 *
 * @module
 */
import type { Scan } from "./access_control.ts";
import type { Performance } from "./catalogue.ts";
import type { BoundCredential } from "./credentials.ts";
import type { Json } from "./decider.ts";

/** Where the holder is, as the external gates tell it. */
export interface Passage {
  readonly state: "unused" | "in" | "out";
  /** Entries that were not annulled. */
  readonly entries: number;
}

/** A way through an external gate. */
export type Use = "in" | "out" | "re-entry";

/** Why a scan counts, or why it does not. */
export type ScanNote =
  | "counted"
  /** It counts, as what was scanned was good then; it had been revoked when the gate told of it. */
  | "counted-late"
  | "refused"
  | "dead-credential"
  | "revoked-admission"
  | "internal-gate"
  | "other-performance"
  | "already-in"
  | "not-in"
  | "annuls"
  | "nothing-to-annul";

/** Told by the access control; whose credential it was is known by its generation. */
export interface ScanRecorded extends Omit<Scan, "value"> {
  readonly type: "ScanRecorded";
  /** Generation of the scanned credential; `null`: not one that is remembered. */
  readonly generation: number | null;
  /** `null`: no admission here is for that product. */
  readonly performance: string | null;
  readonly note: ScanNote;
  /** Milliseconds since the epoch, by our clock: when it was told. Absent in facts of old. */
  readonly recordedAt?: number;
}

/** A scan counts no longer: the turnstile did not turn. Once a scan. */
export interface ScanAnnulled {
  readonly type: "ScanAnnulled";
  /** The scan that counts no longer. */
  readonly scanId: string;
  /** The scan that says so. */
  readonly by: string;
}

/** A gate let somebody in on what was revoked here before: people must look at it. */
export interface ExposureIncidentRaised {
  readonly type: "ExposureIncidentRaised";
  /** The scan that tells of it. */
  readonly scanId: string;
  /** What was revoked: the card or barcode, or one admission of a card that lives. */
  readonly revoked: "credential" | "admission";
  /** Milliseconds since the epoch: since when; `null`: it was never to open anything. */
  readonly revokedAt: number | null;
  /** Milliseconds since the epoch, by the gate's clock. */
  readonly scannedAt: number;
  /** `false`: the gate had only its own list. */
  readonly online: boolean;
  /** `null`: no admission here is for that product. */
  readonly performance: string | null;
  /** The gate, where it was told. */
  readonly gate: string | null;
}

/** A gate event of one of this actor's credentials. Idempotent by `scanId`, never refused. */
export type RecordScan = { readonly type: "RecordScan"; readonly scan: Scan };

/** A scan for people. */
export interface ScanView extends Omit<SeenScan, "at" | "recordedAt" | "before"> {
  /** RFC 3339, by the gate's clock. */
  readonly at: string;
  /** RFC 3339, by our clock: when it was told. */
  readonly recordedAt?: string;
}

/** A scan with what became of it. */
export interface SeenScan extends Omit<ScanRecorded, "type"> {
  readonly use: Use | null;
  /** Where the holder was before. */
  readonly before: Passage["state"];
  readonly annulled: boolean;
  /** Somebody has seen to the incident that it told of. */
  readonly acknowledged?: true;
}

/** What was used, and the scans that say so. */
export interface Usage {
  /** By performance. */
  readonly passages: { readonly [performance: string]: Passage };
  /** The newest `SCANS_MAX`, oldest first. */
  readonly scans: ReadonlyArray<SeenScan>;
}

/** What is shown, and what an annulment can still undo. */
export const SCANS_MAX = 20;

/** Never scanned. */
export const UNUSED: Usage = { passages: {}, scans: [] };

const OUTSIDE: Passage = { state: "unused", entries: 0 };

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
}

/** Facts of one scan, but for the actor's own word for its use. */
export interface JudgedScan {
  readonly recorded: ScanRecorded;
  readonly annulled: ScanAnnulled | null;
  readonly incident: ExposureIncidentRaised | null;
  readonly use: Use | null;
}

/** Judged by what was good at the gate's time of the scan. A known scan gives `null`. */
export function judgeScan(
  usage: Usage,
  scan: Scan,
  { credential, scanned, recordedAt }: Held & {
    /** Milliseconds since the epoch, by our clock. */
    readonly recordedAt: number;
  },
): JudgedScan | null {
  if (usage.scans.some(({ scanId }) => scanId === scan.scanId)) return null;
  const { value: _value, ...told } = scan;
  const undone = scan.result === "annulled" ? annulledBy(usage, scan) : null;
  const verdict = scan.result === "annulled"
    ? { note: undone === null ? "nothing-to-annul" as const : "annuls" as const, use: null }
    : judgeUse(usage, scan, { credential, scanned });
  return {
    recorded: {
      type: "ScanRecorded",
      ...told,
      generation: credential?.generation ?? null,
      performance: scanned?.code ?? null,
      note: verdict.note,
      recordedAt,
    },
    annulled: undone,
    incident: incidentOf(scan, { note: verdict.note, credential, scanned }),
    use: verdict.use,
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

/** After `ScanRecorded`: the newest scan, not yet counted. */
export function addScan(usage: Usage, { type: _type, ...told }: ScanRecorded): Usage {
  const before = passageOf(usage, told.performance).state;
  const seen: SeenScan = { ...told, use: null, before, annulled: false };
  return { ...usage, scans: [...usage.scans, seen].slice(-SCANS_MAX) };
}

/** The scan counts. */
export function countUse(
  usage: Usage,
  { scanId, performance, use }: {
    readonly scanId: string;
    readonly performance: string;
    readonly use: Use;
  },
): Usage {
  const { entries } = passageOf(usage, performance);
  const passage: Passage = use === "out"
    ? { state: "out", entries }
    : { state: "in", entries: entries + 1 };
  return {
    passages: { ...usage.passages, [performance]: passage },
    scans: usage.scans.map((seen) => seen.scanId === scanId ? { ...seen, use } : seen),
  };
}

/** The scan counts no longer; where the holder is goes back only if nothing came after it. */
export function annulScan(usage: Usage, { scanId }: ScanAnnulled): Usage {
  const undone = usage.scans.find((seen) => seen.scanId === scanId);
  if (undone === undefined || undone.annulled || undone.use === null) return usage;
  const { performance, use } = undone;
  if (performance === null) return usage;
  const { state, entries } = passageOf(usage, performance);
  const last = usage.scans.findLast((seen) =>
    seen.performance === performance && seen.use !== null && !seen.annulled
  );
  const left = use === "out" ? entries : Math.max(0, entries - 1);
  const passage: Passage = { state: last === undone ? undone.before : state, entries: left };
  return {
    passages: { ...usage.passages, [performance]: passage },
    scans: usage.scans.map((seen) => seen === undone ? { ...seen, annulled: true } : seen),
  };
}

/** Of a performance that was never used too. */
export function passageOf({ passages }: Usage, performance: string | null): Passage {
  return performance !== null && Object.hasOwn(passages, performance)
    ? passages[performance] ?? OUTSIDE
    : OUTSIDE;
}

/** Operands of a refusal: when and how often, `null` when it was never used. */
export function usedWhen(usage: Usage, performance: string): { [name: string]: Json } | null {
  const { state, entries } = passageOf(usage, performance);
  if (entries === 0) return null;
  const last = usage.scans.findLast((seen) =>
    seen.performance === performance && seen.use !== null && seen.use !== "out" && !seen.annulled
  );
  return { performance, state, entries, at: last === undefined ? null : isoTime(last.at) };
}

/** The newest scans, oldest first. */
export function scansView({ scans }: Usage): ReadonlyArray<ScanView> {
  return scans.map(({ before: _before, at, recordedAt, ...seen }) => ({
    ...seen,
    at: isoTime(at),
    ...(recordedAt === undefined ? {} : { recordedAt: isoTime(recordedAt) }),
  }));
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function annulledBy(usage: Usage, { scanId: by, annuls }: Scan): ScanAnnulled | null {
  const counted = usage.scans.find((seen) =>
    seen.scanId === annuls && seen.use !== null && !seen.annulled
  );
  return counted === undefined ? null : { type: "ScanAnnulled", scanId: counted.scanId, by };
}

interface Judgement {
  readonly note: ScanNote;
  readonly use: Use | null;
}

function judgeUse(usage: Usage, scan: Scan, { credential, scanned }: Held): Judgement {
  const { result, direction, gate, at } = scan;
  if (result === "refused") return { note: "refused", use: null };
  const kind = scanned?.performance?.gates.find(({ code }) => code === gate)?.kind;
  if (kind === "internal") return { note: "internal-gate", use: null };
  // Whoever is in may leave; nobody comes in on what was revoked, so the holder stays unused.
  const isEntry = direction === "in";
  if (isEntry && !wasLive(credential, at)) return { note: "dead-credential", use: null };
  if (scanned === null) return { note: "other-performance", use: null };
  const { revokedAt } = scanned;
  if (isEntry && revokedAt !== null && at >= revokedAt) {
    return { note: "revoked-admission", use: null };
  }
  const use = useOf(usage, scan, scanned);
  if (use === null) return { note: isEntry ? "already-in" : "not-in", use };
  const isLate = isEntry && (credential?.state === "dead" || revokedAt !== null);
  return { note: isLate ? "counted-late" : "counted", use };
}

/** What was never live has no date of its death. */
function wasLive(credential: Held["credential"], at: number): boolean {
  if (credential === null) return false;
  const { state, deadSince } = credential;
  return state === "live" || (deadSince !== null && at < deadSince);
}

/** `null`: nobody can go in, or out, from where the holder is. */
function useOf(usage: Usage, { direction }: Scan, { code, places }: Scanned): Use | null {
  const { state, entries } = passageOf(usage, code);
  if (direction === "out") return state === "in" ? "out" : null;
  if (state === "out") return "re-entry";
  return state === "unused" || entries < places ? "in" : null;
}
