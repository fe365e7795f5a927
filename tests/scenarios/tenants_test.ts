/**
 * What a key may do and see, on the running service: tenants are sealed, barcodes are masked.
 *
 * @module
 */
import assert from "node:assert/strict";
import { KEYS, onStage } from "../support/service.ts";
import type { ProblemBody, TicketBody } from "../support/service_client.ts";
import { printedTicket } from "../support/service_season.ts";

Deno.test(
  "another tenant's ticket answers like one that is unknown, to reads and to commands",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    const cancel = { key: KEYS.harbour, body: { reason: "mischief" } };
    for (const id of ["T-1", "T-unknown"]) {
      const read = await box.ask<ProblemBody>("GET", `tickets/${id}`, { key: KEYS.harbour });
      assert.deepEqual([read.status, read.body.code], [404, "not-found"], id);
      const command = await box.ask<ProblemBody>("POST", `tickets/${id}/cancel`, cancel);
      assert.deepEqual([command.status, command.body.code], [404, "not-found"], id);
    }
    assert.equal((await box.ticket("T-1")).status, "printed");
    assert.equal(await main.scan(barcode, "M01"), "ok");
  }),
);

Deno.test(
  "a key without barcode:read sees barcodes masked, and one without events:read no log",
  onStage(async ({ box }) => {
    const barcode = await printedTicket(box, "T-1");
    const { body } = await box.ask<TicketBody>("GET", "tickets/T-1", { key: KEYS.clerk });
    assert.ok(!JSON.stringify(body).includes(barcode));
    assert.equal(body.credentials[0]?.value, `••••${barcode.slice(-4)}`);
    const log = await box.ask<ProblemBody>("GET", "tickets/T-1/events", { key: KEYS.clerk });
    assert.deepEqual([log.status, log.body.code], [403, "missing-scope"]);
  }),
);
