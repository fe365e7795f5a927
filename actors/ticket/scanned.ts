/**
 * What a gate event means for a ticket.
 *
 * @module
 */
import type { Scan } from "../access_control.ts";
import type { CommandContext } from "../decider.ts";
import type { Use } from "../scan.ts";
import { judgeScan } from "../scan_judgement.ts";
import type { TicketEvent, TicketReEntered, TicketUsedIn, TicketUsedOut } from "./events.ts";
import type { TicketState } from "./state.ts";

const USED: Record<Use, (TicketUsedIn | TicketUsedOut | TicketReEntered)["type"]> = {
  in: "TicketUsedIn",
  out: "TicketUsedOut",
  "re-entry": "TicketReEntered",
};

/** Never refused: it has happened. A scan that is known already gives nothing. */
export function decideScan(
  { entitlement, performance: code, record, credentials, usage }: TicketState,
  scan: Scan,
  { catalogue, at: recordedAt }: CommandContext,
): ReadonlyArray<TicketEvent> {
  if (entitlement === "absent") return [];
  const isOurs = record === null || record.ProductCode === scan.productCode;
  const judged = judgeScan(usage, scan, {
    credential: credentials.find(({ value }) => value === scan.value) ?? null,
    scanned: isOurs
      ? { code, performance: catalogue.performance(code), places: 1, revokedAt: null }
      : null,
    recordedAt,
  });
  if (judged === null) return [];
  const { recorded, annulled, incident, changes } = judged;
  return [
    recorded,
    ...(annulled === null ? [] : [annulled]),
    ...(incident === null ? [] : [incident]),
    ...changes.map(({ scanId, performance, use }): TicketEvent =>
      use === null
        ? { type: "UseWithdrawn", scanId, performance, by: scan.scanId }
        : { type: USED[use], scanId }
    ),
  ];
}
