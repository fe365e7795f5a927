/**
 * P10 for answers that wait: prints that the access control has not answered yet when SIGTERM comes.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { eventuallyTrue } from "../support/eventually.ts";
import { type BoxOffice, openBoxOffice } from "../support/service_client.ts";
import { configurationFile, inFolder, KEY, writeConfiguration } from "../support/service_file.ts";
import { type Gates, openGates } from "../support/service_gate.ts";
import { allocate, allocation, putSeason } from "../support/service_season.ts";
import { startDirectly } from "../support/service_starts.ts";
import { assertedRound, type Count, type Round, type Trial } from "./trial.ts";

const PRINTS = 20;

/** The stop waits for what clients wait for. */
export const PRINTS_UNDER_WAY: Trial = {
  promise: "P10",
  title: "a service that is stopped while prints wait for the access control answers them first",
  rounds: 1,
  round: () => Effect.runPromise(Effect.scoped(stoppedWhilePrinting())),
};

const stoppedWhilePrinting = Effect.fnUntraced(function* () {
  const main = yield* openGates();
  return yield* Effect.promise((): Promise<Round> =>
    assertedRound(async (count) => {
      await inFolder((folder) => stopWhilePrinting(main, { folder, count }));
      await main.assertOracles();
    })
  );
});

async function stopWhilePrinting(
  main: Gates,
  { folder, count }: { readonly folder: string; readonly count: Count },
): Promise<void> {
  const settings = {
    GATEHOUSE_DATA: `${folder}/data`,
    GATEHOUSE_CONFIG: await writeConfiguration(folder, configurationFile(main.wire.url)),
  };
  const service = await startDirectly(settings).up;
  const box = openBoxOffice(service.url, KEY);
  await putSeason(box);
  const ids = Array.from({ length: PRINTS }, (_, index) => `T-${index}`);
  for (const id of ids) await allocate(box, id);
  const release = main.wire.holdReplies();
  const prints = Promise.all(
    ids.map((id) =>
      box.did(`tickets/${id}/print`).catch((error) =>
        assert.fail(`The print of ${id} was not answered: ${error}`)
      )
    ),
  );
  // looked at when it is stopping: until then a failure is nobody's rejection
  prints.catch(() => {});
  const answered = keepAllocating(box);
  await eventuallyTrue("all prints are under way", () => main.wire.posted.length === ids.length);
  service.kill("SIGTERM");
  await eventuallyTrue("it is stopping", () => service.said().includes("Stopping"));
  release();
  for (const { operation } of await prints) {
    assert.equal(operation.status, "confirmed");
  }
  const allocated = await answered;
  const { code } = await service.ended;
  assert.equal(code, 0, `It ended with ${code}`);
  const next = await startDirectly(settings).up;
  const after = openBoxOffice(next.url, KEY);
  assert.ok(allocated.length > 0);
  for (const id of allocated) assert.equal((await after.ticket(id)).status, "unprinted", id);
  for (const id of ids) assert.equal((await after.ticket(id)).status, "printed", id);
  assert.equal((await next.stop()).code, 0);
  count("printsUnderWay", ids.length);
  count("allocationsAnswered", allocated.length);
}

/** Allocates until nobody listens any more; gives the tickets whose allocation was answered. */
async function keepAllocating(box: BoxOffice): Promise<ReadonlyArray<string>> {
  const answered: Array<string> = [];
  for (let count = 0;; count += 1) {
    const id = `L-${count}`;
    const answer = await box.ask("POST", `tickets/${id}/allocate`, { body: allocation() })
      .catch(() => null);
    if (answer === null) return answered;
    assert.equal(answer.status, 200);
    answered.push(id);
  }
}
