/**
 * A ticket in FGL, byte for byte.
 *
 * @module
 */
import assert from "node:assert/strict";
import { assertProblem, pointers } from "../../support/api.ts";
import { atDesk, type Desk } from "../../support/paper.ts";

const FGL = "GET /v1/tickets/T-1/ticket.fgl";

/** What is printed of the plain template's barcode. */
async function barcodeIn({ ask }: Desk, query = ""): Promise<string> {
  const { text } = await ask(`${FGL}${query}`);
  return text.slice(text.lastIndexOf("<RC"));
}

Deno.test(
  "the built-in template is these bytes on a 200 dpi head",
  atDesk(async ({ ask, bytes, print }) => {
    await print(["0451234567893"], { ticketNumber: "4711" });
    const { headers } = await ask(FGL);
    assert.equal(headers.get("content-type"), "application/octet-stream");
    assert.equal(headers.get("etag"), (await ask("GET /v1/tickets/T-1")).headers.get("etag"));
    assert.equal(
      new TextDecoder().decode(await bytes(FGL)),
      [
        "<NR>",
        "<RC39,39><F9><HW2,2>Rovers v United",
        "<RC102,39><F3><HW1,1>Sat 8 Aug 2026 14:00 UTC",
        "<RC150,39><F3><HW1,1>Riverside",
        "<RC213,39><F3><HW1,1>Section N12",
        "<RC213,315><F3><HW1,1>Row F",
        "<RC213,472><F3><HW1,1>Seat 11",
        "<RC268,39><F9><HW1,1>Gate 4",
        "<RC307,39><F9><HW1,1>adult",
        "<RC346,39><F9><HW1,1>No. 4711  Order O-1",
        "<RC291,693><F9><HW1,1>0451234567893",
        "<RC94,674><X2><OP23>^0451234567893^",
        "<p>",
      ].join(""),
    );
  }),
);

Deno.test(
  "places and bars are counted in the dots of the head",
  atDesk(async (desk) => {
    await desk.template();
    await desk.print(["0451234567893"]);
    assert.equal(await barcodeIn(desk), "<RC79,660><X3><OP29>^0451234567893^<p>");
    assert.equal(await barcodeIn(desk, "?dpi=300"), "<RC118,985><X4><OP44>^0451234567893^<p>");
    assert.equal(await barcodeIn(desk, "?dpi=600"), "<RC236,1980><X9><OP88>^0451234567893^<p>");
    const answered = await desk.ask(`${FGL}?dpi=203`);
    assertProblem(answered, 400, "bad-query");
    assert.deepEqual(pointers(answered), ["/query/dpi"]);
  }),
);

Deno.test(
  "interleaved 2 of 5 and QR have commands of their own; a longer text is a larger QR",
  atDesk(async (desk) => {
    await desk.print(["04512345678906"]);
    await desk.template({ barcode: { symbology: "interleaved2of5" } });
    assert.match(await barcodeIn(desk), /^<RC79,\d+><X3><FP29>:04512345678906:<p>$/);
    await desk.template({ barcode: { symbology: "qr" } });
    assert.match(
      (await desk.ask(FGL)).text,
      /<QRV2><RC\d+,\d+><HW1,1><QR7,0,0,0>\{04512345678906\}<p>$/,
    );
    desk.willIssue([]);
    desk.willIssue(["A".repeat(64)]);
    await desk.did("tickets/T-1/reprint", { reason: "torn" });
    assert.match((await desk.ask(FGL)).text, /<QRV7><RC\d+,\d+><HW1,1><QR4,0,0,0>\{A{64}\}<p>$/);
  }),
);

Deno.test(
  "what FGL is not known to draw, or has no room for, is 422",
  atDesk(async ({ ask, print, template }) => {
    await print(["0451234567893"]);
    const unfit = [
      { symbology: "aztec" },
      { symbology: "pdf417" },
      { symbology: "interleaved2of5" },
      { symbology: "qr", widthMm: 12, heightMm: 12 },
      { symbology: "code128", widthMm: 34 },
    ];
    for (const barcode of unfit) {
      await template({ barcode });
      const answered = await ask(FGL);
      assertProblem(answered, 422, "symbology-unfit");
      assert.equal(answered.body.symbology, barcode.symbology);
    }
  }),
);

Deno.test(
  "a text cannot give the printer commands: what would begin one is printed as ?",
  atDesk(async ({ ask, print, template }) => {
    const text = "<p>^A^{B}*C* Müller 東京 Łódź";
    await ask("PUT /v1/performances/M01", {
      body: { ...(await performance(ask)), name: text },
    });
    await template({ fields: [{ xMm: 5, yMm: 5, fontSizePt: 7, text: "{performance.name}" }] });
    await print(["0451234567893"]);
    const printed = (await ask(FGL)).text;
    assert.match(printed, /<HW1,1>\?p\?\?A\?\?B\?\?C\? Muller \?\? \?odz</);
    assert.equal(printed.match(/<p>/g)?.length, 1);
  }),
);

for (const barcode of ["A<p>B", "A^B", "A{B", "A}B", "A*B"]) {
  Deno.test(
    `a barcode as ${barcode} is refused: the printer would make another one of it`,
    atDesk(async ({ ask, print }) => {
      await print([barcode]);
      const answered = await ask(FGL);
      assertProblem(answered, 422, "symbology-unfit");
      assert.match(answered.body.rule, /commands/);
      assert.equal((await ask("GET /v1/tickets/T-1/ticket.pdf")).status, 200);
    }),
  );
}

async function performance(ask: Desk["ask"]): Promise<object> {
  const { code: _code, version: _version, ...document } = (await ask("GET /v1/performances/M01"))
    .body;
  return document;
}
