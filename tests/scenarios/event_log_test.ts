/**
 * The log of everything of a running service: its filters, its forms, and its live stream.
 *
 * @module
 */
import assert from "node:assert/strict";
import { eventuallyTrue } from "../support/eventually.ts";
import { onStage } from "../support/service.ts";
import { KEYS } from "../support/service.ts";
import type { BoxOffice } from "../support/service_client.ts";
import { admission, place } from "../support/service_orders.ts";
import { activePass, allocate, printedTicket } from "../support/service_season.ts";
import { openEvents } from "../support/event_source.ts";

interface Fact {
  readonly position: number;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly type: string;
  readonly correlationId: string;
}

async function page(box: BoxOffice, query: string): Promise<ReadonlyArray<Fact>> {
  const path = `events?limit=500&${query}`;
  const { status, body } = await box.ask<{ data: ReadonlyArray<Fact> }>("GET", path);
  assert.equal(status, 200, JSON.stringify(body));
  return body.data;
}

function actors(facts: ReadonlyArray<Fact>): ReadonlyArray<string> {
  return [...new Set(facts.map(({ actor }) => `${actor.kind}/${actor.id}`))].sort();
}

Deno.test(
  "the log filters by order, customer, performance, barcode and correlation",
  onStage(async ({ box }) => {
    const barcode = await printedTicket(box, "T-1");
    await box.did("tickets/T-1/reprint", { reason: "wet" });
    await allocate(box, "T-2", { orderId: "O-8", customerId: "C-1", performance: "M02" });
    await activePass(box, "P-1", ["M02"]);
    await place(box, "O-5", { lines: [admission("L-1", "M04")] });
    const { operation } = await box.did("orders/O-5/print");
    assert.deepEqual(actors(await page(box, "order=O-7")), ["ticket/T-1"]);
    assert.deepEqual(actors(await page(box, "order=O-8&customer=C-1")), ["ticket/T-2"]);
    assert.deepEqual(actors(await page(box, "order=O-8&customer=C-9")), []);
    assert.deepEqual(actors(await page(box, "performance=M02")), [
      "pass/P-1",
      "performance/M02",
      "ticket/T-2",
    ]);
    assert.deepEqual(actors(await page(box, "performance=M02&kind=pass")), ["pass/P-1"]);
    assert.deepEqual(actors(await page(box, `barcode=${barcode}`)), ["ticket/T-1"]);
    assert.deepEqual(await page(box, "barcode=nobodys"), []);
    const chain = await page(box, `correlation=${operation.id}`);
    assert.ok(chain.every(({ correlationId }) => correlationId === operation.id));
    assert.deepEqual(actors(chain).map((name) => name.split("/")[0]), ["order", "ticket"]);
    assert.ok(chain.some(({ type }) => type === "BarcodeBound"));
    const order = actors(await page(box, "order=O-5"));
    assert.deepEqual(order.map((name) => name.split("/")[0]), ["order", "ticket"]);
    assert.deepEqual(await page(box, `correlation=${operation.id}&barcode=${barcode}`), []);
  }),
);

Deno.test(
  "newest first is the same log from its end, page by page",
  onStage(async ({ box }) => {
    await printedTicket(box, "T-1");
    await activePass(box, "P-1", ["M01", "M02"]);
    for (const query of ["", "customer=C-9", "actor=P-1", "type=DeliveryQueued"]) {
      const oldest = await page(box, query);
      const newest = await walk(box, `${query}&sort=newest&limit=3`);
      assert.deepEqual(newest.toReversed(), oldest, query);
      assert.deepEqual(await walk(box, `${query}&limit=2`), oldest, query);
    }
  }),
);

Deno.test(
  "the log is given a fact a line when it is asked for as JSON Lines",
  onStage(async ({ box, url }) => {
    await printedTicket(box, "T-1");
    const facts = await page(box, "actor=T-1");
    const ask = async (query: string, headers: Record<string, string> = {}) => {
      const authorization = `Bearer ${KEYS.all}`;
      const response = await fetch(`${url}/v1/events?${query}`, {
        headers: { authorization, ...headers },
      });
      assert.equal(response.headers.get("content-type"), "application/x-ndjson");
      const lines = (await response.text()).trimEnd().split("\n");
      return { link: response.headers.get("link"), facts: lines.map((line) => JSON.parse(line)) };
    };
    const whole = await ask("actor=T-1&format=jsonl");
    assert.deepEqual(whole, { link: null, facts });
    const first = await ask("actor=T-1&limit=2", { accept: "application/x-ndjson" });
    assert.deepEqual(first.facts, facts.slice(0, 2));
    const next = /\?([^>]+)>; rel="next"/.exec(first.link ?? "")?.[1] ?? "";
    const second = await ask(next, { accept: "application/x-ndjson" });
    assert.deepEqual(second.facts, facts.slice(2, 4));
  }),
);

Deno.test(
  "the stream tells what is committed from now on, filtered like the log, and resumes",
  onStage(async ({ box, url }) => {
    await allocate(box, "T-1");
    const all = await openEvents(`${url}/v1/events/stream`, { key: KEYS.all });
    const mine = await openEvents(`${url}/v1/events/stream?actor=ticket/T-2`, { key: KEYS.all });
    await allocate(box, "T-2");
    await box.did("tickets/T-1/print");
    await eventuallyTrue("all has it", () => all.types().includes("BarcodeBound"));
    await eventuallyTrue("mine has it", () => mine.types().length > 0);
    assert.deepEqual(all.types(), [
      "TicketAllocated",
      "PrintRequested",
      "DeliveryQueued",
      "BarcodeBound",
    ]);
    assert.deepEqual(mine.types(), ["TicketAllocated"]);
    const [first] = all.events();
    await all.close();
    await mine.close();
    const later = await openEvents(`${url}/v1/events/stream`, {
      key: KEYS.all,
      lastEventId: first?.id ?? "",
    });
    await eventuallyTrue("the rest is told", () => later.types().length === 3);
    assert.deepEqual(later.types(), ["PrintRequested", "DeliveryQueued", "BarcodeBound"]);
    const facts = await page(box, "actor=T-1");
    assert.deepEqual(later.events().map(({ data }) => data), facts.slice(1));
    await later.close();
  }),
);

Deno.test(
  "an open stream does not hold up the end of the service",
  async (t) => {
    let open: Awaited<ReturnType<typeof openEvents>> | undefined;
    await t.step(
      "the service stops with a reader on its stream",
      onStage(async ({ url }) => {
        open = await openEvents(`${url}/v1/events/stream`, { key: KEYS.all });
      }),
    );
    await open?.ended;
  },
);

/** Every page of a query, in its order. */
async function walk(box: BoxOffice, query: string): Promise<ReadonlyArray<Fact>> {
  const facts: Array<Fact> = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const asked: string = cursor === "" ? query : `${query}&cursor=${cursor}`;
    const { status, body } = await box.ask<{
      readonly data: ReadonlyArray<Fact>;
      readonly next: string | null;
    }>("GET", `events?${asked}`);
    assert.equal(status, 200, JSON.stringify(body));
    facts.push(...body.data);
    cursor = body.next;
  }
  return facts;
}
