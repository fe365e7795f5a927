/**
 * Scenario 24: the process is killed between the send and the answer on disk.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onFolder } from "../support/service_folder.ts";
import type { Gates } from "../support/service_gate.ts";
import { acquire, add, putSeason } from "../support/service_season.ts";

Deno.test(
  "24: killed after the card was issued there, the service asks after its restart: one record",
  crashing(async (main, { print, kill, restart }) => {
    const release = main.wire.holdReplies();
    await print();
    await eventuallyTrue(
      "the card is issued there",
      async () => (await main.held("pass/P-1")).length > 0,
    );
    await kill();
    release();
    await restart();
    assert.deepEqual(main.posted("P-1"), ["issueCard"], "asked, not sent again");
  }),
);

Deno.test(
  "24: killed while the access control had not applied it, the service sends it again: one record",
  crashing(async (main, { print, kill, restart }) => {
    await main.setFaults({ neverAnswer: { times: 1 } });
    await print();
    await eventuallyTrue("the issue has arrived", () => main.posted("P-1").length > 0);
    await kill();
    await main.setFaults({});
    await restart();
    const [first, second, ...others] = main.wire.posted;
    assert.deepEqual(others, []);
    assert.deepEqual(second, first, "the same bytes under the same id");
  }),
);

Deno.test(
  "24: killed as it asks after an issue whose reply was lost, it asks again: one record",
  crashing(async (main, { print, kill, restart }) => {
    const printed = Promise.withResolvers<void>();
    const killed = Promise.withResolvers<void>();
    main.wire.before("ask", () => printed.promise.then(kill).then(killed.resolve, killed.reject));
    await main.setFaults({ loseReplyAfterApply: { times: 1 } });
    await print().finally(printed.resolve);
    await killed.promise;
    assert.equal((await main.held("pass/P-1")).length, 1);
    await restart();
    assert.deepEqual(main.posted("P-1"), ["issueCard"], "asked, not sent again");
  }),
);

interface Crash {
  /** Prints P-1 with one admission: answered, not confirmed. */
  readonly print: () => Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same folder, waits for the confirmation, and looks at both sides. */
  readonly restart: () => Promise<void>;
}

function crashing(play: (main: Gates, crash: Crash) => Promise<void>): () => Promise<void> {
  return onFolder(async ({ main, start, inService }) => {
    const { box, service } = await start();
    let operation = { id: "" };
    await play(main, {
      print: async () => {
        await putSeason(box);
        await acquire(box, "P-1");
        await add(box, "P-1", { matches: ["M01"], orderId: "O-1" });
        operation = (await box.asked("passes/P-1/print", { orderId: "O-1" })).operation;
      },
      kill: async () => {
        await service.stop("SIGKILL");
      },
      restart: () =>
        inService(async (box) => {
          assert.equal(await box.outcome(operation), "confirmed");
          const pass = await box.pass("P-1");
          assert.equal(pass.status, "active");
          assert.equal(pass.printCount, 1);
          const card = await box.liveValue("passes/P-1");
          assert.deepEqual((await main.held("pass/P-1")).map(({ value }) => value), [card]);
          assert.equal(await main.scan(card, "M01"), "ok");
        }),
    });
  });
}
