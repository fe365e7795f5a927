/**
 * Looking into a running service: search, one actor through time, the chain of an operation.
 *
 * @module
 */
import assert from "node:assert/strict";
import { JsonPatch } from "effect";
import { BlameAnswer, DiffAnswer, VerifyAnswer } from "../../routes/inspect_past.ts";
import { SearchAnswer } from "../../routes/search.ts";
import { BundleAnswer } from "../../routes/support_bundle.ts";
import { assertForm } from "../support/api.ts";
import { onStage } from "../support/service.ts";
import type { BoxOffice } from "../support/service_client.ts";
import { activePass, add, allocate, printedTicket } from "../support/service_season.ts";
import { admission, place } from "../support/service_orders.ts";

// deno-lint-ignore no-explicit-any -- answers are held against their forms
type Body = any;

async function read(box: BoxOffice, path: string, method = "GET"): Promise<Body> {
  const body = method === "POST" ? { body: {} } : {};
  const answer = await box.ask<Body>(method, path, body);
  assert.equal(answer.status, 200, `${path} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

Deno.test(
  "search finds by barcode, card, ticket number, order, customer, id, operation and request",
  onStage(async ({ box }) => {
    const barcode = await printedTicket(box, "T-1");
    const card = await activePass(box, "P-1", ["M01"]);
    const { ticketNumber } = await box.ticket("T-1");
    const headers = { "x-request-id": "desk-4711" };
    const reason = { reason: "lost" };
    const { body: block } = await box.ask<{ commandId: string }>("POST", "passes/P-1/block", {
      body: reason,
      headers,
    });
    const find = async (q: string) => {
      const found = await read(box, `search?q=${encodeURIComponent(q)}`);
      assertForm(SearchAnswer, found);
      return found.data.map((hit: Body) => `${hit.kind}/${hit.id} by ${hit.match}`);
    };
    assert.deepEqual(await find(barcode), ["ticket/T-1 by barcode"]);
    assert.deepEqual(await find(card), ["pass/P-1 by card"]);
    assert.deepEqual(await find(ticketNumber), ["ticket/T-1 by ticket-number"]);
    assert.deepEqual(await find("T-1"), ["ticket/T-1 by id"]);
    assert.deepEqual(await find("O-7"), ["ticket/T-1 by order"]);
    assert.deepEqual(await find("C-9"), ["pass/P-1 by customer", "ticket/T-1 by customer"]);
    assert.deepEqual(await find("M01"), [
      "performance/M01 by id",
      "pass/P-1 by performance",
      "ticket/T-1 by performance",
    ]);
    assert.deepEqual(await find(block.commandId), [`operation/${block.commandId} by operation`]);
    assert.deepEqual(await find("desk-4711"), [`operation/${block.commandId} by request`]);
    assert.deepEqual(await find("nothing-of-the-kind"), []);
    const told = JSON.stringify(await read(box, `search?q=${barcode}`));
    assert.ok(!told.includes(barcode), "the input is not echoed");
    const elsewhere = await box.ask<Body>("GET", `search?q=${barcode}`, {
      key: "harbour-everything",
    });
    assert.deepEqual(elsewhere.body.data, []);
  }),
);

Deno.test(
  "diff is the JSON Patch from one shown version to another, with the facts between in words",
  onStage(async ({ box }) => {
    await activePass(box, "P-1", ["M01"]);
    await add(box, "P-1", { matches: ["M02"], orderId: "O-2" });
    const to = (await box.pass("P-1")).version;
    for (let from = 1; from <= to; from += 1) {
      const diff = await read(box, `passes/P-1/diff?from=${from}&to=${to}`);
      assertForm(DiffAnswer, diff);
      const before = await read(box, `passes/P-1?version=${from}`);
      const after = await read(box, `passes/P-1?version=${to}`);
      assert.deepEqual(JsonPatch.apply(diff.patch, before), after);
      assert.equal(diff.words.length, to - from);
    }
    const last = await read(box, "passes/P-1/diff");
    assert.deepEqual([last.from, last.to], [to - 1, to]);
    assert.match(last.words[0], /M02 added to the card; not valid until order O-2 is printed/);
    assert.ok(last.patch.some((step: Body) => step.path === "/admissions/A-M02"));
    const born = await read(box, "passes/P-1/diff?from=0&to=1");
    assert.deepEqual(JsonPatch.apply(born.patch, {}), await read(box, "passes/P-1?version=1"));
    const backwards = await box.ask("GET", "passes/P-1/diff?from=2&to=1");
    assert.equal(backwards.status, 400);
    assert.equal((await box.ask("GET", `passes/P-1/diff?to=${to + 1}`)).status, 404);
  }),
);

Deno.test(
  "blame names the fact behind every change of one field",
  onStage(async ({ box }) => {
    await printedTicket(box, "T-1");
    await box.did("tickets/T-1/cancel", { reason: "returned" });
    const status = await read(box, "tickets/T-1/blame?pointer=/status");
    assertForm(BlameAnswer, status);
    assert.deepEqual(
      status.changes.map(({ type, before, after }: Body) => [type, before, after]),
      [
        ["TicketAllocated", null, "unprinted"],
        ["PrintRequested", "unprinted", "barcode-requested"],
        ["BarcodeBound", "barcode-requested", "printed"],
        ["CancelRequested", "printed", "cancelling"],
        ["TicketCancelled", "cancelling", "cancelled"],
      ],
    );
    const seat = await read(box, "tickets/T-1/blame?pointer=/seat/row");
    assert.deepEqual(seat.changes.map(({ version, after }: Body) => [version, after]), [[1, "F"]]);
    const value = "tickets/T-1/blame?pointer=/credentials/0/value";
    const whole = (await read(box, value)).changes[0].after;
    assert.match(whole, /^\d+$/);
    assert.deepEqual((await read(box, "tickets/T-1/blame?pointer=/no~1where")).changes, []);
    assert.equal((await box.ask("GET", "tickets/T-1/blame?pointer=status")).status, 400);
  }),
);

Deno.test(
  "65: verify folds every actor from zero to the stored states, byte for byte",
  onStage(async ({ box, main }) => {
    const barcode = await printedTicket(box, "T-1");
    await main.scan(barcode, "M01");
    await box.did("tickets/T-1/reprint", { reason: "wet", override: true });
    await activePass(box, "P-1", ["M01", "M02", "M03"]);
    for (let round = 0; round < 20; round += 1) {
      await box.did("passes/P-1/block", { reason: "lost" });
      await box.did("passes/P-1/unblock", { reason: "found" });
    }
    await place(box, "O-5", { lines: [admission("L-1", "M04")] });
    for (const subject of ["tickets/T-1", "passes/P-1", "orders/O-5"]) {
      const verified = await read(box, `${subject}/verify`, "POST");
      assertForm(VerifyAnswer, verified);
      assert.deepEqual(verified.drift, [], subject);
      assert.equal(verified.ok, true);
      assert.equal(verified.facts, verified.version);
    }
    const { snapshots } = await read(box, "passes/P-1/verify", "POST");
    assert.ok(snapshots.length > 1, "a large state has snapshots beside its head");
    assert.equal((await box.ask("POST", "tickets/T-9/verify", { body: {} })).status, 404);
  }),
);

Deno.test(
  "the tree of an order's print leads over its passes and tickets down to the gate's answers",
  onStage(async ({ box }) => {
    await place(box, "O-5", { lines: [admission("L-1", "M04"), admission("L-2", "M05")] });
    const { operation } = await box.did("orders/O-5/print");
    const { id, complete, root } = await read(box, `operations/${operation.id}/tree`);
    assert.equal(id, operation.id);
    assert.equal(complete, true);
    assert.equal(root.type, "PrintOrder");
    assert.equal(root.actor.id, "O-5");
    const prints = root.children.filter((child: Body) => child.kind === "command");
    assert.deepEqual(prints.map(({ type }: Body) => type), ["PrintTicket", "PrintTicket"]);
    for (const print of prints) {
      const queued = print.children.find(({ type }: Body) => type === "DeliveryQueued");
      const [delivery] = queued.children;
      assert.equal(delivery.kind, "delivery");
      assert.equal(delivery.status, "confirmed");
      const [answer] = delivery.children;
      assert.equal(answer.type, "RecordAnswer");
      assert.deepEqual(answer.events, ["BarcodeBound"]);
      assert.equal(answer.children[0].type, "BarcodeBound");
    }
    assert.equal((await box.ask("GET", "operations/c-nothing/tree")).status, 404);
  }),
);

Deno.test(
  "a support bundle holds all about one actor, and neither barcodes nor people",
  onStage(async ({ box }) => {
    await allocate(box, "T-1", { customerId: "Jane.Doe" });
    await box.did("tickets/T-1/print");
    const first = await box.liveValue("tickets/T-1");
    await box.did("tickets/T-1/reprint", { reason: "Mrs Doe has lost it" });
    const second = await box.liveValue("tickets/T-1");
    const { body, headers } = await box.ask<Body>("GET", "tickets/T-1/support-bundle");
    assertForm(BundleAnswer, body);
    assert.match(
      headers.get("content-disposition") ?? "",
      /attachment; filename="ticket-T-1.json"/,
    );
    assert.equal(body.version, body.events.length);
    assert.equal(body.commands.at(-1).type, "AllocateTicket");
    assert.equal(body.deliveries.length, 3);
    assert.ok(body.snapshots.length > 0);
    const text = JSON.stringify(body);
    for (const secret of [first, second, "Doe", "lost it"]) {
      assert.ok(!text.includes(secret), secret);
    }
  }),
);
