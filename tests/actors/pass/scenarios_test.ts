/**
 * The acceptance scenarios of passes, as decisions. The numbers are those of the domain.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Barcode } from "../../../actors/address.ts";
import { pass, type PassCommand, status, view } from "../../../actors/pass/mod.ts";
import {
  ACQUIRE,
  add,
  answered,
  credential,
  done,
  type GivenPass,
  issued,
  passesInEveryState,
  rejected,
  scanned,
} from "../../support/stories.ts";

const PRINT = {
  type: "PrintPass",
  orderId: "4711",
  printer: "Virtual",
  admissionIds: null,
} as const;
const PRINT_OTHER = { ...PRINT, orderId: "4712" } as const;
const REPRINT = { type: "ReprintPass", reason: "lost", printer: null } as const;
const CANCEL = { type: "CancelPass", reason: "returned", override: false } as const;
const BLOCK = { type: "BlockPass", reason: "lost" } as const;
const UNBLOCK = { type: "UnblockPass", reason: "found" } as const;

const { absent, empty, unprinted, issuing, active, unproduced, reissuing } = passesInEveryState();

function remove(admissionId: string, override = false): PassCommand {
  return { type: "RemoveAdmission", admissionId, reason: "returned", override };
}

function messageOf({ state }: Pick<GivenPass, "state">) {
  const body = pass.message(state, state.sync.seq);
  assert.ok("card" in body);
  return { command: body.command, ...body.card };
}

function openedBy(given: Pick<GivenPass, "state">): ReadonlyArray<string> {
  return messageOf(given).admissions.map(({ admissionId }) => admissionId);
}

function stateOf({ state }: Pick<GivenPass, "state">, admissionId: string): string | undefined {
  return view(state).admissions[admissionId]?.state;
}

function typesAfter(before: GivenPass, after: GivenPass): ReadonlyArray<string> {
  return after.events.slice(before.events.length).map(({ type }) => type);
}

Deno.test("1, 2: a pass comes unprinted from the bundle or item that it is assigned to", () => {
  assert.equal(status(empty.state), "unprinted");
  assert.deepEqual(pass.revisions(empty.state).desired, 0);
  const member = { kind: "item", code: "MEMBERSHIP", orderId: "4711" } as const;
  assert.deepEqual(view(absent.after({ ...ACQUIRE, source: member }).state).admissions, {});
});

Deno.test("3: a bundle gives only the pass that is assigned to it", () => {
  const loose = { kind: "bundle", code: "LOOSE", orderId: "4711" } as const;
  const refusal = absent.when({ ...ACQUIRE, source: loose }).refused("PassNotAssigned");
  assert.equal(refusal.operands["assignedPass"], null);
  absent.when({ ...ACQUIRE, passType: "FAMILY" }).refused("PassNotAssigned");
  absent.when({ ...ACQUIRE, passType: "NONE" }).refused("PassTypeUnknown");
  absent.when({ ...ACQUIRE, source: { ...loose, code: "NONE" } }).refused("SourceUnknown");
});

Deno.test("6: the first print asks for one card, which is active when it is issued", () => {
  assert.equal(status(issuing.state), "issuing");
  assert.deepEqual(messageOf(issuing), {
    command: "issueCard",
    generation: 1,
    passType: "SEASON",
    productCode: "ST26",
    memberId: "C-9",
    printer: "Virtual",
    validFrom: "2026-08-01",
    validTo: "2027-06-30",
    credential: null,
    admissions: [{
      admissionId: "A-1",
      ProductCode: "M01",
      StadiumCode: "RIV",
      StandCode: "N",
      AreaCode: "N12",
      PriceBandCode: "AD",
      row: "F",
      seat: "11",
      Tst1: "G4",
      Tst2: null,
    }],
    reason: null,
  });
  const state = issuing.when(issued(1, "card1")).then({
    type: "PassIssued",
    seq: 1,
    generation: 1,
    credentials: [credential("card", "card1")],
    externalId: null,
    effective: ["A-1"],
    revoked: [],
    printed: true,
    printFault: null,
  });
  assert.equal(status(state), "active");
});

Deno.test("7, 9: an admission is pending until its own order is printed", () => {
  const added = active.after(add("A-3", "M03", "4713"));
  assert.deepEqual(typesAfter(active, added), ["AdmissionAdded"]);
  assert.deepEqual(pass.revisions(added.state), pass.revisions(active.state));
  assert.equal(stateOf(added, "A-2"), "pending");
  assert.equal(stateOf(added, "A-3"), "pending");
  assert.equal(status(added.state), "active");
});

Deno.test("8: printing another order updates the same card", () => {
  const updating = active.after(PRINT_OTHER);
  assert.equal(messageOf(updating).command, "updateCard");
  assert.equal(messageOf(updating).credential, "card1");
  assert.deepEqual(openedBy(updating), ["A-1", "A-2"]);
  assert.equal(status(updating.state), "updating");
  const state = updating.when(answered(2, done())).then({
    type: "PassUpdated",
    seq: 2,
    effective: ["A-2"],
    revoked: [],
  });
  assert.equal(status(state), "active");
  assert.equal(view(state).generation, 1);
});

Deno.test("10: a cancelled admission is revoked at once, the others stay", () => {
  const both = active.after(PRINT_OTHER).after(answered(2, done()));
  const removed = both.after(remove("A-1"));
  assert.deepEqual(typesAfter(both, removed), ["AdmissionRevoked", "DeliveryQueued"]);
  assert.deepEqual(openedBy(removed), ["A-2"]);
  assert.equal(removed.state.sync.outstanding?.revokes, true);
  assert.equal(stateOf(removed, "A-1"), "revoking");
  const confirmed = removed.after(answered(3, done()));
  assert.equal(stateOf(confirmed, "A-1"), "revoked");
  assert.equal(stateOf(confirmed, "A-2"), "effective");
});

Deno.test("11: what is added and removed before any print tells the access control nothing", () => {
  const state = unprinted.when(remove("A-1")).then({
    type: "AdmissionRemoved",
    admissionId: "A-1",
    reason: "returned",
  });
  assert.equal(state.sync.seq, 0);
});

Deno.test("12: a cancelled pass blocks its card, and refuses delete and re-print", () => {
  const cancelling = active.after(CANCEL);
  assert.equal(messageOf(cancelling).command, "cancelCard");
  assert.equal(messageOf(cancelling).reason, "returned");
  assert.deepEqual(view(cancelling.state).credentials.map(({ state }) => state), ["dead"]);
  assert.equal(stateOf(cancelling, "A-1"), "revoking");
  const cancelled = cancelling.after(answered(2, done()));
  assert.deepEqual(typesAfter(cancelling, cancelled), ["CardRevoked", "PassCancelled"]);
  assert.equal(stateOf(cancelled, "A-1"), "revoked");
  cancelled.when({ type: "DeletePass" }).refused("PassAlreadyCancelled");
  cancelled.when(REPRINT).refused("PassAlreadyCancelled");
});

Deno.test("13: an unprinted pass can be deleted, a printed one must be cancelled", () => {
  assert.equal(status(unprinted.after({ type: "DeletePass" }).state), "deleted");
  assert.equal(
    active.when({ type: "DeletePass" }).refused("PassAlreadyPrinted").advice,
    "Cancel instead.",
  );
});

Deno.test("14, 17: a re-print kills the old card before it asks for the new one", () => {
  assert.equal(messageOf(reissuing).command, "cancelCard");
  assert.equal(messageOf(reissuing).reason, "lost");
  assert.equal(view(reissuing.state).credentials[0]?.state, "dead");
  const next = reissuing.after(answered(2, done()));
  assert.deepEqual(typesAfter(reissuing, next), ["CardRevoked", "DeliveryQueued"]);
  assert.deepEqual([messageOf(next).command, messageOf(next).generation], ["issueCard", 2]);
  const again = next.after(issued(3, "card2"));
  assert.deepEqual(typesAfter(next, again), ["PassReissued"]);
  assert.equal(view(again.state).printCount, 2);
  assert.deepEqual(again.state.credentials.map(({ value, state, open }) => [value, state, open]), [
    ["card1", "dead", false],
    ["card2", "live", true],
  ]);
});

Deno.test("16: a re-printed card holds what was printed, and nothing that is pending", () => {
  const next = reissuing.after(answered(2, done()));
  assert.deepEqual(openedBy(next), ["A-1"]);
  assert.equal(stateOf(next.after(issued(3, "card2")), "A-2"), "pending");
});

Deno.test("18: after a rejected issue the operator asks again, and there is no third card", () => {
  const failed = reissuing.after(answered(2, done())).after(rejected(3));
  assert.equal(status(failed.state), "attention");
  assert.ok(failed.state.credentials.every(({ open }) => !open));
  const reopened = failed.after({ type: "ReopenDelivery", seq: 3 });
  assert.equal(view(reopened.after(issued(3, "card2")).state).printCount, 2);
  const again = failed.after(REPRINT);
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
  const cancelling = issuing.after(CANCEL);
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
  const again = attention.after(PRINT);
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

Deno.test("49: a pass needs its own code and its performances' product codes, no others", () => {
  const source = { kind: "item", code: "UNMAPPED-26", orderId: "4711" } as const;
  const unmapped = absent.after({ ...ACQUIRE, passType: "UNMAPPED", source });
  const refusal = unmapped.when(PRINT).refused("MappingMissing");
  assert.deepEqual(refusal.operands, { passType: "UNMAPPED", fields: ["productCode"] });
  const without = empty.after(add("A-1", "UNMAPPED", "4713"));
  const other = without.when({ ...PRINT, orderId: "4713" }).refused("MappingMissing");
  assert.deepEqual(other.operands["fields"], ["ProductCode"]);
  const codes = {
    StadiumCode: null,
    ProductCode: "M01",
    StandCode: null,
    AreaCode: null,
    Tst1: null,
    Tst2: null,
    PriceBandCode: null,
  };
  unprinted.when(PRINT, { season: { performances: { M01: { codes } } } })
    .thenTypes("PrintRequested", "DeliveryQueued");
});

Deno.test("50: an update keeps the codes that were printed, a re-print has the new ones", () => {
  const codes = {
    StadiumCode: "RIV",
    ProductCode: "M99",
    StandCode: "N",
    AreaCode: null,
    Tst1: null,
    Tst2: null,
    PriceBandCode: null,
  };
  const season = { performances: { M01: { codes } } };
  const productCodes = (given: Pick<GivenPass, "state">) =>
    messageOf(given).admissions.map(({ ProductCode }) => ProductCode);
  assert.deepEqual(productCodes(active.after(PRINT_OTHER, { season })), ["M01", "M02"]);
  const next = active.after(REPRINT, { season }).after(answered(2, done()));
  assert.deepEqual(productCodes(next), ["M99"]);
});

Deno.test("50: a card can be re-printed when a past performance is out of the catalogue", () => {
  const season = { performances: { M01: null } };
  const next = active.after(REPRINT, { season }).after(answered(2, done()));
  assert.deepEqual(openedBy(next), ["A-1"]);
});

Deno.test("54: a blocked pass that is found opens again with the same card", () => {
  const blocked = active.after(BLOCK);
  assert.deepEqual([messageOf(blocked).command, messageOf(blocked).reason], ["blockCard", "lost"]);
  assert.deepEqual(openedBy(blocked), ["A-1"]);
  const found = blocked.after(answered(2, done())).after(UNBLOCK);
  assert.equal(messageOf(found).command, "unblockCard");
  assert.equal(status(found.state), "updating");
  const again = found.after(answered(3, done()));
  assert.equal(status(again.state), "active");
  assert.equal(view(again.state).generation, 1);
});

Deno.test("a blocked pass that is re-printed ends active on a new card", () => {
  const blocked = active.after(BLOCK).after(answered(2, done()));
  const again = blocked.after(REPRINT).after(answered(3, done())).after(issued(4, "card2"));
  assert.equal(status(again.state), "active");
  assert.equal(view(again.state).blocked, false);
});

Deno.test("a block that was never sent is not dropped by an unblock, but told and taken back", () => {
  const both = active.after(BLOCK).after(UNBLOCK, { unsent: true });
  assert.equal(both.state.sync.outstanding?.command, "blockCard");
  assert.equal(messageOf(both.after(answered(2, done()))).command, "unblockCard");
});

Deno.test("62: another customer holds the pass, the card is unaffected, the event knows both", () => {
  active.when({ type: "TransferPass", customerId: "C-10", reason: "merge" }).then({
    type: "PassTransferred",
    from: "C-9",
    customerId: "C-10",
    reason: "merge",
  });
  active.when({ type: "TransferPass", customerId: "C-9", reason: "merge" }).refused("SameCustomer");
});

Deno.test("an all-access pass opens its performances when its own order is printed", () => {
  const source = { kind: "item", code: "GALLERY-26", orderId: "4711" } as const;
  const gallery = absent.after({ ...ACQUIRE, passType: "GALLERY", source });
  assert.equal(pass.accessControl(gallery.state), "main");
  gallery.when(PRINT_OTHER).refused("NothingToPrint");
  assert.deepEqual(openedBy(gallery.after(PRINT)), ["all-access.M01", "all-access.M02"]);
});

Deno.test("a membership without admissions is printed with its own order", () => {
  const printed = empty.after(PRINT);
  assert.deepEqual(openedBy(printed), []);
  empty.when(PRINT_OTHER).refused("NothingToPrint");
});

Deno.test("an admission must be eligible, new, of one access control, and the only one there", () => {
  empty.when(add("A-1", "NOWHERE")).refused("PerformanceUnknown");
  empty.when(add("A-1", "PAPER")).refused("PassNotEligible");
  empty.when(add("A-1", "SHOP")).refused("OtherAccessControl");
  unprinted.when(add("A-1", "M03")).refused("AdmissionAlreadyOnPass");
  unprinted.when(add("A-9", "M01")).refused("PerformanceAlreadyOnPass");
  const removed = unprinted.after(remove("A-1"));
  removed.when(add("A-1", "M03")).refused("AdmissionAlreadyOnPass");
  removed.when(add("A-9", "M01")).thenTypes("AdmissionAdded");
});

Deno.test("the first admission settles the access control of a pass whose type names none", () => {
  const source = { kind: "item", code: "OPEN-26", orderId: "4711" } as const;
  const open = absent.after({ ...ACQUIRE, passType: "OPEN", source });
  const season = {
    performances: { SHOP: { eligiblePasses: ["OPEN"] }, M01: { eligiblePasses: ["OPEN"] } },
  };
  open.when(PRINT).refused("AccessControlUnknown");
  const added = open.after(add("A-1", "SHOP"), { season });
  assert.equal(pass.accessControl(added.state), "printing");
  added.when(add("A-2", "M01"), { season }).refused("OtherAccessControl");
});

Deno.test("several admissions to one performance need a pass type that allows it", () => {
  const source = { kind: "bundle", code: "FAMILY-26", orderId: "4711" } as const;
  const family = absent.after({ ...ACQUIRE, passType: "FAMILY", source });
  const two = family.after(add("A-1")).after(add("A-2"));
  assert.deepEqual(openedBy(two.after(PRINT)), ["A-1", "A-2"]);
});

Deno.test("a pass has room for a hundred open admissions", () => {
  const source = { kind: "bundle", code: "FAMILY-26", orderId: "4711" } as const;
  let family = absent.after({ ...ACQUIRE, passType: "FAMILY", source });
  for (let count = 0; count < 100; count++) family = family.after(add(`A-${count}`));
  family.when(add("A-100")).refused("PassFull");
});

Deno.test("an admission called like a property of every object is an admission like others", () => {
  empty.when(remove("constructor")).refused("AdmissionUnknown");
  const odd = empty.after(add("constructor")).after(PRINT);
  assert.deepEqual(openedBy(odd), ["constructor"]);
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
  assert.equal(messageOf(given.after(PRINT)).generation, 2);
});

Deno.test("a used admission is revoked with override only", () => {
  const used = active.after(scanned("s1", { value: Barcode("card1") }));
  assert.equal(used.when(remove("A-1")).refused("AdmissionUsed").operands["entries"], 1);
  const revoked = used.after(remove("A-1", true), { by: "supervisor" });
  const event = revoked.events.find(({ type }) => type === "AdmissionRevoked");
  assert.ok(event?.type === "AdmissionRevoked" && event.override && event.by === "supervisor");
});

Deno.test("every fact of a pass is a sentence without card values and customers", () => {
  const told = Object.values(passesInEveryState()).flatMap(({ events }) => events);
  for (const event of told) {
    const words = pass.sentence(event);
    assert.match(words, /^[A-Z].* .*[^.]$/);
    assert.doesNotMatch(words, /card1|C-9|undefined|null/);
  }
  assert.equal(
    pass.sentence(unprinted.events[1] ?? { type: "PassDeleted" }),
    "Seat F 11 at M01 added to the card; not valid until order 4711 is printed",
  );
});
