/**
 * Which answers carry a version as their entity tag, and what `If-None-Match` spares.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ROUTES } from "../../routes/mod.ts";
import { ALLOCATION, type Api } from "../support/api.ts";
import { damaged } from "../support/damaged_stage.ts";
import { live } from "../support/live_api.ts";
import { askAs, targetOf } from "../support/route_targets.ts";

const IDS = { ticketId: "T-1", passId: "P-1", orderId: "O-1" };

/** A ticket, a pass with a card, and an order, each with some facts. */
async function sell(ask: Api["ask"]): Promise<void> {
  await ask("POST /v1/tickets/T-1/allocate", { body: ALLOCATION });
  const source = { kind: "item", code: "MEMBER", orderId: "O-2" };
  await ask("POST /v1/passes/P-1/acquire", {
    body: { passType: "SEASON", customerId: "C-9", source },
  });
  const line = { lineId: "1", kind: "performance", code: "M01", priceType: "adult" };
  const placed = await ask("POST /v1/orders/O-1/place", {
    body: { customerId: "C-9", lines: [{ ...line, seat: ALLOCATION.seat }] },
  });
  assert.ok(placed.status < 300, placed.text);
}

Deno.test(
  "every answer about a ticket, a pass or an order has its version as ETag",
  live(async ({ ask }) => {
    await sell(ask);
    const looks = ROUTES.filter(({ path, command }) =>
      command === undefined && /^\/v1\/(tickets|passes|orders)\/\{/.test(path)
    );
    const versions = new Map<string, string | null>();
    for (const plural of ["tickets/T-1", "passes/P-1", "orders/O-1"]) {
      versions.set(plural, `"${(await ask(`GET /v1/${plural}`)).body.version}"`);
    }
    let told = 0;
    for (const route of looks) {
      const answered = await askAs({ ask }, "all-scopes", { route, ids: IDS });
      // of an unprinted one there is no picture and no paper
      if (answered.status >= 400) continue;
      const [, plural = ""] = /^\w+ \/v1\/(\w+\/[\w-]+)/.exec(targetOf(route, IDS)) ?? [];
      const tag = route.path.endsWith("snapshots/{version}") ? '"1"' : versions.get(plural);
      assert.equal(answered.headers.get("etag"), tag, `${route.method} ${route.path}`);
      told += 1;
    }
    assert.ok(told >= 30, String(told));
  }),
);

Deno.test(
  "a ticket or a pass of the version that If-None-Match names is 304 without a body",
  live(async ({ ask }) => {
    await sell(ask);
    for (const path of ["tickets/T-1", "passes/P-1", "tickets/T-1?version=1"]) {
      const read = await ask(`GET /v1/${path}`);
      const tag = read.headers.get("etag") ?? "";
      for (const value of [tag, `W/${tag}`, `"99", ${tag}`, "*"]) {
        const answered = await ask(`GET /v1/${path}`, { headers: { "if-none-match": value } });
        assert.deepEqual([answered.status, answered.text], [304, ""], `${path} ${value}`);
        assert.equal(answered.headers.get("etag"), tag);
      }
      for (const value of ['"99"', "1", "", 'W/"99"']) {
        const answered = await ask(`GET /v1/${path}`, { headers: { "if-none-match": value } });
        assert.equal(answered.status, 200, `${path} ${value}`);
        assert.equal(answered.text, read.text);
      }
    }
    const unknown = await ask("GET /v1/tickets/X-9", { headers: { "if-none-match": "*" } });
    assert.equal(unknown.status, 404);
  }),
);

Deno.test(
  "a tag is of what one key sees: answers that it can spare say so",
  live(async ({ ask }) => {
    await sell(ask);
    for (const path of ["tickets/T-1", "passes/P-1"]) {
      const read = await ask(`GET /v1/${path}`);
      const tag = read.headers.get("etag") ?? "";
      const spared = await ask(`GET /v1/${path}`, { headers: { "if-none-match": tag } });
      assert.deepEqual([read.status, spared.status], [200, 304]);
      for (const { headers } of [read, spared]) {
        assert.equal(headers.get("vary"), "Authorization", path);
      }
    }
  }),
);

Deno.test(
  "an actor that cannot be read has no version to tell: verifying it answers without a tag",
  damaged(async ({ ask }) => {
    for (const [id, tag] of [["T-1", null], ["T-2", '"1"']] as const) {
      const { status, headers } = await ask(`POST /v1/tickets/${id}/verify`, { body: {} });
      assert.deepEqual([status, headers.get("etag")], [200, tag], id);
    }
  }),
);

Deno.test(
  "what changes without a new version is told whole: orders, and customers who were erased",
  live(async ({ ask }) => {
    await sell(ask);
    const again = async (path: string) => {
      const tag = (await ask(`GET /v1/${path}`)).headers.get("etag") ?? "";
      return (await ask(`GET /v1/${path}`, { headers: { "if-none-match": tag } })).status;
    };
    assert.equal(await again("orders/O-1"), 200);
    assert.equal(await again("tickets/T-1"), 304);
    const erased = await ask("POST /v1/customers/C-9/erase", { body: { reason: "asked for it" } });
    assert.equal(erased.status, 200, erased.text);
    assert.equal(await again("tickets/T-1"), 200);
  }),
);

Deno.test(
  "a command that has waited tells the version that the next If-Match needs",
  live(async ({ ask }) => {
    await sell(ask);
    const print = await ask("POST /v1/tickets/T-1/print", {
      headers: { prefer: "wait=5, return=representation" },
    });
    assert.equal(print.body.operation.status, "confirmed", print.text);
    const { version, state } = print.body;
    assert.deepEqual([state.version, print.headers.get("etag")], [version, `"${version}"`]);
    const reprint = await ask("POST /v1/tickets/T-1/reprint", {
      body: { reason: "lost" },
      headers: { "if-match": print.headers.get("etag") ?? "" },
    });
    assert.equal(reprint.status, 202, reprint.text);
  }),
);
