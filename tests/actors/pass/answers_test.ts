/**
 * What answers of the access control, and their lack, make of a pass. The numbers are those of the domain.
 *
 * @module
 */
import assert from "node:assert/strict";
import { pass, status, view } from "../../../actors/pass/mod.ts";
import {
  messageOf,
  openedBy,
  PRINT_OTHER,
  remove,
  stateOf,
  typesAfter,
} from "../../support/pass_scenes.ts";
import {
  answered,
  CANCEL_PASS,
  credential,
  done,
  issued,
  passesInEveryState,
  PRINT_PASS,
  rejected,
  REPRINT_PASS,
} from "../../support/stories.ts";

const { issuing, active, unproduced, reissuing } = passesInEveryState();

Deno.test("18: after a rejected issue the operator asks again, and there is no third card", () => {
  const failed = reissuing.after(answered(2, done())).after(rejected(3));
  assert.equal(status(failed.state), "attention");
  assert.ok(failed.state.credentials.every(({ open }) => !open));
  const reopened = failed.after({ type: "ReopenDelivery", seq: 3 });
  assert.equal(view(reopened.after(issued(3, "card2")).state).printCount, 2);
  const again = failed.after(REPRINT_PASS);
  assert.deepEqual(typesAfter(failed, again), ["ReprintRequested", "DeliveryQueued"]);
  assert.equal(again.state.sync.outstanding?.seq, 4);
  assert.deepEqual(view(again.after(issued(4, "card2")).state).credentials.length, 2);
});

Deno.test("19: what is removed during an issue is revoked after its outcome", () => {
  const removed = issuing.after(remove("A-1"));
  assert.deepEqual(typesAfter(issuing, removed), ["AdmissionRevoked"]);
  const next = removed.after(issued(1, "card1"));
  assert.deepEqual(typesAfter(removed, next), ["PassIssued", "DeliveryQueued"]);
  assert.deepEqual(openedBy(next), []);
  assert.equal(stateOf(next, "A-1"), "revoking");
  assert.equal(stateOf(next.after(answered(2, done())), "A-1"), "revoked");
});

Deno.test("19: what is removed before the issue was sent is not on the card at all", () => {
  const state = issuing.when(remove("A-1"), { unsent: true })
    .thenTypes("AdmissionRevoked", "DeliveryQueued");
  assert.equal(state.sync.outstanding?.seq, 2);
  assert.deepEqual(openedBy({ state }), []);
});

Deno.test("20: a card that comes after the cancel is cancelled too, and never active", () => {
  const cancelling = issuing.after(CANCEL_PASS);
  const late = cancelling.after(issued(1, "card1"));
  assert.deepEqual(typesAfter(cancelling, late), ["CardBoundThenRevoked", "DeliveryQueued"]);
  assert.equal(messageOf(late).credential, "card1");
  const cancelled = late.after(answered(2, done()));
  assert.equal(status(cancelled.state), "cancelled");
  assert.equal(view(cancelled.state).printCount, 0);
});

Deno.test("34: a card value of somebody else is not bound, and one can ask again", () => {
  const { attention } = passesInEveryState();
  assert.equal(status(attention.state), "attention");
  assert.deepEqual(attention.state.credentials, []);
  const again = attention.after(PRINT_PASS);
  assert.equal(status(again.state), "issuing");
  assert.deepEqual(openedBy(again), ["A-1"]);
  assert.equal(status(again.after(issued(2, "card2")).state), "active");
});

Deno.test("an answer with two cards, or with none, needs an operator", () => {
  for (const cards of [[], ["card1", "card2"]]) {
    const credentials = cards.map((value) => credential("card", value));
    issuing.when(answered(1, done(credentials))).thenTypes("AttentionRaised");
  }
});

Deno.test("47: a card that did not come out is printed again, under the same value", () => {
  assert.equal(view(unproduced.state).produced, false);
  const producing = unproduced.after({ type: "ProducePass", printer: "P-2" });
  const { command, credential, generation, printer } = messageOf(producing);
  assert.deepEqual([command, credential, generation, printer], ["issueCard", "card1", 1, "P-2"]);
  const again = producing.after(answered(2, done(), "own"));
  assert.deepEqual(typesAfter(producing, again), ["CardProduced"]);
  assert.equal(view(again.state).produced, true);
});

Deno.test("48: the virtual printer is told, and no card is missed", () => {
  assert.equal(messageOf(issuing).printer, "Virtual");
  assert.equal(view(active.state).produced, true);
});

Deno.test("an update that was discarded put nothing on the card, and took everything off", () => {
  const changed = active.after(PRINT_OTHER);
  const given = changed.after({ type: "DiscardDelivery", seq: 2, reason: "seen" });
  assert.equal(stateOf(given, "A-2"), "pending");
  const removed = active.after(remove("A-1"));
  const gone = removed.after({ type: "DiscardDelivery", seq: 2, reason: "seen" });
  assert.equal(stateOf(gone, "A-1"), "revoked");
  assert.deepEqual(pass.revisions(gone.state).outstanding, null);
});

Deno.test("an issue that was discarded leaves the pass to be printed again", () => {
  const given = issuing.after({ type: "DiscardDelivery", seq: 1, reason: "not there" });
  assert.equal(status(given.state), "unprinted");
  assert.equal(stateOf(given, "A-1"), "pending");
  given.when({ type: "DeletePass" }).refused("PassAlreadyPrinted");
  assert.equal(messageOf(given.after(PRINT_PASS)).generation, 2);
});
