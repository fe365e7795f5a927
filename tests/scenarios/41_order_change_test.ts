/**
 * Scenarios 36, 41 to 45 and 63: orders that are printed, changed and taken back.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import type { BoxOffice, CommandBody } from "../support/service_client.ts";
import {
  admission,
  bundle,
  carrierOf,
  idIn,
  item,
  lineOf,
  place,
  putWares,
} from "../support/service_orders.ts";

Deno.test(
  "36: an unprinted ticket's admission stays on its order, and a later print yields a new barcode",
  onStage(async ({ box, main }) => {
    await place(box, "O-1", { lines: [admission("1", "M01")] });
    await box.did("orders/O-1/print");
    const ticket = await carrierOf(box, "O-1", "1");
    const first = await box.liveValue(ticket);
    await box.did(`${ticket}/unprint`, { reason: "wrong paper" });
    assert.equal(await main.scan(first, "M01"), "cancelled");
    assert.equal(await carrierOf(box, "O-1", "1"), ticket);
    await box.did(`${ticket}/print`);
    const second = await box.liveValue(ticket);
    assert.notEqual(second, first);
    assert.equal(await main.scan(second, "M01"), "ok");
  }),
);

Deno.test(
  "41: an exchange kills the old ticket at once, the new one opens only printed, both linked",
  onStage(async ({ box, main }) => {
    await place(box, "O-1", { lines: [admission("1", "M01")] });
    await box.did("orders/O-1/print");
    const old = await carrierOf(box, "O-1", "1");
    const barcode = await box.liveValue(old);
    await box.did("orders/O-1/exchange", {
      release: ["1"],
      lines: [admission("2", "M02")],
      reason: "other day",
    });
    assert.equal(await main.scan(barcode, "M01"), "cancelled");
    const { lines } = await box.order("O-1");
    assert.deepEqual(lines.map(({ status }) => status), ["cancelled", "unprinted"]);
    assert.deepEqual(lines.map(({ exchangedWith }) => exchangedWith), [["2"], ["1"]]);
    const next = await carrierOf(box, "O-1", "2");
    assert.deepEqual(main.posted(idIn(next)), []);
    await box.did("orders/O-1/print");
    assert.equal(await main.scan(await box.liveValue(next), "M02"), "ok");
    assert.deepEqual(main.posted(idIn(old)), ["issueTicket", "cancelTicket"]);
  }),
);

Deno.test(
  "42: an exchange within a pass takes one admission off at once, adds one at print, same card",
  onStage(async ({ box, main }) => {
    await putWares(box);
    const lines = [item("1", "CLUB", "P-1"), admission("2", "M01", { passId: "P-1" })];
    await place(box, "O-1", { lines });
    await box.did("orders/O-1/print");
    const card = await box.liveValue("passes/P-1");
    await box.did("orders/O-1/exchange", {
      release: ["2"],
      lines: [admission("3", "M02", { passId: "P-1" })],
      reason: "other day",
    });
    assert.equal(await main.scan(card, "M01"), "wrong_performance");
    assert.equal(await main.scan(card, "M02"), "wrong_performance");
    await box.did("orders/O-1/print");
    assert.equal(await box.liveValue("passes/P-1"), card);
    assert.equal(await main.scan(card, "M02"), "ok");
    assert.deepEqual(main.posted("P-1"), ["issueCard", "updateCard", "updateCard"]);
  }),
);

Deno.test(
  "43: of a pass and a paper ticket taken back, the one that refuses does not undo the other",
  onStage(async ({ box, main }) => {
    await place(box, "O-1", { lines: [bundle("1", "FULL"), admission("2", "M01")] });
    await box.did("orders/O-1/print");
    const pass = await carrierOf(box, "O-1", "1");
    const ticket = await carrierOf(box, "O-1", "2");
    const card = await box.liveValue(pass);
    assert.equal(await main.scan(await box.liveValue(ticket), "M01"), "ok");
    await eventuallyTrue("the ticket is known to be used", () => isUsed(box, ticket));
    const answer = await box.ask<CommandBody>("POST", "orders/O-1/cancel-lines", {
      body: { lines: ["1", "2"], reason: "returned" },
      headers: { prefer: "wait=10" },
    });
    assert.equal(answer.status, 202);
    assert.equal(answer.body.operation.status, "failed");
    assert.equal((await lineOf(box, "O-1", "1")).status, "cancelled");
    const kept = await lineOf(box, "O-1", "2");
    assert.deepEqual([kept.status, kept.refusal?.code], ["printed", "ticket-used"]);
    await eventuallyTrue(
      "the card is dead",
      async () => await main.scan(card, "M02") === "cancelled",
    );
    assert.deepEqual(main.posted(idIn(pass)), ["issueCard", "cancelCard"]);
    assert.deepEqual(main.posted(idIn(ticket)), ["issueTicket"]);
  }),
);

Deno.test(
  "44: a printed order is not printed again without a reason, and nothing is cancelled for asking",
  onStage(async ({ box, main }) => {
    await place(box, "O-1", { lines: [bundle("1", "FULL"), admission("2", "M01")] });
    await box.did("orders/O-1/print");
    assert.deepEqual((await box.order("O-1")).status, "printed");
    const posted = main.wire.posted.length;
    assert.equal((await box.refused("orders/O-1/print")).code, "order-already-printed");
    assert.equal(main.wire.posted.length, posted);
    for (const line of ["1", "2"]) {
      const value = await box.liveValue(await carrierOf(box, "O-1", line));
      assert.equal(await main.scan(value, "M01"), "ok");
    }
  }),
);

Deno.test(
  "44: re-printed with a reason, every old value of the order is dead and every new one opens",
  onStage(async ({ box, main }) => {
    await place(box, "O-1", { lines: [bundle("1", "FULL"), admission("2", "M01")] });
    await box.did("orders/O-1/print");
    const carriers = [await carrierOf(box, "O-1", "1"), await carrierOf(box, "O-1", "2")];
    const old = await Promise.all(carriers.map(box.liveValue));
    await box.did("orders/O-1/print", { reprint: { reason: "wet" } });
    for (const value of old) assert.equal(await main.scan(value, "M01"), "cancelled");
    for (const carrier of carriers) {
      assert.equal(await main.scan(await box.liveValue(carrier), "M01"), "ok");
    }
  }),
);

Deno.test(
  "45: printing a partially printed order prints only what is unprinted",
  onStage(async ({ box, main }) => {
    await place(box, "O-1", { lines: [admission("1", "M01"), admission("2", "M02")] });
    await box.did("orders/O-1/print", { lines: ["1"] });
    assert.equal((await box.order("O-1")).status, "partially-printed");
    const first = await carrierOf(box, "O-1", "1");
    const barcode = await box.liveValue(first);
    await box.did("orders/O-1/print");
    assert.equal((await box.order("O-1")).status, "printed");
    assert.equal(await box.liveValue(first), barcode);
    const second = await carrierOf(box, "O-1", "2");
    assert.deepEqual(main.wire.posted.map(({ subject, command }) => [subject.id, command]), [
      [idIn(first), "issueTicket"],
      [idIn(second), "issueTicket"],
    ]);
  }),
);

Deno.test(
  "63: a paper ticket moved onto a pass is dead at once, and the card opens after the print",
  onStage(async ({ box, main }) => {
    await putWares(box);
    const lines = [
      item("1", "CLUB", "P-1"),
      admission("2", "M01", { passId: "P-1" }),
      admission("3", "M02"),
    ];
    await place(box, "O-1", { lines });
    await box.did("orders/O-1/print");
    const card = await box.liveValue("passes/P-1");
    const barcode = await box.liveValue(await carrierOf(box, "O-1", "3"));
    await box.did("orders/O-1/exchange", {
      release: ["3"],
      lines: [admission("4", "M02", { passId: "P-1" })],
      reason: "onto the card",
    });
    assert.equal(await main.scan(barcode, "M02"), "cancelled");
    assert.equal(await main.scan(card, "M02"), "wrong_performance");
    await box.did("orders/O-1/print");
    assert.equal(await main.scan(card, "M02"), "ok");
    assert.equal(await box.liveValue("passes/P-1"), card);
  }),
);

async function isUsed(box: BoxOffice, subject: string): Promise<boolean> {
  return (await box.events(subject)).some(({ type }) => type === "ScanRecorded");
}
