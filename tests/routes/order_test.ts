/**
 * Orders over REST: each line's outcome in the answer, and passes and tickets that are there then.
 *
 * @module
 */
import assert from "node:assert/strict";
import { CommandAnswer, OrderAnswer } from "../../routes/answers.ts";
import { type Answered, assertForm, assertProblem, keyWith, pointers } from "../support/api.ts";
import { type Live, live } from "../support/live_api.ts";

const SEAT = { section: "N12", row: "F", number: "11" };

const TICKET = {
  lineId: "1",
  kind: "performance",
  code: "M01",
  priceType: "adult",
  seat: SEAT,
  carrier: "ticket",
};

const BUNDLE = {
  lineId: "2",
  kind: "bundle",
  code: "SEASON-26",
  priceType: "adult",
  seats: { M01: SEAT },
};

function place(
  { ask }: Live,
  lines: ReadonlyArray<object>,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return ask("POST /v1/orders/O-1/place", { body: { customerId: "C-9", lines }, headers });
}

Deno.test(
  "placing answers 200 with its lines, and their passes and tickets can be read at once",
  live(async (stage) => {
    const { status, body, headers } = await place(stage, [TICKET, BUNDLE]);
    assert.equal(status, 200);
    assertForm(CommandAnswer, body);
    assert.deepEqual(body.events, ["OrderPlaced", "TasksQueued"]);
    assert.equal(body.operation.status, "none");
    assert.equal(headers.get("location"), null);
    const actors = body.lines.flatMap((line: { actors: unknown }) => line.actors);
    assert.deepEqual(actors.map((actor: { kind: string }) => actor.kind), ["ticket", "pass"]);
    for (const { kind, id } of actors) {
      const read = await stage.ask(`GET /v1/${kind === "pass" ? "passes" : "tickets"}/${id}`);
      assert.equal(read.body.status, "unprinted");
    }
  }),
);

Deno.test(
  "the version of an answer is the one that the next If-Match needs",
  live(async (stage) => {
    const { body, headers } = await place(stage, [TICKET]);
    const read = await stage.ask("GET /v1/orders/O-1");
    assert.equal(body.version, read.body.version);
    assert.equal(headers.get("etag"), read.headers.get("etag"));
    const print = await stage.ask("POST /v1/orders/O-1/print", {
      headers: { "if-match": headers.get("etag") ?? "" },
    });
    assert.equal(print.status, 202);
    const late = await stage.ask("POST /v1/orders/O-1/print", {
      headers: { "if-match": headers.get("etag") ?? "" },
    });
    assertProblem(late, 412, "version-mismatch");
  }),
);

Deno.test(
  "an order's read has the form that the document tells of, and says when all is confirmed",
  live(async (stage) => {
    await place(stage, [TICKET, BUNDLE]);
    const before = await stage.ask("GET /v1/orders/O-1");
    assertForm(OrderAnswer, before.body);
    assert.equal(before.body.status, "unprinted");
    assert.equal(before.body.confirmed, false);
    const { status, body } = await stage.ask("POST /v1/orders/O-1/print", {
      headers: { prefer: "wait=10" },
    });
    assert.equal(status, 200);
    assert.equal(body.operation.status, "confirmed");
    const { body: after } = await stage.ask("GET /v1/orders/O-1");
    assertForm(OrderAnswer, after);
    assert.equal(after.status, "printed");
    assert.equal(after.confirmed, true);
    const then = await stage.ask(`GET /v1/orders/O-1?version=${before.body.version}`);
    assert.equal(then.body.status, "unprinted");
  }),
);

Deno.test(
  "a repeated key gives the first answer again, also after the order has moved on",
  live(async (stage) => {
    const headers = { "idempotency-key": "sale-1" };
    const first = await place(stage, [TICKET, BUNDLE], headers);
    const print = await stage.ask("POST /v1/orders/O-1/print", {
      body: { lines: ["1"] },
      headers: { "idempotency-key": "print-1" },
    });
    await stage.ask("POST /v1/orders/O-1/cancel-lines", {
      body: { lines: ["2"], reason: "Returned" },
      headers: { prefer: "wait=10" },
    });
    const again = await place(stage, [TICKET, BUNDLE], headers);
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    assert.equal(again.status, first.status);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get("etag"), first.headers.get("etag"));
    const printed = await stage.ask("POST /v1/orders/O-1/print", {
      body: { lines: ["1"] },
      headers: { "idempotency-key": "print-1" },
    });
    assert.equal(printed.status, 202);
    assert.deepEqual(printed.body, print.body);
    const other = await place(stage, [TICKET], headers);
    assertProblem(other, 422, "idempotency-key-reused");
  }),
);

Deno.test(
  "a refused line is told with its rule beside the lines that stand",
  live(async (stage) => {
    const { body: sold } = await place(stage, [TICKET, { ...TICKET, lineId: "3" }]);
    const [{ actors: [{ id }] }] = sold.lines;
    await stage.ask(`POST /v1/tickets/${id}/cancel`, { body: { reason: "Torn" } });
    const { body } = await stage.ask("POST /v1/orders/O-1/cancel-lines", {
      body: { lines: ["1", "3"], reason: "Returned" },
    });
    assert.equal(body.operation.status, "failed");
    assert.deepEqual(body.lines.map((line: { status: string }) => line.status), [
      "unprinted",
      "cancelled",
    ]);
    assert.equal(body.lines[0].refusal.code, "ticket-already-cancelled");
    assert.deepEqual(Object.keys(body.lines[0].refusal).sort(), [
      "advice",
      "code",
      "operands",
      "rule",
    ]);
  }),
);

Deno.test(
  "the domain's refusals are 409, and a dry run stores nothing",
  live(async (stage) => {
    const dry = await stage.ask("POST /v1/orders/O-1/place?dryRun=true", {
      body: { customerId: "C-9", lines: [TICKET] },
    });
    assert.deepEqual(dry.body.events, ["OrderPlaced", "TasksQueued"]);
    assertProblem(await stage.ask("GET /v1/orders/O-1"), 404, "not-found");
    assertProblem(await stage.ask("POST /v1/orders/O-1/print"), 404, "not-found");
    await place(stage, [TICKET]);
    assertProblem(await place(stage, [TICKET]), 409, "line-already-in-order");
    await stage.ask("POST /v1/orders/O-1/print", { headers: { prefer: "wait=10" } });
    assertProblem(await stage.ask("POST /v1/orders/O-1/print"), 409, "order-already-printed");
  }),
);

Deno.test(
  "an exchange kills the old line at once and links it with the new one",
  live(async (stage) => {
    await place(stage, [TICKET]);
    await stage.ask("POST /v1/orders/O-1/print", { headers: { prefer: "wait=10" } });
    const { body } = await stage.ask("POST /v1/orders/O-1/exchange", {
      body: { release: ["1"], lines: [{ ...TICKET, lineId: "4" }], reason: "Other seat" },
    });
    const lines = body.lines.map((line: { status: string; exchangedWith: unknown }) => [
      line.status,
      line.exchangedWith,
    ]);
    assert.deepEqual(lines, [["cancelled", ["4"]], ["unprinted", ["1"]]]);
  }),
);

Deno.test(
  "a line that is not of the contract's form is 422 with its place",
  live(async (stage) => {
    const cases: ReadonlyArray<readonly [object, string]> = [
      [{ ...TICKET, kind: "gift" }, "/lines/0/kind"],
      [{ ...TICKET, kind: "item", carrier: undefined }, "/lines/0/seat"],
      [{ ...TICKET, seats: { M01: SEAT } }, "/lines/0/seats"],
      [{ ...BUNDLE, carrier: "ticket" }, "/lines/0/carrier"],
      [{ ...TICKET, colour: "red" }, "/lines/0/colour"],
      [{ ...TICKET, lineId: "a b" }, "/lines/0/lineId"],
    ];
    for (const [line, pointer] of cases) {
      const answered = await place(stage, [line]);
      assertProblem(answered, 422, "invalid");
      assert.deepEqual(pointers(answered), [pointer]);
    }
    const many = Array.from({ length: 201 }, (_, n) => ({ ...TICKET, lineId: `${n}` }));
    for (const lines of [[], many]) {
      const answered = await place(stage, lines);
      assertProblem(answered, 422, "invalid");
      assert.deepEqual(pointers(answered), ["/lines"]);
    }
  }),
);

Deno.test(
  "an order's facts and commands can be read, and its facts found in the log by kind",
  live(async (stage) => {
    await place(stage, [TICKET]);
    await place(stage, [TICKET]);
    const { body: events } = await stage.ask("GET /v1/orders/O-1/events");
    assert.deepEqual(events.data.map((event: { type: string }) => event.type), [
      "OrderPlaced",
      "TasksQueued",
      "TasksFinished",
    ]);
    const { body: commands } = await stage.ask("GET /v1/orders/O-1/commands");
    assert.ok(
      commands.data.some((one: { refusal: { code: string } | null }) =>
        one.refusal?.code === "line-already-in-order"
      ),
    );
    const { body: snapshots } = await stage.ask("GET /v1/orders/O-1/snapshots");
    assert.ok(snapshots.data.length > 0);
    const { body: log } = await stage.ask("GET /v1/events?kind=order");
    assert.equal(log.data.length, 3);
  }),
);

Deno.test(
  "the operation of an order's print has the deliveries behind it",
  live(async (stage) => {
    await place(stage, [TICKET]);
    const { body } = await stage.ask("POST /v1/orders/O-1/print", {
      headers: { prefer: "wait=10" },
    });
    const operation = await stage.ask(`GET /v1/operations/${body.operation.id}`, {
      key: keyWith("read"),
    });
    assert.equal(operation.body.status, "confirmed");
    assert.equal(operation.body.deliveries.length, 1);
    assert.equal(operation.body.deliveries[0].command, "issueTicket");
  }),
);

Deno.test(
  "an order's deliveries are those of its own commands, the newest first, in pages",
  live(async (stage) => {
    const other = { ...TICKET, lineId: "2" };
    const { body: sold } = await place(stage, [TICKET, other]);
    await stage.ask("POST /v1/orders/O-1/print", { headers: { prefer: "wait=10" } });
    const { body } = await stage.ask("POST /v1/orders/O-1/cancel-lines", {
      body: { lines: ["1"], reason: "Returned" },
      headers: { prefer: "wait=10" },
    });
    const kept = sold.lines[1].actors[0].id;
    await stage.ask(`POST /v1/tickets/${kept}/reprint`, {
      body: { reason: "Lost" },
      headers: { prefer: "wait=10" },
    });
    const all = await stage.ask("GET /v1/orders/O-1/deliveries");
    const commands = all.body.data.map(({ command }: { command: string }) => command);
    assert.deepEqual(commands.sort(), ["cancelTicket", "issueTicket", "issueTicket"]);
    const times = all.body.data.map(({ createdAt }: { createdAt: string }) => createdAt);
    assert.deepEqual(times, times.toSorted().reverse());
    const first = await stage.ask("GET /v1/orders/O-1/deliveries?limit=2");
    const rest = await stage.ask(
      `GET /v1/orders/O-1/deliveries?limit=2&cursor=${first.body.next}`,
    );
    assert.deepEqual([...first.body.data, ...rest.body.data], all.body.data);
    assert.equal(rest.body.next, null);
    const operation = await stage.ask(`GET /v1/operations/${body.operation.id}`);
    assert.equal(operation.body.deliveries.length, 1);
    assert.equal(operation.body.lines.length, 2);
    assertProblem(await stage.ask("GET /v1/orders/O-9/deliveries"), 404, "not-found");
  }),
);
