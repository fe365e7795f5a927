/**
 * The log as JSON Lines: all of it, and never an end that is none.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { KEYS, onStage, type Stage } from "../support/service.ts";
import { allocation } from "../support/service_season.ts";

const TICKETS = 1200;

/** In batches of 400. */
async function sellTickets({ box }: Stage): Promise<void> {
  for (let from = 0; from < TICKETS; from += 400) {
    const body = Array.from({ length: 400 }, (_, n) => ({
      path: `/v1/tickets/T-${from + n}/allocate`,
      body: allocation(),
    }));
    const { status } = await box.ask("POST", "commands:batch", { body });
    assert.equal(status, 200);
  }
}

function open({ url }: Stage, query = "", key: string = KEYS.all): Promise<Response> {
  return fetch(`${url}/v1/events${query}`, {
    headers: { authorization: `Bearer ${key}`, accept: "application/x-ndjson" },
  });
}

async function positions(response: Response): Promise<ReadonlyArray<number>> {
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/x-ndjson");
  const lines = (await response.text()).trimEnd().split("\n");
  return lines.map((line) => (JSON.parse(line) as { readonly position: number }).position);
}

Deno.test(
  "an export is the whole log, oldest or newest first, filtered like its pages",
  onStage(async (stage) => {
    await sellTickets(stage);
    const sold = await positions(await open(stage, "?type=TicketAllocated"));
    assert.equal(new Set(sold).size, TICKETS);
    assert.deepEqual(sold, sold.toSorted((one, other) => one - other));
    const newest = await positions(await open(stage, "?type=TicketAllocated&sort=newest"));
    assert.deepEqual(newest, sold.toReversed());
    const whole = await positions(await open(stage));
    assert.ok(whole.length > TICKETS);
    const page = await open(stage, "?type=TicketAllocated&limit=3");
    assert.match(page.headers.get("link") ?? "", /rel="next"/);
    assert.deepEqual(await positions(page), sold.slice(0, 3));
    const foreign = await open(stage, "", KEYS.harbour);
    assert.equal(await foreign.text(), "");
  }),
);

Deno.test(
  "an export that its reader leaves gives its place to others",
  onStage(async (stage) => {
    await sellTickets(stage);
    // more than may be open at once, one after the other
    for (let round = 0; round < 110; round += 1) {
      const response = await open(stage);
      assert.equal(response.status, 200);
      await response.body?.cancel();
      if (round % 20 === 19) await eventuallyTrue("its place is free", () => isFree(stage));
    }
  }),
);

async function isFree(stage: Stage): Promise<boolean> {
  const { status, body } = await open(stage);
  await body?.cancel();
  return status === 200;
}

Deno.test("an export that is cut off by a stop breaks off, and is no shorter log", async (t) => {
  let cut: Promise<unknown> | undefined;
  await t.step(
    "the service stops with a reader in the middle of an export",
    onStage(async (stage) => {
      await sellTickets(stage);
      const reader = (await open(stage)).body?.getReader();
      await reader?.read();
      cut = (async () => {
        while (!(await reader?.read())?.done);
      })();
      cut.catch(() => {});
    }),
  );
  await assert.rejects(async () => await cut);
});
