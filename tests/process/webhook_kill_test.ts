/**
 * Webhooks of a service that is killed: what was committed is sent by the next one.
 *
 * @module
 */
import assert from "node:assert/strict";
import { openBoxOffice } from "../support/service_client.ts";
import { inFolder } from "../support/service_file.ts";
import { startDirectly } from "../support/service_starts.ts";
import {
  isSignedWith,
  openReceiver,
  putItem,
  subscribe,
  webhook,
} from "../support/webhook_receiver.ts";

const ROUNDS = 3;
const ITEMS_A_ROUND = 25;

Deno.test("a service that is killed again and again tells each fact, in order, under one id", () =>
  inFolder(async (folder) => {
    await using receiver = openReceiver();
    const settings = { GATEHOUSE_DATA: `${folder}/data` };
    const start = async () => {
      const service = await startDirectly(settings).up;
      const key = (await Deno.readTextFile(`${folder}/data/demo.key`)).trim();
      return { service, box: openBoxOffice(service.url, key) };
    };
    const codes: Array<string> = [];
    let { service, box } = await start();
    const hook = await subscribe(box, receiver.url, { filter: { kind: "item" } });
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (let n = 0; n < ITEMS_A_ROUND; n += 1) {
        codes.push(`I-${round}-${n}`);
        await putItem(box, `I-${round}-${n}`);
      }
      await receiver.until((round - 1) * ITEMS_A_ROUND + 5);
      service.kill("SIGKILL");
      await service.ended;
      ({ service, box } = await start());
    }
    await putItem(box, "LAST");
    const wanted = [...codes, "LAST"].map((code) => `item/${code}`);
    const seen = () => receiver.messages.map(({ event }) => event.subject);
    while (!seen().includes("item/LAST")) await receiver.until(receiver.messages.length + 1);
    assert.deepEqual([...new Set(seen())], wanted);
    const ids = Map.groupBy(receiver.messages, ({ event }) => event.subject);
    for (const [subject, messages] of ids) {
      assert.equal(new Set(messages.map(({ id }) => id)).size, 1, subject);
    }
    assert.ok(receiver.messages.every((message) => isSignedWith(hook.secret, message)));
    assert.equal((await webhook(box, hook)).failing, null);
    assert.equal((await service.stop()).code, 0);
  }));

Deno.test("a host that the process may not reach is a failure that says so", () =>
  inFolder(async (folder) => {
    const service = await startDirectly({ GATEHOUSE_DATA: `${folder}/data` }).up;
    const key = (await Deno.readTextFile(`${folder}/data/demo.key`)).trim();
    const box = openBoxOffice(service.url, key);
    const { id } = await subscribe(box, "http://[::1]:9999/hook", { paused: true });
    const { body } = await box.ask<{ reason: string }>("POST", `webhooks/${id}/test`, { body: {} });
    assert.match(body.reason, /GATEHOUSE_ALLOW_NET/);
    assert.equal((await service.stop()).code, 0);
  }));
