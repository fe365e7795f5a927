/**
 * A fact that a webhook's receiver never takes, and the operator who goes past it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import type { BoxOffice, ProblemBody } from "../support/service_client.ts";
import {
  openReceiver,
  putItem,
  type Receiver,
  subscribe,
  webhook,
  type WebhookBody,
} from "../support/webhook_receiver.ts";

const ITEMS = { filter: { kind: "item" } };
const REASON = { reason: "It knows no scarves" };

/** Refused, and not to be tried again within this test. */
const NEVER = { status: 400, headers: { "retry-after": "3600" } };

interface Blocked {
  readonly hook: WebhookBody;
  /** Of SCARF, at which it stands, and of CAP behind it. */
  readonly ids: readonly [scarf: string, cap: string];
}

/** A webhook that stands at SCARF, with CAP behind it. */
async function block(box: BoxOffice, receiver: Receiver): Promise<Blocked> {
  receiver.answer(NEVER);
  const hook = await subscribe(box, receiver.url, ITEMS);
  await putItem(box, "SCARF");
  await putItem(box, "CAP");
  await eventuallyTrue("it fails", async () => (await webhook(box, hook)).failing !== null);
  const [cap, scarf] = await statuses(box, hook);
  return { hook, ids: [scarf?.id ?? "", cap?.id ?? ""] };
}

async function statuses(box: BoxOffice, { id }: WebhookBody) {
  const path = `webhooks/${id}/deliveries`;
  const { body } = await box.ask<
    { readonly data: ReadonlyArray<{ readonly id: string; readonly status: string }> }
  >("GET", path);
  return body.data;
}

function skip(box: BoxOffice, { id }: WebhookBody, delivery: string, more: object = {}) {
  const path = `webhooks/${id}/deliveries/${delivery}/skip`;
  return box.ask<WebhookBody & ProblemBody>("POST", path, { body: REASON, ...more });
}

Deno.test(
  "a fact that is never taken is skipped for a reason, and the next one is sent at once",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const { hook, ids: [scarf] } = await block(box, receiver);
    const asking = { headers: { "idempotency-key": "past-it" } };
    const { status, body } = await skip(box, hook, scarf, asking);
    assert.equal(status, 200, JSON.stringify(body));
    const messages = await receiver.until(2);
    assert.deepEqual(messages.map(({ event }) => event.subject), ["item/SCARF", "item/CAP"]);
    await eventuallyTrue(
      "what was skipped is told from what was taken",
      async () =>
        (await statuses(box, hook)).map((one) => one.status).join() === "delivered,skipped",
    );
    const now = await webhook(box, hook);
    assert.deepEqual([now.failing, now.version], [null, 2]);
    const again = await skip(box, hook, scarf, asking);
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    const log = "events?kind=webhook&type=WebhookFactSkipped";
    const { body: { data } } = await box.ask<{ data: ReadonlyArray<{ sentence: string }> }>(
      "GET",
      log,
    );
    const position = scarf.split(".").at(-1);
    assert.deepEqual(data.map(({ sentence }) => sentence), [
      `Fact ${position} of the log is not sent to the webhook: It knows no scarves`,
    ]);
  }),
);

Deno.test(
  "nothing is skipped but what the webhook stands at, and never without a reason",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const { hook, ids: [scarf, cap] } = await block(box, receiver);
    const early = await skip(box, hook, cap);
    assert.deepEqual([early.status, early.body.code], [409, "fact-not-stood-at"]);
    assert.equal((await skip(box, hook, scarf, { body: {} })).status, 422);
    assert.equal((await skip(box, hook, `${hook.id}.1`)).status, 404);
    assert.equal((await webhook(box, hook)).version, 1);
    assert.equal(receiver.messages.length, 1);
  }),
);

Deno.test(
  "a webhook that is paused meanwhile goes on behind what was skipped",
  onStage(async ({ box }) => {
    await using receiver = openReceiver();
    const { hook, ids: [scarf] } = await block(box, receiver);
    const body = { url: receiver.url, ...ITEMS };
    await box.ask("PUT", `webhooks/${hook.id}`, { body: { ...body, paused: true } });
    assert.equal((await skip(box, hook, scarf)).status, 200);
    assert.equal((await webhook(box, hook)).failing, null);
    await box.ask("PUT", `webhooks/${hook.id}`, { body });
    const messages = await receiver.until(2);
    assert.deepEqual(messages.map(({ event }) => event.subject), ["item/SCARF", "item/CAP"]);
  }),
);
