/**
 * Webhooks of a running service: what they are sent, how it is signed, and what happens when it is
 * not taken.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { KEYS, onStage } from "../support/service.ts";
import type { BoxOffice, ProblemBody } from "../support/service_client.ts";
import { printedTicket } from "../support/service_season.ts";
import {
  isSignedWith,
  openReceiver,
  putItem,
  subscribe,
  webhook,
  type WebhookBody,
} from "../support/webhook_receiver.ts";

const ITEMS = { filter: { kind: "item" } };

interface Attempt {
  readonly outcome: string;
  readonly httpStatus: number | null;
  readonly reason: string | null;
  readonly answer: string | null;
}

interface DeliveryBody {
  readonly id: string;
  readonly status: string;
  readonly attempts: ReadonlyArray<Attempt>;
}

async function deliveries(box: BoxOffice, { id }: WebhookBody) {
  const path = `webhooks/${id}/deliveries`;
  const { body } = await box.ask<{ data: ReadonlyArray<DeliveryBody> }>("GET", path);
  return body.data;
}

async function change(box: BoxOffice, { id }: WebhookBody, body: unknown): Promise<WebhookBody> {
  const answer = await box.ask<WebhookBody>("PUT", `webhooks/${id}`, { body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

Deno.test(
  "a fact is sent as a CloudEvent, signed so that the receivers' library verifies it",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const { id, secret } = await subscribe(box, receiver.url, ITEMS);
    await putItem(box, "CAP", "Club cap");
    const [message] = await receiver.until(1);
    assert.ok(message !== undefined && secret.startsWith("whsec_"));
    assert.ok(isSignedWith(secret, message));
    assert.ok(!isSignedWith("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message));
    const { event, headers } = message;
    assert.equal(headers.get("content-type"), "application/cloudevents+json");
    assert.equal(message.id, `${id}.${event.data.position}`);
    assert.deepEqual({ ...event, time: "", data: null }, {
      specversion: "1.0",
      id: String(event.data.position),
      source: "/gatehouse/riverside",
      type: "gatehouse.item.ItemDefined",
      subject: "item/CAP",
      time: "",
      datacontenttype: "application/json",
      data: null,
    });
    assert.equal(event.data.sentence, 'Item "Club cap" defined');
    const { body } = await box.ask<{ data: ReadonlyArray<object> }>("GET", "events?actor=item/CAP");
    assert.deepEqual(event.data, body.data[0]);
  }),
);

Deno.test(
  "only what the filter wants is sent, in the order of the log, and nothing from before",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    await putItem(box, "BEFORE");
    await subscribe(box, receiver.url, ITEMS);
    const codes = Array.from({ length: 30 }, (_, index) => `I-${index}`);
    for (const code of codes) await putItem(box, code);
    await box.ask("PUT", "bundles/B1", { body: { name: "Not wanted" } });
    await putItem(box, "LAST");
    const messages = await receiver.until(31);
    const subjects = messages.map(({ event }) => event.subject);
    assert.deepEqual(subjects, [...codes, "LAST"].map((code) => `item/${code}`));
  }),
);

Deno.test(
  "barcodes are masked in messages",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    await subscribe(box, receiver.url, { filter: { type: "BarcodeBound" } });
    const barcode = await printedTicket(box, "T-1");
    const [message] = await receiver.until(1);
    assert.ok(message !== undefined && !message.text.includes(barcode));
    assert.ok(message.text.includes(`••••${barcode.slice(-4)}`));
  }),
);

Deno.test(
  "what is not taken is sent again under the same id, and nothing overtakes it",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    receiver.answer({ status: 500, body: "out of order" }, { status: 503 });
    const hook = await subscribe(box, receiver.url, ITEMS);
    await putItem(box, "ONE");
    await putItem(box, "TWO");
    const messages = await receiver.until(4);
    const subjects = messages.map(({ event }) => event.subject);
    assert.deepEqual(subjects, ["item/ONE", "item/ONE", "item/ONE", "item/TWO"]);
    assert.equal(new Set(messages.slice(0, 3).map(({ id }) => id)).size, 1);
    const { data: [, first] } = await eventually("both are delivered", async () => {
      const data = await deliveries(box, hook);
      return data.every(({ status }) => status === "delivered") ? { data } : null;
    });
    assert.deepEqual(first?.attempts.map(({ outcome }) => outcome), [
      "failed",
      "failed",
      "delivered",
    ]);
    assert.equal(first?.attempts[0]?.reason, "it answered 500");
    assert.equal(first?.attempts[0]?.answer, "out of order");
  }),
);

Deno.test(
  "a receiver that asks for time is given it",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    receiver.answer({ status: 429, headers: { "retry-after": "2" } });
    await subscribe(box, receiver.url, ITEMS);
    await putItem(box, "ONE");
    await receiver.until(1);
    const askedAt = performance.now();
    await receiver.until(2);
    const waitedMs = performance.now() - askedAt;
    assert.ok(waitedMs > 1_800, `only ${waitedMs} ms`);
  }),
);

Deno.test(
  "after a rotation both secrets sign until the old one ends",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const hook = await subscribe(box, receiver.url, ITEMS);
    const rotate = async (body: unknown) =>
      (await box.ask<WebhookBody>("POST", `webhooks/${hook.id}/rotate`, { body })).body.secret;
    const second = await rotate({});
    await putItem(box, "ONE");
    const [both] = await receiver.until(1);
    assert.ok(both !== undefined);
    assert.equal(both.headers.get("webhook-signature")?.split(" ").length, 2);
    assert.deepEqual([hook.secret, second].map((one) => isSignedWith(one, both)), [true, true]);
    const third = await rotate({ overlapHours: 0 });
    await putItem(box, "TWO");
    const [, alone] = await receiver.until(2);
    assert.ok(alone !== undefined);
    assert.deepEqual(
      [hook.secret, second, third].map((one) => isSignedWith(one, alone)),
      [true, false, true],
      "the first still has its 24 hours",
    );
  }),
);

Deno.test(
  "a paused webhook is sent nothing, and all that it has missed when it goes on",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const hook = await subscribe(box, receiver.url, { ...ITEMS, paused: true });
    await using other = openReceiver();
    await subscribe(box, other.url, ITEMS);
    await putItem(box, "ONE");
    await putItem(box, "TWO");
    await other.until(2);
    assert.equal(receiver.messages.length, 0);
    assert.equal((await webhook(box, hook)).status, "paused");
    await change(box, hook, { url: receiver.url, ...ITEMS });
    const messages = await receiver.until(2);
    assert.deepEqual(messages.map(({ event }) => event.subject), ["item/ONE", "item/TWO"]);
  }),
);

Deno.test(
  "a receiver that is gone disables its webhook for all to see, and a change enables it",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    receiver.answer({ status: 410 });
    const hook = await subscribe(box, receiver.url, ITEMS);
    await putItem(box, "ONE");
    await eventuallyTrue(
      "it is disabled",
      async () => (await webhook(box, hook)).status === "disabled",
    );
    assert.equal((await webhook(box, hook)).disabled, "its address answered 410 Gone");
    const { body } = await box.ask<{ data: ReadonlyArray<{ sentence: string }> }>(
      "GET",
      "events?kind=webhook&type=WebhookDisabled",
    );
    assert.deepEqual(body.data.map(({ sentence }) => sentence), [
      "Webhook disabled: its address answered 410 Gone",
    ]);
    await change(box, hook, { url: receiver.url, ...ITEMS });
    const [first, again] = await receiver.until(2);
    assert.equal(again?.id, first?.id);
  }),
);

Deno.test(
  "a delivered fact can be sent once more under its id, whatever comes of it",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const hook = await subscribe(box, receiver.url, ITEMS);
    await putItem(box, "ONE");
    const [first] = await receiver.until(1);
    const redeliver = (id: string) =>
      box.ask<Attempt>("POST", `webhooks/${hook.id}/deliveries/${id}/redeliver`, { body: {} });
    receiver.answer({ status: 500 });
    assert.equal((await redeliver(first?.id ?? "")).body.outcome, "failed");
    assert.equal((await redeliver(first?.id ?? "")).body.outcome, "delivered");
    const ids = receiver.messages.map(({ id }) => id);
    assert.deepEqual(ids, [first?.id, first?.id, first?.id]);
    for (const id of [`${hook.id}.1`, `w-else.${first?.event.id}`, "nothing", `${hook.id}.`]) {
      assert.equal((await redeliver(id)).status, 404, id);
    }
  }),
);

Deno.test(
  "a test message is signed, tells of nothing, and says how it went",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const { id, secret } = await subscribe(box, receiver.url, { paused: true });
    receiver.answer({ status: 418, body: "short and stout" });
    const { body } = await box.ask<Attempt>("POST", `webhooks/${id}/test`, { body: {} });
    assert.equal(body.outcome, "failed");
    assert.equal(body.httpStatus, 418);
    assert.equal(body.answer, "short and stout");
    const [message] = await receiver.until(1);
    assert.ok(message !== undefined && isSignedWith(secret, message));
    assert.equal(message.event.type, "gatehouse.webhook.test");
    receiver.answer({ status: 200, body: "x".repeat(1_000_000) });
    const talkative = await box.ask<Attempt>("POST", `webhooks/${id}/test`, { body: {} });
    assert.equal(talkative.body.outcome, "delivered");
    assert.equal(talkative.body.answer?.length, 500, "only the start of an answer is kept");
  }),
);

Deno.test(
  "a redirect is not followed, and nobody listening is a failure that is told",
  onStage(async ({ box }) => {
    await using elsewhere = openReceiver();
    await using receiver = openReceiver();
    receiver.answer({ status: 307, headers: { location: elsewhere.url } });
    const { id } = await subscribe(box, receiver.url, { paused: true });
    const test = async () =>
      (await box.ask<Attempt>("POST", `webhooks/${id}/test`, { body: {} })).body;
    assert.equal((await test()).reason, "it answered 307: redirects are not followed");
    assert.equal(elsewhere.messages.length, 0);
    await receiver[Symbol.asyncDispose]();
    assert.equal((await test()).reason, "no connection could be made");
  }),
);

Deno.test(
  "an address on a host that the configuration does not allow is refused with the setting named",
  onStage(async ({ box }) => {
    const addresses = [
      "http://localhost:9/hook",
      "http://127.0.0.2/hook",
      "http://169.254.169.254/latest",
      "ftp://127.0.0.1/hook",
      "http://user:word@127.0.0.1/hook",
    ];
    for (const url of addresses) {
      const { status, body } = await box.ask<ProblemBody>("POST", "webhooks", { body: { url } });
      assert.equal(status, 422, url);
      assert.equal(body.errors?.[0]?.pointer, "/url");
    }
    const { body } = await box.ask<ProblemBody>("POST", "webhooks", {
      key: KEYS.harbour,
      body: { url: "http://127.0.0.1:9/hook" },
    });
    assert.match(body.errors?.[0]?.detail ?? "", /webhookHosts/);
  }),
);

Deno.test(
  "another tenant sees no webhook, changes none, and its facts are sent to none",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const { id } = await subscribe(box, receiver.url, ITEMS);
    const key = KEYS.harbour;
    await box.ask("PUT", "items/THEIRS", { key, body: { name: "Theirs" } });
    await putItem(box, "OURS");
    const [first] = await receiver.until(1);
    assert.equal(first?.event.subject, "item/OURS");
    const { body } = await box.ask<{ data: ReadonlyArray<object> }>("GET", "webhooks", { key });
    assert.deepEqual(body.data, []);
    const asked = ["GET ", "DELETE ", "GET /deliveries", "POST /test", "POST /rotate"];
    for (const [method = "", path = ""] of asked.map((one) => one.split(" "))) {
      const sent = method === "POST" ? { key, body: {} } : { key };
      assert.equal((await box.ask(method, `webhooks/${id}${path}`, sent)).status, 404, path);
    }
  }),
);

Deno.test(
  "a webhook is defined once a key, shown without its secret, counted, and removed for good",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const asking = {
      body: { url: receiver.url, filter: { actor: "ticket/T-1", from: "2026-08-01T12:00:00Z" } },
      headers: { "idempotency-key": "one" },
    };
    const first = await box.ask<WebhookBody>("POST", "webhooks", asking);
    const again = await box.ask<WebhookBody>("POST", "webhooks", asking);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    const { id } = first.body;
    const read = await webhook(box, { id });
    assert.deepEqual(Object.keys(read).filter((name) => name === "secret"), []);
    assert.deepEqual(read.filter, { actor: "ticket/T-1", from: "2026-08-01T12:00:00.000Z" });
    const { body: log } = await box.ask("GET", "events?kind=webhook");
    assert.ok(!JSON.stringify(log).includes("whsec_"));
    for (let n = 1; n < 20; n += 1) await subscribe(box, receiver.url);
    const more = await box.ask<ProblemBody>("POST", "webhooks", { body: { url: receiver.url } });
    assert.deepEqual([more.status, more.body.code], [409, "too-many-webhooks"]);
    assert.equal((await box.ask("DELETE", `webhooks/${id}`)).status, 200);
    assert.equal((await box.ask("GET", `webhooks/${id}`)).status, 404);
    const late = await box.ask<ProblemBody>("POST", `webhooks/${id}/rotate`, { body: {} });
    assert.deepEqual([late.status, late.body.code], [409, "webhook-not-defined"]);
  }),
);
