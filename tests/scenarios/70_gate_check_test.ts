/**
 * Scenario 70, and every reason that a gate can have: judged from what has really happened.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { type GateBody, gateCheck, proofs } from "../support/gate_checks.ts";
import { decideOn, reconcile, repairsDone } from "../support/reconciling.ts";
import { onStage } from "../support/service.ts";
import type { BoxOffice } from "../support/service_client.ts";
import {
  acquire,
  activePass,
  add,
  allocate,
  performance,
  printedTicket,
  put,
} from "../support/service_season.ts";

const REASON = { reason: "asked for" };

Deno.test(
  "gate-check opens for a confirmed ticket and a confirmed card, and names the confirmation",
  onStage(async ({ box }) => {
    const barcode = await printedTicket(box, "T-1");
    const ticket = await gateCheck(box, barcode);
    assert.equal(ticket.reason, null);
    assert.deepEqual(ticket.actor, { kind: "ticket", id: "T-1" });
    assert.deepEqual(proofs(ticket), ["BarcodeBound", "issueTicket"]);
    const card = await activePass(box, "P-1", ["M01", "M02"]);
    const pass = await gateCheck(box, card, { performance: "M02" });
    assert.equal(pass.decision, "open");
    assert.deepEqual(proofs(pass), ["PassIssued", "issueCard"]);
    assert.ok(!("exposure" in pass));
  }),
);

Deno.test(
  "32: gate-check of a ticket number is ticket-number-not-barcode, of anything else unknown-barcode",
  onStage(async ({ box }) => {
    await printedTicket(box, "T-1");
    const { ticketNumber } = await box.ticket("T-1");
    const numbered = await gateCheck(box, ticketNumber);
    assert.equal(numbered.reason, "ticket-number-not-barcode");
    assert.deepEqual(numbered.actor, { kind: "ticket", id: "T-1" });
    assert.deepEqual(proofs(numbered), ["TicketAllocated"]);
    const unknown = await gateCheck(box, "9999999999999");
    assert.equal(unknown.reason, "unknown-barcode");
    assert.equal(unknown.actor, null);
    assert.deepEqual(unknown.evidence, []);
  }),
);

Deno.test(
  "gate-check of a replaced barcode and card is superseded-by-reprint, also after a cancel",
  onStage(async ({ box }) => {
    const barcode = await printedTicket(box, "T-1");
    await box.did("tickets/T-1/reprint", REASON);
    const ticket = await gateCheck(box, barcode);
    assert.equal(ticket.reason, "superseded-by-reprint");
    assert.deepEqual(proofs(ticket).slice(0, 3), [
      "ReprintRequested",
      "BarcodeTombstoned",
      "BarcodeRevoked",
    ]);
    await box.did("tickets/T-1/cancel", REASON);
    assert.equal((await gateCheck(box, barcode)).reason, "superseded-by-reprint");
    const card = await activePass(box, "P-1", ["M01"]);
    await box.did("passes/P-1/reprint", REASON);
    const pass = await gateCheck(box, card);
    assert.equal(pass.reason, "superseded-by-reprint");
    assert.ok(!("exposure" in pass), "the old card is confirmed dead");
    assert.equal((await gateCheck(box, await box.liveValue("passes/P-1"))).decision, "open");
  }),
);

Deno.test(
  "gate-check of what was cancelled names the pass, the ticket or the admission",
  onStage(async ({ box }) => {
    const barcode = await printedTicket(box, "T-1");
    await box.did("tickets/T-1/cancel", REASON);
    const ticket = await gateCheck(box, barcode, { performance: "M04" });
    assert.equal(ticket.reason, "ticket-cancelled");
    assert.ok(proofs(ticket).includes("TicketCancelled"));
    const card = await activePass(box, "P-1", ["M01", "M02"]);
    await box.did("passes/P-1/remove-admission", { admissionId: "A-M01", ...REASON });
    const admission = await gateCheck(box, card);
    assert.equal(admission.reason, "admission-cancelled");
    assert.deepEqual(proofs(admission), ["AdmissionRevoked", "PassUpdated", "updateCard"]);
    assert.equal((await gateCheck(box, card, { performance: "M02" })).decision, "open");
    await box.did("passes/P-1/cancel", REASON);
    assert.equal((await gateCheck(box, card, { performance: "M02" })).reason, "pass-cancelled");
  }),
);

Deno.test(
  "gate-check before the order is printed is admission-pending-print, also after an unprint",
  onStage(async ({ box }) => {
    const card = await activePass(box, "P-1", ["M01"]);
    await add(box, "P-1", { matches: ["M02"], orderId: "O-2" });
    const pass = await gateCheck(box, card, { performance: "M02" });
    assert.equal(pass.reason, "admission-pending-print");
    assert.deepEqual(proofs(pass).slice(-1), ["AdmissionAdded"]);
    const other = await gateCheck(box, card, { performance: "M03" });
    assert.equal(other.reason, "not-for-this-performance");
    const barcode = await printedTicket(box, "T-1");
    const wrong = await gateCheck(box, barcode, { performance: "M02" });
    assert.equal(wrong.reason, "not-for-this-performance");
    await box.did("tickets/T-1/unprint", REASON);
    assert.equal((await gateCheck(box, barcode)).reason, "admission-pending-print");
  }),
);

Deno.test(
  "gate-check of a print that the gate has not confirmed is not-yet-delivered, with its delivery",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", ["M01"]);
    await add(box, "P-1", { matches: ["M02"], orderId: "O-2" });
    await main.setFaults({ neverAnswer: { rate: 1 } });
    await box.asked("passes/P-1/print", { orderId: "O-2" });
    const pass = await gateCheck(box, card, { performance: "M02" });
    assert.equal(pass.reason, "not-yet-delivered");
    assert.deepEqual(proofs(pass).slice(-1), ["updateCard"]);
    assert.equal((await gateCheck(box, card)).decision, "open", "what was confirmed stays");
    await main.setFaults({});
  }),
);

Deno.test(
  "gate-check of a revocation that the gate has not confirmed tells since when, by which delivery",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", ["M01", "M02"]);
    await main.setFaults({ neverAnswer: { rate: 1 } });
    const before = Date.now();
    await box.asked("passes/P-1/block", REASON);
    const blocked = await gateCheck(box, card);
    assert.equal(blocked.reason, "blocked");
    await assertExposed(box, blocked, { since: before, command: "blockCard" });
    await box.asked("passes/P-1/cancel", REASON);
    const cancelled = await gateCheck(box, card);
    assert.equal(cancelled.reason, "pass-cancelled");
    assert.ok(cancelled.exposure !== undefined);
    await main.setFaults({});
    await eventuallyTrue(
      "the exposure ends",
      async () => !("exposure" in await gateCheck(box, card)),
    );
  }),
);

Deno.test(
  "gate-check of a blocked card is blocked, and of an unblocked one open again",
  onStage(async ({ box }) => {
    const card = await activePass(box, "P-1", ["M01"]);
    await box.did("passes/P-1/block", REASON);
    const blocked = await gateCheck(box, card);
    assert.equal(blocked.reason, "blocked");
    assert.ok(!("exposure" in blocked));
    assert.deepEqual(proofs(blocked).slice(0, 2), ["PassBlocked", "PassBlockConfirmed"]);
    await box.did("passes/P-1/unblock", REASON);
    assert.equal((await gateCheck(box, card)).decision, "open");
  }),
);

Deno.test(
  "gate-check outside the admission times, or the validity of the card, is outside-time-window",
  onStage(async ({ box }) => {
    const times = { admitFrom: "2027-08-08T13:00:00Z", admitTo: "2027-08-08T16:30:00Z" };
    await put(box, "performances/M01", performance("M01", times));
    const barcode = await printedTicket(box, "T-1");
    const early = await gateCheck(box, barcode);
    assert.equal(early.reason, "outside-time-window");
    assert.deepEqual(proofs(early), ["BarcodeBound", "PerformanceDefined", "issueTicket"]);
    const at = async (time: string) => (await gateCheck(box, barcode, { at: time })).reason;
    assert.equal(await at("2027-08-08T12:59:59Z"), "outside-time-window");
    assert.equal(await at("2027-08-08T13:00:00Z"), null);
    assert.equal(await at("2027-08-08T18:31:00+02:00"), "outside-time-window");
    const card = await activePass(box, "P-1", ["M02"]);
    const late = { performance: "M02", at: "2028-07-01T00:00:00Z" };
    assert.equal((await gateCheck(box, card, late)).reason, "outside-time-window");
  }),
);

Deno.test(
  "gate-check of a holder who is inside is already-used, judged last, and names the scan",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    assert.equal(await main.scan(barcode, "M01"), "ok");
    await eventuallyTrue(
      "the holder is in",
      async () => (await box.ticket("T-1")).usage.state === "in",
    );
    const used = await gateCheck(box, barcode);
    assert.equal(used.reason, "already-used");
    assert.deepEqual(proofs(used), ["ScanRecorded", "TicketUsedIn"]);
    assert.equal(
      (await gateCheck(box, barcode, { performance: "M02" })).reason,
      "not-for-this-performance",
    );
    await main.scan(barcode, "M01", "out");
    await eventuallyTrue(
      "it opens again",
      async () => (await gateCheck(box, barcode)).decision === "open",
    );
  }),
);

Deno.test(
  "gate-check of a confirmed card that the gate denies knowing is gate-out-of-sync",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", ["M01"]);
    await main.setFaults({ loseCredentials: 1 });
    assert.equal(await main.scan(card, "M01"), "not_found");
    await eventuallyTrue(
      "the denial is known",
      async () => (await gateCheck(box, card)).reason === "gate-out-of-sync",
    );
    const found = await gateCheck(box, card);
    assert.ok(proofs(found).includes("ScanRecorded"));
  }),
);

Deno.test(
  "gate-check of a barcode that the comparison of the lists misses is gate-out-of-sync, until mended",
  onStage(async ({ box, main }) => {
    const lost = await printedTicket(box, "T-1");
    await main.setFaults({ loseCredentials: 1 });
    await printedTicket(box, "T-2");
    assert.equal((await gateCheck(box, lost)).decision, "open");
    const { differences: [difference] } = await reconcile(box);
    assert.ok(difference !== undefined);
    const found = await gateCheck(box, lost);
    assert.equal(found.reason, "gate-out-of-sync");
    assert.ok(proofs(found).includes("DifferencesFound"));
    await decideOn(box, difference, "approve");
    await repairsDone(box);
    assert.equal((await gateCheck(box, lost)).decision, "open");
  }),
);

Deno.test(
  "70: why it was refused then names the events, their revision, the answer of the gate and the rule",
  onStage(async ({ box, main }) => {
    await acquire(box, "P-1");
    const bought = await moment();
    await add(box, "P-1", { matches: ["M01"], orderId: "O-1" });
    const sold = await moment();
    await main.setFaults({ neverAnswer: { rate: 1 } });
    await box.asked("passes/P-1/print", { orderId: "O-1" });
    const printed = await moment();
    await main.setFaults({});
    const card = await eventually(
      "the card is issued",
      () => box.liveValue("passes/P-1").catch(() => null),
    );
    const issued = await moment();
    await box.did("passes/P-1/reprint", { reason: "lost" });
    const why = async (at: string) => whyOf(await gateCheck(box, card, { at }));
    const early = await why("2020-01-01T00:00:00Z");
    assert.match(early.rule, /^Nobody had it yet then/);
    assert.deepEqual([early.reason, early.events], ["unknown-barcode", [[
      "PassIssued",
      5,
      undefined,
    ]]]);
    const pending = {
      reason: "admission-pending-print",
      rule: "The admission is sold but its order has not been printed.",
      deliveries: [],
    };
    assert.deepEqual(await why(bought), { ...pending, events: [["PassAcquired", 1, undefined]] });
    assert.deepEqual(await why(sold), {
      ...pending,
      events: [["PassAcquired", 1, undefined], ["AdmissionAdded", 2, undefined]],
    });
    assert.deepEqual(await why(printed), {
      reason: "not-yet-delivered",
      rule: "It was printed, but the access control has not confirmed it yet.",
      events: [["PrintRequested", 3, 1], ["DeliveryQueued", 4, undefined]],
      deliveries: [["issueCard", 1, "confirmed"]],
    });
    assert.deepEqual(await why(issued), {
      reason: null,
      rule: "The gate should open: the access control has confirmed it.",
      events: [["PassIssued", 5, undefined]],
      deliveries: [["issueCard", 1, "confirmed"]],
    });
    const now = await gateCheck(box, card);
    assert.deepEqual(whyOf(now), {
      reason: "superseded-by-reprint",
      rule: "This card or ticket was replaced by a later print and is dead for ever.",
      events: [
        ["ReprintRequested", 6, 2],
        ["CardTombstoned", 7, undefined],
        ["CardRevoked", 9, undefined],
      ],
      deliveries: [["cancelCard", 2, "confirmed"]],
    });
    const facts = await box.events("passes/P-1");
    for (const { kind, version, type } of now.evidence) {
      if (kind === "event") assert.equal(facts[Number(version) - 1]?.type, type);
    }
  }),
);

Deno.test(
  "gate-check is of the own tenant, and shows no barcode without barcode:read",
  onStage(async ({ box }) => {
    const barcode = await printedTicket(box, "T-1");
    await allocate(box, "T-2");
    const asked = `gate-check?barcode=${barcode}`;
    const clerk = await box.ask("GET", asked, { key: "riverside-clerk" });
    assert.equal(clerk.status, 200);
    assert.ok(!JSON.stringify(clerk.body).includes(barcode));
    const harbour = await box.ask<{ reason: string }>("GET", asked, { key: "harbour-everything" });
    assert.equal(harbour.body.reason, "unknown-barcode");
    assert.equal((await box.ask("GET", "gate-check?performance=M01")).status, 400);
  }),
);

Deno.test(
  "gate-check as of before it was issued tells when it was, and to whom, and of nothing else",
  onStage(async ({ box }) => {
    const barcode = await printedTicket(box, "T-1");
    const { ticketNumber } = await box.ticket("T-1");
    const first = await activePass(box, "P-1", ["M01"]);
    const between = await moment();
    await box.did("passes/P-1/reprint", REASON);
    const second = await box.liveValue("passes/P-1");
    const assertLater = async (
      value: string,
      { at, type, to: { kind, id } }: {
        readonly at: string;
        readonly type: string;
        readonly to: { readonly kind: string; readonly id: string };
      },
    ) => {
      const { reason, actor, sentence, evidence } = await gateCheck(box, value, { at });
      const [fact, ...others] = evidence;
      assert.deepEqual([reason, fact?.type, others], ["unknown-barcode", type, []]);
      assert.deepEqual(actor, { kind, id });
      const words = `Nobody had it yet then: it was issued at ${fact?.at}, to ${kind} ${id}.`;
      assert.equal(sentence, words);
    };
    const long = "2020-01-01T00:00:00Z";
    const pass = { kind: "pass", id: "P-1" };
    const ticket = { kind: "ticket", id: "T-1" };
    await assertLater(barcode, { at: long, type: "BarcodeBound", to: ticket });
    await assertLater(ticketNumber, { at: long, type: "TicketAllocated", to: ticket });
    await assertLater(first, { at: long, type: "PassIssued", to: pass });
    await assertLater(second, { at: between, type: "PassReissued", to: pass });
    const never = await gateCheck(box, "9999999999999", { at: long });
    assert.deepEqual([never.sentence, never.actor], [
      "No pass and no ticket had this barcode.",
      null,
    ]);
  }),
);

/** What a verdict names: the rule, events with version and revision, deliveries with their answer. */
function whyOf({ reason, sentence, evidence }: GateBody) {
  return {
    reason,
    rule: sentence,
    events: evidence.filter(({ kind }) => kind === "event")
      .map(({ type, version, data }) => [type, version, data?.["revision"]]),
    deliveries: evidence.filter(({ kind }) => kind === "delivery")
      .map(({ command, seq, status }) => [command, seq, status]),
  };
}

/** A time after everything so far and before everything that comes: clocks count milliseconds. */
async function moment(): Promise<string> {
  const at = Date.now();
  await eventuallyTrue("a millisecond goes by", () => Date.now() > at);
  return new Date(at).toISOString();
}

async function assertExposed(
  box: BoxOffice,
  { exposure }: Awaited<ReturnType<typeof gateCheck>>,
  { since, command }: { readonly since: number; readonly command: string },
): Promise<void> {
  assert.ok(exposure !== undefined);
  assert.ok(Date.parse(exposure.since) >= since);
  const delivery = await box.ask<{ command: string }>("GET", `deliveries/${exposure.delivery}`);
  assert.equal(delivery.body.command, command);
}
