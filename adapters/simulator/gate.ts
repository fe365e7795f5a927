/**
 * How a turnstile decides, and what it remembers of it.
 *
 * @module
 */
import type { ScanMessage } from "./messages.ts";
import { HISTORY_MAX, type Issued, type ScanRecord, type World } from "./world.ts";

/** Why a gate opened or did not. */
export type GateCode =
  | "ok"
  | "not_found"
  | "blocked"
  | "cancelled"
  | "wrong_performance"
  | "already_in"
  | "not_in";

/** Decides one scan; nothing changes. */
export function decideScan(world: World, scan: ScanMessage): GateCode {
  const issued = world.credentials.get(scan.value);
  if (issued === undefined) return "not_found";
  if (issued.state === "dead") return "cancelled";
  if (issued.blocked) return "blocked";
  const places = issued.admissions.filter((one) => one.ProductCode === scan.ProductCode).length;
  if (places === 0) return "wrong_performance";
  const inside = world.inside.get(insideKey(issued, scan.ProductCode)) ?? 0;
  if (scan.direction === "in") return inside < places ? "ok" : "already_in";
  return inside > 0 ? "ok" : "not_in";
}

/** The record of a decided scan. */
export function scanRecord(
  world: World,
  scan: ScanMessage,
  decided: { readonly at: string; readonly code: GateCode },
): ScanRecord {
  return {
    scanId: nextScanId(world),
    at: decided.at,
    value: scan.value,
    ProductCode: scan.ProductCode,
    gate: scan.gate,
    direction: scan.direction,
    online: true,
    result: decided.code === "ok" ? "accepted" : "refused",
    annuls: null,
    code: decided.code,
  };
}

/** The record that undoes an accepted scan, once; `null` where there is nothing to undo. */
export function annulRecord(world: World, scanId: string, at: string): ScanRecord | null {
  const scan = world.scans.findLast((one) => one.scanId === scanId);
  if (scan?.result !== "accepted") return null;
  if (world.scans.some((one) => one.annuls === scanId)) return null;
  return {
    ...scan,
    scanId: nextScanId(world),
    at,
    result: "annulled",
    annuls: scanId,
    code: "annulled",
  };
}

/** Remembers a scan, and who is inside because of it. */
export function applyScan(world: World, record: ScanRecord): void {
  world.scans.push(record);
  if (world.scans.length > HISTORY_MAX) {
    world.scansForgotten += world.scans.splice(0, HISTORY_MAX / 10).length;
  }
  const issued = world.credentials.get(record.value);
  if (issued === undefined || record.result === "refused") return;
  const enters = (record.direction === "in") === (record.result === "accepted");
  const key = insideKey(issued, record.ProductCode);
  world.inside.set(key, Math.max(0, (world.inside.get(key) ?? 0) + (enters ? 1 : -1)));
}

/** The values of one issue (standard, adult, concession) are one right: they enter once together. */
function insideKey(issued: Issued, productCode: string): string {
  return `${issued.subject}/${issued.generation}/${productCode}`;
}

function nextScanId(world: World): string {
  return `${world.boot}-${world.scansForgotten + world.scans.length + 1}`;
}
