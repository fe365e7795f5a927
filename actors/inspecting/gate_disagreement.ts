/**
 * Where the gate is proven to hold another list than ours: the lists were compared, or it refused
 * what it had confirmed.
 *
 * @module
 */
import type { Recorded } from "../event_store.ts";
import type { ScanRecorded } from "../scan.ts";
import type { GateQuestion } from "./gate_verdict.ts";

/** Codes of a gate that does not know the credential as it was told to. */
const DENIALS = ["not_found", "cancelled", "revoked", "blocked", "wrong_performance"];

/** Facts by which the access control confirms what a credential opens. */
const CONFIRMATIONS = [
  "PassIssued",
  "PassReissued",
  "PassUpdated",
  "PassBlockConfirmed",
  "PassUnblockConfirmed",
  "BarcodeBound",
];

/**
 * Whether the gate would stay shut by its own list, as far as it was compared.
 *
 * A card that lacks some admissions there opens the others.
 */
export function isOutOfSync(
  { difference }: Pick<GateQuestion, "difference">,
  admissionIds: ReadonlyArray<string>,
): boolean {
  if (difference === null || difference.ours?.state !== "live") return false;
  if (difference.theirs?.state !== "live") return true;
  return difference.ours.admissionIds.some((id) => admissionIds.includes(id));
}

/** The newest scan of this credential here, if an online gate denied it after its confirmation. */
export function disagreementOf(
  { facts, generation, performance }: Pick<GateQuestion, "facts" | "generation" | "performance">,
): Recorded | null {
  const confirmed = facts.findLast(({ event }) => CONFIRMATIONS.includes(event.type));
  const scan = facts.findLast(({ event }) => {
    if (event.type !== "ScanRecorded") return false;
    const told = event as ScanRecorded;
    return told.generation === generation && told.performance === performance;
  });
  if (scan === undefined) return null;
  const { at, result, online, code } = scan.event as ScanRecorded;
  const isDenied = result === "refused" && online && code !== null && DENIALS.includes(code);
  return isDenied && (confirmed === undefined || at >= confirmed.at) ? scan : null;
}
