/**
 * What gates tell, and what counts as used.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Barcode } from "../../actors/address.ts";
import { view as viewOfPass } from "../../actors/pass/mod.ts";
import { SCANS_MAX } from "../../actors/scan.ts";
import { ticket, view } from "../../actors/ticket/mod.ts";
import {
  ACQUIRE,
  add,
  ALLOCATE,
  answered,
  CANCEL_PASS,
  CANCEL_TICKET,
  done,
  issued,
  NEXT_NUMBER,
  passesInEveryState,
  PRINT_PASS,
  PRINT_TICKET,
  REPRINT_TICKET,
  scanned,
  ticketsInEveryState,
  UNPRINT_TICKET,
} from "../support/stories.ts";

const { absent, printed } = ticketsInEveryState();
const passes = passesInEveryState();
const out = { direction: "out" } as const;

const REVOKED_AT = Date.UTC(2026, 8, 5, 12);
const RECORDED_AT = Date.UTC(2026, 8, 5, 16);

Deno.test("57: in, out and in again are used in, used out and re-entered", () => {
  const inside = printed.after(scanned("s1"));
  const outside = inside.after(scanned("s2", out));
  const back = outside.after(scanned("s3"));
  assert.deepEqual(back.events.slice(-6).map(({ type }) => type), [
    "ScanRecorded",
    "TicketUsedIn",
    "ScanRecorded",
    "TicketUsedOut",
    "ScanRecorded",
    "TicketReEntered",
  ]);
  const { state, entries } = view(back.state).usage;
  assert.deepEqual({ state, entries }, { state: "in", entries: 2 });
});

Deno.test("57: a second in without an out is recorded and counts nothing", () => {
  const state = printed.after(scanned("s1")).when(scanned("s2")).thenTypes("ScanRecorded");
  assert.equal(state.usage.scans.at(-1)?.note, "already-in");
  assert.equal(view(state).usage.entries, 1);
});

Deno.test("a scan out without an in is recorded and counts nothing", () => {
  const state = printed.when(scanned("s1", out)).thenTypes("ScanRecorded");
  assert.equal(state.usage.scans.at(-1)?.note, "not-in");
});

Deno.test("58: an internal gate changes no usage", () => {
  const inner = absent.after({ ...ALLOCATE, performance: "INNER" })
    .after(PRINT_TICKET).after(issued(1, "b1"));
  const state = inner.when(scanned("s1", { gate: "BAR", productCode: "INNER" }))
    .thenTypes("ScanRecorded");
  assert.equal(state.usage.scans.at(-1)?.note, "internal-gate");
  assert.equal(view(state).usage.state, "unused");
});

Deno.test("a refused scan, and one of another performance, change no usage", () => {
  for (const more of [{ result: "refused" }, { productCode: "M77" }] as const) {
    const state = printed.when(scanned("s1", more)).thenTypes("ScanRecorded");
    assert.equal(view(state).usage.state, "unused");
  }
});

Deno.test("59: an annulment undoes one entry once, and a second one nothing", () => {
  const inside = printed.after(scanned("s1"));
  const annul = (scanId: string) => scanned(scanId, { result: "annulled", annuls: "s1" });
  const state = inside.when(annul("s2")).thenTypes("ScanRecorded", "ScanAnnulled");
  const { usage } = view(state);
  assert.deepEqual([usage.state, usage.entries], ["unused", 0]);
  const again = inside.after(annul("s2")).when(annul("s3")).thenTypes("ScanRecorded");
  assert.equal(again.usage.scans.at(-1)?.note, "nothing-to-annul");
  assert.equal(view(again).usage.entries, 0);
});

Deno.test("an annulled exit puts the holder back inside", () => {
  const outside = printed.after(scanned("s1")).after(scanned("s2", out));
  const undone = outside.after(scanned("s3", { ...out, result: "annulled", annuls: "s2" }));
  assert.deepEqual(view(undone.state).usage.state, "in");
  assert.deepEqual(view(undone.state).usage.entries, 1);
});

Deno.test("an exit counts nothing when its entry is annulled: nobody was in", () => {
  const outside = printed.after(scanned("s1")).after(scanned("s2", out));
  const annul = scanned("s3", { result: "annulled", annuls: "s1" });
  const state = outside.when(annul).thenTypes("ScanRecorded", "ScanAnnulled", "UseWithdrawn");
  assert.deepEqual(view(state).usage.state, "unused");
  assert.deepEqual(view(state).usage.entries, 0);
});

Deno.test("60: a scan that comes late for a cancelled ticket is recorded once", () => {
  const cancelled = printed.after(CANCEL_TICKET);
  const late = scanned("s1", { online: false });
  const after = cancelled.after(late);
  assert.equal(after.state.usage.scans[0]?.online, false);
  after.when(late).thenNothing();
});

Deno.test("only the newest scans are kept, without the scanned value", () => {
  let given = printed;
  for (let count = 0; count <= SCANS_MAX; count++) given = given.after(scanned(`s${count}`));
  assert.equal(given.state.usage.scans.length, SCANS_MAX);
  const { scans } = view(given.state).usage;
  assert.equal(scans.at(-1)?.scanId, `s${SCANS_MAX}`);
  assert.equal(scans.at(-1)?.at, "2026-09-05T14:00:00.000Z");
  assert.doesNotMatch(JSON.stringify(given.events.slice(-1)), /b1/);
});

Deno.test("a card is used in once a performance, by the code that was printed", () => {
  const both = passes.active
    .after({ ...PRINT_PASS, orderId: "4712" })
    .after({ ...issued(2, "card1"), owners: [] });
  const value = Barcode("card1");
  const used = both.after(scanned("s1", { value })).after(
    scanned("s2", { value, productCode: "M02" }),
  );
  assert.deepEqual(used.events.filter(({ type }) => type === "AdmissionUsedIn"), [
    { type: "AdmissionUsedIn", performance: "M01", scanId: "s1" },
    { type: "AdmissionUsedIn", performance: "M02", scanId: "s2" },
  ]);
  assert.deepEqual(viewOfPass(used.state).usage.performances, {
    M01: { state: "in", entries: 1 },
    M02: { state: "in", entries: 1 },
  });
  const unknown = used.after(scanned("s3", { value, productCode: "M77" }));
  assert.equal(unknown.state.usage.scans.at(-1)?.note, "other-performance");
});

Deno.test("69: an entry on a barcode that was dead before is an incident with all its times", () => {
  const revokedAt = REVOKED_AT;
  const dead = printed.after(CANCEL_TICKET, { at: revokedAt });
  dead.when(scanned("s1", { at: revokedAt + 60_000, online: false })).thenTypes(
    "ScanRecorded",
    "ExposureIncidentRaised",
  );
  const [, incident] = dead.after(scanned("s1", { at: revokedAt + 60_000, online: false })).events
    .slice(-2);
  assert.deepEqual(incident, {
    type: "ExposureIncidentRaised",
    scanId: "s1",
    revoked: "credential",
    revokedAt,
    scannedAt: revokedAt + 60_000,
    online: false,
    performance: "M01",
    gate: "G4",
  });
});

Deno.test("60: an entry of before the death counts when it is told after it, flagged, with both times", () => {
  const told = { at: RECORDED_AT };
  for (const end of [CANCEL_TICKET, REPRINT_TICKET, UNPRINT_TICKET]) {
    const state = printed.after(end, { at: REVOKED_AT, ...NEXT_NUMBER })
      .when(scanned("s1", { at: REVOKED_AT - 1, online: false }), told)
      .thenTypes("ScanRecorded", "TicketUsedIn");
    const { usage } = view(state);
    assert.deepEqual([usage.state, usage.entries], ["in", 1]);
    const [scan] = usage.scans;
    assert.deepEqual(scan, {
      ...scan,
      at: "2026-09-05T11:59:59.999Z",
      recordedAt: "2026-09-05T16:00:00.000Z",
      note: "counted-late",
    });
  }
});

Deno.test("60: an entry that is told late is told with the gate's time, as one by right", () => {
  const [recorded] = printed.after(CANCEL_TICKET, { at: REVOKED_AT })
    .after(scanned("s1", { at: REVOKED_AT - 1 })).events.slice(-2);
  assert.ok(recorded !== undefined);
  assert.equal(
    ticket.sentence(recorded),
    "Scanned in at gate G4 at 2026-09-05T11:59:59.999Z and told late: " +
      "accepted by right, as it was revoked only afterwards",
  );
});

Deno.test("an entry at the moment of the death comes after it", () => {
  printed.after(CANCEL_TICKET, { at: REVOKED_AT })
    .when(scanned("s1", { at: REVOKED_AT }))
    .thenTypes("ScanRecorded", "ExposureIncidentRaised");
});

Deno.test("what was told late can be annulled, left by and refuses a re-print like any entry", () => {
  const inside = printed.after(REPRINT_TICKET, { at: REVOKED_AT, ...NEXT_NUMBER })
    .after(answered(2, done())).after(issued(3, "b2"))
    .after(scanned("s1", { at: REVOKED_AT - 1 }));
  inside.when(REPRINT_TICKET).refused("TicketUsed");
  inside.when(CANCEL_TICKET).refused("TicketUsed");
  inside.when(scanned("s2", out)).thenTypes("ScanRecorded", "TicketUsedOut");
  inside.when(scanned("s2", { value: Barcode("b2") })).thenTypes("ScanRecorded");
  inside.when(scanned("s2", { result: "annulled", annuls: "s1" }))
    .thenTypes("ScanRecorded", "ScanAnnulled");
});

Deno.test("a barcode that came late was never good, at no time", () => {
  const late = ticketsInEveryState().cancellingRequested.after(issued(1, "b1"));
  const state = late.when(scanned("s1", { at: 0 }))
    .thenTypes("ScanRecorded", "ExposureIncidentRaised");
  assert.equal(state.usage.scans[0]?.note, "dead-credential");
});

Deno.test("an entry on an admission of before it was revoked counts late, after it is an incident", () => {
  const value = Barcode("card1");
  const remove = { type: "RemoveAdmission", admissionId: "A-1", reason: "returned" } as const;
  const revoking = passes.active.after({ ...remove, override: false }, { at: REVOKED_AT });
  const revoked = revoking.after({ ...issued(2, "card1"), owners: [] });
  for (const pass of [revoking, revoked]) {
    const state = pass.when(scanned("s1", { value, at: REVOKED_AT })).thenTypes(
      "ScanRecorded",
      "ExposureIncidentRaised",
    );
    assert.equal(state.usage.scans.at(-1)?.note, "revoked-admission");
    assert.deepEqual(state.usage.passages, {});
    const late = pass.when(scanned("s1", { value, at: REVOKED_AT - 1 }))
      .thenTypes("ScanRecorded", "AdmissionUsedIn");
    assert.equal(late.usage.scans.at(-1)?.note, "counted-late");
  }
});

Deno.test("on a cancelled pass an entry of before counts late, and one of after is an incident, settled or not", () => {
  const value = Barcode("card1");
  const cancelling = passes.active.after(CANCEL_PASS, { at: REVOKED_AT });
  const cancelled = cancelling.after(answered(2, done()));
  assert.equal(cancelled.state.entitlement, "cancelled");
  for (const pass of [cancelling, cancelled]) {
    const late = pass.when(scanned("s1", { value, at: REVOKED_AT - 1 }))
      .thenTypes("ScanRecorded", "AdmissionUsedIn");
    assert.deepEqual(viewOfPass(late).usage.performances, { M01: { state: "in", entries: 1 } });
    const state = pass.when(scanned("s1", { value, at: REVOKED_AT }))
      .thenTypes("ScanRecorded", "ExposureIncidentRaised");
    assert.equal(state.usage.scans[0]?.note, "dead-credential");
  }
});

Deno.test("an entry on a dead card for what was never on it is an incident too", () => {
  passes.active.after(CANCEL_PASS, { at: REVOKED_AT })
    .when(scanned("s1", { value: Barcode("card1"), productCode: "M77" }))
    .thenTypes("ScanRecorded", "ExposureIncidentRaised");
});

Deno.test("two admissions to one performance let two in on one card, as many as were on it then", () => {
  const source = { kind: "bundle", code: "FAMILY-26", orderId: "4711" } as const;
  const family = passes.absent.after({ ...ACQUIRE, passType: "FAMILY", source })
    .after(add("A-1")).after(add("A-2"))
    .after(PRINT_PASS)
    .after(issued(1, "card1"));
  const value = Barcode("card1");
  const two = family.after(scanned("s1", { value })).after(scanned("s2", { value }));
  assert.equal(viewOfPass(two.state).usage.performances["M01"]?.entries, 2);
  const state = two.when(scanned("s3", { value })).thenTypes("ScanRecorded");
  assert.equal(state.usage.scans.at(-1)?.note, "already-in");
  const remove = { type: "RemoveAdmission", admissionId: "A-1", reason: "returned" } as const;
  const one = family.after({ ...remove, override: false }, { at: REVOKED_AT })
    .after(scanned("s1", { value, at: REVOKED_AT - 2 }));
  one.when(scanned("s2", { value, at: REVOKED_AT - 1 })).thenTypes(
    "ScanRecorded",
    "AdmissionUsedIn",
  );
  one.when(scanned("s2", { value, at: REVOKED_AT })).thenTypes("ScanRecorded");
});

Deno.test("a scan of a credential from before the last twenty dead is of no known generation", () => {
  const state = printed.when(scanned("s1", { value: Barcode("b0"), result: "refused" }))
    .thenTypes("ScanRecorded");
  assert.equal(state.usage.scans[0]?.generation, null);
});
