/**
 * How a pass and a ticket follow their deliveries: replacing, failing, late and stale answers.
 *
 * @module
 */
import assert from "node:assert/strict";
import { pass } from "../../actors/pass/mod.ts";
import { PAST_MAX } from "../../actors/sync.ts";
import { status, ticket, view } from "../../actors/ticket/mod.ts";
import {
  add,
  answered,
  CANCEL_TICKET,
  credential,
  deadLetter,
  done,
  issued,
  passesInEveryState,
  PRINT_PASS,
  PRINT_TICKET,
  rejected,
  REPRINT_PASS,
  ticketsInEveryState,
} from "../support/stories.ts";

const { requested, printed, unanswered, cancelling } = ticketsInEveryState();
const { active, issuing, updating } = passesInEveryState();

Deno.test("the same answer twice is recorded once", () => {
  printed.when(answered(1, done([credential("standard", "b1")]), "own")).thenNothing();
  requested.after(rejected(1)).when(rejected(1)).thenNothing();
});

Deno.test("a rejection after it was done is kept, once, and moves nothing back", () => {
  const state = printed.when(rejected(1)).then({
    type: "AnswerIgnored",
    seq: 1,
    because: "contradictory",
    answer: "rejected",
  });
  assert.equal(status(state), "printed");
  printed.after(rejected(1)).when(rejected(1)).thenNothing();
});

Deno.test("done after a rejection is the truth", () => {
  const state = requested.after(rejected(1)).when(issued(1, "b1")).thenTypes("BarcodeBound");
  assert.equal(status(state), "printed");
});

Deno.test("done after the delivery was given for dead is the truth", () => {
  unanswered.when(issued(1, "b1")).thenTypes("BarcodeBound");
});

Deno.test("a certain no is news after an unknown, and not the other way round", () => {
  unanswered.when(rejected(1)).thenTypes("DeliveryFailed");
  requested.after(rejected(1)).when(deadLetter(1)).thenNothing();
});

Deno.test("an issue that is answered after one of a later generation was asked for is revoked", () => {
  const again = unanswered.after(PRINT_TICKET);
  again.when(issued(1, "b1")).thenTypes("BarcodeBoundThenRevoked", "DeliveryQueued");
  const card = passesInEveryState().unanswered.after(PRINT_PASS);
  card.when(issued(1, "card1")).thenTypes("CardBoundThenRevoked", "DeliveryQueued");
});

Deno.test("an answer about a card that was re-printed meanwhile says nothing of the new one", () => {
  const state = updating.after(REPRINT_PASS).when(answered(2, done()))
    .thenTypes("PassUpdated", "DeliveryQueued");
  assert.deepEqual(Object.values(state.admissions).map((one) => one.state), [
    "requested",
    "requested",
  ]);
  const blocking = passesInEveryState().blocking.after(REPRINT_PASS).after(answered(2, done()));
  assert.equal(blocking.state.blockedThere, false);
});

Deno.test("what may have been applied blocks everything else until an operator acts", () => {
  const waiting = unanswered.after(CANCEL_TICKET, { unsent: true });
  assert.equal(waiting.state.sync.outstanding?.seq, 1);
  waiting.when({ type: "DiscardDelivery", seq: 1, reason: "not there" })
    .thenTypes("DeliveryDiscarded", "TicketCancelled");
  waiting.when(issued(1, "b1")).thenTypes("BarcodeBoundThenRevoked", "DeliveryQueued");
});

Deno.test("a credential that nobody waits for is bound dead and revoked at once", () => {
  const given = requested.after({ type: "DiscardDelivery", seq: 1, reason: "not there" });
  const late = given.after(issued(1, "b1"));
  assert.deepEqual(late.events.slice(-2).map(({ type }) => type), [
    "LateCredentialBound",
    "DeliveryQueued",
  ]);
  const body = ticket.message(late.state, 2);
  assert.ok("ticket" in body && body.command === "cancelTicket");
  assert.deepEqual(body.ticket.credentials, [credential("standard", "b1")]);
  late.when(answered(1, done([credential("standard", "b1")]), "dead")).thenNothing();
  const settled = late.after(answered(2, done()));
  assert.equal(status(settled.state), "unprinted");
  assert.deepEqual(view(settled.state).sync, { desired: 2, sent: 2, acknowledged: 2 });
});

Deno.test("a second card from a contradictory answer is cancelled, the first stays", () => {
  const late = active.after(issued(1, "card9"));
  const body = pass.message(late.state, 2);
  assert.ok("card" in body && body.command === "cancelCard" && body.card.credential === "card9");
  const settled = late.after(answered(2, done()));
  assert.deepEqual(settled.state.credentials.map(({ value, open }) => [value, open]), [
    ["card1", true],
    ["card9", false],
  ]);
});

Deno.test("a stale answer raises the fence and the wish is told again, once", () => {
  const raised = requested.after(answered(1, { type: "stale", lastSeq: 7 }));
  assert.deepEqual(raised.events.slice(-2).map(({ type }) => type), [
    "FenceRaised",
    "DeliveryQueued",
  ]);
  assert.equal(raised.state.sync.outstanding?.seq, 8);
  const failed = raised.after(answered(8, { type: "stale", lastSeq: 9 }));
  assert.equal(failed.state.sync.outstanding?.failed?.code, "stale");
  const reopened = failed.after({ type: "ReopenDelivery", seq: 8 });
  const again = reopened.after(answered(8, { type: "stale", lastSeq: 9 }));
  assert.equal(again.state.sync.outstanding?.seq, 10);
  assert.equal(status(again.after(issued(10, "b1")).state), "printed");
});

Deno.test("an issue that is stale by its own fence was applied: nobody asks for a second one", () => {
  const failed = requested.after(answered(1, { type: "stale", lastSeq: 1 }));
  assert.equal(failed.state.sync.outstanding?.failed?.applied, "unknown");
  const cancelled = cancelling.after(answered(2, { type: "stale", lastSeq: 2 }));
  assert.equal(cancelled.state.sync.outstanding?.seq, 3);
});

Deno.test("a fence without room above it is no answer", () => {
  const lastSeq = Number.MAX_SAFE_INTEGER;
  const failed = requested.after(answered(1, { type: "stale", lastSeq }));
  assert.equal(failed.state.sync.seq, 1);
  assert.equal(failed.state.sync.outstanding?.failed?.code, "stale");
});

Deno.test("changes while a message is under way become one next message", () => {
  const busy = updating.after(add("A-3", "M03", "4713")).after({ ...PRINT_PASS, orderId: "4713" })
    .after({ type: "RemoveAdmission", admissionId: "A-1", reason: "returned", override: false });
  assert.equal(busy.state.sync.seq, 2);
  const next = busy.after(answered(2, done()));
  const queued = next.events.at(-1);
  assert.ok(queued?.type === "DeliveryQueued");
  assert.deepEqual(queued.admissionIds, ["A-2", "A-3"]);
  assert.deepEqual(view2(next.after(answered(3, done())).state), { desired: 4, acknowledged: 4 });
});

Deno.test("an unsent update is replaced by the newest wish", () => {
  const later = updating.after(add("A-3", "M03", "4713"))
    .after({ ...PRINT_PASS, orderId: "4713" }, { unsent: true });
  const queued = later.events.at(-1);
  assert.ok(queued?.type === "DeliveryQueued");
  assert.deepEqual([queued.seq, queued.supersedes, queued.covers], [3, 2, 3]);
  assert.deepEqual(queued.admissionIds, ["A-1", "A-2", "A-3"]);
});

Deno.test("a command that changes nothing for the access control leaves an unsent message alone", () => {
  updating.when(add("A-3", "M03", "4713"), { unsent: true }).thenTypes("AdmissionAdded");
  issuing.when({ type: "TransferPass", customerId: "C-2", reason: "merge" }, { unsent: true })
    .thenTypes("PassTransferred");
});

Deno.test("a revocation that was never sent is replaced only by one that takes away as much", () => {
  const removed = active.after({
    type: "RemoveAdmission",
    admissionId: "A-1",
    reason: "returned",
    override: false,
  });
  const more = removed.after({ ...PRINT_PASS, orderId: "4712" }, { unsent: true });
  const queued = more.events.at(-1);
  assert.ok(queued?.type === "DeliveryQueued" && queued.revokes);
  assert.deepEqual(queued.admissionIds, ["A-2"]);
  const reprinted = removed.after(REPRINT_PASS, {
    unsent: true,
  });
  assert.equal(reprinted.state.sync.outstanding?.command, "cancelCard");
});

Deno.test("revisions tell what is wanted, said and confirmed", () => {
  const reprinting = active.after(REPRINT_PASS);
  assert.deepEqual(pass.revisions(reprinting.state), {
    desired: 2,
    queued: 1,
    acknowledged: 1,
    seq: 2,
    outstanding: { seq: 2, failed: false },
  });
  const next = reprinting.after(answered(2, done()));
  assert.equal(pass.revisions(next.state).queued, 2);
  assert.equal(pass.revisions(next.state).acknowledged, 1);
  assert.equal(pass.revisions(next.after(issued(3, "card2")).state).acknowledged, 2);
});

Deno.test("answers of long ago are forgotten one by one, and their repeats change nothing", () => {
  let given = printed;
  for (let round = 0; round < PAST_MAX; round++) {
    const { seq } = given.state.sync;
    given = given.after({ type: "UnprintTicket", reason: "again" }).after(answered(seq + 1, done()))
      .after(PRINT_TICKET).after(issued(seq + 2, `b${seq + 2}`));
  }
  assert.equal(given.state.sync.past.length, PAST_MAX);
  const state = given.when(answered(1, done([credential("standard", "b1")]), "dead"))
    .thenTypes("AnswerIgnored");
  assert.equal(status(state), "printed");
});

Deno.test("an actor knows the message of its outstanding delivery only", () => {
  assert.throws(() => ticket.message(printed.state, 1), /not outstanding/);
  assert.throws(() => pass.message(active.state, 1), /not outstanding/);
});

function view2(state: Parameters<typeof pass.revisions>[0]) {
  const { desired, acknowledged } = pass.revisions(state);
  return { desired, acknowledged };
}
