/**
 * The live barcode as a picture: what a scanner reads off it is the barcode.
 *
 * @module
 */
import assert from "node:assert/strict";
import { SYMBOLOGIES } from "../../../actors/ticket_template.ts";
import { assertProblem, keyWith, OTHER_TENANT, pointers } from "../../support/api.ts";
import { atDesk, type Desk } from "../../support/paper.ts";
import { FORMATS, pictureOfSvg, scan } from "../../support/scanner.ts";

const SVG = "GET /v1/tickets/T-1/barcode.svg";
const PNG = "GET /v1/tickets/T-1/barcode.png";

/** Like the simulator's, one digit longer; and whatever else an access control may issue. */
const BARCODES = ["04512345678906", "Gate-7/<&>^{x}*~", "A".repeat(64)];

for (const symbology of SYMBOLOGIES) {
  for (const barcode of symbology === "interleaved2of5" ? BARCODES.slice(0, 1) : BARCODES) {
    Deno.test(
      `29: ${barcode.slice(0, 16)} as ${symbology} is read back from PNG and SVG at any size`,
      atDesk(async ({ ask, bytes, print, liveBarcode }) => {
        await print([barcode]);
        const read = [{ text: await liveBarcode(), format: FORMATS[symbology] }];
        assert.equal(read[0]?.text, barcode);
        for (const size of ["", "&scale=2&height=30", "&scale=5&height=90"]) {
          const query = `?symbology=${symbology}${size}`;
          assert.deepEqual(await scan(await bytes(`${PNG}${query}`)), read, query);
          const svg = await ask(`${SVG}${query}`);
          assert.deepEqual(await scan(pictureOfSvg(svg.text, 3)), read, query);
        }
      }),
    );
  }
}

Deno.test(
  "a picture says what it is: its type, the ticket's version, and a title in the SVG",
  atDesk(async ({ ask, print }) => {
    await print(["A<B&C>1"]);
    const { body } = await ask("GET /v1/tickets/T-1");
    const svg = await ask(SVG);
    assert.equal(svg.headers.get("content-type"), "image/svg+xml");
    assert.equal(svg.headers.get("etag"), `"${body.version}"`);
    assert.match(svg.text, /role="img"/);
    assert.match(svg.text, /<title>Code 128 barcode A&lt;B&amp;C&gt;1 of ticket T-1<\/title>/);
    const png = await ask(PNG);
    assert.equal(png.headers.get("content-type"), "image/png");
    assert.equal(png.headers.get("etag"), `"${body.version}"`);
  }),
);

for (const barcode of ["0451234567893", "Gate12", "12.4"]) {
  Deno.test(
    `${barcode} is not drawn as interleaved 2 of 5: 422 with the reason, and not echoed`,
    atDesk(async ({ ask, print }) => {
      await print([barcode]);
      const answered = await ask(`${PNG}?symbology=interleaved2of5`);
      assertProblem(answered, 422, "symbology-unfit");
      assert.match(answered.body.rule, /even number of digits/);
      assert.ok(!answered.text.includes(barcode));
    }),
  );
}

async function readBy({ bytes }: Desk, query = "") {
  const [found] = await scan(await bytes(`${PNG}${query}`));
  return found;
}

Deno.test(
  "31: the price type picks the barcode; the template can say otherwise, and a caller too",
  atDesk(async (desk) => {
    await desk.print([
      { kind: "standard", value: "STANDARD1" },
      { kind: "adult", value: "ADULT1" },
      { kind: "concession", value: "CONCESSION1" },
    ]);
    assert.equal((await readBy(desk))?.text, "ADULT1");
    assert.equal((await readBy(desk, "?credential=concession"))?.text, "CONCESSION1");
    assertProblem(await desk.ask(`${PNG}?credential=card`), 409, "no-live-barcode");
    await desk.template({ credentials: { adult: "concession" } });
    assert.equal((await readBy(desk))?.text, "CONCESSION1");
    await desk.template({ credentials: { adult: "card" } });
    assert.equal((await readBy(desk))?.text, "STANDARD1", "what was not issued gives way");
  }),
);

Deno.test(
  "the symbology is the template's unless the caller names one",
  atDesk(async (desk) => {
    await desk.print(["0451234567893"]);
    assert.equal((await readBy(desk))?.format, FORMATS.code128);
    await desk.template({ barcode: { symbology: "aztec" } });
    assert.equal((await readBy(desk))?.format, FORMATS.aztec);
    assert.equal((await readBy(desk, "?symbology=qr"))?.format, FORMATS.qr);
  }),
);

Deno.test(
  "what the readers at the gates read goes before the template, and a caller before both",
  atDesk(async (desk) => {
    await desk.print(["0451234567893"]);
    await desk.template({ barcode: { symbology: "aztec" } });
    assert.equal((await readBy(desk))?.format, FORMATS.pdf417);
    assert.equal((await readBy(desk, "?symbology=qr"))?.format, FORMATS.qr);
    assert.equal((await desk.ask("GET /v1/adapters/main")).body.symbology, "pdf417");
  }, { symbology: "pdf417" }),
);

Deno.test(
  "the live card of a pass is drawn likewise, and none before it is issued or after its end",
  atDesk(async ({ ask, bytes, did, willIssue }) => {
    const target = "GET /v1/passes/P-1/card";
    const source = { kind: "item", code: "MEMBER", orderId: "O-2" };
    await did("passes/P-1/acquire", { passType: "SEASON", customerId: "C-9", source });
    const before = await ask(`${target}.svg`);
    assertProblem(before, 409, "no-live-barcode");
    assert.equal(before.body.passStatus, "unprinted");
    willIssue([{ kind: "card", value: "04A1B2C3D4E5F6" }]);
    await did("passes/P-1/print", { orderId: "O-2" });
    const read = await scan(await bytes(`${target}.png?symbology=qr`));
    assert.deepEqual(read, [{ text: "04A1B2C3D4E5F6", format: FORMATS.qr }]);
    const svg = await ask(`${target}.svg`);
    assert.match(svg.text, /<title>Code 128 card 04A1B2C3D4E5F6 of pass P-1</);
    assert.equal((await scan(pictureOfSvg(svg.text, 3)))[0]?.text, "04A1B2C3D4E5F6");
    assertProblem(await ask(`${target}.svg`, { key: keyWith("read") }), 403, "missing-scope");
    assertProblem(await ask(`${target}.svg`, { key: OTHER_TENANT }), 404, "not-found");
    await did("passes/P-1/cancel", { reason: "returned" });
    assertProblem(await ask(`${target}.svg`), 409, "no-live-barcode");
  }),
);

Deno.test(
  "a picture is for keys with barcode:read of the ticket's own tenant",
  atDesk(async ({ ask, print }) => {
    await print(["B1"]);
    const others = keyWith("read", "events:read", "debug:read", "admin", "commands:write");
    for (const target of [SVG, PNG]) {
      assert.equal((await ask(target, { key: keyWith("barcode:read") })).status, 200);
      assertProblem(await ask(target, { key: others }), 403, "missing-scope");
      assertProblem(await ask(target, { key: OTHER_TENANT }), 404, "not-found");
      assertProblem(await ask(target.replace("T-1", "T-9")), 404, "not-found");
    }
  }),
);

Deno.test(
  "a size, symbology or credential that there is not is 400 with the field named",
  atDesk(async ({ ask, print }) => {
    await print(["B1"]);
    const wrong = ["scale=0", "scale=11", "height=9", "height=201", "symbology=x", "credential=x"];
    for (const query of wrong) {
      const answered = await ask(`${PNG}?${query}`);
      assertProblem(answered, 400, "bad-query");
      assert.deepEqual(pointers(answered), [`/query/${query.split("=")[0]}`]);
    }
  }),
);
