/**
 * Old commands go after 30 days, and nothing that could make anything act twice.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { TestClock } from "effect/testing";
import type { Append } from "../../../actors/event_store.ts";
import { ticket as ticketType, type TicketState } from "../../../actors/ticket/mod.ts";
import { REQUESTS } from "../../../adapters/kv/keys.ts";
import { makeReader } from "../../../adapters/kv/reader.ts";
import { COMMANDS_KEPT_MS, sweepPage, type SweepPlace } from "../../../adapters/kv/sweeping.ts";
import { verifyStore } from "../../../adapters/kv/verifying/mod.ts";
import { anAppend, TENANT, ticket } from "../../support/appends.ts";
import { SimulatedDisk } from "../../support/simulated_kv.ts";
import { onDisk } from "../../support/simulated_store.ts";

const NOW = 1_800_000_000_000;
const OLD = NOW - COMMANDS_KEPT_MS - 1;
const T1 = ticket("t-1");

/** Whose facts only count. */
const COUNTING = {
  ...ticketType,
  evolve: (state: TicketState) => state,
  claims: () => [],
  relations: () => [],
};

/** Writes these, sweeps to the end, and gives the ids that are left of T1's commands. */
async function leftAfter(appends: ReadonlyArray<Append>): Promise<ReadonlyArray<string>> {
  const disk = new SimulatedDisk();
  await onDisk(disk, (store) => Effect.forEach(appends, (append) => store.append(append)));
  await Effect.runPromise(
    Effect.andThen(TestClock.setTime(NOW), sweepAll(disk)).pipe(Effect.provide(TestClock.layer())),
  );
  const found: Array<string> = [];
  await verifyStore(disk.open(), {
    types: [COUNTING],
    scratch: ":memory:",
    now: NOW,
    found: ({ kind, detail }) => {
      if (kind === "command") found.push(detail);
      return Promise.resolve();
    },
  });
  assert.deepEqual(found, []);
  const requests = disk.scan({ prefix: REQUESTS }, { limit: Infinity });
  return await onDisk(disk, (store) =>
    Effect.gen(function* () {
      const { data } = yield* store.commands(T1, { cursor: null, limit: 500 });
      const ids = data.map(({ commandId }) => commandId);
      for (const { command: { commandId } } of appends) {
        const kept = yield* store.command(TENANT, commandId);
        assert.equal(kept !== null, ids.includes(commandId), commandId);
      }
      const named = appends.filter(({ requestGiven }) => requestGiven === true);
      assert.deepEqual(
        requests.map(({ key }) => String(key[3])).toSorted(),
        named.map(({ command }) => command.commandId).filter((id) => ids.includes(id)).toSorted(),
      );
      return ids;
    }));
}

const sweepAll = Effect.fnUntraced(function* (disk: SimulatedDisk) {
  const reader = makeReader(disk.open(), 1000);
  let place: SweepPlace = null;
  do {
    place = yield* sweepPage({
      reader,
      write: ({ mutations }) =>
        Effect.sync(() => {
          const all = mutations({ position: 0, order: 0 });
          disk.apply({
            checks: [],
            mutations: all.map(([key, value]) => ({ key, value })),
          });
        }),
    }, place);
  } while (place !== null);
});

Deno.test("commands older than 30 days are gone, with facts or without, and younger ones stay", async () => {
  const left = await leftAfter([
    anAppend(T1, { expected: 0, at: OLD, commandId: "old" }),
    anAppend(T1, { expected: 1, at: OLD, commandId: "old-refused", events: [] }),
    anAppend(T1, { expected: 1, at: OLD + 1, commandId: "young" }),
    anAppend(T1, { expected: 2, at: NOW, commandId: "young-refused", events: [] }),
  ]);
  assert.deepEqual(left, ["young-refused", "young"]);
});

Deno.test("what a command is found by goes with it, and only with it", async () => {
  const named = { requestGiven: true };
  const left = await leftAfter([
    anAppend(T1, { expected: 0, at: OLD, commandId: "old", ...named }),
    anAppend(T1, { expected: 1, at: OLD, commandId: "old-refused", events: [], ...named }),
    anAppend(T1, { expected: 1, at: NOW, commandId: "young", ...named }),
    anAppend(T1, { expected: 2, at: NOW, commandId: "young-refused", events: [], ...named }),
  ]);
  assert.deepEqual(left, ["young-refused", "young"]);
});

Deno.test("what Gatehouse asked for itself, and what followed from another command, stays for ever", async () => {
  const by = "gatehouse";
  const scan = anAppend(T1, { expected: 0, at: OLD, commandId: "scan", command: { by } });
  const task = { correlationId: "order-command" };
  const left = await leftAfter([
    { ...scan, cause: { ...scan.cause, by } },
    anAppend(T1, { expected: 1, at: OLD, commandId: "task", command: task }),
    anAppend(T1, { expected: 2, at: OLD, commandId: "asked" }),
  ]);
  assert.deepEqual(left, ["task", "scan"]);
});

Deno.test("more than one page is swept, and the list of what is left is paged to its end", async () => {
  const appends = Array.from(
    { length: 400 },
    (_, n) => anAppend(T1, { expected: n, at: n % 3 === 0 ? NOW : OLD, commandId: `c-${n}` }),
  );
  const left = await leftAfter(appends);
  assert.equal(left.length, 134);
});
