/**
 * Scenarios 32 to 34: ticket numbers and barcodes are two things, and a barcode has one owner.
 *
 * @module
 */
import assert from "node:assert/strict";
import { onStage, type Stage } from "../support/service.ts";
import { allocate, printedTicket } from "../support/service_season.ts";

Deno.test(
  "32: scanning a ticket number finds nothing, although the number exists",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    const { ticketNumber } = await box.ticket("T-1");
    assert.match(ticketNumber, /^\d{1,20}$/);
    assert.notEqual(ticketNumber, barcode);
    assert.equal(await main.scan(ticketNumber, "M01"), "not_found");
    assert.equal(await main.scan(barcode, "M01"), "ok");
    assert.ok(!JSON.stringify(main.wire.posted).includes(ticketNumber), "it is never sent");
  }),
);

Deno.test(
  "33: a barcode that equals the ticket number is an identity-collision and is not printed",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1", { ticketNumber: "4006381333931" });
    await main.setFaults({ values: ["4006381333931"] });
    await assertNotBound({ box, main }, { code: "identity-collision", posted: ["issueTicket"] });
  }),
);

Deno.test(
  "33: a barcode that equals another ticket's number is an identity-collision too",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-9", { ticketNumber: "4006381333931" });
    await allocate(box, "T-1");
    await main.setFaults({ values: ["4006381333931"] });
    await assertNotBound({ box, main }, { code: "identity-collision", posted: ["issueTicket"] });
  }),
);

Deno.test(
  "34: a tombstoned barcode is never bound nor printed, nothing is cancelled, and one can ask again",
  onStage(async ({ box, main }) => {
    const dead = await printedTicket(box, "T-2");
    await box.did("tickets/T-2/cancel", { reason: "returned" });
    await allocate(box, "T-1");
    await main.setFaults({ values: [dead] });
    await assertNotBound({ box, main }, { code: "barcode-tombstoned", posted: ["issueTicket"] });
    await assertAskedAgain({ box, main });
  }, { expected: ["deadAgain"] }),
);

Deno.test(
  "34: a barcode of somebody else is never bound, opens for its owner, and one can ask again",
  onStage(async ({ box, main }) => {
    const theirs = await printedTicket(box, "T-2");
    await allocate(box, "T-1");
    await main.setFaults({ values: [theirs] });
    await assertNotBound({ box, main }, { code: "barcode-foreign", posted: ["issueTicket"] });
    assert.equal((await box.ticket("T-2")).status, "printed");
    assert.deepEqual(main.posted("T-2"), ["issueTicket"]);
    assert.equal(await main.scan(theirs, "M01"), "ok");
    await assertAskedAgain({ box, main });
  }),
);

/** Prints T-1 and expects its answer to be kept out. */
async function assertNotBound(
  { box, main }: Pick<Stage, "box" | "main">,
  { code, posted }: { readonly code: string; readonly posted: ReadonlyArray<string> },
): Promise<void> {
  const { operation } = await box.asked("tickets/T-1/print");
  assert.equal(await box.outcome(operation), "failed");
  const ticket = await box.ticket("T-1");
  assert.equal(ticket.status, "attention");
  assert.equal(ticket.attention?.code, code);
  assert.deepEqual(ticket.credentials, []);
  assert.equal(ticket.printCount, 0);
  const raised = (await box.events("tickets/T-1")).find(({ type }) => type === "AttentionRaised");
  assert.equal(raised?.data["code"], code);
  assert.deepEqual(main.posted("T-1"), posted);
}

/** An operator prints T-1 again, after the access control was mended. */
async function assertAskedAgain({ box, main }: Pick<Stage, "box" | "main">): Promise<void> {
  await main.setFaults({});
  await box.did("tickets/T-1/print");
  const ticket = await box.ticket("T-1");
  assert.equal(ticket.status, "printed");
  assert.equal(ticket.attention, null);
  assert.equal(await main.scan(await box.liveValue("tickets/T-1"), "M01"), "ok");
  assert.deepEqual(main.posted("T-1"), ["issueTicket", "issueTicket"]);
}
