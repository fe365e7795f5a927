/**
 * Scenarios 50 and 62: reference data and holders that change after the print.
 *
 * @module
 */
import assert from "node:assert/strict";
import { onStage } from "../support/service.ts";
import { activePass, performance, printedTicket, put } from "../support/service_season.ts";

Deno.test(
  "50: a code changed after the print leaves what is issued alone, and a re-print uses the new one",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    const { codes } = performance("M01") as { readonly codes: object };
    await put(
      box,
      "performances/M01",
      performance("M01", { codes: { ...codes, AreaCode: "N99" } }),
    );
    assert.deepEqual(main.posted("T-1"), ["issueTicket"]);
    assert.equal(await main.scan(barcode, "M01"), "ok");
    await box.did("tickets/T-1/reprint", { reason: "moved", override: true });
    assert.deepEqual(
      main.wire.posted.filter(({ command }) => command === "issueTicket")
        .map(({ ticket }) => ticket?.AreaCode),
      ["N12", "N99"],
    );
    assert.equal(await main.scan(await box.liveValue("tickets/T-1"), "M01"), "ok");
  }),
);

Deno.test(
  "62: a pass moved to another customer keeps its card, and the log names both holders",
  onStage(async ({ box, main }) => {
    const card = await activePass(box, "P-1", ["M01"]);
    await box.did("passes/P-1/transfer", { customerId: "C-77", reason: "merged" });
    assert.equal((await box.pass("P-1")).customerId, "C-77");
    assert.equal(await box.liveValue("passes/P-1"), card);
    assert.equal(await main.scan(card, "M01"), "ok");
    assert.equal((await main.held("pass/P-1")).length, 1);
    const moved = (await box.events("passes/P-1")).find(({ type }) => type === "PassTransferred");
    const told = JSON.stringify(moved?.data);
    for (const holder of ["C-9", "C-77"]) assert.ok(told.includes(`"${holder}"`), told);
    assert.equal(main.posted("P-1").includes("issueCard"), true);
    assert.equal(main.posted("P-1").filter((name) => name === "issueCard").length, 1);
  }),
);
