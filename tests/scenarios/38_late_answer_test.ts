/**
 * Scenarios 38 and 39: barcodes that come later than one would wish.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import { allocate } from "../support/service_season.ts";

Deno.test(
  "38: a barcode that comes after the cancel is bound and revoked, and never printed",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1");
    const release = main.wire.holdReplies();
    const print = await box.asked("tickets/T-1/print");
    await eventuallyTrue(
      "the barcode is issued there",
      async () => (await main.held("ticket/T-1")).length > 0,
    );
    const cancel = await box.asked("tickets/T-1/cancel", { reason: "returned" });
    assert.equal((await box.ticket("T-1")).status, "cancelling");
    release();
    assert.equal(await box.outcome(cancel.operation), "confirmed");
    const ticket = await box.ticket("T-1");
    assert.equal(ticket.status, "cancelled");
    assert.equal(ticket.printCount, 0);
    const [held] = await main.held("ticket/T-1");
    assert.deepEqual(ticket.credentials.map(({ value, state }) => [value, state]), [
      [held?.value, "dead"],
    ]);
    const types = (await box.events("tickets/T-1")).map(({ type }) => type);
    assert.ok(types.includes("BarcodeBoundThenRevoked"));
    assert.ok(!types.includes("BarcodeBound"));
    assert.deepEqual(main.posted("T-1"), ["issueTicket", "cancelTicket"]);
    assert.equal(await main.scan(held?.value ?? "", "M01"), "cancelled");
    assert.notEqual(await box.outcome(print.operation), "pending");
  }),
);

Deno.test(
  "39: a reply that comes later than the deadline is asked for, and its one barcode is bound",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1");
    const release = main.wire.holdReplies();
    const { operation } = await box.asked("tickets/T-1/print");
    const [delivery] = await eventually("the deadline has passed", async () => {
      const deliveries = await box.deliveries("tickets/T-1");
      return (deliveries[0]?.attempts.length ?? 0) > 0 ? deliveries : null;
    });
    assert.equal(delivery?.attempts[0]?.outcome, "transient");
    release();
    assert.equal(await box.outcome(operation), "confirmed");
    const held = await main.held("ticket/T-1");
    assert.deepEqual(held.map(({ value }) => value), [await box.liveValue("tickets/T-1")]);
    assert.deepEqual(main.posted("T-1"), ["issueTicket"], "asked, not sent again");
    assert.equal((await box.ticket("T-1")).status, "printed");
  }, { attemptTimeoutMs: 200 }),
);

Deno.test(
  "39: an accepted command whose answer is brought later is bound once, however often it comes",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1");
    await main.setFaults({
      late: { times: 1, afterMs: 50, push: true },
      duplicateReplies: { rate: 1 },
    });
    const { operation } = await box.asked("tickets/T-1/print");
    assert.equal(await box.outcome(operation), "confirmed");
    const held = await main.held("ticket/T-1");
    assert.deepEqual(held.map(({ value }) => value), [await box.liveValue("tickets/T-1")]);
    const bound = (await box.events("tickets/T-1")).filter(({ type }) => type === "BarcodeBound");
    assert.equal(bound.length, 1);
    assert.deepEqual(main.posted("T-1"), ["issueTicket"]);
  }, { pollMs: 60_000 }),
);
