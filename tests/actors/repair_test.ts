/**
 * How a pass and a ticket are said again to the access control, and have strays cancelled.
 *
 * @module
 */
import assert from "node:assert/strict";
import { pass } from "../../actors/pass/mod.ts";
import { ticket } from "../../actors/ticket/mod.ts";
import { given } from "../support/given.ts";
import {
  add,
  answered,
  credential,
  done,
  issued,
  passesInEveryState,
  PRINT_PASS,
  PRINT_TICKET,
  ticketsInEveryState,
  UNPRINT_TICKET,
} from "../support/stories.ts";

const { unprinted, printed, cancelled, requested, unproduced } = ticketsInEveryState();
const { empty, blocked, cancelled: cancelledPass } = passesInEveryState();

const onPaper = unprinted.after({ ...PRINT_TICKET, printer: "BOCA-1" }).after(issued(1, "b1"));
const onPlastic = empty.after(add("A-1")).after({ ...PRINT_PASS, printer: "CARDS-1" })
  .after(issued(1, "card1"));

const resend = (revision: number) => ({ type: "ResendCredentials", revision }) as const;

function block(revision: number, value = "stray") {
  const credentials = [credential("standard", value)];
  return { type: "BlockStray", revision, accessControl: "main", credentials } as const;
}

/** The message of the delivery that is outstanding. */
function messageOf<State>(
  type: { readonly message: (state: State, seq: number) => unknown },
  state: State & { readonly sync: { readonly seq: number } },
): unknown {
  return type.message(state, state.sync.seq);
}

Deno.test("a printed ticket is said again with all its values, and nothing is printed", () => {
  const { desired } = onPaper.state.sync;
  const state = onPaper.when(resend(desired)).thenTypes("ResendRequested", "DeliveryQueued");
  const message = messageOf(ticket, state) as ReturnType<typeof ticket.message>;
  assert.ok("ticket" in message);
  assert.equal(message.command, "issueTicket");
  assert.equal(message.ticket.printer, "Virtual");
  assert.deepEqual(
    message.ticket.credentials.map(({ value }) => value),
    onPaper.state.credentials.map(({ value }) => value),
  );
});

Deno.test("a card is said again with what is effective on it, and nothing is printed", () => {
  const { desired } = onPlastic.state.sync;
  const state = onPlastic.when(resend(desired)).thenTypes("ResendRequested", "DeliveryQueued");
  const message = messageOf(pass, state) as ReturnType<typeof pass.message>;
  assert.ok("card" in message);
  assert.deepEqual([message.command, message.card.printer], ["issueCard", "Virtual"]);
  const effective = Object.entries(onPlastic.state.admissions)
    .flatMap(([id, one]) => one.state === "effective" ? [id] : []);
  assert.deepEqual(message.card.admissions.map(({ admissionId }) => admissionId), effective);
});

Deno.test("the answer to what was said again changes nothing but that it is confirmed", () => {
  const { desired, seq } = printed.state.sync;
  const values = done(printed.state.credentials.map(({ kind, value }) => ({ kind, value })));
  const { state } = printed.after(resend(desired)).after(answered(seq + 1, values, "own"));
  const { sync: _sync, ...now } = state;
  const { sync: _before, ...before } = printed.state;
  assert.deepEqual(now, before);
  assert.equal(ticket.revisions(state).acknowledged, desired + 1);
});

Deno.test("asked for again while it is under way, nothing more is said", () => {
  const { desired } = printed.state.sync;
  printed.after(resend(desired)).when(resend(desired)).thenNothing();
  printed.after(resend(desired)).when(resend(desired + 1)).thenNothing();
});

Deno.test("a repair of what has changed since the comparison is refused", () => {
  const { desired } = printed.state.sync;
  printed.when(resend(desired - 1)).refused("ChangedSinceCompared");
  printed.when(block(desired - 1)).refused("ChangedSinceCompared");
  requested.when(resend(requested.state.sync.desired)).refused("ChangedSinceCompared");
  requested.when(block(requested.state.sync.desired)).refused("ChangedSinceCompared");
  const [held] = printed.state.credentials;
  printed.when(block(desired, held?.value)).refused("ChangedSinceCompared");
});

Deno.test("what is blocked or dead is not said again: it would open", () => {
  blocked.when(resend(blocked.state.sync.desired)).refused("NothingToResend");
  cancelled.when(resend(cancelled.state.sync.desired)).refused("NothingToResend");
  cancelledPass.when(resend(cancelledPass.state.sync.desired)).refused("NothingToResend");
});

Deno.test("given up, what was said again leaves the ticket printed as it was", () => {
  const { desired, seq } = printed.state.sync;
  const { state } = printed.after(resend(desired))
    .after({ type: "DiscardDelivery", seq: seq + 1, reason: "seen there" });
  assert.deepEqual([state.issued, state.production, state.resending], [true, "produced", false]);
});

Deno.test("the answer to what was said again is not taken for that of a print asked for since", () => {
  const { desired, seq } = unproduced.state.sync;
  const { state } = unproduced.after(resend(desired))
    .after({ type: "ProduceTicket", printer: null })
    .after(answered(seq + 1, done(), "own"));
  assert.deepEqual([state.resending, state.production], [false, "producing"]);
  assert.equal(state.sync.outstanding?.resend, undefined);
  assert.equal(state.sync.outstanding?.command, "issueTicket");
});

Deno.test("a stray of a ticket is cancelled under the ticket, which stays valid", () => {
  const { desired, seq } = printed.state.sync;
  const struck = printed.after(block(desired));
  assert.equal(struck.state.sync.outstanding?.command, "cancelTicket");
  struck.when(block(desired)).thenNothing();
  const { state } = struck.after(answered(seq + 1, done()));
  assert.equal(state.issued, true);
  assert.equal(ticket.revisions(state).acknowledged, desired + 1);
});

Deno.test("a stray of nobody is cancelled under its name there, which can still be sold here", () => {
  const unknown = given(ticket).after(block(0));
  const message = messageOf(ticket, unknown.state) as ReturnType<typeof ticket.message>;
  assert.ok("ticket" in message);
  assert.deepEqual([message.command, message.ticket.generation], ["cancelTicket", 1]);
  assert.equal(ticket.accessControl(unknown.state), "main");
  const card = { ...block(0), credentials: [credential("card", "stray")] };
  const { state } = given(pass).after(card);
  const cancelCard = messageOf(pass, state) as ReturnType<typeof pass.message>;
  assert.ok("card" in cancelCard);
  assert.deepEqual([cancelCard.command, cancelCard.card.credential], ["cancelCard", "stray"]);
});

Deno.test("a dead value that opens there again is cancelled again", () => {
  const { seq } = printed.state.sync;
  const dead = printed.after(UNPRINT_TICKET)
    .after(answered(seq + 1, done()));
  const { desired } = dead.state.sync;
  const [value] = dead.state.credentials;
  assert.deepEqual([value?.state, value?.open], ["dead", false]);
  const state = dead.when(block(desired, value?.value)).thenTypes("StrayFound", "DeliveryQueued");
  assert.deepEqual(state.credentials.map(({ open }) => open), [true]);
  assert.equal(state.sync.outstanding?.command, "cancelTicket");
});
