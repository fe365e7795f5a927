/**
 * Scenarios 25, 26, 29 to 31: what a print makes of a single ticket.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import { allocate, allocation, performance, put } from "../support/service_season.ts";

Deno.test(
  "25: with a ticket template each admission gets one barcode of its own",
  onStage(async ({ box, main }) => {
    const ids = ["T-1", "T-2", "T-3"];
    const barcodes = [];
    for (const id of ids) {
      await allocate(box, id, { performance: "TICKETS-ONLY" });
      await box.did(`tickets/${id}/print`);
      barcodes.push(await box.liveValue(`tickets/${id}`));
      assert.equal((await box.ticket(id)).credentials.length, 1);
      assert.deepEqual(main.posted(id), ["issueTicket"]);
    }
    assert.equal(new Set(barcodes).size, ids.length);
    for (const barcode of barcodes) assert.equal(await main.scan(barcode, "TICKETS-ONLY"), "ok");
  }),
);

Deno.test(
  "26: with an eligible pass only, a paper print is refused as not-printable-as-ticket",
  onStage(async ({ box, main }) => {
    const body = allocation({ performance: "CARDS-ONLY" });
    const refusal = await box.refused("tickets/T-1/allocate", body);
    assert.equal(refusal.code, "not-printable-as-ticket");
    assert.deepEqual(refusal.operands?.["eligiblePasses"], ["SEASON"]);
    await allocate(box, "T-2");
    await put(box, "performances/M01", performance("M01", { ticketTemplate: null }));
    const print = await box.refused("tickets/T-2/print");
    assert.equal(print.code, "not-printable-as-ticket");
    assert.equal((await box.ticket("T-2")).status, "unprinted");
    assert.deepEqual(main.wire.posted, []);
  }),
);

Deno.test(
  "29: an access control that sends barcodes back has its barcode bound as it sent it",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1");
    await box.did("tickets/T-1/print", { printer: "BOX-1" });
    const ticket = await box.ticket("T-1");
    assert.equal(ticket.status, "printed");
    const [held, ...others] = await main.held("ticket/T-1");
    assert.deepEqual(others, []);
    assert.deepEqual(ticket.credentials, [
      { generation: 1, kind: "standard", value: held?.value, state: "live" },
    ]);
    assert.equal(main.wire.posted.at(-1)?.ticket?.delivery, "barcode");
    assert.deepEqual(await main.printed(), [], "the box office prints");
    assert.equal(await main.scan(held?.value ?? "", "M01"), "ok");
  }),
);

Deno.test(
  "30: an access control that prints itself has printed when it confirms, not before",
  onStage(async ({ box, main, printing }) => {
    const elsewhere = performance("PRINTED-THERE", { accessControl: "printing" });
    await put(box, "performances/PRINTED-THERE", elsewhere);
    await allocate(box, "T-1", { performance: "PRINTED-THERE" });
    const release = printing.wire.holdReplies();
    const { operation } = await box.asked("tickets/T-1/print", { printer: "BOX-1" });
    await eventuallyTrue("it is printed", async () => (await printing.printed()).length > 0);
    assert.equal((await box.ticket("T-1")).status, "barcode-requested");
    release();
    assert.equal(await box.outcome(operation), "confirmed");
    const ticket = await box.ticket("T-1");
    assert.equal(ticket.status, "printed");
    assert.equal(ticket.produced, true);
    assert.deepEqual(
      printing.wire.posted.map(({ command, ticket }) => [command, ticket?.delivery]),
      [["issueTicket", "print"]],
    );
    assert.deepEqual(
      (await printing.printed()).map(({ carrier, printer }) => [carrier, printer]),
      [["ticket", "BOX-1"]],
    );
    const barcode = await box.liveValue("tickets/T-1");
    assert.equal(await printing.scan(barcode, "PRINTED-THERE"), "ok");
    assert.deepEqual(main.wire.posted, [], "the other system hears nothing");
  }),
);

Deno.test(
  "31: standard, adult and concession barcodes and the record's id are all kept, each by its kind",
  onStage(async ({ box, main }) => {
    await main.setFaults({ credentialKinds: ["standard", "adult", "concession"] });
    await allocate(box, "T-1");
    await box.did("tickets/T-1/print");
    const ticket = await box.ticket("T-1");
    const theirs = (await main.held("ticket/T-1")).map(({ kind, value }) => [kind, value]);
    assert.deepEqual(ticket.credentials.map(({ kind, value }) => [kind, value]), theirs);
    assert.deepEqual(theirs.map(([kind]) => kind), ["standard", "adult", "concession"]);
    assert.ok(ticket.credentials.every(({ state }) => state === "live"));
    const bound = (await box.events("tickets/T-1")).find(({ type }) => type === "BarcodeBound");
    assert.equal(bound?.data["externalId"], "ticket-T-1");
    const [, adult] = ticket.credentials;
    assert.equal(await main.scan(adult?.value ?? "", "M01"), "ok");
  }),
);
