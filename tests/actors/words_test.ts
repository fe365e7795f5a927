/**
 * Sentences that are easily false: of barcodes that came late, and of admissions by their place.
 *
 * @module
 */
import assert from "node:assert/strict";
import { pass } from "../../actors/pass/mod.ts";
import { ticket } from "../../actors/ticket/mod.ts";
import {
  answered,
  CANCEL_TICKET,
  credential,
  done,
  passesInEveryState,
  ticketsInEveryState,
} from "../support/stories.ts";

const { printed, cancellingRequested } = ticketsInEveryState();
const { active, issuing, reissuing, unprinted } = passesInEveryState();

/** What the access control makes when it answers a delivery again. */
const LATE_BARCODE = answered(1, done([credential("standard", "b9")]));
const LATE_CARD = answered(1, done([credential("card", "card9")]));

function revokedBarcode(story: typeof printed): string {
  const event = story.events.findLast(({ type }) => type === "BarcodeRevoked");
  assert.ok(event !== undefined);
  return ticket.sentence(event);
}

function revokedCard(story: typeof active): string {
  const event = story.events.findLast(({ type }) => type === "CardRevoked");
  assert.ok(event !== undefined);
  return pass.sentence(event);
}

Deno.test("the end of the printed barcode and card names which print it was", () => {
  assert.equal(
    revokedBarcode(printed.after(CANCEL_TICKET).after(answered(2, done()))),
    "The access control confirms that barcode 1 opens nothing any more",
  );
  assert.equal(
    revokedCard(reissuing.after(answered(2, done()))),
    "The access control confirms that card 1 opens nothing any more",
  );
});

Deno.test("the end of a barcode that came late is not told as the end of the printed one", () => {
  const never =
    "The access control confirms that the barcode that is of no print known here opens nothing";
  assert.equal(revokedBarcode(printed.after(LATE_BARCODE).after(answered(2, done()))), never);
  const cancelled = cancellingRequested.after(answered(1, done([credential("standard", "b1")])));
  assert.equal(revokedBarcode(cancelled.after(answered(2, done()))), never);
  assert.equal(
    revokedCard(active.after(LATE_CARD).after(answered(2, done()))),
    never.replace("barcode", "card"),
  );
});

Deno.test("the end of the printed barcode and of a late one at once is told of both", () => {
  const together = printed.after(LATE_BARCODE, { unsent: true })
    .after(CANCEL_TICKET, { unsent: true });
  const { outstanding } = together.state.sync;
  assert.equal(outstanding?.credentials.length, 2);
  assert.equal(
    revokedBarcode(together.after(answered(outstanding?.seq ?? 0, done()))),
    "The access control confirms that the old barcode, and what is of no print known here, open " +
      "nothing any more",
  );
});

Deno.test("what is taken off a card is told by its seat and performance, before its print and after", () => {
  const remove = { type: "RemoveAdmission", reason: "returned", override: false } as const;
  const off = [
    unprinted.after({ ...remove, admissionId: "A-2" }),
    issuing.after({ ...remove, admissionId: "A-1" }),
    active.after({ ...remove, admissionId: "A-1" }),
  ].map(({ events }) => events.findLast(({ type }) => /^Admission/.test(type)));
  assert.deepEqual(off.map((event) => event && pass.sentence(event)), [
    "Seat F 11 at M02 (admission A-2) taken off before it was printed (returned)",
    "Seat F 11 at M01 (admission A-1) revoked (returned); the gates are told",
    "Seat F 11 at M01 (admission A-1) revoked (returned); the gates are told",
  ]);
});

Deno.test("a fact of old that names the admission alone is a sentence too", () => {
  const old = { type: "AdmissionRemoved", admissionId: "A-1", reason: "returned" } as const;
  assert.equal(
    pass.sentence(old),
    "Admission A-1 taken off before it was printed (returned)",
  );
});

Deno.test("an incident is told by how long after the revocation it was", () => {
  const told = (afterMs: number) =>
    ticket.sentence({
      type: "ExposureIncidentRaised",
      scanId: "s1",
      revoked: "credential",
      revokedAt: 1_700_000_000_000,
      scannedAt: 1_700_000_000_000 + afterMs,
      online: true,
      performance: "M01",
      gate: "G1",
    });
  const incident = "Incident: a gate let somebody in on what is revoked here";
  assert.equal(told(20), `${incident}, right after the revocation`);
  assert.equal(told(61_000), `${incident}, 61 s after the revocation`);
});
