/**
 * The simulator's turnstiles decide as real ones would.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { Barcode } from "../../../actors/address.ts";
import { admissionRecord, cardCommand, ticketCommand } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { openSimulator } from "./open_simulator.ts";

const M02 = admissionRecord({ admissionId: "A-2", ProductCode: "M02" });

Deno.test(
  "a gate opens for a live ticket of its performance, and refuses everything else",
  scoped(Effect.gen(function* () {
    const { issueTicket, scan } = yield* openSimulator();
    const value = yield* issueTicket("T-1");
    assert.equal(yield* scan("4711"), "not_found");
    assert.equal(yield* scan(value, { ProductCode: "M02" }), "wrong_performance");
    assert.equal(yield* scan(value), "ok");
  })),
);

Deno.test(
  "who is in cannot come in again before going out, and who is out cannot go out",
  scoped(Effect.gen(function* () {
    const { issueTicket, scan } = yield* openSimulator();
    const value = yield* issueTicket("T-1");
    assert.equal(yield* scan(value, { direction: "out" }), "not_in");
    assert.equal(yield* scan(value), "ok");
    assert.equal(yield* scan(value), "already_in");
    assert.equal(yield* scan(value, { direction: "out" }), "ok");
    assert.equal(yield* scan(value), "ok");
  })),
);

Deno.test(
  "a cancelled ticket is refused as cancelled",
  scoped(Effect.gen(function* () {
    const { issueTicket, send, scan } = yield* openSimulator();
    const value = yield* issueTicket("T-1");
    const ticket = { credentials: [{ kind: "standard" as const, value: Barcode(value) }] };
    assert.equal(yield* send(ticketCommand("cancelTicket", { id: "T-1", seq: 2, ticket })), "done");
    assert.equal(yield* scan(value), "cancelled");
  })),
);

Deno.test(
  "a blocked card opens nothing until it is unblocked",
  scoped(Effect.gen(function* () {
    const { issueCard, send, scan } = yield* openSimulator();
    const card = { credential: Barcode(yield* issueCard("P-1")) };
    yield* send(cardCommand("blockCard", { id: "P-1", seq: 2, card }));
    assert.equal(yield* scan(card.credential), "blocked");
    yield* send(cardCommand("unblockCard", { id: "P-1", seq: 3, card }));
    assert.equal(yield* scan(card.credential), "ok");
  })),
);

Deno.test(
  "an updated card opens exactly the admissions of the update",
  scoped(Effect.gen(function* () {
    const { issueCard, send, scan } = yield* openSimulator();
    const card = { credential: Barcode(yield* issueCard("P-1")), admissions: [M02] };
    yield* send(cardCommand("updateCard", { id: "P-1", seq: 2, card }));
    assert.equal(yield* scan(card.credential), "wrong_performance");
    assert.equal(yield* scan(card.credential, { ProductCode: "M02" }), "ok");
  })),
);

Deno.test(
  "a card with two seats of one performance lets two in",
  scoped(Effect.gen(function* () {
    const { issueCard, send, scan } = yield* openSimulator();
    const two = [admissionRecord(), admissionRecord({ admissionId: "A-2", seat: "12" })];
    const card = { credential: Barcode(yield* issueCard("P-1")), admissions: two };
    yield* send(cardCommand("updateCard", { id: "P-1", seq: 2, card }));
    assert.equal(yield* scan(card.credential), "ok");
    assert.equal(yield* scan(card.credential), "ok");
    assert.equal(yield* scan(card.credential), "already_in");
  })),
);

Deno.test(
  "the standard and the adult barcode of one ticket let one person in",
  scoped(Effect.gen(function* () {
    const { accessControl, setFaults, scan } = yield* openSimulator();
    yield* setFaults({ credentialKinds: ["standard", "adult", "concession"] });
    const { outcome } = yield* accessControl.send(
      ticketCommand("issueTicket", { id: "T-1", seq: 1 }),
    );
    assert.equal(outcome.type, "done");
    const [standard, adult, concession] = outcome.credentials.map(({ value }) => value);
    assert.ok(standard && adult && concession);
    assert.equal(new Set([standard, adult, concession]).size, 3);
    assert.equal(yield* scan(standard), "ok");
    assert.equal(yield* scan(adult), "already_in");
  })),
);

Deno.test(
  "a turnstile that did not turn is annulled once, and then opens again",
  scoped(Effect.gen(function* () {
    const { issueTicket, scan, post } = yield* openSimulator();
    const value = yield* issueTicket("T-1");
    const opened = yield* post("/scan", { value, ProductCode: "M01" });
    const { scanId } = opened.body;
    assert.equal((yield* post("/annul", { scanId })).body.result, "annulled");
    assert.equal((yield* post("/annul", { scanId })).status, 409);
    assert.equal(yield* scan(value), "ok");
  })),
);

Deno.test(
  "scans are listed oldest first from any cursor ever given",
  scoped(Effect.gen(function* () {
    const { accessControl, issueTicket, scan } = yield* openSimulator();
    const start = yield* accessControl.scans(null);
    const value = yield* issueTicket("T-1");
    yield* scan(value);
    const first = yield* accessControl.scans(start.next);
    yield* scan(value, { direction: "out" });
    const second = yield* accessControl.scans(first.next);
    assert.deepEqual(first.items.map(({ direction }) => direction), ["in"]);
    assert.deepEqual(second.items.map(({ direction }) => direction), ["out"]);
    const both = yield* accessControl.scans(start.next);
    assert.deepEqual(both.items, [...first.items, ...second.items]);
    const foreign = yield* accessControl.scans("another-99");
    assert.equal(foreign.items.length, 2);
  })),
);
