/**
 * What can be acknowledged: an entry on what was revoked, once, and nothing else.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Barcode } from "../../actors/address.ts";
import type { AcknowledgeIncident } from "../../actors/incidents.ts";
import { SCANS_MAX } from "../../actors/scan.ts";
import {
  CANCEL_TICKET,
  passesInEveryState,
  scanned,
  ticketsInEveryState,
} from "../support/stories.ts";

const { printed } = ticketsInEveryState();
const { active } = passesInEveryState();

const REVOKED_AT = Date.UTC(2026, 8, 5, 12);

const SEEN: AcknowledgeIncident = {
  type: "AcknowledgeIncident",
  scanId: "s1",
  reason: "Was asked to leave",
};

/** A cancelled ticket that somebody went in with all the same. */
const entered = printed.after(CANCEL_TICKET, { at: REVOKED_AT })
  .after(scanned("s1", { at: REVOKED_AT + 60_000 }));

Deno.test("an incident is acknowledged once, also of a ticket that is cancelled", () => {
  const state = entered.when(SEEN).then({ ...SEEN, type: "IncidentAcknowledged" });
  assert.equal(state.usage.scans.at(-1)?.acknowledged, true);
  entered.after(SEEN).when({ ...SEEN, reason: null }).thenNothing();
});

Deno.test("an entry on a revoked admission of a live card is acknowledged too", () => {
  const value = Barcode("card1");
  const remove = { type: "RemoveAdmission", admissionId: "A-1", reason: "returned" } as const;
  const incident = active.after({ ...remove, override: false }, { at: REVOKED_AT })
    .after(scanned("s1", { value, at: REVOKED_AT + 1 }));
  incident.when(SEEN).thenTypes("IncidentAcknowledged");
});

Deno.test("neither an entry by right, told in time or late, nor an unknown scan is an incident", () => {
  printed.after(scanned("s1")).when(SEEN).refused("IncidentUnknown");
  const toldLate = printed.after(CANCEL_TICKET, { at: REVOKED_AT })
    .after(scanned("s1", { at: REVOKED_AT - 1 }));
  toldLate.when(SEEN).refused("IncidentUnknown");
  entered.when({ ...SEEN, scanId: "s2" }).refused("IncidentUnknown");
  active.when(SEEN).refused("IncidentUnknown");
});

/** So many scans at the gate afterwards. */
function later(count: number, { result, since = entered }: {
  readonly result: "refused" | "accepted";
  readonly since?: typeof entered;
}) {
  let story = since;
  for (let i = 0; i < count; i++) {
    story = story.after(scanned(`later${i}`, { result, at: REVOKED_AT + 120_000 + i }));
  }
  return story;
}

Deno.test("an incident is remembered until somebody has seen to it, however many scans follow", () => {
  const many = later(3 * SCANS_MAX, { result: "refused" });
  const { usage: { scans } } = many.when(SEEN).thenTypes("IncidentAcknowledged");
  assert.deepEqual([scans.length, scans[0]?.acknowledged], [SCANS_MAX, true]);
});

Deno.test("of more open incidents than scans are remembered the oldest is forgotten", () => {
  later(SCANS_MAX - 1, { result: "accepted" }).when(SEEN).thenTypes("IncidentAcknowledged");
  later(SCANS_MAX, { result: "accepted" }).when(SEEN).refused("IncidentUnknown");
});

Deno.test("an incident that was seen to is forgotten like any other scan", () => {
  const since = entered.after(SEEN);
  later(SCANS_MAX, { result: "refused", since }).when(SEEN).refused("IncidentUnknown");
});
