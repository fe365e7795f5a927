/**
 * The body of a ticket template: what it says must fit on its paper and leave the barcode free.
 *
 * @module
 */
import * as v from "valibot";
import { CREDENTIAL_KINDS } from "../../actors/access_control.ts";
import { SYMBOLOGIES, type TemplateField } from "../../actors/ticket_template.ts";
import { Label, Text } from "../schemas.ts";
import { lineHeightMm } from "./measure.ts";
import { isFillable, PLACEHOLDERS } from "./placeholders.ts";

function measure(least: number, most: number) {
  const message = `must be from ${least} to ${most}`;
  return v.pipe(v.number(), v.minValue(least, message), v.maxValue(most, message));
}

/** No ticket printer takes more; A4 across fits. */
const PAPER_MM_MAX = 300;

const Field = v.strictObject({
  xMm: measure(0, PAPER_MM_MAX),
  yMm: measure(0, PAPER_MM_MAX),
  fontSizePt: measure(4, 72),
  text: v.pipe(
    Text,
    v.check(
      isFillable,
      `must use no braces but those of {${PLACEHOLDERS.join("}, {")}}`,
    ),
  ),
});

const Barcode = v.strictObject({
  symbology: v.picklist(SYMBOLOGIES),
  xMm: measure(0, PAPER_MM_MAX),
  yMm: measure(0, PAPER_MM_MAX),
  widthMm: measure(8, PAPER_MM_MAX),
  heightMm: measure(5, PAPER_MM_MAX),
});

const Sheet = v.strictObject({
  name: Text,
  widthMm: measure(30, PAPER_MM_MAX),
  heightMm: measure(20, PAPER_MM_MAX),
  fields: v.pipe(v.array(Field), v.maxLength(50, "must have at most 50 entries")),
  barcode: Barcode,
  credentials: v.nullish(
    v.pipe(
      v.record(Label, v.picklist(CREDENTIAL_KINDS)),
      v.check((record) => Object.keys(record).length <= 100, "must have at most 100 members"),
    ),
    {},
  ),
});

/** A ticket template. Lengths are in millimetres from the left upper corner. */
export const TicketTemplate = v.pipe(
  Sheet,
  v.forward(
    v.check(
      ({ widthMm, heightMm, barcode }) =>
        barcode.xMm + barcode.widthMm <= widthMm && barcode.yMm + barcode.heightMm <= heightMm,
      "must lie on the ticket with its whole width and height",
    ),
    ["barcode"],
  ),
  v.forward(
    v.check(
      ({ widthMm, heightMm, fields }) =>
        fields.every(({ xMm, yMm }) => xMm < widthMm && yMm < heightMm),
      "must all begin on the ticket",
    ),
    ["fields"],
  ),
  v.forward(
    v.check(
      ({ fields, barcode }) => !fields.some((field) => isOn(field, barcode)),
      "must not begin on the barcode",
    ),
    ["fields"],
  ),
);

function isOn(field: TemplateField, barcode: v.InferOutput<typeof Barcode>): boolean {
  const { xMm, yMm, fontSizePt } = field;
  return xMm >= barcode.xMm && xMm < barcode.xMm + barcode.widthMm &&
    yMm < barcode.yMm + barcode.heightMm && yMm + lineHeightMm(fontSizePt) > barcode.yMm;
}

/** A template that is accepted. */
export const TEMPLATE_EXAMPLE: v.InferInput<typeof TicketTemplate> = {
  name: "Matchday",
  widthMm: 140,
  heightMm: 51,
  fields: [{ xMm: 5, yMm: 5, fontSizePt: 14, text: "{performance.name}, row {seat.row}" }],
  barcode: { symbology: "code128", xMm: 85, yMm: 12, widthMm: 50, heightMm: 24 },
  credentials: { child: "concession" },
};
