/**
 * The loader against the running service, and against files that were not made for it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { FileChanged, load } from "../../../adapters/loader/load.ts";
import { sendAll } from "../../../adapters/loader/lanes.ts";
import { LINE_BYTES_MAX } from "../../../adapters/loader/lines.ts";
import { summaryOf } from "../../../adapters/loader/progress.ts";
import { type BatchItem, gatehouse, GatehouseProblem } from "../../../routes/client/mod.ts";
import { KEYS, onStage } from "../../support/service.ts";

const place = (orderId: string) => ({
  path: `/v1/orders/${orderId}/place`,
  body: {
    customerId: "C-9",
    lines: [{ lineId: "1", kind: "performance", code: "M01", priceType: "adult" }],
  },
});

const print = (orderId: string) => ({ path: `/v1/orders/${orderId}/print`, body: {} });

/** Plays with a file of these lines, in a folder that is removed after. */
async function withFile(
  lines: ReadonlyArray<string>,
  play: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/season.jsonl`, lines.join("\n"));
    await play(`${folder}/season.jsonl`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function silent() {
  const faults: Array<string> = [];
  const watch = {
    progress: () => {},
    fault: (line: number, fault: string) => void faults.push(`${line} ${fault}`),
  };
  return { faults, watch };
}

Deno.test(
  "a file is loaded in the order of each order's lines, and loaded again does nothing",
  onStage(async ({ url }) => {
    const box = gatehouse({ url, key: KEYS.all });
    const orders = Array.from({ length: 60 }, (_, n) => `O-${n}`);
    const lines = [...orders.map(place), ...orders.map(print), print("O-none")];
    await withFile(lines.map((line) => JSON.stringify(line)), async (path) => {
      const { watch } = silent();
      const first = await load(box, { path, watch });
      assert.equal(first.mark.accepted, 120);
      assert.deepEqual(first.mark.refused, { "not-found": 1 });
      assert.equal(
        await Deno.readTextFile(`${path}.refused`),
        `${JSON.stringify(print("O-none"))}\n`,
      );
      const before = await versions();
      assert.deepEqual((await load(box, { path, watch })).mark, first.mark);
      await Deno.remove(`${path}.done`);
      const anew = await load(box, { path, watch });
      assert.deepEqual(anew.mark, first.mark);
      assert.equal(
        await Deno.readTextFile(`${path}.refused`),
        `${JSON.stringify(print("O-none"))}\n`,
      );
      assert.deepEqual(await versions(), before);
    });

    async function versions(): Promise<ReadonlyArray<string>> {
      const found = [];
      for await (const { type, actor } of box.events({ kind: "order" })) {
        if (type !== "TasksFinished") found.push(`${actor.id} ${type}`);
      }
      return found.sort();
    }
  }),
);

Deno.test("lines that cannot be sent are named by number, kept apart and do not stop the rest", async () => {
  const sent: Array<BatchItem> = [];
  const lines = [
    JSON.stringify(print("O-1")),
    "{not json",
    "",
    JSON.stringify({ ...print("O-2"), path: "https://elsewhere.example/v1/x" }),
    `"${"x".repeat(2 * LINE_BYTES_MAX)}"`,
    JSON.stringify({ ...print("O-3"), more: 1 }),
    JSON.stringify(print("O-4")),
    JSON.stringify(print("O-4")),
  ];
  await withFile(lines, async (path) => {
    const { watch, faults } = silent();
    const { mark } = await load(accepting(sent), { path, watch });
    assert.deepEqual(faults, [
      "2 line-not-json",
      "4 line-not-a-command",
      "5 line-too-long",
      "6 line-not-a-command",
    ]);
    assert.deepEqual([mark.line, mark.accepted], [8, 3]);
    assert.equal(mark.offset, (await Deno.stat(path)).size);
    assert.equal(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size, 3);
  });
});

Deno.test("a service that cannot be reached stops the load, which then goes on", async () => {
  await withFile([JSON.stringify(print("O-1"))], async (path) => {
    const { watch } = silent();
    const down = { batch: () => Promise.reject(new Error("unreachable")) };
    await assert.rejects(load(down, { path, watch }), /unreachable/);
    assert.equal((await load(accepting([]), { path, watch })).mark.accepted, 1);
  });
});

Deno.test("a command that cannot be taken now is given again with those after it", async () => {
  const sent: Array<ReadonlyArray<string>> = [];
  const items = [place("O-1"), print("O-1"), print("O-2")].map((item, n) => ({
    ...item,
    idempotencyKey: `key-${n}`,
  }));
  const batch = async (given: ReadonlyArray<BatchItem>) => {
    sent.push(given.map(({ path }) => path));
    const outcomes = await accepting([]).batch(given);
    const busy = new GatehouseProblem({ status: 503, code: "actor-busy" });
    const isFirst = sent.filter((paths) => paths.includes("/v1/orders/O-1/place")).length === 1;
    return outcomes.map((outcome, at) =>
      isFirst && given[at]?.path.endsWith("/place") ? { result: null, problem: busy } : outcome
    );
  };
  const outcomes = await sendAll(batch, items, { pauseMs: 0 });
  assert.deepEqual(outcomes.map(({ problem }) => problem), [null, null, null]);
  const printed = sent.flat().filter((path) => path === "/v1/orders/O-1/print").length;
  assert.deepEqual([printed, sent.flat().length], [2, 5]);
});

Deno.test("a file that became shorter than what was loaded of it is refused", async () => {
  await withFile([JSON.stringify(print("O-1")), JSON.stringify(print("O-2"))], async (path) => {
    const { watch } = silent();
    await load(accepting([]), { path, watch });
    await Deno.writeTextFile(path, "{}");
    await assert.rejects(load(accepting([]), { path, watch }), FileChanged);
  });
});

Deno.test("a mark that is damaged is named, and not guessed at", async () => {
  await withFile([JSON.stringify(print("O-1"))], async (path) => {
    const { watch } = silent();
    for (const damaged of ["", "{", '{"offset":-1}']) {
      await Deno.writeTextFile(`${path}.done`, damaged);
      const sent: Array<BatchItem> = [];
      await assert.rejects(load(accepting(sent), { path, watch }), /season\.jsonl\.done does not/);
      assert.deepEqual(sent, []);
    }
  });
});

function accepting(sent: Array<BatchItem>) {
  return {
    batch: (items: ReadonlyArray<BatchItem>) => {
      sent.push(...items);
      return Promise.resolve(items.map(() => ({
        result: {
          commandId: "c-1",
          actor: { kind: "order", id: "O-1" },
          version: 1,
          events: [],
          operation: { id: "c-1", status: "none" as const },
          replayed: false,
        },
        problem: null,
      })));
    },
  };
}

Deno.test("one line is told of as one line", () => {
  const mark = { offset: 9, line: 1, accepted: 0, refused: { "not-json": 1 }, refusedBytes: 9 };
  const told = summaryOf({ mark, failed: 0, stoppedAt: null });
  assert.equal(told, "1 line: 0 accepted, 1 refused, 0 failed\n  1 not-json");
  const more = summaryOf({ mark: { ...mark, line: 2 }, failed: 0, stoppedAt: null });
  assert.match(more, /^2 lines: /);
});
