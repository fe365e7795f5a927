/**
 * Webhooks over real HTTP: signed, in order, repeated until taken, and to allowed hosts only.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import { KEYS, onStage, type Stage } from "../../support/service.ts";
import { openReceiver, type Receiver, verifySignature } from "../../support/webhook_receiver.ts";

interface Hook {
  readonly id: string;
  readonly version: number;
  readonly secret: string;
  readonly status: string;
  readonly disabled: string | null;
}

/** One attempt, or one fact with its attempts. */
interface Sent {
  readonly id: string;
  readonly status: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly httpStatus: number | null;
}

async function define({ box }: Stage, body: object): Promise<Hook> {
  const { status, body: hook } = await box.ask<Hook>("POST", "webhooks", { body });
  assert.equal(status, 201, JSON.stringify(hook));
  return hook;
}

function ofTickets({ url }: Receiver): object {
  return { url, filter: { kind: "ticket" } };
}

const SALE = { orderId: "O-1", customerId: "C-1", performance: "M01", priceType: "adult" };

/** No two seats alike. */
async function sell({ box }: Stage, id: string): Promise<void> {
  const seat = { section: "N", row: "F", number: id.slice(2) };
  await box.did(`tickets/${id}/allocate`, { ...SALE, seat });
}

Deno.test(
  "every fact that a webhook wants comes in the log's order, signed, and no other",
  onStage(async (stage) => {
    await using receiver = openReceiver();
    const hook = await define(stage, ofTickets(receiver));
    await stage.box.did("orders/O-9/place", {
      customerId: "C-9",
      lines: [{ lineId: "1", kind: "performance", code: "M01", priceType: "adult" }],
    });
    for (const id of ["T-1", "T-2", "T-3"]) await sell(stage, id);
    await eventuallyTrue("four sales are told", () => receiver.received.length === 4);
    const { received } = receiver;
    for (const message of received) {
      verifySignature(hook.secret, message);
      assert.equal(message.event.specversion, "1.0");
      assert.match(message.event.subject, /^ticket\//);
      assert.ok(message.event.data.sentence.length > 5);
    }
    assert.deepEqual(
      received.slice(1).map(({ event }) => event.subject),
      ["ticket/T-1", "ticket/T-2", "ticket/T-3"],
    );
    const positions = received.map(({ event }) => event.data.position);
    assert.deepEqual(positions, positions.toSorted((a, b) => a - b));
    const [first] = received;
    assert.ok(first !== undefined);
    const forged = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    assert.throws(() => verifySignature(forged, first));
  }),
);

Deno.test(
  "what is not taken is sent again under its id, and nothing overtakes it",
  onStage(async (stage) => {
    await using receiver = openReceiver();
    await define(stage, ofTickets(receiver));
    receiver.answerNext(
      new Response("busy", { status: 500 }),
      new Response(null, { status: 503, headers: { "retry-after": "0" } }),
    );
    await sell(stage, "T-1");
    await sell(stage, "T-2");
    await eventuallyTrue("both are taken", () => receiver.received.length === 4);
    const [first, second, third, other] = receiver.received.map(({ id }) => id);
    assert.equal(first, second);
    assert.equal(first, third);
    assert.notEqual(first, other);
  }),
);

Deno.test(
  "after a rotation both secrets sign; without overlap the new one alone",
  onStage(async (stage) => {
    await using receiver = openReceiver();
    const { box } = stage;
    const old = await define(stage, ofTickets(receiver));
    const rotate = async (overlapHours: number) =>
      (await box.ask<Hook>("POST", `webhooks/${old.id}/rotate`, { body: { overlapHours } })).body;
    const fresh = await rotate(1);
    assert.notEqual(fresh.secret, old.secret);
    await sell(stage, "T-1");
    const both = await eventually("a message", () => receiver.received[0] ?? null);
    verifySignature(old.secret, both);
    verifySignature(fresh.secret, both);
    const last = await rotate(0);
    await sell(stage, "T-2");
    const one = await eventually("another message", () => receiver.received[1] ?? null);
    verifySignature(last.secret, one);
    assert.throws(() => verifySignature(fresh.secret, one));
  }),
);

Deno.test(
  "a barcode is masked in what webhooks are sent, and a secret is shown once",
  onStage(async (stage) => {
    await using receiver = openReceiver();
    const { box } = stage;
    const hook = await define(stage, ofTickets(receiver));
    await sell(stage, "T-1");
    await box.did("tickets/T-1/print", {});
    const barcode = await box.liveValue("tickets/T-1");
    await eventuallyTrue(
      "the barcode's fact is told",
      () => receiver.received.some(({ body }) => body.includes(barcode.slice(-4))),
    );
    assert.ok(receiver.received.every(({ body }) => !body.includes(barcode)));
    const { body } = await box.ask("GET", `webhooks/${hook.id}`);
    assert.ok(!JSON.stringify(body).includes(hook.secret));
  }),
);

Deno.test(
  "a paused webhook is sent nothing, and then all that it missed",
  onStage(async (stage) => {
    await using receiver = openReceiver();
    const { box } = stage;
    const hook = await define(stage, { ...ofTickets(receiver), paused: true });
    await sell(stage, "T-1");
    const { body: shown } = await box.ask<Hook>("GET", `webhooks/${hook.id}`);
    assert.equal(shown.status, "paused");
    assert.equal(receiver.received.length, 0);
    await box.ask("PUT", `webhooks/${hook.id}`, { body: ofTickets(receiver) });
    await eventuallyTrue("the sale is told", () => receiver.received.length === 1);
  }),
);

Deno.test(
  "a fact is sent once more on request, and a test tells of nothing",
  onStage(async (stage) => {
    await using receiver = openReceiver();
    const { box } = stage;
    const { id } = await define(stage, ofTickets(receiver));
    await sell(stage, "T-1");
    const sent = await eventually("it is delivered", async () => {
      const { body } = await box.ask<{ data: Array<Sent> }>("GET", `webhooks/${id}/deliveries`);
      return body.data.find(({ status }) => status === "delivered") ?? null;
    });
    const again = await box.ask<Sent>(
      "POST",
      `webhooks/${id}/deliveries/${sent.id}/redeliver`,
      { body: {} },
    );
    assert.equal(again.body.outcome, "delivered");
    assert.deepEqual(receiver.received.map((one) => one.id), [sent.id, sent.id]);
    const tried = await box.ask<Sent>("POST", `webhooks/${id}/test`, { body: {} });
    assert.equal(tried.body.outcome, "delivered");
    assert.equal(receiver.received[2]?.event.type, "gatehouse.webhook.test");
  }),
);

Deno.test(
  "a redirect is not followed, 410 ends it, and a change starts it again",
  onStage(async (stage) => {
    await using receiver = openReceiver();
    await using elsewhere = openReceiver();
    const { box } = stage;
    const { id } = await define(stage, ofTickets(receiver));
    receiver.answerNext(Response.redirect(elsewhere.url, 307), new Response(null, { status: 410 }));
    const redirected = await box.ask<Sent>("POST", `webhooks/${id}/test`, { body: {} });
    assert.equal(redirected.body.outcome, "failed");
    assert.match(redirected.body.reason ?? "", /redirects are not followed/);
    assert.equal(elsewhere.received.length, 0);
    await sell(stage, "T-1");
    const gone = await eventually("it is disabled", async () => {
      const { body } = await box.ask<Hook>("GET", `webhooks/${id}`);
      return body.status === "disabled" ? body : null;
    });
    assert.match(gone.disabled ?? "", /410/);
    await box.ask("PUT", `webhooks/${id}`, { body: ofTickets(receiver) });
    await eventuallyTrue("the sale is told after all", () => receiver.received.length === 3);
  }),
);

Deno.test(
  "an address on a host that the configuration does not name is refused, and names the setting",
  onStage(async ({ box }) => {
    const addresses = [
      "http://169.254.169.254/latest",
      "http://localhost:9/",
      "https://[::1]/hook",
      "ftp://127.0.0.1/",
      "http://user:pass@127.0.0.1/",
    ];
    for (const url of addresses) {
      const { status, body } = await box.ask<{ errors: Array<{ pointer: string }> }>(
        "POST",
        "webhooks",
        { body: { url } },
      );
      assert.equal(status, 422, url);
      assert.deepEqual(body.errors.map(({ pointer }) => pointer), ["/url"], url);
    }
    const { body } = await box.ask("POST", "webhooks", {
      key: KEYS.harbour,
      body: { url: "http://127.0.0.1:9/" },
    });
    assert.match(JSON.stringify(body), /webhookHosts/);
  }),
);

Deno.test(
  "another tenant sees nothing of a webhook, and a key without admin neither",
  onStage(async (stage) => {
    await using receiver = openReceiver();
    const { box } = stage;
    const { id } = await define(stage, ofTickets(receiver));
    const asOther = { key: KEYS.harbour };
    assert.equal((await box.ask("GET", `webhooks/${id}`, asOther)).status, 404);
    assert.deepEqual(
      (await box.ask<{ data: Array<Hook> }>("GET", "webhooks", asOther)).body.data,
      [],
    );
    const remove = await box.ask("DELETE", `webhooks/${id}`, asOther);
    assert.equal(remove.status, 404);
    assert.equal((await box.ask("GET", "webhooks", { key: KEYS.clerk })).status, 403);
  }),
);
