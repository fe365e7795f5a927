/**
 * Scenarios 1 to 5, 9, 27 and 28: what an order sells, and on what it comes.
 *
 * @module
 */
import assert from "node:assert/strict";
import { onStage } from "../support/service.ts";
import type { BoxOffice } from "../support/service_client.ts";
import {
  admission,
  bundle,
  carrierOf,
  idIn,
  item,
  type Line,
  place,
  putWares,
} from "../support/service_orders.ts";
import { allocate, allocation, performance, put } from "../support/service_season.ts";

Deno.test(
  "01: a bundle with an assigned pass gives one unprinted pass with all its admissions",
  onStage(async ({ box, main }) => {
    await place(box, "O-1", { lines: [bundle("1", "FULL")] });
    const { status, admissions } = await box.pass(idIn(await carrierOf(box, "O-1", "1")));
    assert.equal(status, "unprinted");
    assert.deepEqual(
      Object.values(admissions).map(({ performance, state }) => [performance, state]).sort(),
      ["M01", "M02", "M03", "M04", "M05"].map((match) => [match, "pending"]),
    );
    assert.deepEqual(main.wire.posted, []);
  }),
);

Deno.test(
  "02: an item with an assigned pass gives an unprinted pass without admissions",
  onStage(async ({ box, main }) => {
    await putWares(box);
    await place(box, "O-1", { lines: [item("1", "CLUB", "P-1")] });
    const { status, admissions } = await box.pass("P-1");
    assert.deepEqual([status, admissions], ["unprinted", {}]);
    assert.deepEqual(main.wire.posted, []);
  }),
);

Deno.test(
  "03: a bundle without an assigned pass gives tickets by the template of its performances",
  onStage(async ({ box }) => {
    await putWares(box);
    await place(box, "O-1", { lines: [bundle("1", "LOOSE")] });
    const { lines } = await box.order("O-1");
    const actors = lines.flatMap((line) => line.actors);
    assert.deepEqual(actors.map(({ kind }) => kind), ["ticket", "ticket"]);
    const tickets = await Promise.all(actors.map(({ id }) => box.ticket(id)));
    assert.deepEqual(tickets.map(({ performance }) => performance).sort(), ["M01", "M02"]);
  }),
);

Deno.test(
  "04: a second pass of a kind that is held once is refused, and the order is unchanged",
  onStage(async ({ box }) => {
    await putWares(box);
    await place(box, "O-1", { lines: [item("1", "CLUB", "P-1")] });
    const before = await box.order("O-1");
    const lines = [item("2", "CLUB", "P-2"), admission("3", "M01")];
    const refusal = await box.refused("orders/O-1/place", { customerId: "C-9", lines });
    assert.equal(refusal.code, "pass-already-held");
    assert.deepEqual(await box.order("O-1"), before);
    assert.equal((await box.ask("GET", "passes/P-2")).status, 404);
  }),
);

Deno.test(
  "05: in a group the type being acquired decides: A then B is refused, B then A are both held",
  onStage(async ({ box }) => {
    await putWares(box);
    await place(box, "O-1", { lines: [item("1", "CARD-A", "P-A1")], customerId: "C-1" });
    const second = { customerId: "C-1", lines: [item("1", "CARD-B", "P-B1")] };
    assert.equal((await box.refused("orders/O-2/place", second)).code, "pass-already-held");
    await place(box, "O-3", { lines: [item("1", "CARD-B", "P-B2")], customerId: "C-2" });
    await place(box, "O-4", { lines: [item("1", "CARD-A", "P-A2")], customerId: "C-2" });
    for (const id of ["P-B2", "P-A2"]) assert.equal((await box.pass(id)).status, "unprinted");
  }),
);

Deno.test(
  "09: of two orders on one pass, only the printed one's admissions become effective",
  onStage(async ({ box, main }) => {
    await putWares(box);
    await place(box, "O-0", { lines: [item("1", "CLUB", "P-1")] });
    await place(box, "O-1", { lines: [admission("1", "M01", { passId: "P-1" })] });
    await place(box, "O-2", { lines: [admission("1", "M02", { passId: "P-1" })] });
    await box.did("orders/O-1/print");
    const card = await box.liveValue("passes/P-1");
    assert.equal(await main.scan(card, "M01"), "ok");
    assert.equal(await main.scan(card, "M02"), "wrong_performance");
    assert.equal((await box.order("O-1")).confirmed, true);
    assert.equal((await box.order("O-2")).status, "unprinted");
  }),
);

Deno.test(
  "27: where a match can be on paper or on a pass the line decides, and says nothing: paper",
  onStage(async ({ box }) => {
    await putWares(box);
    await place(box, "O-0", { lines: [item("1", "CLUB", "P-1")] });
    await place(box, "O-1", {
      lines: [
        admission("1", "M01"),
        admission("2", "M01", { passId: "P-1", carrier: "pass" }),
        admission("3", "M02", { carrier: "ticket" }),
        admission("4", "M02", { passId: "P-1" }),
      ],
    });
    const { lines } = await box.order("O-1");
    assert.deepEqual(
      lines.flatMap(({ actors }) => actors.map(({ kind }) => kind)),
      ["ticket", "pass", "ticket", "pass"],
    );
  }),
);

Deno.test(
  "28: what can be printed neither way is not sold, nor anything beside it, and is not printed",
  onStage(async ({ box, main }) => {
    await putWares(box);
    const sale = (line: Line) => saleOf(box, [admission("1", "M01"), line]);
    assert.equal(await sale(admission("2", "NEITHER")), "not-printable");
    assert.equal(await sale(admission("2", "CARDS-ONLY")), "not-printable-as-ticket");
    assert.equal((await box.ask("GET", "orders/O-1")).status, 404);
    const ticket = allocation({ performance: "NEITHER" });
    assert.equal((await box.refused("tickets/T-1/allocate", ticket)).code, "not-printable");
    await allocate(box, "T-2", { performance: "M02" });
    await put(
      box,
      "performances/M02",
      performance("M02", { ticketTemplate: null, eligiblePasses: [] }),
    );
    assert.equal((await box.refused("tickets/T-2/print")).code, "not-printable");
    assert.deepEqual(main.wire.posted, []);
  }),
);

async function saleOf(box: BoxOffice, lines: ReadonlyArray<Line>): Promise<string> {
  return (await box.refused("orders/O-1/place", { customerId: "C-9", lines })).code;
}
