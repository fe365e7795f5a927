/**
 * The acceptance scenarios of single tickets, as decisions. The numbers are those of the domain.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Barcode, TicketNumber } from "../../../actors/address.ts";
import { status, ticket, view } from "../../../actors/ticket/mod.ts";
import { given } from "../../support/given.ts";
import { admissionRecord } from "../../support/outgoing_commands.ts";
import {
  ALLOCATE,
  answered,
  CANCEL_TICKET,
  credential,
  done,
  issued,
  NEXT_NUMBER,
  PRINT_TICKET,
  rejected,
  REPRINT_TICKET,
  scanned,
  ticketsInEveryState,
  UNPRINT_TICKET,
} from "../../support/stories.ts";

const { absent, unprinted, requested, printed, used, unproduced } = ticketsInEveryState();

function messageOf({ state }: { readonly state: typeof ticket.initial }) {
  const body = ticket.message(state, state.sync.seq);
  assert.ok("ticket" in body);
  return { command: body.command, ...body.ticket };
}

Deno.test("25: a printed ticket asks for one barcode of its own, in the codes of its seat", () => {
  unprinted.when(PRINT_TICKET).then({
    type: "PrintRequested",
    generation: 1,
    revision: 1,
    printer: "Virtual",
    delivery: "barcode",
    record: admissionRecord({ admissionId: "T-1" }),
  }, {
    type: "DeliveryQueued",
    seq: 1,
    command: "issueTicket",
    generation: 1,
    covers: 1,
    revokes: false,
    supersedes: null,
    admissionIds: [],
    credentials: [],
  });
  const { command, delivery, credentials, reason, seat } = messageOf(requested);
  assert.deepEqual(
    { command, delivery, credentials, reason, seat },
    { command: "issueTicket", delivery: "barcode", credentials: [], reason: null, seat: "11" },
  );
});

Deno.test("26: a performance on passes only is not printed on paper", () => {
  const refusal = absent.when({ ...ALLOCATE, performance: "CARD" }).refused("NotPrintableAsTicket");
  assert.deepEqual(refusal.operands["eligiblePasses"], ["SEASON", "FAMILY", "GALLERY"]);
});

Deno.test("26: a ticket whose performance lost its template is not printed either", () => {
  const season = { performances: { M01: { ticketTemplate: null } } };
  unprinted.when(PRINT_TICKET, { season }).refused("NotPrintableAsTicket");
});

Deno.test("27: a performance with both is printed as a ticket where a ticket is allocated", () => {
  assert.equal(status(printed.state), "printed");
});

Deno.test("28: a performance with neither refuses the sale and the print", () => {
  absent.when({ ...ALLOCATE, performance: "NEITHER" }).refused("NotPrintable");
  const season = { performances: { M01: { ticketTemplate: null, eligiblePasses: [] } } };
  unprinted.when(PRINT_TICKET, { season }).refused("NotPrintable");
});

Deno.test("a ticket for a performance that nobody knows is refused", () => {
  absent.when({ ...ALLOCATE, performance: "NOWHERE" }).refused("PerformanceUnknown");
});

Deno.test("a ticket on an access control that is not configured is refused", () => {
  absent.when({ ...ALLOCATE, performance: "ELSEWHERE" }).refused("AccessControlUnknown");
  absent.when({ ...ALLOCATE, accessControl: "elsewhere" }).refused("AccessControlUnknown");
  unprinted.when(PRINT_TICKET, { season: { modes: { main: undefined } } })
    .refused("AccessControlUnknown");
});

Deno.test("a ticket number is made where none is given, and claimed in its performance", () => {
  const made = absent.after(ALLOCATE);
  assert.equal(made.state.ticketNumber, "900000000001");
  const told = absent.after({ ...ALLOCATE, ticketNumber: TicketNumber("42") });
  assert.deepEqual(told.events.flatMap((event) => ticket.claims(event, told.state)), [
    { space: "ticket-number", value: "42", scope: "M01", state: "live", note: "" },
  ]);
  assert.deepEqual(told.events.flatMap(ticket.relations), [
    { by: "order", value: "4711" },
    { by: "customer", value: "C-9" },
    { by: "performance", value: "M01" },
  ]);
});

Deno.test("30: where the access control prints, it is told to, and its word makes it printed", () => {
  const asked = absent.after({ ...ALLOCATE, performance: "SHOP" })
    .after({ type: "PrintTicket", printer: "P-7" });
  const { delivery, printer } = messageOf(asked);
  assert.deepEqual({ delivery, printer }, { delivery: "print", printer: "P-7" });
  assert.equal(status(asked.state), "barcode-requested");
  assert.equal(status(asked.after(issued(1, "b1")).state), "printed");
  assert.equal(ticket.accessControl(asked.state), "printing");
});

Deno.test("31: standard, adult and concession barcodes are all bound, typed and claimed", () => {
  const three = [
    credential("standard", "b1"),
    credential("adult", "b2"),
    credential("concession", "b3"),
  ];
  const after = requested.after(answered(1, done(three)));
  assert.deepEqual(
    view(after.state).credentials,
    three.map((one) => ({ ...one, generation: 1, state: "live" })),
  );
  const claims = after.events.slice(-1).flatMap((event) => ticket.claims(event, after.state));
  assert.deepEqual(claims.map(({ value, note }) => [value, note]), [
    ["b1", "1:standard"],
    ["b2", "1:adult"],
    ["b3", "1:concession"],
  ]);
});

Deno.test("33: a barcode that equals the ticket number is never bound", () => {
  const own = requested.state.ticketNumber;
  requested.when(issued(1, own)).then({
    type: "AttentionRaised",
    seq: 1,
    generation: 1,
    code: "identity-collision",
  });
  requested.when(answered(1, done([credential("standard", "b1")]), "ticket-number"))
    .thenTypes("AttentionRaised");
});

for (
  const [owner, code] of [["dead", "barcode-tombstoned"], ["foreign", "barcode-foreign"]] as const
) {
  Deno.test(`34: a ${owner} barcode is not bound, nothing is cancelled, and one can ask again`, () => {
    const after = requested.after(answered(1, done([credential("standard", "b1")]), owner));
    assert.equal(status(after.state), "attention");
    assert.equal(view(after.state).attention?.code, code);
    assert.deepEqual(after.state.credentials, []);
    assert.deepEqual(ticket.revisions(after.state).outstanding, { seq: 1, failed: true });
    const again = after.after(PRINT_TICKET);
    assert.equal(messageOf(again).generation, 2);
    assert.equal(status(again.after(issued(2, "b2")).state), "printed");
  });
}

Deno.test("an answer without a standard barcode, or with one twice, needs an operator", () => {
  for (const credentials of [[], [credential("adult", "b1")], [credential("card", "b1")]]) {
    const state = requested.when(answered(1, done(credentials))).thenTypes("AttentionRaised");
    assert.equal(state.attention, "no-credential");
  }
  const twice = [credential("standard", "b1"), credential("adult", "b1")];
  assert.equal(requested.after(answered(1, done(twice))).state.attention, "no-credential");
});

Deno.test("a barcode that was not looked up is nobody's to bind", () => {
  requested.when({ ...issued(1, "b1"), owners: [] }).then({
    type: "AttentionRaised",
    seq: 1,
    generation: 1,
    code: "barcode-foreign",
  });
});

Deno.test("35: a re-print kills the barcode and the number before it asks for new ones", () => {
  const reprinting = printed.after(REPRINT_TICKET, NEXT_NUMBER);
  const { command, credentials, reason } = messageOf(reprinting);
  assert.deepEqual([command, credentials, reason], [
    "cancelTicket",
    [credential("standard", "b1")],
    "lost",
  ]);
  const claims = reprinting.events.slice(-3)
    .flatMap((event) => ticket.claims(event, reprinting.state));
  assert.deepEqual(claims.map(({ value, state }) => [value, state]), [
    ["900000000001", "dead"],
    ["900000000002", "live"],
    ["b1", "dead"],
  ]);
  reprinting.when(answered(2, done())).thenTypes("BarcodeRevoked", "DeliveryQueued");
  const again = reprinting.after(answered(2, done())).after(issued(3, "b2"));
  const shown = view(again.state);
  assert.equal(shown.printCount, 2);
  assert.equal(shown.ticketNumber, "900000000002");
  assert.deepEqual(
    shown.credentials.map(({ value, state, generation }) => [value, state, generation]),
    [
      ["b1", "dead", 1],
      ["b2", "live", 2],
    ],
  );
});

Deno.test("a re-print to the same ticket number is refused", () => {
  printed.when(REPRINT_TICKET).refused("TicketNumberNotNew");
});

Deno.test("36: an unprinted ticket is dead, stays allocated, and gets a new barcode", () => {
  const unprinting = printed.after(UNPRINT_TICKET);
  assert.equal(status(unprinting.state), "unprinted");
  assert.ok(unprinting.state.credentials.every(({ state }) => state === "dead"));
  const back = unprinting.after(answered(2, done()));
  assert.deepEqual(back.events.slice(-2).map(({ type }) => type), [
    "BarcodeRevoked",
    "TicketUnprinted",
  ]);
  assert.equal(back.state.orderId, "4711");
  const again = back.after(PRINT_TICKET).after(issued(3, "b2"));
  assert.equal(view(again.state).generation, 2);
  assert.equal(view(again.state).printCount, 2);
});

Deno.test("a print during an unprint waits until the old barcode is confirmed dead", () => {
  const both = printed.after(UNPRINT_TICKET).after(PRINT_TICKET);
  assert.equal(messageOf(both).command, "cancelTicket");
  both.when(answered(2, done())).thenTypes("BarcodeRevoked", "DeliveryQueued");
});

Deno.test("37: a cancelled ticket is dead at once, and for good when that is confirmed", () => {
  const cancelling = printed.after(CANCEL_TICKET);
  assert.deepEqual(view(cancelling.state).credentials.map(({ state }) => state), ["dead"]);
  assert.deepEqual(view(cancelling.state).sync, { desired: 2, sent: 2, acknowledged: 1 });
  const state = cancelling.when(answered(2, done()))
    .thenTypes("BarcodeRevoked", "TicketCancelled");
  assert.equal(status(state), "cancelled");
  assert.deepEqual(view(state).sync, { desired: 2, sent: 2, acknowledged: 2 });
  const late = cancelling.after(answered(2, done())).after(scanned("s9", { result: "refused" }));
  assert.equal(status(late.state), "cancelled");
});

Deno.test("37: an unprinted ticket is cancelled without a word to the access control", () => {
  unprinted.when(CANCEL_TICKET).then({ type: "TicketCancelled", reason: "returned" });
});

Deno.test("38: a barcode that comes after the cancel is bound dead and revoked, never printed", () => {
  const cancelling = requested.after(CANCEL_TICKET);
  const bound = cancelling.after(issued(1, "b1"));
  assert.deepEqual(bound.events.slice(-2).map(({ type }) => type), [
    "BarcodeBoundThenRevoked",
    "DeliveryQueued",
  ]);
  assert.deepEqual(messageOf(bound).credentials, [credential("standard", "b1")]);
  assert.equal(view(bound.state).printCount, 0);
  assert.equal(status(bound.after(answered(2, done())).state), "cancelled");
});

Deno.test("38: a barcode request that was never sent is dropped by the cancel", () => {
  requested.when(CANCEL_TICKET, { unsent: true })
    .thenTypes("CancelQueued", "DeliveryDropped", "TicketCancelled");
});

Deno.test("39: an answer after the time is up binds the one barcode", () => {
  const overdue = requested.after({ type: "RecordOverdue", seq: 1 });
  overdue.when({ type: "RecordOverdue", seq: 1 }).thenNothing();
  const state = overdue.when(issued(1, "b1")).thenTypes("BarcodeBound");
  assert.equal(state.credentials.length, 1);
});

Deno.test("40: a used ticket is cancelled with override only, and the event says who", () => {
  const refusal = used.when(CANCEL_TICKET).refused("TicketUsed");
  assert.deepEqual(refusal.operands, {
    performance: "M01",
    state: "in",
    entries: 1,
    at: "2026-09-05T14:00:00.000Z",
  });
  const cancelling = used.after({ ...CANCEL_TICKET, override: true }, { by: "supervisor" });
  const event = cancelling.events.find(({ type }) => type === "CancelRequested");
  assert.deepEqual(event, {
    type: "CancelRequested",
    reason: "returned",
    override: true,
    by: "supervisor",
    revision: 2,
  });
});

Deno.test("an override that nobody needed is not recorded as one", () => {
  const cancelling = printed.after({ ...CANCEL_TICKET, override: true });
  const event = cancelling.events.find(({ type }) => type === "CancelRequested");
  assert.ok(event?.type === "CancelRequested" && !event.override);
});

Deno.test("47: what did not come out of the printer is printed again without a new barcode", () => {
  assert.equal(view(unproduced.state).produced, false);
  assert.equal(view(unproduced.state).printFault, "paper");
  const producing = unproduced.after({ type: "ProduceTicket", printer: "P-2" });
  const { command, credentials, generation, printer } = messageOf(producing);
  assert.deepEqual([command, generation, printer], ["issueTicket", 1, "P-2"]);
  assert.deepEqual(credentials, [credential("standard", "b1")]);
  const again = producing.after(answered(2, done(credentials), "own"));
  assert.equal(view(again.state).produced, true);
  assert.equal(view(again.state).printCount, 1);
});

Deno.test("49: a print with missing codes is refused with every one of them named", () => {
  const unmapped = absent.after({ ...ALLOCATE, performance: "UNMAPPED" });
  const refusal = unmapped.when(PRINT_TICKET).refused("MappingMissing");
  assert.deepEqual(refusal.operands, {
    performance: "UNMAPPED",
    fields: ["ProductCode", "StandCode", "AreaCode"],
  });
});

Deno.test("49: where codes go by section, a ticket without a seat is told that its seat is missing", () => {
  const seatless = absent.after({ ...ALLOCATE, seat: null });
  const refusal = seatless.when(PRINT_TICKET).refused("MappingMissing");
  assert.deepEqual(refusal.operands, {
    performance: "M01",
    fields: ["StandCode", "AreaCode"],
    seatMissingFor: ["StandCode", "AreaCode"],
  });
  assert.match(refusal.rule, /seat/);
  assert.doesNotMatch(refusal.advice, /named codes/);
});

Deno.test("49: with a code missing as well, both are told", () => {
  const season = {
    performances: {
      M01: {
        codes: {
          StadiumCode: "RIV",
          ProductCode: null,
          StandCode: { N: "N" },
          AreaCode: "A",
          Tst1: "G4",
          Tst2: null,
          PriceBandCode: { adult: "AD" },
        },
      },
    },
  };
  const seatless = absent.after({ ...ALLOCATE, seat: null });
  const refusal = seatless.when(PRINT_TICKET, { season }).refused("MappingMissing");
  assert.deepEqual(refusal.operands["fields"], ["ProductCode", "StandCode"]);
  assert.deepEqual(refusal.operands["seatMissingFor"], ["StandCode"]);
  assert.match(refusal.advice, /named codes/);
});

Deno.test("49: the second gate's code is needed where there is a second gate", () => {
  const inner = absent.after({ ...ALLOCATE, performance: "INNER" });
  inner.when(PRINT_TICKET).thenTypes("PrintRequested", "DeliveryQueued");
  const codes = { StadiumCode: "RIV", ProductCode: "I", StandCode: "N", AreaCode: "A" };
  const season = {
    performances: {
      INNER: { codes: { ...codes, Tst1: "G4", Tst2: null, PriceBandCode: { adult: "AD" } } },
    },
  };
  const refusal = inner.when(PRINT_TICKET, { season }).refused("MappingMissing");
  assert.deepEqual(refusal.operands["fields"], ["Tst2"]);
});

Deno.test("50: what was issued keeps its codes, a re-print has the new ones", () => {
  const codes = {
    StadiumCode: "RIV",
    ProductCode: "M99",
    StandCode: "N",
    AreaCode: "A",
    Tst1: "G9",
    Tst2: null,
    PriceBandCode: { adult: "AD" },
  };
  const season = { performances: { M01: { codes } } };
  const cancelling = printed.after(CANCEL_TICKET, { season });
  assert.equal(messageOf(cancelling).ProductCode, "M01");
  const reprinting = printed.after(REPRINT_TICKET, { season, ...NEXT_NUMBER }).after(
    answered(2, done()),
  );
  assert.equal(messageOf(reprinting).ProductCode, "M99");
});

Deno.test("a rejected issue needs an operator, who can ask again with another generation", () => {
  const failed = requested.after(rejected(1));
  assert.equal(status(failed.state), "attention");
  assert.deepEqual(view(failed.state).attention, { code: "poison", message: "Not possible" });
  const again = failed.after(PRINT_TICKET);
  const queued = again.events.at(-1);
  assert.ok(queued?.type === "DeliveryQueued" && queued.supersedes === 1);
  assert.equal(status(again.after(issued(2, "b1")).state), "printed");
});

Deno.test("a card value never counts as a ticket's", () => {
  const foreign = given(ticket, ...printed.events).after(
    scanned("s2", { value: Barcode("card9") }),
  );
  assert.equal(foreign.state.usage.scans[0]?.generation, null);
});

Deno.test("every fact of a ticket is a sentence without barcodes and customers", () => {
  const told = Object.values(ticketsInEveryState()).flatMap(({ events }) => events);
  for (const event of told) {
    const words = ticket.sentence(event);
    assert.match(words, /^[A-Z].*[^.]$/);
    assert.doesNotMatch(words, /\bb1\b|C-9|undefined|null|9000000/);
  }
});
