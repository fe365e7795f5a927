/**
 * Scenarios 35 to 37 and 40: a printed ticket is re-printed, unprinted, cancelled, and used.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import { printedTicket } from "../support/service_season.ts";

Deno.test(
  "35: a re-print kills the old barcode, renews the ticket number, and the new barcode opens",
  onStage(async ({ box, main }) => {
    const old = await printedTicket(box, "T-1");
    const before = await box.ticket("T-1");
    await box.did("tickets/T-1/reprint", { reason: "lost on the way" });
    const barcode = await box.liveValue("tickets/T-1");
    const after = await box.ticket("T-1");
    assert.notEqual(barcode, old);
    assert.notEqual(after.ticketNumber, before.ticketNumber);
    assert.equal(after.printCount, 2);
    assert.equal(await main.scan(old, "M01"), "cancelled");
    assert.equal(await main.scan(barcode, "M01"), "ok");
    assert.deepEqual(main.posted("T-1"), ["issueTicket", "cancelTicket", "issueTicket"]);
    assert.equal(main.wire.posted[1]?.ticket?.reason, "lost on the way");
  }),
);

Deno.test(
  "36: an unprinted ticket's barcode is dead, its admission stays, and a later print gives another",
  onStage(async ({ box, main }) => {
    const old = await printedTicket(box, "T-1");
    await box.did("tickets/T-1/unprint", { reason: "wrong paper" });
    const unprinted = await box.ticket("T-1");
    assert.equal(unprinted.status, "unprinted");
    assert.equal(unprinted.orderId, "O-7");
    assert.equal(unprinted.performance, "M01");
    assert.equal(await main.scan(old, "M01"), "cancelled");
    await box.did("tickets/T-1/print");
    const barcode = await box.liveValue("tickets/T-1");
    assert.notEqual(barcode, old);
    assert.equal(await main.scan(old, "M01"), "cancelled");
    assert.equal(await main.scan(barcode, "M01"), "ok");
  }),
);

Deno.test(
  "37: a cancelled ticket is dead at the gate, with its reason told, and a scan changes nothing",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    await box.did("tickets/T-1/cancel", { reason: "refunded" });
    assert.equal((await box.ticket("T-1")).status, "cancelled");
    assert.deepEqual(main.posted("T-1"), ["issueTicket", "cancelTicket"]);
    assert.equal(main.wire.posted.at(-1)?.ticket?.reason, "refunded");
    assert.equal(await main.scan(barcode, "M01"), "cancelled");
    await eventuallyTrue("the refused scan is recorded", async () => {
      const events = await box.events("tickets/T-1");
      return events.some(({ type, data }) =>
        type === "ScanRecorded" && data["note"] === "refused" && data["code"] === "cancelled"
      );
    });
    const ticket = await box.ticket("T-1");
    assert.equal(ticket.status, "cancelled");
    assert.equal(ticket.usage.state, "unused");
    const cancelled = (await box.events("tickets/T-1"))
      .find(({ type }) => type === "TicketCancelled");
    assert.equal(cancelled?.data["reason"], "refunded");
  }),
);

Deno.test(
  "40: a used ticket is cancelled only with override, which is recorded with its key and reason",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    assert.equal(await main.scan(barcode, "M01"), "ok");
    await eventuallyTrue(
      "the entry is known",
      async () => (await box.ticket("T-1")).usage.state === "in",
    );
    const refusal = await box.refused("tickets/T-1/cancel", { reason: "complaint" });
    assert.equal(refusal.code, "ticket-used");
    assert.equal((await box.ticket("T-1")).status, "printed");
    assert.deepEqual(main.posted("T-1"), ["issueTicket"]);
    await box.did("tickets/T-1/cancel", { reason: "complaint", override: true });
    assert.equal((await box.ticket("T-1")).status, "cancelled");
    const requested = (await box.events("tickets/T-1"))
      .find(({ type }) => type === "CancelRequested");
    assert.equal(requested?.data["override"], true);
    assert.equal(requested?.data["by"], "box-office");
    assert.equal(requested?.data["reason"], "complaint");
    assert.equal(requested?.key, "box-office");
    assert.equal(await main.scan(barcode, "M01", "out"), "cancelled");
  }),
);
