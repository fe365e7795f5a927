/**
 * The client's customers: read whole, and erased.
 *
 * @module
 */
import assert from "node:assert/strict";
import { gatehouse } from "../../../routes/client/mod.ts";
import { KEYS, onStage } from "../../support/service.ts";
import { allocate } from "../../support/service_season.ts";

Deno.test(
  "the client reads what a customer has and erases who it is",
  onStage(async ({ url, box }) => {
    const { customers, tickets } = gatehouse({ url, key: KEYS.all });
    await allocate(box, "T-1", { customerId: "C-77" });
    const held = await customers.get("C-77");
    assert.deepEqual(held.tickets.map(({ ticketId }) => ticketId), ["T-1"]);
    assert.deepEqual([held.customerId, held.passes, held.orders], ["C-77", [], []]);
    const { alias } = await customers.erase("C-77", "Asked for in writing");
    assert.equal(alias, held.alias);
    assert.equal((await tickets.get("T-1")).customerId, alias);
    await assert.rejects(customers.get("C-77"), { code: "not-found" });
  }),
);

Deno.test("the client reads all pages of a customer", async () => {
  const asked: Array<string> = [];
  const pages = [{ tickets: [{ ticketId: "T-1" }], next: "more" }, {
    tickets: [{ ticketId: "T-2" }],
    next: null,
  }];
  const { customers } = gatehouse({
    url: "http://gatehouse.example",
    key: "any",
    fetch: (target) => {
      asked.push(new URL(target).search);
      const page = { customerId: "C-1", alias: "cu_", passes: [], orders: [], ...pages.shift() };
      return Promise.resolve(Response.json(page));
    },
  });
  const { tickets } = await customers.get("C-1");
  assert.deepEqual(tickets.map(({ ticketId }) => ticketId), ["T-1", "T-2"]);
  assert.deepEqual(asked, ["?limit=500", "?limit=500&cursor=more"]);
});
