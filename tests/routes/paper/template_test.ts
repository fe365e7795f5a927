/**
 * Ticket templates as reference data: what is accepted, and who may say so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { assertProblem, keyWith, makeApi, openSeason, pointers } from "../../support/api.ts";
import { live } from "../../support/live_api.ts";
import { TEMPLATE } from "../../support/paper.ts";

const PUT = "PUT /v1/ticket-templates/MATCHDAY";

Deno.test("a template is defined, read, listed and removed as all reference data", async () => {
  const { ask } = makeApi();
  const { status, body } = await ask(PUT, { body: TEMPLATE });
  assert.equal(status, 200);
  assert.deepEqual(body, { code: "MATCHDAY", version: 1, ...TEMPLATE, credentials: {} });
  assert.deepEqual((await ask("GET /v1/ticket-templates/MATCHDAY")).body, body);
  assert.deepEqual((await ask("GET /v1/ticket-templates")).body.data, [body]);
  const { body: log } = await ask("GET /v1/events");
  assert.equal(log.data[0].type, "TicketTemplateDefined");
  assert.equal(log.data[0].sentence, 'Ticket template "Matchday" defined');
  assert.equal((await ask("DELETE /v1/ticket-templates/MATCHDAY")).status, 200);
  assertProblem(await ask("GET /v1/ticket-templates/MATCHDAY"), 404, "not-found");
});

Deno.test("writing a template needs admin, reading it read", async () => {
  const { ask } = makeApi();
  const key = keyWith("read", "commands:write", "barcode:read");
  assertProblem(await ask(PUT, { body: TEMPLATE, key }), 403, "missing-scope");
  await ask(PUT, { body: TEMPLATE });
  assert.equal((await ask("GET /v1/ticket-templates/MATCHDAY", { key })).status, 200);
});

const field = { xMm: 5, yMm: 5, fontSizePt: 10, text: "Admit one" };
const { barcode } = TEMPLATE;

const WRONG: ReadonlyArray<readonly [rule: string, changes: object, pointer: string]> = [
  ["a placeholder that there is not", {
    fields: [field, { ...field, text: "{seat.colour}" }],
  }, "/fields/1/text"],
  ["a brace that stands alone", { fields: [{ ...field, text: "{seat.row" }] }, "/fields/0/text"],
  ["a placeholder in a placeholder", {
    fields: [{ ...field, text: "{{venue}}" }],
  }, "/fields/0/text"],
  ["the name of an inherited member", {
    fields: [{ ...field, text: "{constructor}" }],
  }, "/fields/0/text"],
  ["a text off the ticket", { fields: [{ ...field, xMm: 140 }] }, "/fields"],
  ["a text on the barcode", { fields: [{ ...field, xMm: 90, yMm: 20 }] }, "/fields"],
  ["a text that reaches down into the barcode", {
    fields: [{ ...field, xMm: 90, yMm: 7 }],
  }, "/fields"],
  ["a barcode off the ticket", { barcode: { ...barcode, xMm: 90 } }, "/barcode"],
  ["an unknown symbology", { barcode: { ...barcode, symbology: "ean13" } }, "/barcode/symbology"],
  ["a credential of no kind", { credentials: { adult: "gold" } }, "/credentials/adult"],
  ["a ticket larger than paper", { widthMm: 301 }, "/widthMm"],
  [
    "a letter that nobody can read",
    { fields: [{ ...field, fontSizePt: 3 }] },
    "/fields/0/fontSizePt",
  ],
  ["51 texts", { fields: Array.from({ length: 51 }, () => field) }, "/fields"],
  [
    "a payment card number",
    { fields: [{ ...field, text: "4111 1111 1111 1111" }] },
    "/fields/0/text",
  ],
  ["a field that is not known", { colour: "red" }, "/colour"],
];

for (const [rule, changes, pointer] of WRONG) {
  Deno.test(`${rule} in a template is 422 with its place`, async () => {
    const { ask } = makeApi();
    const answered = await ask(PUT, { body: { ...TEMPLATE, ...changes } });
    assertProblem(answered, 422, "invalid");
    assert.deepEqual(pointers(answered), [pointer]);
  });
}

Deno.test("a fault names the placeholders that there are, not the one that was sent", async () => {
  const { ask } = makeApi();
  const answered = await ask(PUT, {
    body: { ...TEMPLATE, fields: [{ ...field, text: "{zork}" }] },
  });
  assert.match(answered.body.errors[0].detail, /{performance.name}, .*{seat.row}/);
  assert.ok(!answered.text.includes("zork"));
});

Deno.test("a performance whose template is not defined is named by the check", async () => {
  const api = makeApi();
  await openSeason(api);
  const { code: _code, version: _version, ...performance } =
    (await api.ask("GET /v1/performances/M01")).body;
  const body = { ...performance, ticketTemplate: "MATCHDAY" };
  await api.ask("PUT /v1/performances/M01", { body });
  const found = (await api.ask("GET /v1/catalogue/check")).body.problems;
  assert.equal(found.length, 1);
  assert.equal(found[0].code, "ticket-template-unknown");
  assert.deepEqual(found[0].fields, ["MATCHDAY"]);
  await api.ask(PUT, { body: TEMPLATE });
  assert.equal((await api.ask("GET /v1/catalogue/check")).body.ok, true);
});

Deno.test(
  "an import takes templates too, and names what is wrong with one",
  live(async ({ ask }) => {
    const wrong = { ticketTemplates: { MATCHDAY: { ...TEMPLATE, widthMm: 1 } } };
    const answered = await ask("PUT /v1/catalogue", { body: wrong });
    assert.deepEqual(pointers(answered), ["/ticketTemplates/MATCHDAY/widthMm"]);
    const body = { ticketTemplates: { MATCHDAY: TEMPLATE } };
    const { status } = await ask("PUT /v1/catalogue", { body });
    assert.equal(status, 200);
    const read = (await ask("GET /v1/ticket-templates/MATCHDAY")).body;
    assert.equal(read.name, "Matchday");
  }),
);
