/**
 * What a webhook is told when the service was stopped in between.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { type Configuration, DEFAULT_RATE_LIMIT } from "../../../adapters/configuration/mod.ts";
import { serve } from "../../../main.ts";
import { SCOPES } from "../../../routes/mod.ts";
import { fingerprint } from "../../../routes/keys.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { type BoxOffice, openBoxOffice } from "../../support/service_client.ts";
import { isSignedWith, openReceiver, putItem } from "../../support/webhook_receiver.ts";

const KEY = "a-key-of-this-test";

function configurationOf(data: string): Configuration {
  const valid = { expiresAt: null, rateLimit: null };
  const key = { id: "all", sha256: fingerprint(KEY), scopes: [...SCOPES], ...valid };
  const tenant = {
    id: "riverside",
    keys: [key],
    accessControl: {},
    rateLimit: DEFAULT_RATE_LIMIT,
    webhookHosts: ["127.0.0.1"],
  };
  return { host: "127.0.0.1", port: 0, data, log: "json", builtIn: null, tenants: [tenant] };
}

/** One life of the service on this folder. */
async function during(data: string, play: (box: BoxOffice) => Promise<void>): Promise<void> {
  await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const { port } = yield* serve(configurationOf(data));
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
