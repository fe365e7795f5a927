/**
 * What the adapter puts on the wire, and how it reads scans.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Effect } from "effect";
import { Barcode } from "../../../actors/address.ts";
import { encodeCommand } from "../../../adapters/fortress/message.ts";
import { admissionRecord, cardCommand, ticketCommand } from "../../support/outgoing_commands.ts";
import { scoped } from "../../support/scoped.ts";
import { SCAN_ITEM } from "../../support/stories.ts";
import { COMMAND, doneBody, openHostileServer } from "./hostile_server.ts";
import { openFortress, TOKEN } from "./open_fortress.ts";

function textOf(command: Parameters<typeof encodeCommand>[0]): string {
  return new TextDecoder().decode(encodeCommand(command));
}

Deno.test("issueCard is written as the wire document shows it", () => {
  const command = {
    ...cardCommand("issueCard", { id: "P-1", seq: 7 }),
    commandId: "c-01",
  };
  assert.equal(
    textOf(command),
    '{"commandId":"c-01","tenant":"riverside","seq":7,"subject":{"kind":"pass","id":"P-1"},' +
      '"command":"issueCard","card":{"generation":1,"passType":"SEASON","productCode":"ST26",' +
      '"memberId":"C-9","printer":"Virtual","validFrom":"2026-08-01","validTo":"2027-06-30",' +
      '"credential":null,"admissions":[{"admissionId":"A-1","ProductCode":"M01",' +
      '"StadiumCode":"RIV","StandCode":"N","AreaCode":"N12","PriceBandCode":"AD","row":"F",' +
      '"seat":"11","Tst1":"G4","Tst2":null}]}}',
  );
});

Deno.test("cancelTicket names its credentials and its reason inside the ticket", () => {
  const credentials = [{ kind: "adult" as const, value: Barcode("42") }];
  const command = ticketCommand("cancelTicket", {
    id: "T-1",
    seq: 2,
    ticket: { credentials, reason: "returned" },
  });
  const { ticket } = JSON.parse(textOf(command));
  assert.deepEqual(ticket.credentials, [{ kind: "adult", value: "42" }]);
  assert.equal(ticket.reason, "returned");
  assert.equal("credentials" in JSON.parse(textOf(COMMAND)).ticket, false);
});

Deno.test("the bytes do not depend on the order in which a command was built", () => {
  const command = cardCommand("updateCard", { id: "P-1", seq: 3 });
  assert.ok("card" in command.body);
  const reversed = <A extends object>(from: A) =>
    Object.fromEntries(Object.entries(from).reverse()) as A;
  const card = reversed({
    ...command.body.card,
    admissions: [reversed(admissionRecord())],
  });
  const shuffled = reversed({ ...command, body: reversed({ ...command.body, card }) });
  assert.equal(textOf(shuffled), textOf(command));
});

Deno.test(
  "every call carries the token and keeps the path of the base, with or without a slash",
  scoped(Effect.gen(function* () {
    const server = yield* openHostileServer(() => doneBody());
    for (const url of [server.url, `${server.url}/`]) {
      const accessControl = yield* openFortress(url);
      yield* accessControl.send(COMMAND);
      yield* accessControl.send(COMMAND);
      yield* accessControl.ask("d/../x y");
      yield* Effect.ignore(accessControl.scans(null));
      yield* Effect.ignore(accessControl.scans("a&b"));
    }
    const paths = server.seen.map(({ method, path }) => `${method} ${path}`);
    const once = [
      "POST /base/commands",
      "POST /base/commands",
      "GET /base/commands/d%2F..%2Fx%20y",
      "GET /base/scans?limit=500",
      "GET /base/scans?cursor=a%26b&limit=500",
    ];
    assert.deepEqual(paths, [...once, ...once]);
    assert.ok(server.seen.every((one) => one.headers.get("authorization") === `Bearer ${TOKEN}`));
    const posts = server.seen.filter(({ method }) => method === "POST");
    assert.ok(posts.every((one) => one.headers.get("idempotency-key") === COMMAND.commandId));
    assert.equal(new Set(posts.map(({ body }) => body)).size, 1);
  })),
);

function scansFrom(answer: () => Response) {
  return Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const server = yield* openHostileServer(answer);
    return yield* (yield* openFortress(server.url)).scans("c-1");
  })));
}

Deno.test("scans are read with their time in milliseconds", async () => {
  const page = await scansFrom(() => Response.json({ items: [SCAN_ITEM], next: "c-2" }));
  const { ProductCode: productCode, ...rest } = SCAN_ITEM;
  const at = Date.parse("2026-08-01T17:32:00Z");
  assert.deepEqual(page, { items: [{ ...rest, productCode, at }], next: "c-2" });
});

Deno.test("a scan that is not of the form does not hold back the others", async () => {
  const bad = [{ ...SCAN_ITEM, at: "yesterday" }, { ...SCAN_ITEM, value: "\ud800" }, null, 7];
  const items = [...bad, { ...SCAN_ITEM, scanId: "S-2" }];
  const page = await scansFrom(() => Response.json({ items, next: "c-2" }));
  assert.deepEqual(page.items.map(({ scanId }) => scanId), ["S-2"]);
});

Deno.test("a page of scans that is not of the form is none, and the cause is told", async () => {
  const padding = "x".repeat(1024 * 1024);
  const notAnswered = (answer: () => Response, reason: string) =>
    assert.rejects(scansFrom(answer), { _tag: "NotAnswered", reason });
  const malformed = "malformed answer with HTTP 200";
  await notAnswered(() => Response.json({ items: [SCAN_ITEM] }), malformed);
  await notAnswered(() => new Response("[", { status: 200 }), malformed);
  await notAnswered(() => Response.json({ items: [], next: "c", padding }), malformed);
  await notAnswered(() => new Response("{}", { status: 503 }), "HTTP 503");
  await notAnswered(
    () => new Response(null, { status: 401 }),
    "the access control refuses our token",
  );
});
