/**
 * Scenarios 21 to 23: what is repeated acts once, towards the access control and towards us.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import type { CommandBody, ProblemBody } from "../support/service_client.ts";
import { acquire, add, allocate } from "../support/service_season.ts";

Deno.test(
  "21: an issue whose reply was lost is found by asking, and makes exactly one card",
  onStage(async ({ box, main }) => {
    await acquire(box, "P-1");
    await add(box, "P-1", { matches: ["M01"], orderId: "O-1" });
    await main.setFaults({ loseReplyAfterApply: { times: 1 } });
    await box.did("passes/P-1/print", { orderId: "O-1" });
    const card = await box.liveValue("passes/P-1");
    assert.deepEqual((await main.held("pass/P-1")).map(({ value }) => value), [card]);
    assert.deepEqual(main.posted("P-1"), ["issueCard"], "asked, not sent again");
    const [delivery] = await box.deliveries("passes/P-1");
    const outcomes = delivery?.attempts.map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ["transient", "asked:done"]);
    assert.equal(await main.scan(card, "M01"), "ok");
  }),
);

Deno.test(
  "22: a command delivered twice with one key acts once and is answered the same",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1");
    const asking = { body: {}, headers: { "idempotency-key": "print-T-1" } };
    const first = await box.ask<CommandBody>("POST", "tickets/T-1/print", asking);
    const second = await box.ask<CommandBody>("POST", "tickets/T-1/print", asking);
    assert.equal(first.status, 202);
    assert.equal(second.status, first.status);
    assert.deepEqual(second.body, first.body);
    assert.equal(first.headers.get("idempotency-replayed"), null);
    assert.equal(second.headers.get("idempotency-replayed"), "true");
    assert.equal(second.headers.get("etag"), first.headers.get("etag"));
    assert.equal(await box.outcome(first.body.operation), "confirmed");
    const third = await box.ask<CommandBody>("POST", "tickets/T-1/print", asking);
    assert.deepEqual(third.body, first.body, "also after the confirmation");
    const requested = (await box.events("tickets/T-1"))
      .filter(({ type }) => type === "PrintRequested");
    assert.equal(requested.length, 1);
    assert.deepEqual(main.posted("T-1"), ["issueTicket"]);
  }),
);

Deno.test(
  "22: of many requests with one key at the same moment one acts, the others repeat or wait",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1");
    const asking = { body: {}, headers: { "idempotency-key": "print-T-1" } };
    const answers = await Promise.all(
      Array.from(
        { length: 8 },
        () => box.ask<CommandBody & ProblemBody>("POST", "tickets/T-1/print", asking),
      ),
    );
    const accepted = answers.filter(({ status }) => status === 202);
    const [first] = accepted;
    for (const { body } of accepted) assert.deepEqual(body, first?.body);
    const acted = accepted.filter(({ headers }) => !headers.has("idempotency-replayed"));
    assert.equal(acted.length, 1);
    for (const { status, body } of answers.filter(({ status }) => status !== 202)) {
      assert.deepEqual([status, body.code], [409, "in-progress"]);
    }
    assert.equal(await box.outcome({ id: first?.body.operation.id ?? "" }), "confirmed");
    assert.deepEqual(main.posted("T-1"), ["issueTicket"]);
  }),
);

Deno.test(
  "23: the same key with another body is a 422 idempotency-key-reused, and nothing happens",
  onStage(async ({ box, main }) => {
    await allocate(box, "T-1");
    const headers = { "idempotency-key": "print-T-1", prefer: "wait=10" };
    const first = await box.ask("POST", "tickets/T-1/print", { body: {}, headers });
    assert.equal(first.status, 200);
    const { version } = await box.ticket("T-1");
    const other = await box.ask<ProblemBody>("POST", "tickets/T-1/print", {
      body: { printer: "BOX-2" },
      headers,
    });
    assert.equal(other.status, 422);
    assert.equal(other.body.code, "idempotency-key-reused");
    assert.equal((await box.ticket("T-1")).version, version);
    assert.deepEqual(main.posted("T-1"), ["issueTicket"]);
  }),
);

Deno.test(
  "answers out of form about two tickets hold up no other, and what was applied is confirmed afterwards",
  onStage(async ({ box, main }) => {
    const garbled = ["T-1", "T-2"];
    await main.setFaults({ garbledSubjects: garbled });
    const prints = await Promise.all(garbled.map(async (id) => {
      await allocate(box, id);
      return (await box.asked(`tickets/${id}/print`)).operation;
    }));
    for (const id of garbled) {
      const outcomes = async () => {
        const [delivery] = await box.deliveries(`tickets/${id}`);
        return delivery?.attempts.map(({ outcome }) => outcome) ?? [];
      };
      await eventuallyTrue("it is asked for again", async () => (await outcomes()).length > 3);
      assert.equal((await outcomes()).every((one) => /^(asked:)?permanent$/.test(one)), true);
    }
    await allocate(box, "T-3");
    await box.did("tickets/T-3/print");
    const { body } = await box.ask<Record<string, unknown>>("GET", "adapters/main");
    assert.deepEqual([body["status"], body["breaker"]], ["up", "closed"]);
    assert.deepEqual([body["backlog"], body["dead"]], [2, 0]);

    await main.setFaults({});
    assert.deepEqual(await Promise.all(prints.map(box.outcome)), ["confirmed", "confirmed"]);
    for (const id of garbled) {
      assert.deepEqual(main.posted(id), ["issueTicket"], "asked, not sent again");
    }
  }),
);
