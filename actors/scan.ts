/**
 * What has been used: gate events of a ticket or of the performances on a card.
 *
 * @module
 */
import type { Scan } from "./access_control.ts";
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
  | "nothing-to-annul"
  /** Its annulment was told before it. */
  | "annulled";

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
  /** How many might be inside on the credential then. Absent in facts of old. */
  readonly places?: number;
}

/** By the gates' time a scan counts no longer: where the holder was before it is known better. */
export interface UseWithdrawn {
  readonly type: "UseWithdrawn";
  /** The scan that counts no longer. */
  readonly scanId: string;
  /** Code of the performance. */
  readonly performance: string;
  /** The scan that was told since, and says so. */
  readonly by: string;
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
export interface ScanView extends Omit<SeenScan, "at" | "recordedAt" | "before" | "places"> {
  /** RFC 3339, by the gate's clock. */
  readonly at: string;
  /** RFC 3339, by our clock: when it was told. */
  readonly recordedAt?: string;
}

/** A scan with what became of it. */
export interface SeenScan extends Omit<ScanRecorded, "type"> {
  readonly use: Use | null;
  /** Where the holder was before; of one that counts: by the gates' time. */
  readonly before: Passage["state"];
  readonly annulled: boolean;
  /** Somebody has seen to the incident that it told of. */
  readonly acknowledged?: true;
}

/** What was used, and the scans that say so. */
export interface Usage {
  /** By performance. */
  readonly passages: { readonly [performance: string]: Passage };
  /** `SCANS_MAX`: open incidents, and the newest; in the order in which they were told. */
  readonly scans: ReadonlyArray<SeenScan>;
}

/** What is shown, what an annulment can still undo, and what is put in the order of time. */
export const SCANS_MAX = 20;

/** Never scanned. */
export const UNUSED: Usage = { passages: {}, scans: [] };

const OUTSIDE: Passage = { state: "unused", entries: 0 };

/** After `ScanRecorded`: not yet counted. The oldest is forgotten, even if it is this one. */
export function addScan(usage: Usage, { type: _type, ...told }: ScanRecorded): Usage {
  const before = passageOf(usage, told.performance).state;
  const scans = [...usage.scans, { ...told, use: null, before, annulled: false }];
  const kept = newest(scans);
  // what this one annuls is needed until it is annulled
  const isKept = kept.some(({ scanId }) => scanId === told.annuls);
  const isNeeded = !isKept && scans.some(({ scanId }) => scanId === told.annuls);
  return { ...usage, scans: isNeeded ? scans : kept };
}

/**
 * What cannot count has no place in the order of time: it is as new as it was told. What somebody
 * must still see to is forgotten last.
 */
function newest(scans: Usage["scans"]): Usage["scans"] {
  const age = (seen: SeenScan) => mayCount(seen) ? timeOf(seen) : seen.recordedAt ?? seen.at;
  const [open, others] = [
    scans.filter(isOpenIncident),
    scans.filter((one) => !isOpenIncident(one)),
  ];
  const forgotten = [others, open]
    .flatMap((some) => some.toSorted((one, other) => age(one) - age(other)))
    .slice(0, Math.max(0, scans.length - SCANS_MAX));
  return scans.filter((seen) => !forgotten.includes(seen));
}

const INCIDENTS: ReadonlyArray<ScanNote> = ["dead-credential", "revoked-admission"];

/** An entry on what was revoked. */
export function isIncident({ note }: SeenScan): boolean {
  return INCIDENTS.includes(note);
}

/** One that nobody has seen to. */
export function isOpenIncident(seen: SeenScan): boolean {
  return isIncident(seen) && seen.acknowledged !== true;
}

/** The scan counts, as this; it may have counted as something else before. */
export function countUse(
  usage: Usage,
  { scanId, performance, use }: {
    readonly scanId: string;
    readonly performance: string;
    readonly use: Use;
  },
): Usage {
  const base = passageBefore(usage, performance);
  const isForgotten = !usage.scans.some((seen) => seen.scanId === scanId);
  const scans = usage.scans.map((seen) =>
    seen.scanId === scanId
      ? { ...seen, use, note: UNCOUNTED.includes(seen.note) ? "counted" as const : seen.note }
      : seen
  );
  return recount({ ...usage, scans }, performance, isForgotten ? passed(base, use) : base);
}

/** The scan does not count after all. */
export function withdrawUse(usage: Usage, { scanId, performance }: UseWithdrawn): Usage {
  const base = passageBefore(usage, performance);
  const scans = usage.scans.map((seen) =>
    seen.scanId === scanId ? { ...seen, use: null, note: uncountedNote(seen) } : seen
  );
  return recount({ ...usage, scans }, performance, base);
}

/** The scan counts no longer. */
export function annulScan(usage: Usage, { scanId }: ScanAnnulled): Usage {
  const undone = usage.scans.find((seen) => seen.scanId === scanId);
  if (undone === undefined || undone.annulled) return usage;
  const scans = usage.scans.map((seen) => seen === undone ? { ...seen, annulled: true } : seen);
  const { performance } = undone;
  const after = performance === null || undone.use === null
    ? { ...usage, scans }
    : recount({ ...usage, scans }, performance, passageBefore(usage, performance));
  // it was kept beyond its time to be annulled
  return after.scans.length > SCANS_MAX
    ? { ...after, scans: after.scans.filter((seen) => seen.scanId !== scanId) }
    : after;
}

const UNCOUNTED: ReadonlyArray<ScanNote> = ["already-in", "not-in"];
const COUNTABLE: ReadonlyArray<ScanNote> = ["counted", "counted-late", ...UNCOUNTED];

/** It depends on who was inside alone whether it counts. */
export function mayCount({ note, annulled }: SeenScan): boolean {
  return COUNTABLE.includes(note) && !annulled;
}

/** Why a passage that was accepted by right counts nothing. */
export function uncountedNote({ direction }: Pick<Scan, "direction">): ScanNote {
  return direction === "in" ? "already-in" : "not-in";
}

/** After a passage that counts. */
export function passed({ entries }: Passage, use: Use): Passage {
  return use === "out" ? { state: "out", entries } : { state: "in", entries: entries + 1 };
}

type Timed = Pick<SeenScan, "at" | "recordedAt">;

/** By the gates' time, and as they were told where that is the same. */
export function inOrder<Told extends Timed>(scans: ReadonlyArray<Told>): ReadonlyArray<Told> {
  return scans.toSorted((one, other) => timeOf(one) - timeOf(other));
}

/** A gate whose clock is ahead cannot have seen what had not happened yet when it told. */
function timeOf({ at, recordedAt = at }: Timed): number {
  return Math.min(at, recordedAt);
}

/** Where the holder was before the first remembered scan that counts. */
export function passageBefore(usage: Usage, performance: string): Passage {
  const { state, entries } = passageOf(usage, performance);
  const counted = countedIn(usage, performance);
  const [first] = counted;
  const remembered = counted.filter(({ use }) => use !== "out").length;
  return { state: first?.before ?? state, entries: Math.max(0, entries - remembered) };
}

/** What the remembered scans make of where the holder was before them. */
function recount(usage: Usage, performance: string, base: Passage): Usage {
  const before = new Map<string, Passage["state"]>();
  let passage = base;
  for (const { scanId, use } of countedIn(usage, performance)) {
    before.set(scanId, passage.state);
    passage = passed(passage, use);
  }
  return {
    passages: { ...usage.passages, [performance]: passage },
    scans: usage.scans.map((seen) => ({ ...seen, before: before.get(seen.scanId) ?? seen.before })),
  };
}

/** In the order of the gates' time. */
function countedIn({ scans }: Usage, performance: string) {
  return inOrder(scans).flatMap(({ use, ...seen }) =>
    seen.performance === performance && use !== null && !seen.annulled ? [{ ...seen, use }] : []
  );
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
  const last = countedIn(usage, performance).findLast(({ use }) => use !== "out");
  return { performance, state, entries, at: last === undefined ? null : isoTime(last.at) };
}

/** The newest scans, in the order in which they were told. */
export function scansView({ scans }: Usage): ReadonlyArray<ScanView> {
  return scans.map(({ before: _before, places: _places, at, recordedAt, ...seen }) => ({
    ...seen,
    at: isoTime(at),
    ...(recordedAt === undefined ? {} : { recordedAt: isoTime(recordedAt) }),
  }));
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
