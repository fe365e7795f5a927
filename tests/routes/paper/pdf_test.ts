/**
 * A ticket as PDF: what it says, and that its barcode is the live one.
 *
 * @module
 */
import assert from "node:assert/strict";
import { SYMBOLOGIES } from "../../../actors/ticket_template.ts";
import { assertProblem, keyWith, OTHER_TENANT } from "../../support/api.ts";
import { atDesk } from "../../support/paper.ts";
import { FORMATS, pictureOfPdf, scan, textsOfPdf } from "../../support/scanner.ts";

const PDF = "GET /v1/tickets/T-1/ticket.pdf";

/** Of the picture that is scanned: 300 dpi. */
const PIXELS_PER_PT = 300 / 72;

for (const symbology of SYMBOLOGIES) {
  Deno.test(
    `29: the ${symbology} of a PDF is read back as the ticket's barcode`,
    atDesk(async ({ bytes, print, template, liveBarcode }) => {
      await template({ barcode: { symbology } });
      await print(["04512345678906"]);
      const read = [{ text: await liveBarcode(), format: FORMATS[symbology] }];
      assert.deepEqual(await scan(pictureOfPdf(await bytes(PDF), PIXELS_PER_PT)), read);
    }),
  );
}

Deno.test(
  "a performance whose template is not defined is printed on the built-in one",
  atDesk(async ({ ask, bytes, print }) => {
    await print(["0451234567893"], { ticketNumber: "4711" });
    const pdf = await bytes(PDF);
    assert.deepEqual(textsOfPdf(pdf), [
      "Rovers v United",
      "Sat 8 Aug 2026 14:00 UTC",
      "Riverside",
      "Section N12",
      "Row F",
      "Seat 11",
      "Gate 4",
      "adult",
      "No. 4711  Order O-1",
      "0451234567893",
    ]);
    assert.equal((await scan(pictureOfPdf(pdf, PIXELS_PER_PT)))[0]?.text, "0451234567893");
    const { headers, body } = await ask("GET /v1/tickets/T-1");
    const answered = await ask(PDF);
    assert.equal(answered.headers.get("content-type"), "application/pdf");
    assert.equal(answered.headers.get("etag"), headers.get("etag"));
    assert.equal(headers.get("etag"), `"${body.version}"`);
    assert.deepEqual(await bytes(PDF), pdf, "the same ticket gives the same bytes");
  }),
);

Deno.test(
  "a template's texts are filled in, by the venue's clock, and empty ones left out",
  atDesk(async ({ ask, bytes, print, template }) => {
    const { code: _code, version: _version, ...performance } =
      (await ask("GET /v1/performances/M01")).body;
    const changed = { ...performance, timeZone: "Europe/Berlin" };
    await ask("PUT /v1/performances/M01", { body: changed });
    const texts = [
      "{performance.startsAt} {performance.code}",
      "{reprinted}",
      "{seat.section}/{seat.row}/{seat.number} {priceType}",
    ];
    const fields = texts.map((text, index) => ({
      xMm: 5,
      yMm: 5 + 8 * index,
      fontSizePt: 9,
      text,
    }));
    await template({ fields });
    await print(["B1"]);
    assert.deepEqual(textsOfPdf(await bytes(PDF)), [
      "Sat 8 Aug 2026 16:00 M01",
      "N12/F/11 adult",
    ]);
  }),
);

Deno.test(
  "what the font cannot show is replaced where it is seen; what is too long ends in dots",
  atDesk(async ({ bytes, print, template }) => {
    const at = { xMm: 5, fontSizePt: 9 };
    await template({
      fields: [
        { ...at, yMm: 2, text: "Łódź 東京 Müller € 🎫" },
        { ...at, yMm: 12, text: "W".repeat(100) },
        { ...at, yMm: 44, text: "W".repeat(100) },
      ],
    });
    await print(["0451234567893"]);
    const pdf = await bytes(PDF);
    const [replaced, beside, below] = textsOfPdf(pdf);
    assert.equal(replaced, "?ód? ?? Müller € ?");
    assert.match(beside ?? "", /^W{5,}\.\.\.$/);
    assert.match(below ?? "", /^W{5,}\.\.\.$/);
    assert.ok((below ?? "").length > (beside ?? "").length, "beside the barcode is less room");
    assert.equal((await scan(pictureOfPdf(pdf, PIXELS_PER_PT)))[0]?.text, "0451234567893");
  }),
);

Deno.test(
  "a re-printed ticket is printed with its new barcode, and with none while there is none",
  atDesk(async ({ ask, bytes, did, print, template, willIssue }) => {
    await template({ fields: [{ xMm: 5, yMm: 5, fontSizePt: 9, text: "{barcode} {reprinted}" }] });
    const read = async () => (await scan(pictureOfPdf(await bytes(PDF), PIXELS_PER_PT)))[0]?.text;
    await print(["FIRST"]);
    assert.equal(await read(), "FIRST");
    await ask("POST /v1/adapters/main/pause");
    const { body } = await ask("POST /v1/tickets/T-1/reprint", { body: { reason: "torn" } });
    for (
      const target of [PDF, "GET /v1/tickets/T-1/barcode.svg", "GET /v1/tickets/T-1/ticket.fgl"]
    ) {
      const answered = await ask(target);
      assertProblem(answered, 409, "no-live-barcode");
      assert.equal(answered.body.ticketStatus, "barcode-requested");
    }
    willIssue([]);
    willIssue(["SECOND"]);
    await ask("POST /v1/adapters/main/resume");
    await ask(`GET /v1/operations/${body.operation.id}?wait=10`);
    assert.equal(await read(), "SECOND");
    assert.deepEqual(textsOfPdf(await bytes(PDF)), ["SECOND Re-printed"]);
    await did("tickets/T-1/cancel", { reason: "returned" });
    assertProblem(await ask(PDF), 409, "no-live-barcode");
  }),
);

Deno.test(
  "a ticket that is not printed has nothing to show",
  atDesk(async ({ ask, did }) => {
    const order = { orderId: "O-1", customerId: "C-9", performance: "M01", priceType: "adult" };
    await did("tickets/T-1/allocate", order);
    const answered = await ask(PDF);
    assertProblem(answered, 409, "no-live-barcode");
    assert.equal(answered.body.ticketStatus, "unprinted");
  }),
);

Deno.test(
  "30: what the access control prints itself is not printed here",
  atDesk(async ({ ask, print }) => {
    await print(["B1"]);
    for (const format of ["pdf", "fgl"]) {
      const answered = await ask(`GET /v1/tickets/T-1/ticket.${format}`);
      assertProblem(answered, 409, "printed-by-access-control");
    }
  }, { tickets: "print" }),
);

Deno.test(
  "a barcode that is too long for its place is 422, not an unreadable ticket",
  atDesk(async ({ ask, print, template }) => {
    await print(["A".repeat(64)]);
    assertProblem(await ask(PDF), 422, "symbology-unfit");
    await template({ barcode: { symbology: "qr" } });
    assert.equal((await ask(PDF)).status, 200);
  }),
);

Deno.test(
  "paper is for keys with barcode:read of the ticket's own tenant",
  atDesk(async ({ ask, print }) => {
    await print(["B1"]);
    const others = keyWith("read", "events:read", "debug:read", "admin", "commands:write");
    for (const format of ["pdf", "fgl"]) {
      const target = `GET /v1/tickets/T-1/ticket.${format}`;
      assert.equal((await ask(target, { key: keyWith("barcode:read") })).status, 200);
      assertProblem(await ask(target, { key: others }), 403, "missing-scope");
      assertProblem(await ask(target, { key: OTHER_TENANT }), 404, "not-found");
    }
  }),
);

Deno.test(
  "a ticket whose performance is gone is still printed",
  atDesk(async ({ ask, bytes, print }) => {
    await print(["B1"]);
    await ask("DELETE /v1/performances/M01");
    assert.equal(textsOfPdf(await bytes(PDF))[0], "M01");
  }),
);
