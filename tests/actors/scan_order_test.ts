/**
 * What counts as used when gates tell late: the same as if all had been told in time.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Scan } from "../../actors/access_control.ts";
import { Barcode } from "../../actors/address.ts";
import { view as viewOfPass } from "../../actors/pass/mod.ts";
import { SCANS_MAX } from "../../actors/scan.ts";
import { ticket, view } from "../../actors/ticket/mod.ts";
import { GuestModel } from "../simulation/model/guest.ts";
import { contextOf } from "../support/given.ts";
import {
  ACQUIRE,
  add,
  CANCEL_TICKET,
  issued,
  passesInEveryState,
  PRINT_PASS,
  scanned,
  ticketsInEveryState,
} from "../support/stories.ts";

const { printed } = ticketsInEveryState();
const NOW = contextOf().at;

/** Of so many seconds ago. */
function told(scanId: string, secondsAgo: number, more: Partial<Scan> = {}) {
  return scanned(scanId, { at: NOW - secondsAgo * 1000, ...more });
}

const out = { direction: "out" } as const;

/** Of a scan that was told or will be. */
function annul(scanId: string, annuls: string) {
  return told(scanId, 0, { result: "annulled", annuls });
}

function placeOf({ state }: Pick<typeof printed, "state">) {
  const { state: place, entries } = view(state).usage;
  return [place, entries];
}

function usesOf({ state }: Pick<typeof printed, "state">) {
  return Object.fromEntries(
    view(state).usage.scans.map(({ scanId, use, note }) => [
      scanId,
      [use, note],
    ]),
  );
}

Deno.test("an exit that was told before its entry counts as soon as the entry is told", () => {
  const outside = printed.after(told("out", 10, out)).after(told("in", 20));
  assert.deepEqual(outside.events.slice(-3), [
    { ...outside.events.at(-3), type: "ScanRecorded", scanId: "in", note: "counted" },
    { type: "TicketUsedIn", scanId: "in" },
    { type: "TicketUsedOut", scanId: "out" },
  ]);
  assert.deepEqual(placeOf(outside), ["out", 1]);
  assert.deepEqual(usesOf(outside), { out: ["out", "counted"], in: ["in", "counted"] });
  outside.when(told("again", 0)).thenTypes("ScanRecorded", "TicketReEntered");
  outside.when(CANCEL_TICKET).refused("TicketUsed");
});

Deno.test("59: what was annulled before it was told counts nothing, and the ticket is good", () => {
  const annulled = printed.after(annul("a1", "e1"));
  assert.equal(annulled.state.usage.scans.at(-1)?.note, "nothing-to-annul");
  const after = annulled.after(told("e1", 10));
  assert.deepEqual(after.events.slice(-2), [
    { ...after.events.at(-2), type: "ScanRecorded", scanId: "e1", note: "annulled" },
    { type: "ScanAnnulled", scanId: "e1", by: "a1" },
  ]);
  assert.deepEqual(placeOf(after), ["unused", 0]);
  after.when(CANCEL_TICKET).thenTypes("CancelRequested", "BarcodeTombstoned", "DeliveryQueued");
  after.when(told("e2", 0)).thenTypes("ScanRecorded", "TicketUsedIn");
  after.when(annul("a2", "e1")).thenTypes("ScanRecorded");
});

Deno.test("an entry that is told late takes the place of a later one, and counts once", () => {
  const inside = printed.after(told("late", 10)).after(told("early", 20));
  assert.deepEqual(inside.events.slice(-2), [
    { type: "TicketUsedIn", scanId: "early" },
    { type: "UseWithdrawn", scanId: "late", performance: "M01", by: "early" },
  ]);
  assert.deepEqual(placeOf(inside), ["in", 1]);
  assert.deepEqual(usesOf(inside), { late: [null, "already-in"], early: ["in", "counted"] });
  const [withdrawn] = inside.events.slice(-1);
  assert.ok(withdrawn !== undefined);
  assert.equal(
    ticket.sentence(withdrawn),
    "An earlier told passage counts no longer, by the order of the gates' time",
  );
});

Deno.test("an exit that is told between two entries makes the later one a re-entry", () => {
  const back = printed.after(told("first", 30)).after(told("second", 10));
  back.when(told("out", 20, out)).thenTypes("ScanRecorded", "TicketUsedOut", "TicketReEntered");
  assert.deepEqual(placeOf(back.after(told("out", 20, out))), ["in", 2]);
});

Deno.test("when the entry that counts is annulled, the next one counts instead of it", () => {
  const twice = printed.after(told("first", 30)).after(told("second", 10));
  twice.when(annul("a1", "first")).thenTypes("ScanRecorded", "ScanAnnulled", "TicketUsedIn");
  assert.deepEqual(placeOf(twice.after(annul("a1", "first"))), ["in", 1]);
});

Deno.test("an entry that counts nothing and is annulled never counts", () => {
  const twice = printed.after(told("first", 30)).after(told("second", 10));
  const state = twice.after(annul("a1", "second"))
    .when(annul("a2", "first")).thenTypes("ScanRecorded", "ScanAnnulled");
  assert.deepEqual(placeOf({ state }), ["unused", 0]);
});

Deno.test("a gate whose clock is ahead does not keep inside who left after it had told", () => {
  const outside = printed.after(told("in", -3600)).after(told("out", 0, out));
  assert.deepEqual(placeOf(outside), ["out", 1]);
});

Deno.test("scans of one time count as they were told", () => {
  const back = printed.after(told("b", 10)).after(told("c", 10, out)).after(told("a", 10));
  assert.deepEqual(placeOf(back), ["in", 2]);
});

/** A card with two admissions to one performance. */
function family() {
  const source = { kind: "bundle", code: "FAMILY-26", orderId: "4711" } as const;
  return passesInEveryState().absent.after({ ...ACQUIRE, passType: "FAMILY", source })
    .after(add("A-1")).after(add("A-2"))
    .after(PRINT_PASS)
    .after(issued(1, "card1"));
}

Deno.test("a refusal tells of the last entry by the gates' time, whatever was told last", () => {
  const back = printed.after(told("second", 10)).after(told("first", 30))
    .after(told("out", 20, out));
  const { operands } = back.when(CANCEL_TICKET).refused("TicketUsed");
  const at = new Date(NOW - 10_000).toISOString();
  assert.deepEqual(operands, { performance: "M01", state: "in", entries: 2, at });
});

Deno.test("how many might be inside when a card was scanned is not less when one is taken off", () => {
  const value = Barcode("card1");
  const remove = { type: "RemoveAdmission", admissionId: "A-1", reason: "returned" } as const;
  const two = family().after(told("one", 30, { value })).after(told("two", 20, { value }))
    .after({ ...remove, override: true }, { at: NOW - 15_000 });
  const state = two.when(told("out", 10, { value, ...out }))
    .thenTypes("ScanRecorded", "AdmissionUsedOut");
  assert.deepEqual(viewOfPass(state).usage.performances["M01"], { state: "out", entries: 2 });
});

/** Inside and outside again, so often that only `SCANS_MAX` of it are remembered. */
function often(scans = SCANS_MAX + 1) {
  let given = printed;
  for (let count = 0; count < scans; count++) {
    given = given.after(told(`s${count}`, 1000 - count, count % 2 === 0 ? {} : out));
  }
  return given;
}

Deno.test("what is forgotten stays counted, and what is told late finds its place after it", () => {
  const inside = often();
  const [state, entries] = ["in", SCANS_MAX / 2 + 1];
  assert.deepEqual(placeOf(inside), [state, entries]);
  assert.equal(inside.state.usage.scans[0]?.scanId, "s1", "an exit");
  inside.when(told("late", 985.5)).thenTypes("ScanRecorded");
  inside.when(told("late", 984.5, out)).thenTypes("ScanRecorded");
  const exit = told("late", 985.5, out);
  inside.when(exit).thenTypes("ScanRecorded", "TicketUsedOut", "UseWithdrawn");
  assert.deepEqual(placeOf(inside.after(exit)), [state, entries]);
});

Deno.test("an annulment undoes the oldest that is remembered, though it takes its place", () => {
  const outside = often(SCANS_MAX + 2);
  assert.equal(outside.state.usage.scans[0]?.scanId, "s2", "an entry");
  assert.deepEqual(placeOf(outside), ["out", SCANS_MAX / 2 + 1]);
  const undone = outside.after(annul("a1", "s2"));
  assert.deepEqual(placeOf(undone), ["out", SCANS_MAX / 2]);
  const { scans } = undone.state.usage;
  assert.equal(scans.length, SCANS_MAX);
  assert.deepEqual([scans[0]?.scanId, scans[0]?.note], ["s3", "not-in"]);
});

Deno.test("an incident that is told late is remembered, though all that is remembered came after it", () => {
  const entered = often().after({ ...CANCEL_TICKET, override: true }, { at: NOW - 2_000_000 })
    .after(told("late", 1500));
  const acknowledge = { type: "AcknowledgeIncident", scanId: "late", reason: null } as const;
  entered.when(acknowledge).thenTypes("IncidentAcknowledged");
  assert.equal(entered.state.usage.scans.length, SCANS_MAX);
});

Deno.test("what is told of a time that is forgotten counts right after it, and is not kept", () => {
  const inside = often();
  const older = inside.after(told("out", 1000.7, out)).after(told("in", 1000.6));
  assert.deepEqual(placeOf(inside), ["in", SCANS_MAX / 2 + 1]);
  assert.deepEqual(placeOf(older), ["in", SCANS_MAX / 2 + 2]);
  assert.equal(older.state.usage.scans.length, SCANS_MAX);
  assert.equal(older.state.usage.scans.some(({ scanId }) => scanId === "in"), false);
});

Deno.test("the first match of a card that is told after all the others is used all the same", () => {
  const value = Barcode("card1");
  let card = passesInEveryState().active
    .after({ ...PRINT_PASS, orderId: "4712" })
    .after({ ...issued(2, "card1"), owners: [] });
  for (let count = 0; count < SCANS_MAX; count++) {
    const way = count % 2 === 0 ? {} : out;
    card = card.after(told(`s${count}`, 100 - count, { value, productCode: "M02", ...way }));
  }
  const inside = card.after(told("first", 1000, { value }));
  const outside = inside.after(told("last", 900, { value, ...out }));
  assert.deepEqual(viewOfPass(inside.state).usage.performances["M01"], { state: "in", entries: 1 });
  assert.deepEqual(viewOfPass(outside.state).usage.performances["M01"], {
    state: "out",
    entries: 1,
  });
});

Deno.test("facts of old that were told out of order are put in the order of time", () => {
  const passage = { ...told("", 0).scan, type: "ScanRecorded", generation: 1 } as const;
  const { value: _value, ...old } = { ...passage, performance: "M01", note: "counted" as const };
  const state = [
    { ...old, scanId: "in", at: NOW - 10_000 },
    { type: "TicketUsedIn", scanId: "in" } as const,
    { ...old, ...out, scanId: "out", at: NOW - 15_000 },
    { type: "TicketUsedOut", scanId: "out" } as const,
  ].reduce(ticket.evolve, printed.state);
  assert.deepEqual(placeOf({ state }), ["in", 1]);
});

const SCANS = fc.uniqueArray(fc.nat(1000), { minLength: 2, maxLength: SCANS_MAX }).chain((times) =>
  fc.tuple(
    ...times.map((secondsAgo, index) =>
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.constantFrom("in" as const, "out" as const).map((direction) =>
            told(`s${index}`, secondsAgo, { direction })
          ),
        },
        {
          weight: 2,
          arbitrary: fc.nat(times.length).map((which) =>
            told(`s${index}`, secondsAgo, { result: "annulled", annuls: `s${which}` })
          ),
        },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            told(`s${index}`, secondsAgo, { result: "refused" }),
            told(`s${index}`, secondsAgo, { productCode: "M77" }),
            told(`s${index}`, secondsAgo, { value: Barcode("b0") }),
          ),
        },
      )
    ),
  )
);

/** The scans, and the same in another order. */
const TELLINGS = SCANS.chain((scans) =>
  fc.tuple(
    fc.constant(scans.toSorted((one, other) => one.scan.at - other.scan.at)),
    fc.shuffledSubarray(scans, { minLength: scans.length }),
  )
);

type Told = ReturnType<typeof scanned>;

function expected(scans: ReadonlyArray<Told>, value: string, places: number) {
  const guest = new GuestModel();
  for (const { scan } of scans) {
    if (scan.result === "annulled" && scan.annuls !== null) guest.didNotPass(scan.annuls);
    const isBad = scan.productCode !== "M01" || scan.value !== value && scan.direction === "in";
    if (scan.result === "accepted" && !isBad) guest.passes(scan, places);
  }
  return guest.usage;
}

Deno.test("59: whatever order the scans of a ticket are told in, it is used as in the order of time", () => {
  fc.assert(
    fc.property(TELLINGS, ([inTime, other]) => {
      const ends = [inTime, other].map((scans) =>
        scans.reduce((given, scan) => given.after(scan), printed)
      );
      for (const end of ends) {
        const { state, entries } = view(end.state).usage;
        assert.deepEqual({ state, entries }, expected(inTime, "b1", 1));
      }
      const [one, another] = ends.map(({ state }) =>
        view(state).usage.scans.flatMap(({ scanId, use, annulled }) =>
          use === null || annulled ? [] : [`${scanId} ${use}`]
        ).toSorted()
      );
      assert.deepEqual(one, another);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("whatever order the scans of a card for two are told in, it is used as in the order of time", () => {
  const card = family();
  const onCard = (scans: ReadonlyArray<Told>) =>
    scans.map(({ type, scan }) => ({
      type,
      scan: { ...scan, value: scan.value === "b1" ? Barcode("card1") : scan.value },
    }));
  fc.assert(
    fc.property(TELLINGS, (tellings) => {
      for (const scans of tellings.map(onCard)) {
        const { state } = scans.reduce((given, scan) => given.after(scan), card);
        const { M01 = { state: "unused", entries: 0 } } = viewOfPass(state).usage.performances;
        assert.deepEqual(M01, expected(scans, "card1", 2));
      }
    }),
    { numRuns: 1000 },
  );
});
