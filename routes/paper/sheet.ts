/**
 * A ticket laid out: every text filled in and its room measured, the barcode drawn to its size.
 *
 * @module
 */
import { Effect } from "effect";
import type { TemplateBarcode, TemplateField } from "../../actors/ticket_template.ts";
import { drawBarcode, type Drawing } from "./drawing.ts";
import type { LiveTicket } from "./live.ts";
import { lineHeightMm } from "./measure.ts";
import { fill } from "./placeholders.ts";
import { unfit } from "./symbology.ts";

/** A text with as much width as it may take. */
export interface Line extends TemplateField {
  readonly roomMm: number;
}

/** One ticket, ready for any printer. */
export interface Sheet {
  readonly title: string;
  readonly widthMm: number;
  readonly heightMm: number;
  /** Without those that have nothing to say. */
  readonly lines: ReadonlyArray<Line>;
  readonly barcode: TemplateBarcode & {
    readonly value: string;
    readonly drawing: Drawing;
    /** Size of one module. */
    readonly moduleMm: number;
  };
}

/** Between a text and the barcode that it is cut for. */
const GAP_MM = 1;

/** Ticket printers have dots of 0.127 mm (200 dpi) that spread: one of them is no bar to rely on. */
export const MODULE_MM_MIN = 0.17;

/** Lays a ticket out by its template. Fails with the 422 of a barcode that has too little room. */
export const sheetOf = Effect.fnUntraced(function* (ticket: LiveTicket) {
  const { barcode: value, performance, template, state } = ticket;
  const { barcode, widthMm, heightMm } = template;
  const facts = { ticket: state, performance, barcode: value };
  const drawing = yield* drawBarcode(
    barcode.symbology,
    value,
    (width) => width * barcode.heightMm / barcode.widthMm,
  );
  const moduleMm = Math.min(barcode.widthMm / drawing.width, barcode.heightMm / drawing.height);
  if (moduleMm < MODULE_MM_MIN) {
    const rule = `A module of the barcode must be ${MODULE_MM_MIN} mm wide at least to be read.`;
    return yield* unfit(barcode.symbology, rule);
  }
  const lines = template.fields
    .map((field): Line => ({
      ...field,
      text: fill(field.text, facts).trim(),
      roomMm: roomOf(field, { barcode, widthMm }),
    }))
    .filter(({ text }) => text !== "");
  const title = `Ticket ${state.ticketNumber}`;
  const sheet: Sheet = {
    title,
    widthMm,
    heightMm,
    lines,
    barcode: { ...barcode, value, drawing, moduleMm },
  };
  return sheet;
});

/** Up to the barcode, or to the edge: a long name must not make a ticket unreadable. */
function roomOf(
  { xMm, yMm, fontSizePt }: TemplateField,
  { barcode, widthMm }: { readonly barcode: TemplateBarcode; readonly widthMm: number },
): number {
  const isBeside = yMm < barcode.yMm + barcode.heightMm &&
    yMm + lineHeightMm(fontSizePt) > barcode.yMm;
  return isBeside && xMm < barcode.xMm ? barcode.xMm - GAP_MM - xMm : widthMm - xMm;
}
