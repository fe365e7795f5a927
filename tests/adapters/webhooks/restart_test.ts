/**
 * What a webhook is told when the service was stopped in between.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { serve } from "../../../main.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { type BoxOffice, openBoxOffice } from "../../support/service_client.ts";
import { aConfiguration, aKey, aTenant } from "../../support/service_configuration.ts";
import { isSignedWith, openReceiver, putItem } from "../../support/webhook_receiver.ts";

const KEY = "a-key-of-this-test";

const TENANT = aTenant({ keys: [aKey("all", KEY)], webhookHosts: ["127.0.0.1"] });

/** One life of the service on this folder. */
async function during(data: string, play: (box: BoxOffice) => Promise<void>): Promise<void> {
  await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const { port } = yield* serve(aConfiguration([TENANT], { data }));
    yield* Effect.promise(() => play(openBoxOffice(`http://127.0.0.1:${port}`, KEY)));
  })));
}

Deno.test("a fact that was not taken before a stop is told after it, in its order", async () => {
  const folder = await Deno.makeTempDir();
  await using receiver = openReceiver();
  let secret = "";
  try {
    await during(folder, async (box) => {
      const { body: hook } = await box.ask<{ secret: string }>("POST", "webhooks", {
        body: { url: receiver.url, filter: { kind: "item" } },
      });
      secret = hook.secret;
      const busy = { status: 503, headers: { "retry-after": "3600" } };
      receiver.answer(busy);
      await putItem(box, "SCARF");
      await eventuallyTrue("it was tried", () => receiver.messages.length >= 1);
      await putItem(box, "CAP");
    });
    const before = receiver.messages.length;
    await during(folder, async () => {
      await eventuallyTrue(
        "both are told",
        () => new Set(receiver.messages.slice(before).map(({ event }) => event.subject)).size === 2,
      );
    });
    const after = receiver.messages.slice(before);
    assert.equal(after[0]?.id, receiver.messages[0]?.id, "under the id that it had");
    for (const message of after) assert.ok(isSignedWith(secret, message));
    const positions = after.map(({ event }) => event.data.position);
    assert.deepEqual(positions, positions.toSorted((one, other) => one - other));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("where a disabled webhook stands, and what was skipped there, holds over a stop", async () => {
  const folder = await Deno.makeTempDir();
  await using receiver = openReceiver();
  receiver.answer({ status: 410 });
  const asked = { url: receiver.url, filter: { kind: "item" } };
  let path = "";
  const told = async (box: BoxOffice) => {
    const { body } = await box.ask<
      { readonly data: ReadonlyArray<{ readonly id: string; readonly status: string }> }
    >("GET", `${path}/deliveries`);
    return body.data;
  };
  try {
    await during(folder, async (box) => {
      const { body: { id } } = await box.ask<{ id: string }>("POST", "webhooks", { body: asked });
      path = `webhooks/${id}`;
      await putItem(box, "SCARF");
      await putItem(box, "CAP");
      await eventuallyTrue(
        "it is disabled",
        async () => (await box.ask<{ status: string }>("GET", path)).body.status === "disabled",
      );
    });
    await during(folder, async (box) => {
      const [cap, scarf] = await told(box);
      assert.deepEqual([cap?.status, scarf?.status], ["waiting", "failing"]);
      const body = { reason: "It knows no scarves" };
      const skipped = await box.ask("POST", `${path}/deliveries/${scarf?.id}/skip`, { body });
      assert.equal(skipped.status, 200);
    });
    await during(folder, async (box) => {
      assert.deepEqual((await told(box)).map(({ status }) => status), ["waiting", "skipped"]);
      await box.ask("PUT", path, { body: asked });
      const messages = await receiver.until(2);
      assert.deepEqual(messages.map(({ event }) => event.subject), ["item/SCARF", "item/CAP"]);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
