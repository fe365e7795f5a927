/**
 * What is on a pass and what it opens, as decisions. The numbers are those of the domain.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Barcode } from "../../../actors/address.ts";
import { pass, status, view } from "../../../actors/pass/mod.ts";
import { openedBy, PRINT_OTHER, remove, stateOf, typesAfter } from "../../support/pass_scenes.ts";
import {
  ACQUIRE,
  add,
  answered,
  done,
  passesInEveryState,
  PRINT_PASS,
  scanned,
} from "../../support/stories.ts";

const { absent, empty, unprinted, active } = passesInEveryState();

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

Deno.test("7, 9: an admission is pending until its own order is printed", () => {
  const added = active.after(add("A-3", "M03", "4713"));
  assert.deepEqual(typesAfter(active, added), ["AdmissionAdded"]);
  assert.deepEqual(pass.revisions(added.state), pass.revisions(active.state));
  assert.equal(stateOf(added, "A-2"), "pending");
  assert.equal(stateOf(added, "A-3"), "pending");
  assert.equal(status(added.state), "active");
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
    performance: "M01",
    seat: { section: "North", row: "F", number: "11" },
    reason: "returned",
  });
  assert.equal(state.sync.seq, 0);
});

Deno.test("13: an unprinted pass can be deleted, a printed one must be cancelled", () => {
  assert.equal(status(unprinted.after({ type: "DeletePass" }).state), "deleted");
  assert.equal(
    active.when({ type: "DeletePass" }).refused("PassAlreadyPrinted").advice,
    "Cancel instead.",
  );
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
  assert.deepEqual(openedBy(gallery.after(PRINT_PASS)), ["all-access.M01", "all-access.M02"]);
});

Deno.test("a membership without admissions is printed with its own order", () => {
  const printed = empty.after(PRINT_PASS);
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
  open.when(PRINT_PASS).refused("AccessControlUnknown");
  const added = open.after(add("A-1", "SHOP"), { season });
  assert.equal(pass.accessControl(added.state), "printing");
  added.when(add("A-2", "M01"), { season }).refused("OtherAccessControl");
});

Deno.test("several admissions to one performance need a pass type that allows it", () => {
  const source = { kind: "bundle", code: "FAMILY-26", orderId: "4711" } as const;
  const family = absent.after({ ...ACQUIRE, passType: "FAMILY", source });
  const two = family.after(add("A-1")).after(add("A-2"));
  assert.deepEqual(openedBy(two.after(PRINT_PASS)), ["A-1", "A-2"]);
});

Deno.test("a pass has room for a hundred open admissions", () => {
  const source = { kind: "bundle", code: "FAMILY-26", orderId: "4711" } as const;
  let family = absent.after({ ...ACQUIRE, passType: "FAMILY", source });
  for (let count = 0; count < 100; count++) family = family.after(add(`A-${count}`));
  family.when(add("A-100")).refused("PassFull");
});

Deno.test("an admission called like a property of every object is an admission like others", () => {
  empty.when(remove("constructor")).refused("AdmissionUnknown");
  const odd = empty.after(add("constructor")).after(PRINT_PASS);
  assert.deepEqual(openedBy(odd), ["constructor"]);
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
