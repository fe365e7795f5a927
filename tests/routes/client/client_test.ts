/**
 * The client against the running service.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  type CommandResult,
  gatehouse,
  GatehouseProblem,
  GatehouseUnreachable,
  type Order,
  type Pass,
  type Ticket,
} from "../../../routes/client/mod.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { KEYS, onStage, type Stage } from "../../support/service.ts";

const SEAT = { section: "N", row: "F", number: "11" };

const ALLOCATION = {
  orderId: "O-1",
  customerId: "C-9",
  performance: "M01",
  priceType: "adult",
  seat: SEAT,
};

const QUICK = { firstMs: 1, delayMaxMs: 5 };

function clientOf({ url }: Stage, troubles: ReadonlyArray<() => Response | null> = []) {
  const open = [...troubles];
  const sent: Array<{ readonly url: string; readonly key: string | null }> = [];
  const box = gatehouse({
    url,
    key: KEYS.all,
    retry: QUICK,
    fetch: async (target, init) => {
      sent.push({ url: target, key: new Headers(init.headers).get("idempotency-key") });
      const trouble = open.shift();
      if (trouble === undefined) return await fetch(target, init);
      const instead = trouble();
      if (instead !== null) return instead;
      await (await fetch(target, init)).body?.cancel();
      throw new TypeError("connection reset");
    },
  });
  return { box, sent };
}

const answer = (status: number, code: string, headers = {}) => () =>
  Response.json({ status, code }, { status, headers });

Deno.test(
  "the client compares the lists with an access control, and retries what is dead",
  onStage(async (stage) => {
    const { box } = clientOf(stage);
    const before = await box.adapter.reconcile("main");
    assert.deepEqual(before.differences, []);
    await eventuallyTrue(
      "the lists are compared",
      async () => (await box.adapter.reconciliation("main")).checkedAt !== before.checkedAt,
    );
    assert.deepEqual(await box.deliveries.retryMany({ preview: true }), {
      preview: true,
      matched: [],
      retried: [],
      failed: [],
    });
    await assert.rejects(box.adapter.approve("main", "unknown"), { code: "not-found" });
  }),
);

Deno.test(
  "the client defines webhooks, shows each secret once, and removes them",
  onStage(async (stage) => {
    const { box } = clientOf(stage);
    const { id, secret } = await box.webhooks.define({ url: `${stage.url}/healthz` });
    const rotated = await box.webhooks.rotate(id, 1);
    assert.ok(secret.startsWith("whsec_") && rotated.secret !== secret);
    assert.deepEqual(rotated.secrets.map(({ generation }) => generation), [2, 1]);
    assert.equal((await box.webhooks.test(id)).outcome, "failed");
    const paused = await box.webhooks.change(id, { url: `${stage.url}/healthz`, paused: true });
    assert.equal(paused.status, "paused");
    await assert.rejects(box.webhooks.skip(id, `${id}.1`, "never"), { code: "not-found" });
    await box.webhooks.remove(id);
    assert.deepEqual(await Array.fromAsync(box.webhooks.list()), []);
  }),
);

Deno.test(
  "the client sells, prints, exchanges and cancels an order, and reads what became of it",
  onStage(async (stage) => {
    const { box } = clientOf(stage);
    const sold = await box.orders.place("O-1", {
      customerId: "C-9",
      lines: [
        { lineId: "1", kind: "bundle", code: "FULL", priceType: "adult", seats: { M01: SEAT } },
        { lineId: "2", kind: "performance", code: "M01", priceType: "adult", seat: SEAT },
      ],
    });
    assert.equal(sold.replayed, false);
    await confirmed(await box.orders.print("O-1", {}, { waitS: 10 }));
    const [pass, ticket] = carriers(await box.orders.get("O-1"));
    const carried: readonly [Pass, Ticket] = [
      await box.passes.get(pass ?? ""),
      await box.tickets.get(ticket ?? ""),
    ];
    assert.deepEqual(carried.map(({ status }) => status), ["active", "printed"]);
    const lines = [{ lineId: "3", kind: "performance" as const, code: "M02", priceType: "adult" }];
    await box.orders.exchange("O-1", { release: ["2"], lines, reason: "other day" }, { waitS: 10 });
    await box.orders.cancelLines("O-1", { lines: ["3"], reason: "returned" }, { waitS: 10 });
    const { lines: after } = await box.orders.get("O-1");
    assert.deepEqual(after.map(({ status }) => status), ["printed", "cancelled", "cancelled"]);

    async function confirmed({ operation }: CommandResult): Promise<void> {
      const { status } = await box.operations.wait(operation.id ?? "");
      assert.equal(status, "confirmed");
    }
  }),
);

function carriers({ lines }: Order): ReadonlyArray<string> {
  return lines.flatMap(({ actors }) => actors.map(({ id }) => id));
}

Deno.test(
  "a command whose answer was lost is given again with the same key and acts once",
  onStage(async (stage) => {
    const { box, sent } = clientOf(stage, [() => null]);
    const result = await box.tickets.allocate("T-1", ALLOCATION);
    assert.equal(result.replayed, true);
    assert.equal(sent.length, 2);
    assert.ok(sent[0]?.key);
    assert.equal(sent[0]?.key, sent[1]?.key);
    assert.equal((await box.tickets.get("T-1")).version, result.version);
  }),
);

Deno.test(
  "a command is repeated on 429, 503, 504 and while the first is in progress",
  onStage(async (stage) => {
    const { box, sent } = clientOf(stage, [
      answer(429, "too-many-requests"),
      answer(503, "actor-busy", { "retry-after": "0" }),
      answer(504, "outcome-unknown"),
      answer(409, "in-progress"),
    ]);
    const result = await box.tickets.allocate("T-1", ALLOCATION, { idempotencyKey: "sale-1" });
    assert.equal(result.replayed, false);
    assert.deepEqual(sent.map(({ key }) => key), Array(5).fill("sale-1"));
  }),
);

Deno.test(
  "a refusal is thrown once, with its rule and advice, and a faulty field with its place",
  onStage(async (stage) => {
    const { box, sent } = clientOf(stage);
    await box.tickets.allocate("T-1", ALLOCATION);
    await box.tickets.print("T-1", {}, { waitS: 10 });
    const count = sent.length;
    const refused = await problemOf(box.tickets.print("T-1"));
    assert.equal(sent.length, count + 1);
    assert.equal(refused.status, 409);
    assert.ok(refused.rule !== null && refused.advice !== null && refused.requestId !== null);
    const faulty = await problemOf(box.tickets.reprint("T-1", { reason: "" }));
    assert.equal(faulty.code, "invalid");
    assert.deepEqual(faulty.errors.map(({ pointer }) => pointer), ["/reason"]);
    const stale = await problemOf(box.tickets.unprint("T-1", { reason: "x" }, { ifVersion: 1 }));
    assert.equal(stale.code, "version-mismatch");
    assert.equal((await problemOf(box.passes.get("nobody"))).code, "not-found");
  }),
);

async function problemOf(work: Promise<unknown>): Promise<GatehouseProblem> {
  const problem = await work.then(() => null, (error: unknown) => error);
  assert.ok(problem instanceof GatehouseProblem, String(problem));
  return problem;
}

Deno.test(
  "a dry run tells the events and stores nothing",
  onStage(async (stage) => {
    const { box } = clientOf(stage);
    const { events } = await box.tickets.allocate("T-1", ALLOCATION, { dryRun: true });
    assert.ok(events.length > 0);
    assert.equal((await problemOf(box.tickets.get("T-1"))).code, "not-found");
  }),
);

Deno.test(
  "a batch tells each command's outcome in its order and acts once when it is sent again",
  onStage(async (stage) => {
    const { box, sent } = clientOf(stage, [() => null]);
    const outcomes = await box.batch([
      { path: "/v1/tickets/T-1/allocate", body: ALLOCATION },
      { path: "/v1/tickets/T-2/print", body: {} },
      { path: "/v1/tickets/T-1/print", body: {} },
    ]);
    assert.deepEqual(sent.map(({ key }) => key), [null, null]);
    assert.deepEqual(
      outcomes.map(({ result, problem }) => result?.replayed ?? problem?.code),
      [true, "not-found", true],
    );
  }),
);

Deno.test(
  "events are read page after page, and documents put, read and removed",
  onStage(async (stage) => {
    const { box } = clientOf(stage);
    await box.items.put("CLUB", { name: "Club", assignedPass: "SEASON" });
    assert.equal((await box.items.get("CLUB")).name, "Club");
    await box.items.remove("CLUB");
    assert.equal((await problemOf(box.items.get("CLUB"))).code, "not-found");
    await box.tickets.allocate("T-1", ALLOCATION);
    await box.tickets.print("T-1", {}, { waitS: 10 });
    const types = [];
    for await (const { type } of box.events({ actor: "ticket/T-1" })) types.push(type);
    const own = [];
    for await (const { type } of box.tickets.events("T-1")) own.push(type);
    assert.deepEqual(types, own);
    const statuses = [];
    for await (const { status } of box.deliveries.list({ actor: "ticket/T-1" })) {
      statuses.push(status);
    }
    assert.deepEqual(statuses, ["confirmed"]);
    assert.ok((await box.adapters()).some(({ name }) => name === "main"));
  }),
);

Deno.test(
  "the log is followed over a line that is cut, each fact once, until one stops listening",
  onStage(async (stage) => {
    const { box } = clientOf(stage);
    await box.tickets.allocate("T-1", ALLOCATION);
    let lines = 0;
    const following = gatehouse({
      url: stage.url,
      key: KEYS.all,
      retry: QUICK,
      fetch: async (target, init) => {
        const { body, headers } = await fetch(target, init);
        lines += 1;
        return new Response(body?.pipeThrough(cutAfterFact()) ?? null, { headers });
      },
    });
    const stop = new AbortController();
    const options = { after: 0, signal: stop.signal };
    const seen: Array<string> = [];
    for await (const { type } of following.follow({ actor: "ticket/T-1" }, options)) {
      seen.push(type);
      if (seen.length === 1) await box.tickets.print("T-1", {}, { waitS: 10 });
      if (type === "BarcodeBound") stop.abort();
    }
    assert.deepEqual(seen, ["TicketAllocated", "PrintRequested", "DeliveryQueued", "BarcodeBound"]);
    assert.ok(lines > 1);
    const stranger = gatehouse({ url: stage.url, key: "wrong", retry: QUICK });
    const { code } = await problemOf(Array.fromAsync(stranger.follow()));
    assert.equal(code, "unauthenticated");
  }),
);

Deno.test("whose facts are missing is told once, from pages and from streams, and is no fact", async () => {
  const missing = { quarantined: [{ kind: "ticket", id: "T-1" }] };
  const page = (position: number, next: string | null) =>
    Response.json({ data: [{ position }], next, ...missing });
  const block = `id: 3\nevent: quarantined\ndata: ${JSON.stringify(missing)}\n\n`;
  const stop = new AbortController();
  const answers = [
    page(1, "further"),
    page(2, null),
    new Response(block),
    new Response(`${block}id: 4\ndata: {"position":4}\n\n`),
  ];
  const box = gatehouse({
    url: "http://gatehouse.example",
    key: "k",
    retry: QUICK,
    fetch: () => answers.shift() ?? assert.fail("asked again"),
  });
  const told: Array<unknown> = [];
  const onQuarantined = (actors: unknown) => told.push(actors);
  const listed = await Array.fromAsync(box.events({}, { onQuarantined }));
  assert.deepEqual(listed.map(({ position }) => position), [1, 2]);
  assert.deepEqual(told, [missing.quarantined]);
  const followed: Array<number> = [];
  for await (const { position } of box.follow({}, { signal: stop.signal, onQuarantined })) {
    followed.push(position);
    stop.abort();
  }
  assert.deepEqual(followed, [4]);
  assert.deepEqual(told, [missing.quarantined, missing.quarantined]);
});

/** Ends a stream after the first piece of it that has a fact. */
function cutAfterFact(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(piece, controller) {
      controller.enqueue(piece);
      if (new TextDecoder().decode(piece).includes("data: ")) controller.terminate();
    },
  });
}

Deno.test("without an answer the client gives up after its attempts and names the key", async () => {
  let attempts = 0;
  const box = gatehouse({
    url: "http://gatehouse.example/",
    key: "k",
    retry: { ...QUICK, attemptsMax: 3 },
    fetch: () => {
      attempts += 1;
      throw new TypeError("connection refused");
    },
  });
  const error = await box.passes.delete("P-1", {}, { idempotencyKey: "once" }).catch((it) => it);
  assert.ok(error instanceof GatehouseUnreachable, String(error));
  assert.deepEqual([attempts, error.attempts, error.idempotencyKey], [3, 3, "once"]);
});

Deno.test("an attempt without an answer ends at its deadline", async () => {
  const box = gatehouse({
    url: "http://gatehouse.example",
    key: "k",
    retry: { attemptsMax: 1, attemptTimeoutMs: 5 },
    fetch: (_url, { signal }) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason))
      ),
  });
  await assert.rejects(box.tickets.get("T-1"), GatehouseUnreachable);
});

Deno.test("a page of something in between is a problem, not a parse error", async () => {
  const box = gatehouse({
    url: "http://gatehouse.example",
    key: "k",
    fetch: () => new Response("<h1>No</h1>", { status: 403 }),
  });
  assert.equal((await problemOf(box.tickets.get("T-1"))).code, "not-gatehouse");
});
