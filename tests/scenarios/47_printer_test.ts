/**
 * Scenarios 47 to 49: printers that fail, printers that are none, and codes that are missing.
 *
 * @module
 */
import assert from "node:assert/strict";
import { onStage } from "../support/service.ts";
import { acquire, add, allocate } from "../support/service_season.ts";

Deno.test(
  "47: a card that did not come out is produced again with the same credential and generation",
  onStage(async ({ box, main }) => {
    await acquire(box, "P-1");
    await add(box, "P-1", { matches: ["M01"], orderId: "O-1" });
    await main.setFaults({ printerFault: { times: 1 } });
    await box.did("passes/P-1/print", { orderId: "O-1", printer: "CARD-1" });
    const unproduced = await box.pass("P-1");
    assert.equal(unproduced.status, "active");
    assert.equal(unproduced.produced, false);
    assert.equal(unproduced.printFault, "The printer is out of stock");
    assert.deepEqual(await main.printed(), []);
    const card = await box.liveValue("passes/P-1");
    await box.did("passes/P-1/produce");
    const produced = await box.pass("P-1");
    assert.equal(produced.produced, true);
    assert.equal(produced.generation, 1);
    assert.equal(produced.printCount, 1);
    assert.equal(await box.liveValue("passes/P-1"), card);
    assert.deepEqual((await main.held("pass/P-1")).map(({ value }) => value), [card]);
    assert.deepEqual(
      (await main.printed()).map(({ generation, printer, credentials }) =>
        [generation, printer, credentials[0]?.value] as const
      ),
      [[1, "CARD-1", card]],
    );
    assert.equal(await main.scan(card, "M01"), "ok");
  }),
);

Deno.test(
  "48: with the virtual printer the record exists and no card is printed",
  onStage(async ({ box, main }) => {
    await acquire(box, "P-1");
    await add(box, "P-1", { matches: ["M01"], orderId: "O-1" });
    await box.did("passes/P-1/print", { orderId: "O-1" });
    assert.equal(main.wire.posted.at(-1)?.card?.printer, "Virtual");
    assert.deepEqual(await main.printed(), []);
    const card = await box.liveValue("passes/P-1");
    assert.deepEqual((await main.held("pass/P-1")).map(({ value }) => value), [card]);
    assert.equal(await main.scan(card, "M01"), "ok");
  }),
);

Deno.test(
  "49: a print that lacks a code is refused with the fields named, before any call",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1", { performance: "NO-STAND" });
    const refusal = await box.refused("tickets/T-1/print");
    assert.equal(refusal.code, "mapping-missing");
    assert.equal(refusal.operands?.["performance"], "NO-STAND");
    assert.deepEqual(refusal.operands?.["fields"], ["StandCode"]);
    assert.equal((await box.ticket("T-1")).status, "unprinted");
    assert.deepEqual(await box.deliveries("tickets/T-1"), []);
    assert.deepEqual(main.wire.posted, []);
  }),
);
